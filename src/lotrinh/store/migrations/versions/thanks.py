"""What a message could see of the facts, so that the next one thanks for what is done since."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what is new; of what is done by now nobody is thanked any more."""
    sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("messages", sa.Column("facts", sequence, nullable=False, server_default="0"))
    op.execute("UPDATE messages SET facts = (SELECT COALESCE(MAX(sequence), 0) FROM facts)")
    op.create_index("reminders_by_recipient", "reminders", ["recipient", "due"])


def downgrade() -> None:
    """Forget up to which fact each message thanks."""
    op.drop_index("reminders_by_recipient", "reminders")
    op.drop_column("messages", "facts")
