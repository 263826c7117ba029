"""How often people want letters, and since when the links that they got are void."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add what is new; everybody goes on to get letters as they come."""
    op.create_table(
        "correspondents",
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("rhythm", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    """Forget rhythms and revocations: links that were revoked hold again."""
    op.drop_table("correspondents")
