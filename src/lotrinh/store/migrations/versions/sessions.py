"""Which sign-in link somebody has used last, and since when his or her sessions have ended."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add what is new; nobody is signed in yet."""
    for name in ("signed_in_by", "signed_out_at"):
        op.add_column("correspondents", sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Sign everybody out."""
    for name in ("signed_out_at", "signed_in_by"):
        op.drop_column("correspondents", name)
