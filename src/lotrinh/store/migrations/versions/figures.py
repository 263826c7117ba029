"""Facts that hold a figure of a target, as the text that was written, or how it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns; what was recorded up to now holds no figure."""
    for name in ("value", "whole", "unit"):
        op.add_column("facts", sa.Column(name, sa.Text()))
    op.add_column("facts", sa.Column("state", sa.String(32)))


def downgrade() -> None:
    """Drop the columns; there is no fact by now that needs them."""
    for name in ("state", "unit", "whole", "value"):
        op.drop_column("facts", name)
