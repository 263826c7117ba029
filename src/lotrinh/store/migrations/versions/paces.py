"""Workers share the pace of a channel; a person lets a run go that was held."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; the first minute after it may have more sends than a channel takes."""
    op.create_table(
        "paces",
        sa.Column("channel", sa.Text(), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("used_at", _INSTANT, nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
    )
    op.create_index("attempts_by_end", "attempts", ["ended"])


def downgrade() -> None:
    """Forget paces and releases."""
    op.drop_index("attempts_by_end", "attempts")
    op.drop_table("releases")
    op.drop_table("paces")
