"""Runs the migrations, within the transaction of whoever asks: all of them or none."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from lotrinh.store.errors import DatabaseNewerError, shown

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, version: str | None) -> None:
    """Bring the tables from `version` (None: an empty database) to the newest revision."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise DatabaseNewerError(database=shown(connection.engine.url), found=version)
    command.upgrade(config, "head")
