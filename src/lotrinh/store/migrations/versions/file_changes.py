"""Who has changed which file with this program, when, and what it said before."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; what was changed with an editor leaves no trace in them."""
    op.create_table(
        "file_texts",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "file_changes",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("entry", _SERIAL, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("person", "name", "path")),
        sa.Column("how", sa.String(32), nullable=False),
        *(
            sa.Column(name, sa.Text(), sa.ForeignKey("file_texts.digest"))
            for name in ("before", "after")
        ),
        sa.Column("written_at", sa.DateTime(timezone=True)),
    )
    op.create_index("file_changes_by_entry", "file_changes", ["entry"])


def downgrade() -> None:
    """Forget who has changed which file: the files themselves stay as they are."""
    op.drop_index("file_changes_by_entry", "file_changes")
    op.drop_table("file_changes")
    op.drop_table("file_texts")
