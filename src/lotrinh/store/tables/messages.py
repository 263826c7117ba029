"""What goes out: messages, the tries to send them, and how fast a channel may be used."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnClause,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
    literal_column,
)

from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome
from lotrinh.store.tables.schema import index_among, metadata
from lotrinh.store.types import Instant, Serial, word

PREVIEWED: ColumnClause[bool] = literal_column("previewed")
"""Only written to a file: as the index says it, else SQLite doesn't see that it serves."""

messages = Table(
    "messages",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", word(MessageKind), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("thread", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("brief", Text, nullable=False, server_default=""),
    Column("facts", Serial, nullable=False, server_default="0"),
    Column("state", word(DeliveryState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("after_unknown", Boolean, nullable=False),
    *(Column(name, Instant) for name in ("next_try", "leased_at", "leased_until")),
    Column("withdrawn_by", Text),
    *(Column(name, Instant) for name in ("withdrawn_at", "reported_at")),
    # Sent, but only to a file here; until that is told for real.
    Column("previewed", Boolean, nullable=False, server_default=false()),
    index_among("messages_previewed", "key", PREVIEWED),
    Index("messages_by_state", "state", "not_before"),
    # What was sent in some time is asked for once a day; lists come newest first.
    Index("messages_by_instant", "at", "key"),
    Index("messages_by_standing", "state", "at"),
    Index("messages_by_recipient", "recipient", "at"),
)

_in_run: ColumnClause[bool] = literal_column("run IS NOT NULL")

attempts = Table(
    "attempts",
    metadata,
    Column("message", Text, ForeignKey("messages.key"), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("channel", Text, nullable=False),
    Column("outcome", word(Outcome), nullable=False),
    Column("detail", Text, nullable=False),
    Column("run", Text),
    # How much is usual is asked by day.
    Index("attempts_by_end", "ended"),
    index_among("attempts_by_run", "run", _in_run),
)

paces = Table(
    "paces",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("used_at", Instant, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    *(Column(name, Text, primary_key=True) for name in ("person", "channel", "digest")),
    Column("refusals", Integer, nullable=False),
    Column("refused_at", Instant),
    Column("set_aside_at", Instant),
    Column("reported_at", Instant),
)

bulletins = Table(
    "bulletins",
    metadata,
    Column("kind", word(MessageKind), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("facts", Serial, nullable=False),
    Column("counts", JSON, nullable=False),
)
