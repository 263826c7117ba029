"""Pending: what is decided and not sent yet: quiet hours hold it, or a send is under way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.compose import resting
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.registers import PersonId


@dataclass(frozen=True, slots=True)
class Pending:
    """Messages that nobody has had yet, and that go by themselves."""

    quiet: Mapping[datetime, int]
    """How many wait for the end of quiet hours, by when that is; composed already or not."""
    sending: int = 0
    """How many a worker has taken; one that died gives none back before its lease ends."""
    leased_until: datetime | None = None
    """When the last of those is taken up again, should its worker be dead."""


def pending(
    configuration: Configuration, notebook: UnitOfWork, *, at: datetime, wording: Wording
) -> Pending:
    """Return what waits, and until when."""
    quiet = Counter(resting(configuration, notebook, at=at, wording=wording))
    waiting = notebook.deliveries.list([DeliveryState.WAITING])
    quiet.update(one.not_before for one in waiting if one.not_before > at)
    return Pending(quiet, *_sending(notebook, None))


def sending_to(notebook: UnitOfWork, person: PersonId) -> Pending:
    """Return what a worker has taken for one person."""
    return Pending({}, *_sending(notebook, person))


def _sending(notebook: UnitOfWork, person: PersonId | None) -> tuple[int, datetime | None]:
    leases = notebook.deliveries.leases(person)
    return len(leases), max(leases, default=None)
