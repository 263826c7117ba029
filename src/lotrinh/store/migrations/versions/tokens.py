"""What was given out for long: addresses of calendars, keys of programs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; nothing was given out yet."""
    op.create_table(
        "tokens",
        sa.Column("number", _SERIAL, primary_key=True),
        sa.Column("use", sa.String(32), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("issued", _INSTANT, nullable=False),
        sa.Column("expires", _INSTANT),
        sa.Column("made_of", sa.Text(), nullable=False, server_default=""),
        sa.Column("tag", sa.Text(), nullable=False, server_default=""),
        sa.Column("content", sa.LargeBinary()),
        sqlite_autoincrement=True,
    )
    op.create_index("tokens_by_person", "tokens", ["person"])


def downgrade() -> None:
    """Forget what was given out: those addresses and keys open nothing any more."""
    op.drop_index("tokens_by_person", "tokens")
    op.drop_table("tokens")
