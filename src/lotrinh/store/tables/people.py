"""Who writes to us, and by which address, link or token."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, Text, false

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.books.tokens import Use
from lotrinh.store.tables.schema import metadata
from lotrinh.store.types import Instant, Serial, word

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
