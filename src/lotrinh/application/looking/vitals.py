"""Vitals: how the machine is, in figures, and what of it is well, amiss or broken.

What a person should see to is amiss; broken is what keeps reminders from being decided or sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lotrinh.application.books.bulletins import Ticks
from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.alarms import silent_checks
from lotrinh.domain.roadmap import RoadmapId

STUCK = timedelta(hours=1)
"""So long no message that might leave should wait: deliveries come every ten minutes."""


def is_round_well(
    configuration: Configuration, uow: UnitOfWork, now: datetime, ticks: Ticks
) -> bool:
    """Whether everything was checked as it should be, and nothing that might leave is stuck.

    What was given up or is held waits for a person, who is told of it.
    """
    if any(uow.ledger.last_check(id_) is None for id_ in configuration.roadmaps):
        return False
    since = uow.deliveries.due_since(now)
    stuck = since is not None and now - since > STUCK
    return not stuck and not any(silent_checks(configuration, uow, now, ticks))


class Wellness(StrEnum):
    """How something is; the later, the worse."""

    WELL = "well"
    AMISS = "amiss"
    BROKEN = "broken"


class Part(StrEnum):
    """What is looked at."""

    FILES = "files"
    BOOKS = "books"
    CHECKS = "checks"
    QUEUE = "queue"
    LETTERS = "letters"
    PREFECT = "prefect"


@dataclass(frozen=True, slots=True)
class Vitals:
    """The figures of one look."""

    at: datetime
    problems: int
    """Errors in the present files."""
    usable: bool
    """Whether there are files to go by: the present ones, or those accepted last."""
    schema: str
    states: Mapping[DeliveryState, int]
    due_since: datetime | None
    """Since when the message that has waited longest might have left."""
    last_sent: datetime | None
    checked: Mapping[RoadmapId, datetime | None]
    """When each roadmap was checked last."""
    silent: frozenset[RoadmapId]
    """Those that should have been checked since."""
    late: Mapping[RoadmapId, int]
    prefect: bool | None
    """Whether its server answers; None where nobody knows of one."""

    @property
    def waited(self) -> timedelta:
        """How long a message that might leave has waited."""
        return self.at - self.due_since if self.due_since is not None else timedelta()

    def parts(self) -> Iterator[tuple[Part, Wellness]]:
        """Yield how each part is."""
        worst = Wellness.AMISS if self.usable else Wellness.BROKEN
        yield Part.FILES, worst if self.problems or not self.usable else Wellness.WELL
        yield Part.BOOKS, Wellness.WELL
        yield Part.CHECKS, Wellness.BROKEN if self.silent else Wellness.WELL
        yield Part.QUEUE, Wellness.BROKEN if self.waited > STUCK else Wellness.WELL
        stopped = self.states[DeliveryState.DEAD] or self.states[DeliveryState.HELD]
        yield Part.LETTERS, Wellness.AMISS if stopped else Wellness.WELL
        if self.prefect is not None:
            yield Part.PREFECT, Wellness.WELL if self.prefect else Wellness.AMISS

    @property
    def wellness(self) -> Wellness:
        """How it is with all of it: as with the worst."""
        return max((found for _, found in self.parts()), key=list(Wellness).index)
