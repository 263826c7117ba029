"""A snapshot: the books of one moment in an SQLite file, and books made of such a file again.

Whoever writes meanwhile isn't held up. SQLite copies its own pages; PostgreSQL's rows are
copied and compared as when books move, so that a file of either kind goes back into either.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import func

from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.messages import DeliveryState
from lotrinh.store.copying import Moved, copy_tables
from lotrinh.store.database import bring_up_to_date, engine_at, version_of
from lotrinh.store.dialects import Turn, reading, take_turn, waiting_for_locks
from lotrinh.store.errors import (
    DatabaseEmptyError,
    DatabaseError,
    DatabaseNewerError,
    connecting,
    plain_errors,
    shown,
)
from lotrinh.store.marks import CODES_FROM, mark, mark_restored
from lotrinh.store.tables import SCHEMA_TABLE, codes, correspondents, messages, metadata

_PAGES = 4_000
"""So many are copied before it is told how far it is."""
_UNSENT = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.HELD)

Progress = Callable[[float], None]
"""Is told which part is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a file of books holds."""

    schema: str
    rows: dict[str, int]
    """By table."""


def take_snapshot(address: str, file: Path, told: Progress = lambda _: None) -> Snapshot:
    """Copy the books of one moment to a new file, and look whether that is whole.

    Args:
        address: The books. In SQLite they may have any schema; in PostgreSQL they are brought
            up to date first, as whatever opens them does.
        file: Where they go.
        told: Is told how far it is.

    Raises:
        DatabaseError: The books can't be read, or the copy isn't whole.
        OSError: There is no room, or nothing may be written there.
    """
    engine = engine_at(address)
    try:
        with connecting(engine.url):
            engine.connect().close()
        with plain_errors(engine.url), _room():
            return _taken(engine, file, told)
    finally:
        engine.dispose()


def _taken(engine: Engine, file: Path, told: Progress) -> Snapshot:
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            _refuse_empty(connection)
        bring_up_to_date(engine)
    with engine.execution_options(**reading(engine)).begin() as books:
        _refuse_empty(books)
        if engine.dialect.name == "postgresql":
            _copy_rows(books, file, told)
        else:
            _copy_pages(books, file, told)
        rows = _rows(books)
    found = look_into(file)
    if found.rows != rows:
        raise DatabaseError(database=file.name, detail="copy differs")
    return found


def _refuse_empty(books: Connection) -> None:
    if version_of(books) is None:
        raise DatabaseEmptyError(database=shown(books.engine.url))


def _copy_pages(books: Connection, file: Path, told: Progress) -> None:
    """Copy what this transaction sees: it has read already, so no writer can change that."""
    source = books.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)  # noqa: S101  (the driver of this dialect)
    with closing(sqlite3.connect(file)) as copy:
        source.backup(
            copy,
            pages=_PAGES,
            progress=lambda _, left, total: told(1 - left / total if total else 1),
        )
        copy.execute("PRAGMA journal_mode = DELETE")


def _copy_rows(books: Connection, file: Path, told: Progress) -> None:
    from lotrinh.store.upgrading import upgrade  # noqa: PLC0415  (imports alembic)

    engine = engine_at(f"sqlite:///{file.as_posix()}")
    try:
        with engine.begin() as copy:
            upgrade(copy, None)
            copy_tables(books, copy, _steps(told))
    finally:
        engine.dispose()
    with closing(sqlite3.connect(file)) as written:
        written.execute("PRAGMA journal_mode = DELETE")


def _steps(told: Progress) -> Callable[[Moved], None]:
    """Return what is told of each table, as how far it is."""
    count = iter(range(1, len(metadata.tables) + 1))
    return lambda _: told(next(count) / len(metadata.tables))


def look_into(file: Path) -> Snapshot:
    """Read a file of books through, and return what it holds.

    Raises:
        DatabaseError: It isn't whole.
    """
    engine = engine_at(f"sqlite:///{file.as_posix()}")
    try:
        with (
            plain_errors(engine.url),
            engine.execution_options(**reading(engine)).begin() as books,
        ):
            told = books.exec_driver_sql("PRAGMA integrity_check(3)").scalars().all()
            if told != ["ok"]:
                raise DatabaseError(database=file.name, detail="; ".join(map(str, told)))
            return Snapshot(version_of(books) or "", _rows(books))
    finally:
        engine.dispose()


def _rows(books: Connection) -> dict[str, int]:
    """Count the rows of those tables that are there: an older schema has fewer."""
    there = set(inspect(books).get_table_names())
    names = sorted(there & set(metadata.tables))
    counts = (select(func.count()).select_from(table(name)) for name in names)
    return {
        name: books.execute(count).scalar_one() for name, count in zip(names, counts, strict=True)
    }


def put_back(file: Path, address: str, restored: Restored, told: Progress = lambda _: None) -> None:
    """Make the books those of a file, in one transaction: all of it, or nothing changes.

    What waited there to be sent has surely been sent since, or by another: all of it is held
    until a person has looked, and keeps its key. Sessions end. Short codes leave a gap, so
    that one of a later letter isn't given to another deadline.

    Args:
        file: The books as `take_snapshot` has written them; it is brought up to date.
        address: The database whose books are replaced, or made.
        restored: Of when the file is, and when that is done.
        told: Is told how far it is.

    Raises:
        DatabaseError: One of the two can't be used; nothing was changed then.
    """
    from lotrinh.store.upgrading import upgrade  # noqa: PLC0415  (imports alembic)

    here, there = engine_at(f"sqlite:///{file.as_posix()}"), engine_at(address)
    try:
        bring_up_to_date(here)
        with connecting(there.url):
            there.connect().close()
        with (
            plain_errors(there.url),
            here.execution_options(**reading(here)).begin() as kept,
            there.begin() as books,
        ):
            waiting_for_locks(books)
            take_turn(books, Turn.SCHEMA)
            last = _last_code(books)
            _clear(books)
            upgrade(books, None)
            copy_tables(kept, books, _steps(told))
            _hold(books, restored, last)
    finally:
        here.dispose()
        there.dispose()


def _clear(books: Connection) -> None:
    """Take away what is there."""
    version = version_of(books)
    if version is None:
        return
    from lotrinh.store.upgrading import is_known  # noqa: PLC0415  (imports alembic)

    if not is_known(books, version):
        raise DatabaseNewerError(database=shown(books.engine.url), found=version)
    metadata.drop_all(books)
    books.execute(text(f'DROP TABLE "{SCHEMA_TABLE}"'))


def _last_code(books: Connection) -> int:
    """Return the code that was given last, 0 where there is none."""
    if not inspect(books).has_table(codes.name):
        return 0
    return books.scalar(select(func.max(codes.c.number))) or 0


def _hold(books: Connection, restored: Restored, last_code: int) -> None:
    unsent = update(messages).where(messages.c.state.in_(_UNSENT))
    held = {"state": DeliveryState.HELD, "leased_until": None, "next_try": None}
    books.execute(unsent.values(**held, after_unknown=True))
    ended = {"signed_out_at": restored.at, "signed_in_by": restored.at}
    books.execute(update(correspondents).values(**ended))
    mark_restored(books, restored)
    known = _last_code(books)
    # Where nobody knows which were given since, a gap wider than what can have been.
    mark(books, CODES_FROM, str(max(known + 1_000, known * 2, last_code)))


@contextmanager
def _room() -> Iterator[None]:
    """Tell of a full disk as the system does, whoever has found it."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        cause = getattr(error, "orig", error)
        if getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise
