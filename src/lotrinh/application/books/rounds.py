"""Rounds: checks of shards under way, for which composing waits.

Somebody may hold posts in several shards and is to get one message. A round is kept like a
lease, by the machine's clock: whoever makes it renews it, and if that one dies, composing
goes on as soon as it has ended.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from lotrinh.domain.roadmap import RoadmapId


class Rounds(Protocol):
    """Which roadmaps are being checked in shards."""

    def keep(self, roadmap: RoadmapId, until: datetime) -> None:
        """Say that a roadmap is being checked, at the latest until an instant."""
        ...

    def end(self, roadmap: RoadmapId) -> None:
        """Say that it isn't any more."""
        ...

    def under_way(self, now: datetime) -> Collection[RoadmapId]:
        """Return the roadmaps that are being checked."""
        ...
