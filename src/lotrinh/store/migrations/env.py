"""Run by Alembic, on the connection that `upgrading` hands over; there is no other way in."""

from alembic import context
from sqlalchemy import Connection

from lotrinh.store.tables import SCHEMA_TABLE, metadata


def migrate(connection: Connection) -> None:
    """Run the revisions that are due, in the transaction that is open."""
    context.configure(connection=connection, target_metadata=metadata, version_table=SCHEMA_TABLE)
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # Alembic's name for it; importing it otherwise does nothing
    migrate(context.config.attributes["connection"])
