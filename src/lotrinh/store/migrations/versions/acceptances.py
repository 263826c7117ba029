"""Each acceptance of a configuration has a row of its own: one may be accepted again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_HASH_AND_FILES = (
    sa.Column("hash", sa.Text(), primary_key=True),
    sa.Column("files", sa.LargeBinary(), nullable=False),
)


def upgrade() -> None:
    """Keep the files where they are, and what is known of when they were accepted."""
    # Built anew: SQLite can't drop a column that is unique.
    op.rename_table("configurations", "old_configurations")
    op.create_table("configurations", *_HASH_AND_FILES)
    op.create_table(
        "acceptances",
        sa.Column("turn", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.Text(), sa.ForeignKey("configurations.hash"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute("INSERT INTO configurations SELECT hash, files FROM old_configurations")
    op.execute(
        "INSERT INTO acceptances (turn, hash, at)"
        " SELECT turn, hash, accepted_at FROM old_configurations"
    )
    op.drop_table("old_configurations")


def downgrade() -> None:
    """Keep of each configuration when it was accepted last."""
    op.rename_table("configurations", "new_configurations")
    op.create_table(
        "configurations",
        sa.Column("hash", sa.Text(), primary_key=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False, unique=True),
    )
    op.execute(
        "INSERT INTO configurations (hash, files, accepted_at, turn)"
        " SELECT c.hash, c.files, a.at, a.turn FROM new_configurations c"
        " JOIN acceptances a ON a.hash = c.hash"
        " WHERE a.turn = (SELECT MAX(turn) FROM acceptances WHERE hash = c.hash)"
    )
    op.drop_table("acceptances")
    op.drop_table("new_configurations")
