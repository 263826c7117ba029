"""The first tables: configurations, checks, reminders, messages, attempts, facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_WORD = sa.String(32)
_CELL = ("roadmap", "organisation", "milestone", "occurrence")


def upgrade() -> None:
    """Build all tables."""
    _checks_and_configurations()
    _messages()
    _reminders()
    _facts()


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _checks_and_configurations() -> None:
    op.create_table("meta", sa.Column("key", sa.Text(), primary_key=True), _text("value"))
    op.create_table(
        "configurations",
        sa.Column("hash", sa.Text(), primary_key=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("accepted_at", _INSTANT, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, unique=True),
    )
    op.create_table(
        "checks",
        sa.Column("id", _SERIAL, primary_key=True),
        _text("roadmap"),
        sa.Column("at", _INSTANT, nullable=False),
        _text("configuration"),
        sa.Column("facts", _SERIAL, nullable=False),
        sa.Column("settled", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
    op.create_index("checks_by_roadmap", "checks", ["roadmap", "id"])
    op.create_index("checks_by_instant", "checks", ["at"])
    op.create_table(
        "baselines",
        sa.Column("roadmap", sa.Text(), primary_key=True),
        sa.Column("organisation", sa.Text(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("kind", _WORD, nullable=False),
        *(_text(name) for name in ("recipient", "subject", "text", "html")),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("not_before", _INSTANT, nullable=False),
        _text("thread"),
        _text("language"),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("after_unknown", sa.Boolean(), nullable=False),
        *(sa.Column(name, _INSTANT) for name in ("next_try", "leased_at", "leased_until")),
    )
    op.create_index("messages_by_state", "messages", ["state", "not_before"])
    op.create_table(
        "attempts",
        sa.Column("message", sa.Text(), sa.ForeignKey("messages.key"), primary_key=True),
        sa.Column("attempt", sa.Integer(), primary_key=True),
        sa.Column("started", _INSTANT, nullable=False),
        sa.Column("ended", _INSTANT, nullable=False),
        _text("channel"),
        sa.Column("outcome", _WORD, nullable=False),
        _text("detail"),
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", _SERIAL, primary_key=True),
        *(_text(name) for name in (*_CELL, "recipient")),
        sa.Column("due", sa.Date(), nullable=False),
        _text("rung"),
        sa.Column("reason", _WORD, nullable=False),
        sa.Column("part", _WORD, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        _text("configuration"),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("message", sa.Text(), sa.ForeignKey("messages.key")),
        sa.UniqueConstraint(*_CELL, "recipient", "due", "rung", name="reminders_key"),
    )
    _partial_index("reminders_by_message", "message", "message IS NOT NULL")
    _partial_index("reminders_waiting", "id", "state = 'waiting' AND message IS NULL")


def _partial_index(name: str, column: str, rows: str) -> None:
    where = sa.text(rows)
    op.create_index(name, "reminders", [column], sqlite_where=where, postgresql_where=where)


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("sequence", _SERIAL, primary_key=True),
        sa.Column("entry", _SERIAL, nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        _text("by"),
        *(_text(name, nullable=True) for name in _CELL),
        _text("note"),
        sa.Column("reverts", _SERIAL),
    )
    op.create_index(
        "facts_by_milestone", "facts", ["roadmap", "milestone", "organisation", "occurrence"]
    )
    op.create_index("facts_by_day", "facts", ["on"])
    op.create_index("facts_by_entry", "facts", ["entry", "roadmap"])
    op.create_index("facts_by_reverted", "facts", ["reverts"])
