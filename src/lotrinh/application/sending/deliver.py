"""Deliver: lease, send, settle. Send first, then mark: a crash may repeat, never lose.

A repeat carries the same Message-ID, or says that it is one. Only a send whose end nobody
knows is repeated.
An address that was refused for good three times in a row gives way to the person's next one.
A channel that can't be reached three times in a row is left alone for the rest of a run.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lotrinh.application.books.deliveries import Destination
from lotrinh.application.books.messages import (
    DeliveryState,
    Leased,
    Message,
    Outcome,
    Receipt,
)
from lotrinh.application.books.ports import BooksAwayError, Channel, Store, UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.failures import Failure, failure_of
from lotrinh.application.sending.retry import after
from lotrinh.domain.registers import Address, PersonId
from lotrinh.domain.roadmap import RoadmapId

_BATCH = 20
_LEASE = timedelta(minutes=5)
"""After so long the messages of a worker that has died are anybody's."""
_FRESH = timedelta(minutes=1)
"""A lease that is older is renewed before the next send: that has four minutes."""

_IN_VAIN = 3
"""After so many sends in a row that never got anywhere, a channel counts as out of reach."""
_AGAIN, _LATER = timedelta(seconds=2), timedelta(seconds=30)
"""When to try again to write down how a send ended: soon, then twice as late, up to this."""

Sign = Callable[[Message, datetime], Message]
"""Returns a message as it is handed over at some instant."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one message in this run."""

    message: Message
    channel: str
    receipt: Receipt
    state: DeliveryState
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a delivery run did."""

    sends: tuple[Delivered, ...] = ()
    waits_for: tuple[RoadmapId, ...] = ()
    """The roadmaps that are being checked in shards: until that ends, nothing new is composed."""

    @property
    def delivered(self) -> int:
        """How many messages were handed over."""
        return sum(send.state is DeliveryState.SENT for send in self.sends)

    @property
    def failed(self) -> int:
        """How many were not; they are tried again or lie as dead letters."""
        return len({send.message.key for send in self.sends}) - self.delivered

    def __add__(self, other: "DeliveryReport") -> "DeliveryReport":
        return DeliveryReport(self.sends + other.sends, self.waits_for or other.waits_for)


def deliver(
    configuration: Configuration,
    store: Store,
    channels: Mapping[str, Channel],
    *,
    at: datetime,
    clock: Callable[[], datetime],
    wait: Callable[[timedelta], None],
    sign: Sign = lambda message, _: message,
    only: Collection[str] = (),
    tell: Callable[[Delivered], object] = lambda _: None,
) -> DeliveryReport:
    """Send every message that is due.

    Args:
        configuration: Says by which channel and at which address a person is reached now.
        store: The books; one short transaction for each lease and each settlement.
        channels: The ways of reaching people, by id; an address of any other isn't used.
        at: The instant of the plan, against which quiet hours are held.
        clock: The machine's clock, which leases and retries go by.
        wait: Lets time pass, where a channel takes only so many messages a minute.
        sign: Signs the links of a message; the books hold them unsigned.
        only: The keys of the messages to keep to, if not all.
        tell: Is told each send as it has ended.
    """
    run = _Run(configuration, store, channels, clock, wait, sign, only)
    sends: list[Delivered] = []
    while run.lease(at):
        for sent in run.send_all():
            tell(sent)
            sends.append(sent)
    return DeliveryReport(tuple(sends))


@dataclass
class _Run:
    """One worker's run."""

    configuration: Configuration
    store: Store
    channels: Mapping[str, Channel]
    clock: Callable[[], datetime]
    wait: Callable[[timedelta], None]
    sign: Sign
    only: Collection[str] = ()
    aside: set[Destination] = field(default_factory=set)
    mine: deque[Leased] = field(default_factory=deque)
    """What is leased, and neither sent nor given up."""
    in_vain: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    """Of each channel the sends since the last that got anywhere."""

    def lease(self, at: datetime) -> bool:
        """Take some messages, and return whether there were any."""
        self.since = self.clock()
        until = self.since + _LEASE
        with self.store.begin() as uow:
            self.aside = set(uow.addresses.set_aside())
            leased = uow.outbox.lease(
                now=self.since, at=at, until=until, limit=_BATCH, only=self.only
            )
        self.mine.extend(leased)
        return bool(leased)

    def send_all(self) -> Iterator[Delivered]:
        """Send what is leased, one after the other."""
        while self.mine:
            sent = self._send(self.mine[0])
            if sent is not None:
                self.mine.popleft()
                yield sent

    def _send(self, leased: Leased) -> Delivered | None:
        """Send one message, then write down how that ended; None where it isn't ours any more."""
        message = leased.message
        address = next(self._usable(message.recipient), None)
        if address is None:
            known = any(addresses_of(self.configuration, message.recipient))
            why = Failure.SET_ASIDE if known else Failure.NO_ADDRESS
            return self._settle(leased, None, Receipt(Outcome.PERMANENT, why))
        if len(in_vain := self.in_vain[address.channel]) >= _IN_VAIN:
            return self._settle(leased, address, in_vain[-1])
        self._pace(address.channel)
        self._renew()
        if not self.mine or self.mine[0] is not leased:
            return None
        return self._settle(leased, address, self._hand_over(leased, address))

    def _hand_over(self, leased: Leased, address: Address) -> Receipt:
        """Hand a message to its channel, and remember whether that got anywhere."""
        channel = self.channels[address.channel]
        signed = self.sign(leased.message, self.clock())
        receipt = channel.send(signed, address.address, again=leased.after_unknown)
        failure, in_vain = failure_of(receipt), self.in_vain[address.channel]
        if failure is not None and failure.blames_way:
            in_vain.append(receipt)
        else:
            in_vain.clear()
        return receipt

    def _pace(self, channel: str) -> None:
        """Wait until the channel may be given another message; other workers give it some too."""
        per_minute = self.configuration.channels[channel].per_minute
        while per_minute is not None:
            with self.store.begin() as uow:
                delay = uow.paces.take(channel, per_minute, self.clock())
            if not delay:
                return
            self._renew()
            self.wait(delay)

    def _renew(self) -> None:
        """Keep what is leased for longer, where that has grown old; what isn't ours is let go."""
        now = self.clock()
        if now - self.since < _FRESH:
            return
        with self.store.begin() as uow:
            ours = set(uow.outbox.renew(self.mine, now + _LEASE))
        self.since = now
        self.mine = deque(leased for leased in self.mine if leased.message.key in ours)

    def _settle(self, leased: Leased, address: Address | None, receipt: Receipt) -> Delivered:
        """Write down how a send ended, for as long as it is ours: else it would be repeated."""
        delay = _AGAIN
        while True:
            try:
                return self._settled(leased, address, receipt)
            except BooksAwayError:
                if self.clock() >= self.since + _LEASE:
                    raise
                self.wait(delay)
                delay = min(2 * delay, _LATER)

    def _settled(self, leased: Leased, address: Address | None, receipt: Receipt) -> Delivered:
        now = self.clock()
        with self.store.begin() as uow:
            goes_on = address is not None and self._note(uow, leased.message, address, receipt, now)
            state, next_try = after(leased, receipt, now)
            if goes_on:
                state, next_try = DeliveryState.WAITING, now
            channel = address.channel if address is not None else ""
            uow.outbox.settle(
                leased, receipt, channel=channel, state=state, now=now, next_try=next_try
            )
        return Delivered(leased.message, channel, receipt, state, leased.attempt)

    def _note(
        self, uow: UnitOfWork, message: Message, address: Address, receipt: Receipt, now: datetime
    ) -> bool:
        """Keep what an address has done; return whether the person's next one is to try."""
        destination = Destination.of(message.recipient, address)
        if receipt.outcome is Outcome.ACCEPTED:
            uow.addresses.accepted(destination)
        failure = failure_of(receipt)
        blamed = failure is not None and failure.blames_address
        if receipt.outcome is not Outcome.PERMANENT or not blamed:
            return False
        if not uow.addresses.refused(destination, now):
            return False
        self.aside.add(destination)
        return any(self._usable(message.recipient))

    def _usable(self, person: PersonId) -> Iterator[Address]:
        """Yield the addresses that may be used, in order."""
        for address in usable(self.configuration, person, self.aside):
            if address.channel in self.channels:
                yield address


