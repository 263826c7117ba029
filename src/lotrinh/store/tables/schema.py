"""Which schema this is, and what every table belongs to."""

from sqlalchemy import Column, MetaData, Table, Text

SCHEMA = "0020"
"""The newest revision in `migrations`."""

SCHEMA_TABLE = "lotrinh_schema"
"""Holds the revision; a name of our own, as Prefect may live in the same database."""

CELL = ("roadmap", "organisation", "milestone", "occurrence")
"""What names a deadline; the occurrence of a one-off is '', since NULLs never collide."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
