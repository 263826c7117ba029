"""Implements `ports.Outbox`: reminders that wait, and messages on their way.

There are no locks to hold: each step is one compare and set, and the loser of a race sees
that no row was changed. A lease that ran out means a send whose end nobody knows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.messages import (
    OF_REMINDERS,
    DeliveryState,
    Draft,
    Leased,
    Message,
    MessageKind,
    Outcome,
    Receipt,
    Waiting,
)
from lotrinh.domain.registers import PersonId
from lotrinh.store import previews
from lotrinh.store.dialects import Turn, insert_new, take_turn
from lotrinh.store.marks import restored_and_not_looked_at
from lotrinh.store.notes import batches, put_down, reminder_of
from lotrinh.store.tables import ReminderState, attempts, holding, messages, reminders

_FARTHEST = timedelta(days=2)
"""No lease lasts so long, no quiet hours and no wait for another try: a clock was ahead."""
LEASE_ENDED = "lease-ended"
"""The detail of an attempt whose worker never said how it ended."""

_MESSAGE = tuple(field.name for field in fields(Message) if field.name != "how_often")
_UNSENT = (DeliveryState.WAITING, DeliveryState.HELD)
_UNPOSTED = and_(reminders.c.state == ReminderState.WAITING, reminders.c.message.is_(None))
_RECALLED = and_(messages.c.state == DeliveryState.WITHDRAWN, messages.c.withdrawn_at.is_(None))
"""Taken apart, and not by anybody's decision."""
_FREE = or_(
    _RECALLED,
    and_(messages.c.kind.in_(OF_REMINDERS), messages.c.state.in_(_UNSENT)),
    and_(messages.c.kind.in_(OF_REMINDERS), previews.LOOKED_AT),
)
"""Taken up by whoever composes: what is recalled, and what will be as that begins."""
_ORDER = (messages.c.not_before, messages.c.key)

# Each message takes these, and building a statement costs more than running it: so they are
# built once.
_SETTLED = (
    update(messages)
    .where(
        messages.c.key == bindparam("mine"),
        messages.c.state == DeliveryState.SENDING,
        messages.c.attempts == bindparam("attempt"),
    )
    .values(after_unknown=messages.c.after_unknown | bindparam("unknown", type_=Boolean))
    .returning(messages.c.key, messages.c.attempts, messages.c.leased_at)
)
_FATE = update(reminders).where(reminders.c.message == bindparam("told_by"))
_ATTEMPTED = insert(attempts)
_TOLD_BY_NOW = (
    update(messages)
    .where(
        messages.c.recipient == bindparam("to"),
        messages.c.kind.in_(OF_REMINDERS),
        messages.c.state == DeliveryState.DEAD,
        ~exists().where(reminders.c.message == messages.c.key),
    )
    .values(state=DeliveryState.WITHDRAWN)
)
"""Lets go of what was given up for the same person, and is told by now.

A dead letter that still holds reminders may have arrived: nothing else tells those.
"""


