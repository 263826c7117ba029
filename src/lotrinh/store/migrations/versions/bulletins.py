"""Which daily and weekly bulletins were made; and what was sent in some time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; the first bulletin tells of all that was recorded up to then."""
    op.create_table(
        "bulletins",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("facts", _SERIAL, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
    )
    op.create_index("messages_by_instant", "messages", ["at"])


def downgrade() -> None:
    """Forget which bulletins went out."""
    op.drop_index("messages_by_instant", "messages")
    op.drop_table("bulletins")
