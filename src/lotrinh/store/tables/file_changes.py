"""The tables of changed files: a row a file, and each content once, by its digest."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from lotrinh.application.books.file_changes import How
from lotrinh.store.tables.schema import metadata
from lotrinh.store.types import Instant, Serial, word

file_texts = Table(
    "file_texts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

file_changes = Table(
    "file_changes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("entry", Serial, nullable=False),
    Column("at", Instant, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("person", "name", "path")),
    Column("how", word(How), nullable=False),
    *(Column(name, Text, ForeignKey("file_texts.digest")) for name in ("before", "after")),
    # Stays open where the machine stopped before anybody knew.
    Column("written_at", Instant),
    Index("file_changes_by_entry", "entry"),
)
