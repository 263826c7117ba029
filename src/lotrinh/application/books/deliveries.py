"""Deliveries as a person sees and mends them, and the addresses that proved to be no good.

The outbox in `ports` is for those who send; this is for whoever looks after it.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome, Receipt
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import Address, PersonId
from lotrinh.domain.reminders import Reminder

REFUSALS = 3
"""So many in a row, and an address is set aside."""
REFUSALS_APART = timedelta(hours=12)
"""What is refused again sooner counts once: a bad hour of a server judges no address."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The life of one message so far; neither address nor text."""

    key: str
    kind: MessageKind
    recipient: PersonId
    subject: str
    at: datetime
    not_before: datetime
    state: DeliveryState
    tries: int
    next_try: datetime | None
    """None where it is due at the next delivery, or not to be tried."""
    channel: str
    """Of the last try, as are outcome and detail; '' before the first."""
    outcome: Outcome | None
    detail: str
    withdrawn_by: str | None
    """Who decided that it is not to be sent; None where nobody did."""
    withdrawn_at: datetime | None

    @property
    def receipt(self) -> Receipt | None:
        """How the last try ended, if there was one."""
        return None if self.outcome is None else Receipt(self.outcome, self.detail)

    @property
    def is_open(self) -> bool:
        """Whether a person may still have it tried, or withdraw it."""
        return self.state in {DeliveryState.WAITING, DeliveryState.DEAD}

    @property
    def is_unsent(self) -> bool:
        """Whether a person may still withdraw it."""
        return self.is_open or self.state is DeliveryState.HELD


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send a message."""

    number: int
    started: datetime
    ended: datetime
    channel: str
    outcome: Outcome
    detail: str
    run: str = ""
    """The run of Prefect that made it; '' where it was none."""

    @property
    def receipt(self) -> Receipt:
        """How it ended."""
        return Receipt(self.outcome, self.detail)


@dataclass(frozen=True, slots=True)
class Opened:
    """One delivery with all that there is to read about it."""

    delivery: Delivery
    text: str
    reminders: Sequence[Reminder]
    """Those that no later message has taken over."""
    attempts: Sequence[Attempt]


@dataclass(frozen=True, slots=True)
class Telling:
    """One reminder, and what became of the message that tells it."""

    reminder: Reminder
    at: datetime
    """When it was decided."""
    state: DeliveryState | None
    """Of the newest message that tells it; None where there is none yet."""
    channel: str
    """Of the last try, as are its end and outcome; '' before the first."""
    tried_at: datetime | None
    outcome: Outcome | None
    detail: str
    message: str = ""
    """The key of that message; '' where there is none."""
    checked_in: str = ""
    """The run of Prefect whose check decided it; '' where it was none."""
    tried_in: str = ""
    """The run of Prefect that made the last try."""

    @property
    def receipt(self) -> Receipt | None:
        """How the last try ended, if there was one."""
        return None if self.outcome is None else Receipt(self.outcome, self.detail)


@dataclass(frozen=True, slots=True, order=True)
class Destination:
    """A person's address on a channel, known again but not told: the books keep its digest."""

    person: PersonId
    channel: str
    digest: str

    @classmethod
    def of(cls, person: PersonId, address: Address) -> "Destination":
        """Return where a person is reached by an address."""
        content = f"{person}\n{address.channel}\n{address.address}"
        return cls(person, address.channel, hashlib.sha256(content.encode()).hexdigest()[:32])


class Deliveries(Protocol):
    """The outbox, for whoever looks after it."""

    def list(
        self,
        states: Collection[DeliveryState] = (),
        recipients: Collection[PersonId] | None = None,
        limit: int | None = None,
        *,
        before: str | None = None,
        run: str = "",
    ) -> Sequence[Delivery]:
        """Return what is in some states (in any, if none), to some people or all, newest first.

        Args:
            states: The states.
            recipients: The people.
            limit: So many at most.
            before: The key of a message; only what comes after that one in the list.
            run: Only what was tried in this run of Prefect.
        """
        ...

    def open(self, key: str) -> Opened | None:
        """Return one delivery, None where there is none of that key."""
        ...

    def about(self, cell: CellId) -> Sequence[Telling]:
        """Return every reminder of a cell, by the id that it was written under, oldest first."""
        ...

    def cells(self, keys: Collection[str]) -> Mapping[str, Sequence[CellId]]:
        """Return of which cells each of some messages tells, where it tells of any."""
        ...

    def dead_letters(self) -> Sequence[Delivery]:
        """Return what was given up and not told since, and what keeps failing, newest first."""
        ...

    def retry(self, keys: Collection[str]) -> Collection[str]:
        """Have messages that wait, or were given up, tried at the next delivery.

        Returns:
            The keys of those that will be; the others were sent, withdrawn or taken meanwhile.
        """
        ...

    def withdraw(self, keys: Collection[str], *, by: str, now: datetime) -> Collection[str]:
        """Take messages out for good; what they remind of counts as said.

        Returns:
            The keys of those that were.
        """
        ...

    def previewed(self) -> int:
        """Return how many of the messages that count as sent were only written to files here."""
        ...

    def sent_between(self, begin: datetime, end: datetime) -> int:
        """Return how many messages of reminders left in a time, its end excluded."""
        ...

    def released_at(self) -> datetime | None:
        """Return when a person last let go what was held."""
        ...

    def release(self) -> Collection[str]:
        """Let go all that is held, and return its keys."""
        ...

    def due_since(self, now: datetime) -> datetime | None:
        """Return since when the message that has waited longest might have left; None: none."""
        ...

    def leases(self, person: PersonId | None = None) -> Sequence[datetime]:
        """Return until when workers have taken messages, to one person or to all."""
        ...

    def last_sent(self) -> datetime | None:
        """Return when a message was last handed over."""
        ...

    def unreported(self) -> Sequence[Delivery]:
        """Return the dead letters of which the coordinator wasn't told yet, oldest first."""
        ...

    def mark_reported(self, keys: Collection[str], now: datetime) -> None:
        """Keep that the coordinator is told of these."""
        ...


class Addresses(Protocol):
    """What became of addresses; an address that changes in the register starts anew."""

    def set_aside(self) -> frozenset[Destination]:
        """Return those that aren't used any more."""
        ...

    def refused(self, destination: Destination, now: datetime) -> bool:
        """Count a refusal for good, and return whether the address is set aside by now."""
        ...

    def accepted(self, destination: Destination) -> None:
        """Forget the refusals of an address that has taken a message."""
        ...

    def take_back(self, person: PersonId) -> int:
        """Use all addresses of a person again, and return how many were set aside."""
        ...

    def unreported(self) -> Sequence[Destination]:
        """Return what was set aside without the coordinator knowing yet."""
        ...

    def mark_reported(self, destinations: Collection[Destination], now: datetime) -> None:
        """Keep that the coordinator is told of these."""
        ...
