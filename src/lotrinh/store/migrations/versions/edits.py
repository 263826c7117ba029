"""Due dates that are edited in place, with the day on which that was first seen."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; what was edited up to now is no longer known."""
    op.create_table(
        "edits",
        sa.Column("id", _SERIAL, primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("roadmap", "thing")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("before", "after")),
        sa.Column("seen", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget what was edited: dates are then those of the files as they are."""
    op.drop_table("edits")
