"""Deliver: lease, send, settle. Send first, then mark: a crash may repeat, never lose.

A repeat carries the same Message-ID, or says that it is one. Only a send whose end nobody
knows is repeated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lotrinh.application.configuration import Configuration
from lotrinh.application.ports import (
    Channel,
    DeliveryState,
    Leased,
    Message,
    Outcome,
    Receipt,
    Store,
)
from lotrinh.application.retry import after
from lotrinh.domain.registers import Address

_BATCH = 50
_LEASE = timedelta(minutes=30)
"""Longer than a batch can take: 50 sends of at most 30 s each."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one message in this run."""

    message: Message
    channel: str
    receipt: Receipt
    state: DeliveryState


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a delivery run did."""

    sends: tuple[Delivered, ...] = ()

    @property
    def delivered(self) -> int:
        """How many messages were handed over."""
        return sum(send.state is DeliveryState.SENT for send in self.sends)

    @property
    def failed(self) -> int:
        """How many were not; they are tried again or lie as dead letters."""
        return len(self.sends) - self.delivered


def deliver(
    configuration: Configuration,
    store: Store,
    channels: Mapping[str, Channel],
    *,
    at: datetime,
    clock: Callable[[], datetime],
) -> DeliveryReport:
    """Send every message that is due.

    Args:
        configuration: Says by which channel and at which address a person is reached now.
        store: The books; one short transaction for each lease and each settlement.
        channels: The ways of reaching people, by id.
        at: The instant of the plan, against which quiet hours are held.
        clock: The machine's clock, which leases and retries go by.
    """
    sends: list[Delivered] = []
    while batch := _lease(store, at, clock()):
        sends += [_send(configuration, store, channels, leased, clock) for leased in batch]
    return DeliveryReport(tuple(sends))


def _lease(store: Store, at: datetime, now: datetime) -> tuple[Leased, ...]:
    with store.begin() as uow:
        return tuple(uow.outbox.lease(now=now, at=at, until=now + _LEASE, limit=_BATCH))


def _send(
    configuration: Configuration,
    store: Store,
    channels: Mapping[str, Channel],
    leased: Leased,
    clock: Callable[[], datetime],
) -> Delivered:
    """Send one message, then write down how that ended."""
    address = address_of(configuration, leased.message)
    if address is None:
        channel, receipt = "", Receipt(Outcome.PERMANENT, "no-address")
    else:
        channel = address.channel
        receipt = channels[channel].send(
            leased.message, address.address, again=leased.after_unknown
        )
    now = clock()
    state, next_try = after(leased, receipt, now)
    with store.begin() as uow:
        uow.outbox.settle(leased, receipt, channel=channel, state=state, now=now, next_try=next_try)
    return Delivered(leased.message, channel, receipt, state)


def channels_in_use(configuration: Configuration) -> frozenset[str]:
    """Return the channels that some message would go by."""
    if configuration.deliver_by is not None:
        return frozenset({configuration.deliver_by})
    persons = configuration.people.persons
    return frozenset(person.addresses[0].channel for person in persons if person.addresses)


def address_of(configuration: Configuration, message: Message) -> Address | None:
    """Return where a message goes: the person's first address, or the stand-in channel."""
    person = configuration.people.by_id.get(message.recipient)
    first = person.addresses[0] if person is not None and person.addresses else None
    if configuration.deliver_by is not None:
        return Address(configuration.deliver_by, first.address if first else message.recipient)
    return first