def channels_in_use(configuration: Configuration) -> frozenset[str]:
    """Return the channels that messages go by first."""
    if configuration.deliver_by is not None:
        return frozenset({configuration.deliver_by})
    persons = configuration.people.persons
    return frozenset(person.addresses[0].channel for person in persons if person.addresses)


def channels_in_reserve(configuration: Configuration) -> frozenset[str]:
    """Return the channels that only take over where another fails."""
    if configuration.deliver_by is not None:
        return frozenset()
    addresses = (address for p in configuration.people.persons for address in p.addresses)
    return frozenset(address.channel for address in addresses) - channels_in_use(configuration)


def addresses_of(configuration: Configuration, recipient: PersonId) -> tuple[Address, ...]:
    """Return where a person is reached, in order; with a stand-in channel, by that alone."""
    person = configuration.people.by_id.get(recipient)
    addresses = person.addresses if person is not None else ()
    if configuration.deliver_by is not None:
        place = addresses[0].address if addresses else recipient
        return (Address(configuration.deliver_by, place),)
    return addresses


def usable(
    configuration: Configuration, recipient: PersonId, aside: Collection[Destination]
) -> Iterator[Address]:
    """Yield the addresses of a person that aren't set aside, in order."""
    for address in addresses_of(configuration, recipient):
        if Destination.of(recipient, address) not in aside:
            yield address
