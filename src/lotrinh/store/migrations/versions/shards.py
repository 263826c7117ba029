"""Checks of shards, and what they have come upon; rounds that are under way."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add what is new: what was checked before was checked as a whole."""
    op.add_column("checks", sa.Column("shard", sa.Text(), nullable=False, server_default=""))
    op.add_column("checks", sa.Column("found", sa.JSON(none_as_null=True)))
    op.drop_index("checks_by_roadmap", "checks")
    op.create_index("checks_by_roadmap", "checks", ["roadmap", "shard", "id"])
    op.create_table(
        "rounds",
        sa.Column("roadmap", sa.Text(), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Forget the checks of shards: an older program would take them for whole ones."""
    op.drop_table("rounds")
    op.execute("DELETE FROM checks WHERE shard <> ''")
    op.drop_index("checks_by_roadmap", "checks")
    op.create_index("checks_by_roadmap", "checks", ["roadmap", "id"])
    for name in ("found", "shard"):
        op.drop_column("checks", name)
