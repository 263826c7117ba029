"""What checks leave behind for the next ones: marks, each of a whole roadmap or of a shard.

A mark says up to where all was decided, and so from where the next check may start. It may
say too little, which only costs time; it must never say too much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.office.configuration import Post
from lotrinh.application.office.shards import EVERYTHING
from lotrinh.domain.roadmap import RoadmapId

BEFORE_ALL = date(1900, 1, 1)
"""A day on which nothing was decided yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """What deciding comes upon beside reminders, and the coordinator is told of."""

    unheld: frozenset[Post] = frozenset()
    """Posts that lead and that nobody holds: nobody was told."""
    passed_over: frozenset[Post] = frozenset()
    """Posts above that should have heard of what is overdue, and that nobody holds."""
    everything: bool = False
    """Whether all was looked at, not only what time had moved."""
    said: int = 0
    """How many reminders were newly written."""

    def __or__(self, other: "Found") -> "Found":
        return Found(
            self.unheld | other.unheld,
            self.passed_over | other.passed_over,
            self.everything or other.everything,
            self.said + other.said,
        )


NOTHING_FOUND = Found()


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What a check leaves behind for the next one of the same roadmap."""

    roadmap: RoadmapId
    at: datetime
    configuration: str
    """Hash of the configuration that it used; '' where the next check must look at all."""
    facts: int
    """The sequence of the newest fact that it could see."""
    settled: date
    """The day up to which every rung that came was decided for good."""
    shard: str = EVERYTHING
    """The key of the shard that it looked at."""
    found: Found = NOTHING_FOUND
    """What the coordinator is still to be told: of a shard, once all are done."""

    @property
    def saw_everything(self) -> bool:
        """Whether it looked at all that it is about, and nothing was taken back since."""
        return bool(self.configuration)

    @property
    def look_again(self) -> "CheckRecord":
        """The same, after which the next check looks at everything."""
        return replace(self, configuration="")


def latest(whole: CheckRecord | None, own: CheckRecord | None) -> CheckRecord | None:
    """Return from where a check of a shard may start: of two marks the one that saw more.

    Args:
        whole: The last mark of the whole roadmap.
        own: The last one of that very shard.
    """
    if whole is None or own is None:
        return whole or own
    newest = own if (own.at, own.facts) > (whole.at, whole.facts) else whole
    return newest if whole.saw_everything else newest.look_again


def together(marks: Sequence[CheckRecord]) -> CheckRecord:
    """Return the mark of the whole that some shards add up to: as old as the oldest of them."""
    configurations = {mark.configuration for mark in marks}
    return CheckRecord(
        marks[0].roadmap,
        min(mark.at for mark in marks),
        configurations.pop() if len(configurations) == 1 else "",
        min(mark.facts for mark in marks),
        min(mark.settled for mark in marks),
    )


def found_by(marks: Iterable[CheckRecord]) -> Found:
    """Return what some checks have come upon."""
    found = NOTHING_FOUND
    for mark in marks:
        found |= mark.found
    return found
