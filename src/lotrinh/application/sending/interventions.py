"""Interventions: what a person decides about messages, and that he or she did, in one go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.trail import Deed, DeedKind
from lotrinh.domain.facts import BY_COMMAND, Via
from lotrinh.domain.registers import PersonId


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose decision it is."""

    by: str
    via: Via = BY_COMMAND


def retry(
    uow: UnitOfWork,
    keys: Collection[str],
    hand: Hand,
    now: datetime,
    *,
    person: PersonId | None = None,
) -> Collection[str]:
    """Have messages tried at the next delivery; return the keys of those that will be.

    Args:
        uow: The books.
        keys: The messages.
        hand: Who decides.
        now: When.
        person: Somebody whose addresses are all to be used again, set aside or not.
    """
    if person is not None:
        uow.addresses.take_back(person)
    return _kept(uow, DeedKind.RETRIED, uow.deliveries.retry(keys), hand, now)


def withdraw(uow: UnitOfWork, keys: Collection[str], hand: Hand, now: datetime) -> Collection[str]:
    """Take messages out for good; return the keys of those that were."""
    changed = uow.deliveries.withdraw(keys, by=hand.by, now=now)
    return _kept(uow, DeedKind.WITHDRAWN, changed, hand, now)


def release(uow: UnitOfWork, hand: Hand, now: datetime) -> Collection[str]:
    """Let go all that is held, and return its keys; nothing is held for some days then.

    After a restore it also says that a person has looked, whether or not anything was held.
    """
    looked = uow.outbox.restored() is not None
    changed = uow.deliveries.release()
    return _kept(uow, DeedKind.RELEASED, changed, hand, now, anyway=looked)


def _kept(
    uow: UnitOfWork,
    kind: DeedKind,
    changed: Collection[str],
    hand: Hand,
    now: datetime,
    *,
    anyway: bool = False,
) -> Collection[str]:
    if changed or anyway:
        subject = next(iter(changed)) if len(changed) == 1 else ""
        uow.trail.do(Deed(kind, now, hand.by, hand.via, subject, len(changed)))
    return changed
