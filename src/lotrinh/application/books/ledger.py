"""The ledger: what was said to whom, when and why, and when a roadmap was checked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.office.shards import EVERYTHING
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import RoadmapId


class Ledger(Protocol):
    """What was said to whom, when and why."""

    def last_check(self, roadmap: RoadmapId, shard: str = EVERYTHING) -> CheckRecord | None:
        """Return the newest check of a roadmap as a whole, or of one shard of it alone."""
        ...

    def shards_checked(self, roadmap: RoadmapId) -> Sequence[CheckRecord]:
        """Return the checks of shards made since the last of the whole, oldest first."""
        ...

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:
        """Keep that a check was made."""
        ...

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        ...

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        ...

    def draw_back(self, day: date) -> None:
        """Have no first check lie after a day: at one that does the clock was ahead."""
        ...

    def said(
        self, cells: Collection[CellId]
    ) -> Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]:
        """Return what each person was told of each cell, oldest first."""
        ...

    def told(self, roadmap: RoadmapId) -> Mapping[CellId, frozenset[date]]:
        """Return, for each cell of which anybody was told, the due days last told."""
        ...

    def enqueue(
        self, reminders: Sequence[Reminder], *, at: datetime, configuration: str
    ) -> Sequence[Reminder]:
        """Write the reminders whose keys aren't there yet, and return those."""
        ...
