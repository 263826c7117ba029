"""What was accepted of the files, and when a plan was checked."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from lotrinh.store.tables.schema import metadata
from lotrinh.store.types import Instant, Serial

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
    # Of some organisations; '' for all of them.
    Column("shard", Text, nullable=False, server_default=""),
    # What the coordinator is told of once all shards are done; NULL for nothing.
    Column("found", JSON(none_as_null=True)),
    Index("checks_by_roadmap", "roadmap", "shard", "id"),
    Index("checks_by_instant", "at"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("roadmap", Text, primary_key=True),
    Column("until", Instant, nullable=False),
)

baselines = Table(
    "baselines",
    metadata,
    Column("roadmap", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    Column("day", Date, nullable=False),
)
