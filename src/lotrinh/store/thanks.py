"""Implements `thanks.Thanks`: what was told, joined with what was said done since."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, and_, func, select

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.thanks import SAYS_DONE, Owed
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Part
from lotrinh.store.notes import put_down
from lotrinh.store.tables import CELL, ReminderState, facts, messages, readers, reminders


class SqlThanks:
    """What was done since the last message of reminders."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owed(self, recipients: Collection[PersonId], since: date) -> Owed:
        """Return what each of some was told of to do, and was said done since the last message."""
        put_down(self._connection, readers, [{"recipient": id_} for id_ in set(recipients)])
        told = and_(
            reminders.c.recipient == readers.c.recipient,
            reminders.c.due >= since,
            reminders.c.state == ReminderState.TOLD,
            reminders.c.part.in_([Part.LEAD, Part.SUPPORT]),
        )
        in_reminders = and_(
            messages.c.key == reminders.c.message, messages.c.kind == MessageKind.REMINDERS
        )
        last = (
            select(readers.c.recipient, func.max(messages.c.facts).label("facts"))
            .join_from(readers, reminders, told)
            .join(messages, in_reminders)
            .group_by(readers.c.recipient)
            .subquery()
        )
        said_done = and_(
            *(facts.c[name] == reminders.c[name] for name in CELL),
            facts.c.kind.in_(SAYS_DONE),
            facts.c.sequence > last.c.facts,
        )
        wanted = (
            select(readers.c.recipient, *(reminders.c[name] for name in CELL))
            .join_from(readers, reminders, told)
            .join(last, last.c.recipient == readers.c.recipient)
            .join(facts, said_done)
            .distinct()
        )
        owed: dict[PersonId, list[CellId]] = {}
        for recipient, *cell in self._connection.execute(wanted):
            owed.setdefault(PersonId(recipient), []).append(CellId(*cell))
        return owed
