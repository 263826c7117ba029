"""The tables of the books; `migrations` builds them, and a test holds the two together.

A reminder's natural key begins with its cell, because the ledger is asked by cell: one
index then serves both. The occurrence of a one-off is '', since NULLs never collide.
"""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnClause,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome
from lotrinh.application.books.tokens import Use
from lotrinh.application.books.trail import DeedKind
from lotrinh.domain.facts import FactKind, Way
from lotrinh.domain.reminders import Part, Reason
from lotrinh.domain.targets import TargetState
from lotrinh.store.types import Instant, Serial, word

SCHEMA = "0019"
"""The newest revision in `migrations`."""

SCHEMA_TABLE = "lotrinh_schema"
"""Holds the revision; a name of our own, as Prefect may live in the same database."""

CELL = ("roadmap", "organisation", "milestone", "occurrence")
KEY = (*CELL, "recipient", "due", "rung")
"""The natural key of a reminder."""

metadata = MetaData()


class ReminderState(StrEnum):
    """What became of a reminder."""

    WAITING = "waiting"
    """In no message yet, or in one that isn't sent yet."""
    TOLD = "told"


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

configurations = Table(
    "configurations",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("files", LargeBinary, nullable=False),
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("hash", Text, ForeignKey("configurations.hash"), nullable=False),
    Column("at", Instant, nullable=False),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Serial, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("roadmap", "thing", "before", "after")),
    Column("seen", Date, nullable=False),
    # When the configuration was accepted that has it.
    Column("at", Instant, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("roadmap", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("configuration", Text, nullable=False),
    Column("facts", Serial, nullable=False),
    Column("settled", Date, nullable=False),
    Column("counts", JSON, nullable=False),
    # Of Prefect; NULL where a command has checked.
    Column("run", Text),
    Index("checks_by_roadmap", "roadmap", "id"),
    Index("checks_by_instant", "at"),
)

baselines = Table(
    "baselines",
    metadata,
    Column("roadmap", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    Column("day", Date, nullable=False),
)

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
    Index("messages_previewed", "key", sqlite_where=PREVIEWED, postgresql_where=PREVIEWED),
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
    Index("attempts_by_run", "run", sqlite_where=_in_run, postgresql_where=_in_run),
)

deeds = Table(
    "deeds",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("kind", word(DeedKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("way", word(Way)),
    Column("person", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Index("deeds_by_subject", "subject"),
    Index("deeds_by_kind", "kind", "number"),
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
    Index("reminders_by_message", "message", sqlite_where=_posted, postgresql_where=_posted),
    Index(
        "reminders_by_last_message",
        "last_message",
        sqlite_where=_was_posted,
        postgresql_where=_was_posted,
    ),
    # A person's message thanks for what he or she was told of, and is done since.
    Index("reminders_by_recipient", "recipient", "due"),
    # The outbox asks for these each time, and they are few among all that were ever said.
    Index("reminders_waiting", "id", sqlite_where=_waits, postgresql_where=_waits),
)

facts = Table(
    "facts",
    metadata,
    Column("sequence", Serial, primary_key=True),
    Column("entry", Serial, nullable=False),
    Column("kind", word(FactKind), nullable=False),
    Column("on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    *(Column(name, Text) for name in CELL),
    Column("note", Text, nullable=False),
    Column("reverts", Serial),
    Column("until", Date),
    Column("basis", Text, nullable=False, server_default=""),
    Column("evidence", Text, nullable=False, server_default=""),
    Column("role", Text, nullable=False, server_default=""),
    Column("way", word(Way)),
    Column("person", Text, nullable=False, server_default=""),
    *(Column(name, Text) for name in ("value", "whole", "unit")),
    Column("state", word(TargetState)),
    Index("facts_by_kind", "roadmap", "kind"),
    Index("facts_by_milestone", "roadmap", "milestone", "organisation", "occurrence"),
    Index("facts_by_day", "on"),
    Index("facts_by_entry", "entry", "roadmap"),
    Index("facts_by_reverted", "reverts"),
    # Whoever looks back asks for these.
    Index("facts_by_organisation", "organisation", "sequence"),
    Index("facts_by_author", "by", "sequence"),
)

codes = Table(
    "codes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text, nullable=False) for name in CELL),
    UniqueConstraint(*CELL, name="codes_cell"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reply", Text, nullable=False, server_default=""),
    Column("answered_at", Instant),
    Column("writer", Text, nullable=False, server_default=""),
    Column("idle", Boolean, nullable=False, server_default=false()),
    Index("letters_of_writer", "writer", "at"),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("until", Instant, nullable=False),
    Column("used_by", Text),
)

links = Table(
    "links",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False),
    # The newest of each person holds.
    Index("links_by_person", "channel", "person", "id"),
)


correspondents = Table(
    "correspondents",
    metadata,
    Column("person", Text, primary_key=True),
    Column("rhythm", word(Rhythm), nullable=False),
    Column("revoked_at", Instant),
    Column("signed_in_by", Instant),
    Column("signed_out_at", Instant),
)


tokens = Table(
    "tokens",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("use", word(Use), nullable=False),
    Column("person", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("issued", Instant, nullable=False),
    Column("expires", Instant),
    Column("made_of", Text, nullable=False, server_default=""),
    Column("tag", Text, nullable=False, server_default=""),
    Column("content", LargeBinary),
    Index("tokens_by_person", "person"),
    sqlite_autoincrement=True,  # a number that was taken back is nobody else's
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


def _notes(name: str, columns: Iterable[str]) -> Table:
    """Return a temporary table of some columns of the reminders; no migration builds it."""
    same = (Column(column, reminders.c[column].type, nullable=False) for column in columns)
    return Table(name, MetaData(), *same, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")


candidates = _notes("candidates", CELL)
"""Cells that a question is about."""

holding = _notes("holding", ["id", "message"])
"""Reminders, each with the message that tells it."""

seen = _notes("seen", ["organisation"])
"""Organisations whose deadlines somebody may see."""

readers = _notes("readers", ["recipient"])
"""People that a question is about."""

drafts = _notes("drafts", [*KEY, "reason", "part", "at", "configuration", "state"])
"""Reminders whose keys may be there already."""
