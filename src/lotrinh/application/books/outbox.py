"""The outbox: reminders and messages that are not delivered yet."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

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
from lotrinh.domain.registers import PersonId


class Outbox(Protocol):
    """Reminders and messages that are not delivered yet."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        ...

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told.

        The ledger forgets them: should they hold again, they are said.
        """
        ...

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        ...

    def previewed_notices(self) -> Mapping[str, tuple[PersonId, MessageKind]]:
        """Return the notices that were only written to a file here: to whom, and of what kind.

        Only of kinds that are told once, or are found again.
        """
        ...

    def tell_again(self, notices: Collection[str]) -> None:
        """Let notices that were only previewed be told, by their keys: nobody has read them.

        What nobody finds again waits for being sent, as it is; the key of the others is free.
        """
        ...

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Take apart the messages of reminders that wait for a try, or for another.

        So are those of some reminders that were only previewed, by their ids: nobody was told.
        Their reminders wait again, to be told as things stand when that is composed. The
        same contents on the same day make the same message, tries and all. Whoever composes
        begins with this, and then has the turn to compose until the end of the transaction.
        """
        ...

    def give_up_leases(self, now: datetime) -> None:
        """Have messages wait whose lease has ended by `now`: their worker is taken for dead.

        So is one that leased in a time to come, before the clock was put right. The end of
        those sends is unknown. Whoever composes begins with this, so that what a dead worker
        held is written anew.
        """
        ...

    def refused(self, keys: Collection[str]) -> Collection[str]:
        """Return which of these keys no message can be posted under: what has them was told."""
        ...

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells; False if its key is there.

        The key of a message that was recalled takes up its tries where they were.

        A reminder that another worker has put into a message meanwhile refuses the whole
        message (False): compose again.
        """
        ...

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        ...

    def lease(
        self,
        *,
        now: datetime,
        at: datetime,
        until: datetime,
        limit: int,
        only: Collection[str] = (),
    ) -> Sequence[Leased]:
        """Take messages for sending, by compare and set, so that no two workers share one.

        Of some keys only, if any are named.
        A message is due when it waits, its `not_before` has come at `at`, and its next
        try at `now`; or when its lease has ended by `now` (`give_up_leases`).
        """
        ...

    def renew(self, leased: Collection[Leased], until: datetime) -> Collection[str]:
        """Keep messages for longer, and return the keys of those that are still ours."""
        ...

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
        ...

    def restored(self) -> Restored | None:
        """Return of which backup the books were made, until a person has let go what is held."""
        ...

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        ...