class SqlOutbox:
    """Reminders and messages that are not delivered yet."""

    def __init__(self, connection: Connection, run: str | None = None) -> None:
        self._connection, self._run = connection, run

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        may_have_arrived = and_(
            messages.c.key == reminders.c.last_message, messages.c.after_unknown, _RECALLED
        )
        rows = self._connection.execute(
            select(reminders, messages.c.key.label("repeats"))
            .outerjoin_from(reminders, messages, may_have_arrived)
            .where(_UNPOSTED)
            .order_by(reminders.c.id)
        ).mappings()
        return [Waiting(row["id"], reminder_of(row), row["repeats"] or "") for row in rows]

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        return previews.reminders_in(self._connection)

    def previewed_notices(self) -> Mapping[str, tuple[PersonId, MessageKind]]:
        """Return the notices that were only written to a file here: to whom, and of what kind."""
        return previews.notices_in(self._connection)

    def tell_again(self, notices: Collection[str]) -> None:
        """Let notices that were only previewed be told, by their keys: nobody has read them."""
        previews.tell_again(self._connection, notices)

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told."""
        for some in batches(ids):
            self._connection.execute(delete(reminders).where(_UNPOSTED, reminders.c.id.in_(some)))

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Take apart the messages of reminders that wait for a try, or for another."""
        take_turn(self._connection, Turn.COMPOSING)
        previews.recall(self._connection, previewed)
        unsent = and_(
            messages.c.state.in_(_UNSENT),
            messages.c.kind.in_(OF_REMINDERS),
        )
        change = update(messages).where(unsent).values(state=DeliveryState.WITHDRAWN)
        keys = self._connection.scalars(change.returning(messages.c.key)).all()
        for some in batches(keys):
            mine = update(reminders).where(reminders.c.message.in_(some))
            self._connection.execute(mine.values(message=None))

    def refused(self, keys: Collection[str]) -> Collection[str]:
        """Return which of these keys no message can be posted under: what has them was told."""
        found: set[str] = set()
        for some in batches(keys):
            taken = select(messages.c.key).where(messages.c.key.in_(some), ~_FREE)
            found.update(self._connection.scalars(taken))
        return found

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box with all its reminders, or leave everything as it was."""
        return self._post(Draft(message, tuple(reminders)))

    def _post(self, draft: Draft) -> bool:
        with self._connection.begin_nested() as savepoint:
            told = dict.fromkeys(draft.reminders, draft.message.key)
            if self._add_all([draft]) and self._hold(told) == len(told):
                return True
            savepoint.rollback()
        return False

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages in a few statements; where somebody interferes, one by one."""
        with self._connection.begin_nested() as savepoint:
            added = self._add_all(drafts)
            told = {i: d.message.key for d in drafts if d.message.key in added for i in d.reminders}
            if self._hold(told) == len(told):
                return added
            savepoint.rollback()
        return {draft.message.key for draft in drafts if self._post(draft)}

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
        self.give_up_leases(now)
        due = and_(_due(now, at), messages.c.key.in_(only)) if only else _due(now, at)
        first = select(messages.c.key).where(due).order_by(*_ORDER).limit(limit)
        keys = self._connection.scalars(first.with_for_update(skip_locked=True)).all()
        take = update(messages).where(messages.c.key.in_(keys), due)
        sending = take.values(
            state=DeliveryState.SENDING,
            leased_at=now,
            leased_until=until,
            attempts=messages.c.attempts + 1,
        )
        taken = self._connection.execute(sending.returning(messages)).mappings()
        return [_leased_of(row) for row in sorted(taken, key=lambda row: keys.index(row["key"]))]

    def give_up_leases(self, now: datetime) -> None:
        """Take the workers of leases that ran out for dead: their sends may be repeated."""
        ended = or_(messages.c.leased_until <= now, messages.c.leased_until > now + _FARTHEST)
        lost = and_(messages.c.state == DeliveryState.SENDING, ended)
        change = update(messages).where(lost)
        waiting = change.values(
            state=DeliveryState.WAITING, next_try=None, leased_until=None, after_unknown=True
        )
        rows = self._connection.execute(waiting.returning(messages)).mappings().all()
        self._record(rows, now, Receipt(Outcome.UNKNOWN, LEASE_ENDED), channel="")

    def renew(self, leased: Collection[Leased], until: datetime) -> Collection[str]:
        """Keep messages for longer, and return the keys of those that are still ours."""
        if not leased:
            return ()
        change = update(messages).where(or_(*map(_still_leased, leased)))
        kept = change.values(leased_until=until).returning(messages.c.key)
        return self._connection.scalars(kept).all()

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
        """Write down how a send ended; of no effect once the lease has gone to somebody else."""
        key, unknown = leased.message.key, receipt.outcome is Outcome.UNKNOWN
        mine = {"mine": key, "attempt": leased.attempt, "unknown": unknown}
        change = {"state": state, "next_try": next_try, "previewed": receipt.stays_here}
        values = mine | change | {"leased_until": None}
        ended = self._connection.execute(_SETTLED, values).mappings().all()
        self._record(ended, now, receipt, channel, self._run)
        if ended and state is DeliveryState.SENT:
            self._connection.execute(_TOLD_BY_NOW, {"to": leased.message.recipient})
        fate = _fate_of_reminders(state, receipt)
        if ended and fate:
            self._connection.execute(_FATE, {"told_by": key, **fate})

    def restored(self) -> Restored | None:
        """Return of which backup the books were made, until a person has let go what is held."""
        return restored_and_not_looked_at(self._connection)

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        rows = self._connection.execute(
            select(messages.c.state, func.count()).group_by(messages.c.state)
        )
        return dict.fromkeys(DeliveryState, 0) | dict(rows.tuples().all())

    def _add_all(self, new: Sequence[Draft]) -> set[str]:
        """Write messages, or take up those that were recalled; return the keys of these.

        Left out is one whose key is there.
        """
        rows = {draft.message.key: _row(draft) for draft in new}
        if not rows:
            return set()
        written = insert_new(self._connection, messages).returning(messages.c.key)
        added = set(self._connection.scalars(written, list(rows.values())))
        recalled = self._recalled(rows.keys() - added)
        if recalled:
            again = update(messages).where(messages.c.key == bindparam("of"))
            contents = [{**_content(rows[key]), "of": key} for key in sorted(recalled)]
            self._connection.execute(again, contents)
        return added | recalled

    def _recalled(self, keys: Collection[str]) -> set[str]:
        """Return which of these were taken apart, and not by anybody's decision."""
        found: set[str] = set()
        for some in batches(keys):
            mine = select(messages.c.key).where(messages.c.key.in_(some), _RECALLED)
            found.update(self._connection.scalars(mine.order_by(messages.c.key).with_for_update()))
        return found

    def _hold(self, told: Mapping[int, str]) -> int:
        """Put reminders into the messages that tell them, and return how many that were."""
        if not told:
            return 0
        rows = [{"id": id_, "message": key} for id_, key in told.items()]
        put_down(self._connection, holding, rows)
        change = update(reminders).where(_UNPOSTED, reminders.c.id == holding.c.id)
        held = {"message": holding.c.message, "last_message": holding.c.message}
        return self._connection.execute(change.values(**held)).rowcount

    def _record(
        self,
        rows: Sequence[RowMapping],
        now: datetime,
        receipt: Receipt,
        channel: str,
        run: str | None = None,
    ) -> None:
        """Keep the attempts that the messages were in; whose lease ran out was in another run."""
        ended = {"ended": now, "channel": channel, "run": run}
        how = {"outcome": receipt.outcome, "detail": receipt.detail}
        attempted = [
            {"message": row["key"], "attempt": row["attempts"], "started": row["leased_at"]}
            for row in rows
        ]
        if attempted:
            self._connection.execute(_ATTEMPTED, [row | ended | how for row in attempted])


