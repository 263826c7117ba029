"""Who wrote a letter, by digest, and whether it led to nothing: no two machines write for good."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add what is new; of older letters the writer isn't known."""
    op.add_column("letters", sa.Column("writer", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "letters", sa.Column("idle", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("letters_of_writer", "letters", ["writer", "at"])


def downgrade() -> None:
    """Forget who wrote the letters."""
    op.drop_index("letters_of_writer", "letters")
    op.drop_column("letters", "idle")
    op.drop_column("letters", "writer")
