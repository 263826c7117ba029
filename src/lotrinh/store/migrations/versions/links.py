"""People link a conversation by a one-time code; a message has a brief text as well."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add what is new; a message that waits has no brief text, and goes out in full."""
    op.add_column("messages", sa.Column("brief", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "link_codes",
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
        sa.Column("used_by", sa.Text()),
    )
    op.create_table(
        "links",
        sa.Column("id", _SERIAL, primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("links_by_person", "links", ["channel", "person", "id"])


def downgrade() -> None:
    """Forget who is linked with a bot, and the brief texts."""
    op.drop_table("links")
    op.drop_table("link_codes")
    op.drop_column("messages", "brief")
