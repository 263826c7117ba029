"""The outbox with a notebook laid over it: messages are composed, none is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Reminder


@dataclass
class NotedOutbox:
    """The outbox with a notebook laid over it: messages are composed, none is sent."""

    ledger: NotedLedger
    under: Outbox | None = None
    posted: dict[str, Message] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    recalled: dict[int, Waiting] = field(default_factory=dict)
    """What was only previewed, and is to be told."""
    freed: set[str] = field(default_factory=set)
    """Keys of what was only previewed, and is told again."""
    told_in: dict[str, list[Reminder]] = field(default_factory=dict)
    """By a message's key: the reminders that it tells."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        under = self.under.waiting() if self.under else ()
        everything = [*under, *self.recalled.values(), *self.ledger.written.values()]
        return [waiting for waiting in everything if waiting.id not in self.taken]

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told."""
        for waiting in self.waiting():
            if waiting.id in ids:
                self.ledger.unsay(waiting.reminder)
        self.taken.update(ids)

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        found = self.under.previewed() if self.under else ()
        return [waiting for waiting in found if waiting.id not in self.taken]

    def previewed_notices(self) -> Mapping[str, tuple[PersonId, MessageKind]]:
        """Return the notices that were only written to a file here: to whom, and of what kind."""
        return self.under.previewed_notices() if self.under else {}

    def tell_again(self, notices: Collection[str]) -> None:
        """Have them composed anew where they are found; as they are, nothing is sent here."""
        self.freed.update(notices)

    def refused(self, keys: Collection[str]) -> Collection[str]:
        """Return which of these keys no message can be posted under, here and in the books."""
        under = self.under.refused(keys) if self.under else ()
        return (set(under) - self.freed) | (self.posted.keys() & set(keys))

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Recall what was only previewed; what a rehearsal composes counts as told."""
        if previewed:
            self.recalled |= {one.id: one for one in self.previewed() if one.id in previewed}

    def give_up_leases(self, now: datetime) -> None:
        """Have nothing to give up: a rehearsal leases nothing."""

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells."""
        return bool(self.post_all([Draft(message, tuple(reminders))]))

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        refused = self.refused([draft.message.key for draft in drafts])
        new = [draft for draft in drafts if draft.message.key not in refused]
        told = {id_: draft.message.key for draft in new for id_ in draft.reminders}
        for waiting in self.waiting():
            if waiting.id in told:
                self.ledger.tell(waiting.reminder)
                self.told_in.setdefault(told[waiting.id], []).append(waiting.reminder)
        self.posted |= {draft.message.key: draft.message for draft in new}
        self.taken |= told.keys()
        return {draft.message.key for draft in new}

    def lease(
        self,
        *,
        now: datetime,  # noqa: ARG002  (nothing is ever due)
        at: datetime,  # noqa: ARG002
        until: datetime,  # noqa: ARG002
        limit: int,  # noqa: ARG002
        only: Collection[str] = (),  # noqa: ARG002
    ) -> Sequence[Leased]:
        """Take nothing: a rehearsal sends nothing."""
        return ()

    def renew(
        self,
        leased: Collection[Leased],  # noqa: ARG002
        until: datetime,  # noqa: ARG002
    ) -> Collection[str]:
        """Have nothing to keep."""
        return ()

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
        """Have nothing to settle."""

    def restored(self) -> Restored | None:
        """Hold nothing: a rehearsal shows what there is to be told."""
        return None

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state; what is composed here counts as sent."""
        under = dict(self.under.counts()) if self.under else {}
        return under | {DeliveryState.SENT: under.get(DeliveryState.SENT, 0) + len(self.posted)}
