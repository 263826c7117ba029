"""By which way a fact has come, what people did beside facts, and in which run of Prefect."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_IN_RUN = sa.text("run IS NOT NULL")


def upgrade() -> None:
    """Add what is new; of what was let go before nobody kept by which way."""
    op.add_column("facts", sa.Column("way", sa.String(32)))
    op.add_column("facts", sa.Column("person", sa.Text(), nullable=False, server_default=""))
    for table in ("checks", "attempts"):
        op.add_column(table, sa.Column("run", sa.Text()))
    op.create_table(
        "deeds",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("way", sa.String(32)),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.execute(
        "INSERT INTO deeds (kind, at, by, person, subject, count)"
        " SELECT 'released', at, by, '', '', messages FROM releases ORDER BY id"
    )
    op.drop_table("releases")
    _index()


def _index() -> None:
    op.create_index(
        "attempts_by_run", "attempts", ["run"], sqlite_where=_IN_RUN, postgresql_where=_IN_RUN
    )
    op.create_index("deeds_by_subject", "deeds", ["subject"])
    op.create_index("deeds_by_kind", "deeds", ["kind", "number"])
    op.drop_index("messages_by_instant", "messages")
    op.create_index("messages_by_instant", "messages", ["at", "key"])
    op.create_index("messages_by_standing", "messages", ["state", "at"])
    op.create_index("messages_by_recipient", "messages", ["recipient", "at"])
    op.create_index("facts_by_organisation", "facts", ["organisation", "sequence"])
    op.create_index("facts_by_author", "facts", ["by", "sequence"])


def downgrade() -> None:
    """Forget by which way facts came, and what was decided beside releases."""
    _unindex()
    op.create_table(
        "releases",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
    )
    op.execute(
        "INSERT INTO releases (at, by, messages)"
        " SELECT at, by, count FROM deeds WHERE kind = 'released' ORDER BY number"
    )
    op.drop_table("deeds")
    for table in ("attempts", "checks"):
        op.drop_column(table, "run")
    for name in ("person", "way"):
        op.drop_column("facts", name)


def _unindex() -> None:
    op.drop_index("facts_by_author", "facts")
    op.drop_index("facts_by_organisation", "facts")
    op.drop_index("messages_by_recipient", "messages")
    op.drop_index("messages_by_standing", "messages")
    op.drop_index("messages_by_instant", "messages")
    op.create_index("messages_by_instant", "messages", ["at"])
    op.drop_index("deeds_by_kind", "deeds")
    op.drop_index("deeds_by_subject", "deeds")
    op.drop_index("attempts_by_run", "attempts")
