"""Implements `deliveries.Deliveries`: what is in the outbox, and a person's say in it.

Each change is one compare and set on the state, as in the outbox: a message that a worker
has taken meanwhile is left to it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    func,
    or_,
    select,
    update,
)

from lotrinh.application.books.deliveries import Attempt, Delivery, Opened, Telling
from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Reminder
from lotrinh.store.marks import released_at
from lotrinh.store.notes import batches, reminder_of
from lotrinh.store.tables import (
    CELL,
    PREVIEWED,
    ReminderState,
    attempts,
    checks,
    messages,
    reminders,
)

_WORRYING = 5
"""After so many tries in vain a person should look."""

_OPEN = messages.c.state.in_([DeliveryState.WAITING, DeliveryState.DEAD])
_UNSENT = or_(_OPEN, messages.c.state == DeliveryState.HELD)
_LAST_TRY = and_(attempts.c.message == messages.c.key, attempts.c.attempt == messages.c.attempts)
_CHECKED_IN = (
    select(func.max(checks.c.run))
    .where(checks.c.at == reminders.c.at, checks.c.roadmap == reminders.c.roadmap)
    .scalar_subquery()
)
"""Which run decided a reminder: that of the check of its roadmap at that instant."""
_COLUMNS = (
    *("key", "kind", "recipient", "subject", "at", "not_before", "state"),
    *("next_try", "withdrawn_by", "withdrawn_at"),
)
_DELIVERY = (
    *(messages.c[name] for name in _COLUMNS),
    messages.c.attempts.label("tries"),
    *(attempts.c[name] for name in ("channel", "outcome", "detail")),
)
_ATTEMPT = ("started", "ended", "channel", "outcome", "detail", "run")


class SqlDeliveries:
    """The outbox, for whoever looks after it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        states: Collection[DeliveryState] = (),
        recipients: Collection[PersonId] | None = None,
        limit: int | None = None,
        *,
        before: str | None = None,
        run: str = "",
    ) -> Sequence[Delivery]:
        """Return what is in some states (in any, if none), to some people or all, newest first."""
        wanted = _deliveries()
        if states:
            wanted = wanted.where(messages.c.state.in_(list(states)))
        if recipients is not None:
            wanted = wanted.where(messages.c.recipient.in_(list(recipients)))
        if run:
            tried = select(attempts.c.message).where(attempts.c.run == run)
            wanted = wanted.where(messages.c.key.in_(tried))
        if before is not None:
            wanted = wanted.where(self._after(before))
        return self._those(wanted.limit(limit))

    def open(self, key: str) -> Opened | None:
        """Return one delivery, None where there is none of that key."""
        found = self._those(_deliveries().where(messages.c.key == key))
        if not found:
            return None
        text = self._connection.scalar(select(messages.c.text).where(messages.c.key == key))
        return Opened(found[0], text or "", self._reminders(key), self._attempts(key))

    def about(self, cell: CellId) -> Sequence[Telling]:
        """Return every reminder of a cell, by the id that it was written under, oldest first."""
        mine = and_(*(reminders.c[name] == getattr(cell, name) for name in CELL))
        told = _tellings().where(mine).order_by(reminders.c.id)
        return [_telling_of(row) for row in self._connection.execute(told).mappings()]

    def cells(self, keys: Collection[str]) -> Mapping[str, Sequence[CellId]]:
        """Return of which cells each of some messages tells, where it tells of any."""
        told: dict[str, list[CellId]] = {}
        place = (reminders.c.message, *(reminders.c[name] for name in CELL))
        for some in batches(keys):
            wanted = select(*place).where(reminders.c.message.in_(some)).order_by(reminders.c.id)
            for key, *cell in self._connection.execute(wanted):
                told.setdefault(key, []).append(CellId(*cell))
        return told

    def dead_letters(self) -> Sequence[Delivery]:
        """Return what was given up and not told since, and what keeps failing, newest first."""
        failing = and_(messages.c.state == DeliveryState.WAITING, messages.c.attempts >= _WORRYING)
        return self._those(
            _deliveries().where(or_(messages.c.state == DeliveryState.DEAD, failing))
        )

    def retry(self, keys: Collection[str]) -> Collection[str]:
        """Have messages that wait, or were given up, tried at the next delivery."""
        changed = self._change(keys, _OPEN, state=DeliveryState.WAITING, next_try=None)
        for some in batches(changed):
            mine = update(reminders).where(_left_to(some))
            self._connection.execute(mine.values(message=reminders.c.last_message))
        return changed

    def withdraw(self, keys: Collection[str], *, by: str, now: datetime) -> Collection[str]:
        """Take messages out for good; what they remind of counts as said."""
        changed = self._change(
            keys, _UNSENT, state=DeliveryState.WITHDRAWN, withdrawn_by=by, withdrawn_at=now
        )
        for some in batches(changed):
            mine = or_(_left_to(some), reminders.c.message.in_(some))
            told = update(reminders).where(mine)
            self._connection.execute(
                told.values(state=ReminderState.TOLD, message=reminders.c.last_message)
            )
        return changed

    def previewed(self) -> int:
        """Return how many of the messages that count as sent were only written to files here."""
        wanted = select(func.count()).select_from(messages)
        sent = messages.c.state == DeliveryState.SENT
        return self._connection.scalar(wanted.where(PREVIEWED, sent)) or 0

    def sent_between(self, begin: datetime, end: datetime) -> int:
        """Return how many messages of reminders left in a time, its end excluded."""
        left = and_(
            attempts.c.ended >= begin,
            attempts.c.ended < end,
            attempts.c.outcome == Outcome.ACCEPTED,
            messages.c.kind == MessageKind.REMINDERS,
        )
        wanted = select(func.count()).select_from(attempts.join(messages)).where(left)
        return self._connection.scalar(wanted) or 0

    def released_at(self) -> datetime | None:
        """Return when a person last let go what was held."""
        return released_at(self._connection)

    def release(self) -> Collection[str]:
        """Let go all that is held, and return its keys."""
        held = update(messages).where(messages.c.state == DeliveryState.HELD)
        change = held.values(state=DeliveryState.WAITING)
        return self._connection.scalars(change.returning(messages.c.key)).all()

    def due_since(self, now: datetime) -> datetime | None:
        """Return since when the message that has waited longest might have left; None: none."""
        waits = (messages.c.state == DeliveryState.WAITING, messages.c.not_before <= now)
        at: datetime | None = self._connection.scalar(
            select(func.min(messages.c.not_before)).where(*waits)
        )
        return at

    def leases(self, person: PersonId | None = None) -> Sequence[datetime]:
        """Return until when workers have taken messages, to one person or to all."""
        taken = select(messages.c.leased_until).where(messages.c.state == DeliveryState.SENDING)
        if person is not None:
            taken = taken.where(messages.c.recipient == person)
        return [until for until in self._connection.scalars(taken) if until is not None]

    def last_sent(self) -> datetime | None:
        """Return when a message was last handed over."""
        taken = select(attempts.c.ended).where(attempts.c.outcome == Outcome.ACCEPTED)
        at: datetime | None = self._connection.scalar(
            taken.order_by(attempts.c.ended.desc()).limit(1)
        )
        return at

    def unreported(self) -> Sequence[Delivery]:
        """Return the dead letters of which the coordinator wasn't told yet, oldest first."""
        given_up = and_(
            messages.c.state == DeliveryState.DEAD,
            messages.c.reported_at.is_(None),
            messages.c.kind != MessageKind.FAILED,
        )
        return self._those(_deliveries().where(given_up))[::-1]

    def mark_reported(self, keys: Collection[str], now: datetime) -> None:
        """Keep that the coordinator is told of these."""
        for some in batches(keys):
            told = update(messages).where(messages.c.key.in_(some))
            self._connection.execute(told.values(reported_at=now))

    def _change(
        self, keys: Collection[str], still: ColumnElement[bool], **values: Any
    ) -> Collection[str]:
        """Change those that are still a person's to decide on, and return their keys."""
        changed: set[str] = set()
        for some in batches(keys):
            change = update(messages).where(messages.c.key.in_(some), still).values(**values)
            changed.update(self._connection.scalars(change.returning(messages.c.key)))
        return changed

    def _after(self, key: str) -> ColumnElement[bool]:
        """Return what comes after a message in the list; nothing, where there is none."""
        place = select(messages.c.at).where(messages.c.key == key).scalar_subquery()
        same = and_(messages.c.at == place, messages.c.key > key)
        return and_(messages.c.at <= place, or_(messages.c.at < place, same))

    def _those(self, wanted: Select[Any]) -> Sequence[Delivery]:
        ordered = wanted.order_by(messages.c.at.desc(), messages.c.key)
        return [_delivery_of(row) for row in self._connection.execute(ordered).mappings()]

    def _reminders(self, key: str) -> Sequence[Reminder]:
        mine = select(reminders).where(reminders.c.last_message == key).order_by(reminders.c.id)
        return [reminder_of(row) for row in self._connection.execute(mine).mappings()]

    def _attempts(self, key: str) -> Sequence[Attempt]:
        columns = (attempts.c.attempt.label("number"), *(attempts.c[name] for name in _ATTEMPT))
        mine = select(*columns).where(attempts.c.message == key)
        tried = self._connection.execute(mine.order_by("attempt"))
        return [Attempt(**{**row, "run": row["run"] or ""}) for row in tried.mappings()]


