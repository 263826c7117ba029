"""The outbox by present ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.messages import (
    DeliveryState,
    Draft,
    Leased,
    Message,
    MessageKind,
    Receipt,
    Waiting,
)
from lotrinh.application.books.outbox import Outbox
from lotrinh.domain.registers import PersonId
from lotrinh.domain.renames import Renames


@dataclass(frozen=True)
class RenamedOutbox:
    """The outbox by present ids; messages have none."""

    under: Outbox
    renames: Renames

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        return [self._present(one) for one in self.under.waiting()]

    def _present(self, one: Waiting) -> Waiting:
        cell = self.renames.cell(one.reminder.cell)
        return replace(one, reminder=replace(one.reminder, cell=cell))

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told."""
        self.under.drop(ids)

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        return [self._present(one) for one in self.under.previewed()]

    def previewed_notices(self) -> Mapping[str, tuple[PersonId, MessageKind]]:
        """Return the notices that were only written to a file here: to whom, and of what kind."""
        return self.under.previewed_notices()

    def tell_again(self, notices: Collection[str]) -> None:
        """Let notices that were only previewed be told, by their keys."""
        self.under.tell_again(notices)

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Take apart the messages of reminders that wait for a try, or for another."""
        self.under.recall(previewed)

    def give_up_leases(self, now: datetime) -> None:
        """Have messages wait whose lease has ended: their worker is taken for dead."""
        self.under.give_up_leases(now)

    def refused(self, keys: Collection[str]) -> Collection[str]:
        """Return which of these keys no message can be posted under."""
        return self.under.refused(keys)

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells; False if its key is there."""
        return self.under.post(message, reminders)

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        return self.under.post_all(drafts)

    def lease(
        self,
        *,
        now: datetime,
        at: datetime,
        until: datetime,
        limit: int,
        only: Collection[str] = (),
    ) -> Sequence[Leased]:
        """Take messages for sending, so that no two workers share one."""
        return self.under.lease(now=now, at=at, until=until, limit=limit, only=only)

    def renew(self, leased: Collection[Leased], until: datetime) -> Collection[str]:
        """Keep messages for longer, and return the keys of those that are still ours."""
        return self.under.renew(leased, until)

    def settle(
        self,
        leased: Leased,
        receipt: Receipt,
        *,
        channel: str,
        state: DeliveryState,
        now: datetime,
        next_try: datetime | None,
    ) -> None:
        """Write down how a send ended, and what state the message is in now."""
        self.under.settle(leased, receipt, channel=channel, state=state, now=now, next_try=next_try)

    def restored(self) -> Restored | None:
        """Return of which backup the books were made, until a person has let go what is held."""
        return self.under.restored()

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        return self.under.counts()
