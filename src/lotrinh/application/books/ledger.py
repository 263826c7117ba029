"""The ledger: what was said to whom, when and why, and when a roadmap was checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import RoadmapId

BEFORE_ALL = date(1900, 1, 1)
"""A day on which nothing was decided yet."""


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

    @property
    def saw_everything(self) -> bool:
        """Whether it looked at all organisations, and nothing was taken back since."""
        return bool(self.configuration)


class Ledger(Protocol):
    """What was said to whom, when and why."""

    def last_check(self, roadmap: RoadmapId) -> CheckRecord | None:
        """Return the newest check of a roadmap."""
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
