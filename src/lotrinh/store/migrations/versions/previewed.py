"""Which messages were only written to a file to be looked at: those count as told to nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_PREVIEWED = sa.text("previewed")
# No other channel leaves the name of such a file in its receipt.
_OLD = sa.text(
    "UPDATE messages SET previewed = true WHERE state = 'sent' AND EXISTS ("
    "SELECT 1 FROM attempts WHERE attempts.message = messages.key"
    " AND attempts.attempt = messages.attempts"
    " AND attempts.outcome = 'accepted' AND attempts.detail LIKE '%.eml')"
)


def upgrade() -> None:
    """Add what is new; of old messages their receipts say it."""
    op.add_column(
        "messages", sa.Column("previewed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(_OLD)
    op.create_index(
        "messages_previewed",
        "messages",
        ["key"],
        sqlite_where=_PREVIEWED,
        postgresql_where=_PREVIEWED,
    )


def downgrade() -> None:
    """Forget which were only looked at."""
    op.drop_index("messages_previewed", "messages")
    op.drop_column("messages", "previewed")
