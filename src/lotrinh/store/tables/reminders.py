"""The ledger: what was said to whom, when and why.

A reminder's natural key begins with its cell, because the ledger is asked by cell: one
index then serves both.
"""

from enum import StrEnum

from sqlalchemy import (
    Column,
    ColumnClause,
    Date,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from lotrinh.domain.reminders import Part, Reason
from lotrinh.store.tables.schema import CELL, index_among, metadata
from lotrinh.store.types import Instant, Serial, word

KEY = (*CELL, "recipient", "due", "rung")
"""The natural key of a reminder."""


class ReminderState(StrEnum):
    """What became of a reminder."""

    WAITING = "waiting"
    """In no message yet, or in one that isn't sent yet."""
    TOLD = "told"


_waits: ColumnClause[bool] = literal_column("state = 'waiting' AND message IS NULL")
_posted: ColumnClause[bool] = literal_column("message IS NOT NULL")
_was_posted: ColumnClause[bool] = literal_column("last_message IS NOT NULL")

reminders = Table(
    "reminders",
    metadata,
    Column("id", Serial, primary_key=True),
    *(Column(name, Text, nullable=False) for name in CELL),
    Column("recipient", Text, nullable=False),
    Column("due", Date, nullable=False),
    Column("rung", Text, nullable=False),
    Column("reason", word(Reason), nullable=False),
    Column("part", word(Part), nullable=False),
    Column("at", Instant, nullable=False),
    Column("configuration", Text, nullable=False),
    Column("state", word(ReminderState), nullable=False),
    Column("message", Text, ForeignKey("messages.key")),
    # Stays when that message has failed and the reminder waits for another.
    Column("last_message", Text),
    UniqueConstraint(*KEY, name="reminders_key"),
    # Only those that have one: else PostgreSQL looks here for the many that have none.
    index_among("reminders_by_message", "message", _posted),
    index_among("reminders_by_last_message", "last_message", _was_posted),
    # A person's message thanks for what he or she was told of, and is done since.
    Index("reminders_by_recipient", "recipient", "due"),
    # The outbox asks for these each time, and they are few among all that were ever said.
    index_among("reminders_waiting", "id", _waits),
)