def _due(now: datetime, at: datetime) -> ColumnElement[bool]:
    return and_(
        messages.c.state == DeliveryState.WAITING,
        or_(messages.c.not_before <= at, messages.c.not_before > at + _FARTHEST),
        or_(
            messages.c.next_try.is_(None),
            messages.c.next_try <= now,
            messages.c.next_try > now + _FARTHEST,
        ),
    )


def _still_leased(leased: Leased) -> ColumnElement[bool]:
    return and_(
        messages.c.key == leased.message.key,
        messages.c.state == DeliveryState.SENDING,
        messages.c.attempts == leased.attempt,
    )


def _fate_of_reminders(state: DeliveryState, receipt: Receipt) -> Mapping[str, Any]:
    """Return what changes in the reminders of a message that has come into `state`.

    Those of a message that surely wasn't sent wait again, for a message of their own day.
    """
    if state is DeliveryState.SENT:
        return {"state": ReminderState.TOLD}
    surely_failed = state is DeliveryState.DEAD and receipt.outcome is not Outcome.UNKNOWN
    return {"message": None} if surely_failed or state is DeliveryState.WITHDRAWN else {}


def _row(draft: Draft) -> dict[str, Any]:
    content = {name: getattr(draft.message, name) for name in _MESSAGE}
    state = DeliveryState.HELD if draft.held else DeliveryState.WAITING
    return {**content, "state": state, "attempts": 0, "after_unknown": False}


def _content(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is written anew into a message that was recalled: its tries stay."""
    return {name: row[name] for name in (*_MESSAGE, "state")}


def _leased_of(row: RowMapping) -> Leased:
    message = Message(**{name: row[name] for name in _MESSAGE})
    return Leased(message, row["attempts"], row["after_unknown"])
