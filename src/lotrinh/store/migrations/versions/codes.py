"""Numbers of deadlines; facts that name what proves them, or the role that leads from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_CELL = ("roadmap", "organisation", "milestone", "occurrence")


def upgrade() -> None:
    """Add what is new; a deadline gets its number when it is told next."""
    op.create_table(
        "codes",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _CELL),
        sa.UniqueConstraint(*_CELL, name="codes_cell"),
    )
    for name in ("evidence", "role"):
        op.add_column("facts", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Forget the numbers, which letters may still name, and what proves a fact."""
    for name in ("role", "evidence"):
        op.drop_column("facts", name)
    op.drop_table("codes")
