"""What was recorded: facts, the numbers by which people name deadlines, other deeds."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint

from lotrinh.application.books.trail import DeedKind
from lotrinh.domain.facts import FactKind, Way
from lotrinh.domain.targets import TargetState
from lotrinh.store.tables.schema import CELL, metadata
from lotrinh.store.types import Instant, Serial, word

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
