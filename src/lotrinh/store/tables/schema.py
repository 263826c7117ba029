"""Which schema this is, and what every table belongs to."""

from sqlalchemy import Column, ColumnClause, Index, MetaData, Table, Text

SCHEMA = "0020"
"""The newest revision in `migrations`."""

SCHEMA_TABLE = "lotrinh_schema"
"""Holds the revision; a name of our own, as Prefect may live in the same database."""

CELL = ("roadmap", "organisation", "milestone", "occurrence")
"""What names a deadline; the occurrence of a one-off is '', since NULLs never collide."""

metadata = MetaData()


def index_among(name: str, column: str, rows: ColumnClause[bool]) -> Index:
    """Return an index that holds some rows only.

    Migrations make it so in either database; here it is said for one of them, because a word
    of PostgreSQL's has its whole dialect imported, in every process that opens books.
    """
    return Index(name, column, sqlite_where=rows)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
