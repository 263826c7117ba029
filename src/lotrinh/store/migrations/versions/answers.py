"""Facts that name a day, and the document that they rest on: extensions, snoozes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what these facts name, and find them without reading all that is done."""
    op.add_column("facts", sa.Column("until", sa.Date()))
    op.add_column("facts", sa.Column("basis", sa.Text(), nullable=False, server_default=""))
    op.create_index("facts_by_kind", "facts", ["roadmap", "kind"])


def downgrade() -> None:
    """Take off what only the answers have that came with it."""
    op.drop_index("facts_by_kind", "facts")
    op.drop_column("facts", "basis")
    op.drop_column("facts", "until")
