"""A survey: how far books reach, who else has them open, whether their file is broken.

It is made before books are replaced, of those that are there and of those that come.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select, text

from lotrinh.application.books.keeping import Vintage
from lotrinh.application.books.messages import Outcome
from lotrinh.store.database import bring_up_to_date, engine_at, version_of
from lotrinh.store.dialects import reading
from lotrinh.store.errors import connecting, plain_errors
from lotrinh.store.tables import attempts, checks, facts

_OTHER_SESSIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
)
_ACCEPTED = attempts.c.outcome == Outcome.ACCEPTED


def survey(address: str, before: Vintage | None = None) -> Vintage | None:
    """Return how far books reach, once they are brought up to date; None where there are none.

    Args:
        address: The books.
        before: How far others reach; what these have beyond that is counted.

    Raises:
        DatabaseError: They can't be used.
    """
    engine = engine_at(address)
    try:
        if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").is_file():
            return None
        with connecting(engine.url):
            engine.connect().close()
        with plain_errors(engine.url):
            with engine.connect() as connection:
                if version_of(connection) is None:
                    return None
            bring_up_to_date(engine)
            with engine.execution_options(**reading(engine)).begin() as books:
                return _vintage(books, before or Vintage())
    finally:
        engine.dispose()


def _vintage(books: Connection, before: Vintage) -> Vintage:
    def newest(column: Column[Any], *which: ColumnElement[bool]) -> datetime | None:
        found: datetime | None = books.scalar(select(func.max(column)).where(*which))
        return found

    def beyond(column: Column[Any], last: datetime | None, *which: ColumnElement[bool]) -> int:
        since = (column > last,) if last is not None else ()
        return books.scalar(select(func.count()).where(*which, *since)) or 0

    return Vintage(
        facts=books.scalar(select(func.count(facts.c.sequence))) or 0,
        recorded=newest(facts.c.recorded_at),
        checked=newest(checks.c.at),
        sent=newest(attempts.c.ended, _ACCEPTED),
        facts_since=beyond(facts.c.recorded_at, before.recorded),
        sent_since=beyond(attempts.c.ended, before.sent, _ACCEPTED),
    )


def others_at(address: str) -> int:
    """Return how many others have books open, as far as can be seen.

    Raises:
        DatabaseError: The database can't be used.
    """
    engine = engine_at(address)
    try:
        if engine.dialect.name == "sqlite":
            return _others_at_file(Path(engine.url.database or ""))
        with connecting(engine.url), engine.connect() as connection:
            return int(connection.execute(text(_OTHER_SESSIONS)).scalar_one())
    finally:
        engine.dispose()


def _others_at_file(file: Path) -> int:
    """Return 1 where anybody else has a file open: its journal can't be changed then."""
    if not file.is_file():
        return 0
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as books:
        try:
            books.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            return int(error.sqlite_errorname.startswith("SQLITE_BUSY"))
        except sqlite3.DatabaseError:
            return 0
    return 0


def broken_file(address: str) -> Path | None:
    """Return the file of SQLite's books where these can't be read any more, None otherwise."""
    engine = engine_at(address)
    file = Path(engine.url.database or "")
    engine.dispose()
    if engine.dialect.name != "sqlite" or not file.is_file():
        return None
    with closing(sqlite3.connect(file, timeout=0)) as books:
        try:
            whole = books.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        except sqlite3.OperationalError as error:
            whole = not error.sqlite_errorname.startswith("SQLITE_CORRUPT")
        except sqlite3.DatabaseError:
            whole = False
    return None if whole else file
