"""Letters that people wrote: each is read once and answered once."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "letters",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("reply", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_at", _INSTANT),
    )


def downgrade() -> None:
    """Forget which letters were read: those still in the mailbox may be read again."""
    op.drop_table("letters")
