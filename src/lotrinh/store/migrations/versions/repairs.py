"""A person's say in the outbox, what failed and was told, and addresses that were set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_INSTANT = sa.DateTime(timezone=True)
_POSTED = sa.text("last_message IS NOT NULL")


def upgrade() -> None:
    """Add what is new; of old messages it is known which reminders they hold now."""
    for column in (
        sa.Column("withdrawn_by", sa.Text()),
        sa.Column("withdrawn_at", _INSTANT),
        sa.Column("reported_at", _INSTANT),
    ):
        op.add_column("messages", column)
    op.add_column("reminders", sa.Column("last_message", sa.Text()))
    op.execute("UPDATE reminders SET last_message = message WHERE message IS NOT NULL")
    op.create_index(
        "reminders_by_last_message",
        "reminders",
        ["last_message"],
        sqlite_where=_POSTED,
        postgresql_where=_POSTED,
    )
    op.create_table(
        "addresses",
        *(sa.Column(name, sa.Text(), primary_key=True) for name in ("person", "channel", "digest")),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("refused_at", _INSTANT),
        sa.Column("set_aside_at", _INSTANT),
        sa.Column("reported_at", _INSTANT),
    )


def downgrade() -> None:
    """Forget who has withdrawn a message, and which addresses are set aside."""
    op.drop_table("addresses")
    op.drop_index("reminders_by_last_message", "reminders")
    op.drop_column("reminders", "last_message")
    for name in ("reported_at", "withdrawn_at", "withdrawn_by"):
        op.drop_column("messages", name)
