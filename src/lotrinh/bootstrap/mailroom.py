"""The mailroom: what is in the outbox, a person's say in it, and trials of channels."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lotrinh.application.books.deliveries import Delivery, Opened
from lotrinh.application.books.messages import DeliveryState, Outcome, Receipt
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.office.selection import UnknownWordError, known_person
from lotrinh.application.sending import interventions
from lotrinh.application.sending.failures import Failure
from lotrinh.application.sending.interventions import Hand
from lotrinh.application.telling.pending import Pending, pending, sending_to
from lotrinh.application.telling.previewed import only_previewed
from lotrinh.application.telling.trial import trial, trial_address
from lotrinh.bootstrap.office import Office
from lotrinh.domain.registers import PersonId
from lotrinh.rendering.messages.wording import TemplateWording

_NEAREST = 1000
"""Among so many a key is looked for that may have been meant."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How a trial ended."""

    channel: str
    receipt: Receipt
    file: Path | None = None
    """Where a preview channel has put the message."""


@dataclass(frozen=True, slots=True)
class Mailroom:
    """Everything that a person can do with messages."""

    office: Office

    def outbox(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        with self.office.store.look() as uow:
            return uow.outbox.counts()

    def previewed(self) -> int:
        """Return how many of those that count as sent were only written to files."""
        with self.office.store.look() as uow:
            return uow.deliveries.previewed()

    def only_previewed(self) -> int:
        """Return how many reminders the next delivery tells that only a preview's file has."""
        with self.office.store.look() as uow:
            return len(only_previewed(self.office.folder.present_or_last(uow), uow))

    def pending(self, at: datetime | None = None) -> Pending:
        """Return what is decided and goes by itself, as soon as quiet hours or a lease end."""
        with self.office.store.look() as uow:
            configuration = self.office.folder.present_or_last(uow, at)
            notebook = Rehearsal(by_present_ids(uow, configuration))
            moment = (at or self.office.now()).astimezone(configuration.zone)
            return pending(configuration, notebook, at=moment, wording=TemplateWording())

    def sending_to(self, person: str) -> Pending:
        """Return what a worker has taken for one person."""
        with self.office.store.look() as uow:
            return sending_to(uow, PersonId(person))

    def dead_letters(self) -> Sequence[Delivery]:
        """Return the messages that were given up: a person has to look."""
        with self.office.store.look() as uow:
            return uow.deliveries.dead_letters()

    def deliveries(
        self,
        states: Collection[DeliveryState] = (),
        person: str | None = None,
        limit: int | None = None,
        *,
        run: str = "",
    ) -> Sequence[Delivery]:
        """Return what is in some states, to one person or all, newest first, so many at most.

        Args:
            states: All of them, if empty.
            person: An id or a name; everybody, if None.
            limit: How many; all, if None.
            run: Keep to what a run of Prefect has tried to send.

        Raises:
            UnknownWordError: Nobody has that id, now or in what was sent.
        """
        with self.office.store.look() as uow:
            whose = [self._whose(uow, person)] if person is not None else None
            return uow.deliveries.list(states, whose, limit, run=run)

    def _whose(self, uow: UnitOfWork, person: str) -> PersonId:
        """Return who is meant: by an id, also one that only messages have still, or by a name."""
        if uow.deliveries.list((), [PersonId(person)], 1):
            return PersonId(person)
        return known_person(self.office.folder.present_or_last(uow), person)

    def named(self, keys: Collection[str]) -> Sequence[Delivery]:
        """Return the deliveries of some keys, in their order.

        Raises:
            UnknownWordError: There is none of that key.
        """
        with self.office.store.look() as uow:
            opened = {key: uow.deliveries.open(key) for key in keys}
        for key, found in opened.items():
            if found is None:
                raise UnknownWordError(
                    "message", key, [one.key for one in self.deliveries(limit=_NEAREST)]
                )
        return [found.delivery for found in opened.values() if found is not None]

    def opened(self, key: str) -> Opened:
        """Return all that there is to read about one delivery.

        Raises:
            UnknownWordError: There is none of that key.
        """
        with self.office.store.look() as uow:
            found = uow.deliveries.open(key)
        if found is None:
            self.named([key])
            raise UnknownWordError("message", key, ())
        return found

    def retry(
        self, keys: Collection[str], person: str | None = None, *, by: str
    ) -> Collection[str]:
        """Have messages tried at the next delivery; return the keys of those that will be.

        Args:
            keys: The messages.
            person: Somebody whose addresses are all to be used again, set aside or not.
            by: Who decides.
        """
        with self.office.store.begin() as uow:
            whose = self._whose(uow, person) if person is not None else None
            return interventions.retry(uow, keys, Hand(by), self.office.now(), person=whose)

    def release(self, *, by: str) -> Collection[str]:
        """Let go all that is held; return the keys of those that will be sent."""
        with self.office.store.begin() as uow:
            return interventions.release(uow, Hand(by), self.office.now())

    def withdraw(self, keys: Collection[str], *, by: str) -> Collection[str]:
        """Take messages out for good; return the keys of those that were."""
        with self.office.store.begin() as uow:
            return interventions.withdraw(uow, keys, Hand(by), self.office.now())

    def send_test(self, person: str, channel: str | None = None) -> Tried:
        """Send one marked message now, and say how that ended; the books don't know of it.

        Args:
            person: Who gets it.
            channel: Which channel to try; the one that messages go by, if None.

        Raises:
            LotrinhError: An unknown person or channel, or a channel that can't be opened.
        """
        from lotrinh.channels.factory import open_channel  # noqa: PLC0415  (heavy, not always needed)

        configuration, folder = self.office.addressed, self.office.var / "preview"
        recipient = known_person(configuration, person)
        address = trial_address(configuration, recipient, channel)
        if address is None:
            return Tried(channel or "", Receipt(Outcome.PERMANENT, Failure.NO_ADDRESS))
        wording = TemplateWording()
        message = trial(configuration, recipient, at=self.office.now(), wording=wording)
        settings = configuration.channels[address.channel]
        with closing(open_channel(settings, folder=folder)) as opened:
            receipt = opened.send(message, address.address)
        is_file = settings.kind == "preview" and receipt.outcome is Outcome.ACCEPTED
        return Tried(address.channel, receipt, folder / receipt.detail if is_file else None)
