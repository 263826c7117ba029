"""Runs the migrations, within the transaction of whoever asks: all of them or none.

Going down is for whoever puts an older program back. What that one doesn't know is dropped
with its tables and columns; where it would meet words that it can't read, nothing is done.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, String, func, select
from sqlalchemy.sql import column, table

from lotrinh.store.errors import (
    DatabaseNewerError,
    DatabaseStepError,
    DatabaseWordsError,
    shown,
)
from lotrinh.store.tables import facts, messages, reminders

_MIGRATIONS = Path(__file__).parent / "migrations"
_FIRST = "0001"

_NEW_WORDS: Mapping[str, tuple[tuple[Column[str], tuple[str, ...]], ...]] = {
    "0004": (
        (
            facts.c.kind,
            (
                *("waived", "reopened", "acknowledged", "snoozed", "suspended", "resumed", "note"),
                *("extension-asked", "extension-granted", "extension-refused"),
            ),
        ),
    ),
    "0005": ((messages.c.kind, ("failed", "test")),),
    "0007": (
        (facts.c.kind, ("reassigned",)),
        (messages.c.kind, ("extensions", "refused")),
        (reminders.c.part, ("decides", "above")),
        (reminders.c.reason, ("asked", "refused", "escalated")),
    ),
    "0010": (
        (messages.c.kind, ("held", "reply", "silent", "check-failed")),
        (messages.c.state, ("held",)),
    ),
    "0011": ((messages.c.kind, ("weekly", "daily")),),
    "0012": ((messages.c.kind, ("signin",)),),
    "0016": ((facts.c.kind, ("measured", "assessed")),),
}
"""The words that programs before a revision can't read, by column."""


def upgrade(connection: Connection, version: str | None) -> None:
    """Bring the tables from `version` (None: an empty database) to the newest revision."""
    config = _config(connection)
    if version is not None and version not in _revisions(config):
        raise DatabaseNewerError(database=shown(connection.engine.url), found=version)
    command.upgrade(config, "head")


def is_known(connection: Connection, version: str) -> bool:
    """Whether this program knows a revision, or a newer one has made it."""
    return version in _revisions(_config(connection))


def downgrade(connection: Connection, version: str | None, to: str) -> None:
    """Bring the tables from `version` back to an older revision.

    Raises:
        DatabaseError: There is no such revision below, or the rows can't be taken there.
    """
    config, database = _config(connection), shown(connection.engine.url)
    known = _revisions(config)
    if version is None or version not in known:
        raise DatabaseNewerError(database=database, found=version or "?")
    if to not in known or not _FIRST <= to <= version:
        raise DatabaseStepError(database=database, found=version, wanted=to, first=_FIRST)
    for place, words in _strange_words(connection, to, version):
        raise DatabaseWordsError(database=database, wanted=to, place=place, words=words)
    command.downgrade(config, to)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _revisions(config: Config) -> frozenset[str]:
    return frozenset(s.revision for s in ScriptDirectory.from_config(config).walk_revisions())


def _strange_words(connection: Connection, to: str, version: str) -> Iterator[tuple[str, str]]:
    """Yield each column that holds words which the program of an older revision can't read."""
    for since, columns in _NEW_WORDS.items():
        for known, words in columns if to < since <= version else ():
            # As plain text: the table may lack what the present one has.
            plain = column(known.name, String)
            wanted = select(plain, func.count()).select_from(table(known.table.name, plain))
            rows = connection.execute(wanted.where(plain.in_(words)).group_by(plain)).all()
            if rows:
                said = ", ".join(f"{word} ({count})" for word, count in sorted(rows))
                yield f"{known.table.name}.{known.name}", said