def _deliveries() -> Select[Any]:
    return select(*_DELIVERY).join_from(messages, attempts, _LAST_TRY, isouter=True)


def _tellings() -> Select[Any]:
    """Return reminders, each with its newest message and how the last try of that ended."""
    message = func.coalesce(reminders.c.message, reminders.c.last_message)
    tried = (attempts.c.channel, attempts.c.ended, attempts.c.outcome, attempts.c.detail)
    told = (messages.c.state.label("message_state"), messages.c.key.label("told_in"))
    runs = (_CHECKED_IN.label("checked_in"), attempts.c.run.label("tried_in"))
    wanted = select(reminders, *told, *tried, *runs)
    joined = wanted.join_from(reminders, messages, messages.c.key == message, isouter=True)
    return joined.join(attempts, _LAST_TRY, isouter=True)


def _telling_of(row: RowMapping) -> Telling:
    return Telling(
        reminder_of(row),
        row["at"],
        row["message_state"],
        row["channel"] or "",
        row["ended"],
        row["outcome"],
        row["detail"] or "",
        row["told_in"] or "",
        row["checked_in"] or "",
        row["tried_in"] or "",
    )


def _left_to(keys: Collection[str]) -> ColumnElement[bool]:
    """Return which reminders wait since their message failed, in no other one."""
    return and_(
        reminders.c.last_message.in_(keys),
        reminders.c.message.is_(None),
        reminders.c.state == ReminderState.WAITING,
    )


def _delivery_of(row: RowMapping) -> Delivery:
    last = {"channel": row["channel"] or "", "detail": row["detail"] or ""}
    return Delivery(**{**row, **last})
