"""Moving the books from one database to another, of the same kind or of the other.

All of it is one transaction of the target: there is a whole copy, verified row for row, or
nothing. Meanwhile nobody writes to the source, so that nothing is left behind.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, func, insert, inspect, select, text

from lotrinh.store.database import bring_up_to_date, engine_at, version_of
from lotrinh.store.dialects import Turn, take_turn
from lotrinh.store.errors import (
    DatabaseCopyError,
    DatabaseEmptyError,
    DatabaseNotEmptyError,
    DatabaseSameError,
    connecting,
    plain_errors,
    shown,
)
from lotrinh.store.tables import SCHEMA_TABLE, metadata

_AT_ONCE = 5_000
_HASHES = 2**256

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied of one table."""

    table: str
    rows: int
    digest: str
    """Of all contents, in whatever order they come."""


def move(
    source: str, target: str, told: Callable[[Moved], None] = lambda _: None
) -> Sequence[Moved]:
    """Copy all books to an empty database, and read them back there.

    Args:
        source: The address of the books; they are brought up to date first, and stay.
        target: The address of the database that they go to.
        told: Is told of each table as it has been copied.

    Raises:
        DatabaseError: One of the two can't be used, the target isn't empty, or what has
            arrived is something else. The target is then as it was before.
    """
    here, there = engine_at(source), engine_at(target)
    try:
        if _is_same(here.url, there.url):
            raise DatabaseSameError(database=shown(here.url))
        for engine in (here, there):
            with connecting(engine.url):
                engine.connect().close()
        return _move(here, there, told)
    finally:
        here.dispose()
        there.dispose()


def _move(here: Engine, there: Engine, told: Callable[[Moved], None]) -> Sequence[Moved]:
    from lotrinh.store.upgrading import upgrade  # noqa: PLC0415  (imports alembic)

    with plain_errors(here.url):
        with here.connect() as connection:
            if version_of(connection) is None:
                raise DatabaseEmptyError(database=shown(here.url))
        bring_up_to_date(here)
    with (
        plain_errors(there.url),
        here.begin() as books,
        there.begin() as copy,
    ):
        _hold_still(books)
        take_turn(copy, Turn.SCHEMA)
        _refuse_what_is_there(copy)
        upgrade(copy, None)
        moved = []
        for table in metadata.sorted_tables:
            moved.append(_copied(table, books, copy))
            told(moved[-1])
        _count_on(copy)
    return moved


def _is_same(one: URL, other: URL) -> bool:
    """Whether two addresses are plainly of one database; what is in it tells in any case."""
    if one.get_backend_name() == other.get_backend_name() == "sqlite":
        return Path(one.database or "").resolve() == Path(other.database or "").resolve()
    return one == other


def _hold_still(books: Connection) -> None:
    """Let nobody write to the books; SQLite's transaction has that right already."""
    if books.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in metadata.tables)
        books.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")


def _refuse_what_is_there(copy: Connection) -> None:
    """Refuse a database that has any table of ours; others, such as Prefect's, don't matter."""
    there = set(inspect(copy).get_table_names())
    for name in sorted(there & {*metadata.tables, SCHEMA_TABLE}):
        raise DatabaseNotEmptyError(database=shown(copy.engine.url), table=name)


def _copied(table: Table, books: Connection, copy: Connection) -> Moved:
    """Copy one table; compare what was sent with what is read back."""
    sent = _Digest()
    _write(copy, table, sent.passing(_rows(books, table)))
    arrived = _Digest()
    for _ in arrived.passing(_rows(copy, table)):
        pass
    if arrived != sent:
        counts = {"sent": str(sent.rows), "arrived": str(arrived.rows)}
        raise DatabaseCopyError(database=shown(copy.engine.url), table=table.name, **counts)
    return Moved(table.name, sent.rows, sent.shown)


@dataclass
class _Digest:
    """What some rows come to; databases sort differently, so their order doesn't count."""

    rows: int = 0
    total: int = 0

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield rows on, having counted each."""
        for row in rows:
            written = json.dumps([_plain(value) for value in row], sort_keys=True)
            self.rows += 1
            self.total += int.from_bytes(hashlib.sha256(written.encode()).digest())
            yield row

    @property
    def shown(self) -> str:
        """A short form for people to compare."""
        return f"{self.total % _HASHES:064x}"[:16]


def _plain(value: Any) -> Any:
    """Return a value as both databases mean it."""
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, bool | int | dict) else str(value)


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield all rows, some at a time, however many there are."""
    wanted = select(*table.columns).execution_options(stream_results=True, yield_per=_AT_ONCE)
    with closing(connection.execute(wanted)) as rows:
        yield from map(tuple, rows)


def _write(copy: Connection, table: Table, rows: Iterator[Row]) -> None:
    if copy.dialect.name == "postgresql":
        _copy_in(copy, table, rows)
        return
    names = [column.name for column in table.columns]
    while some := list(islice(rows, _AT_ONCE)):
        copy.execute(insert(table), [dict(zip(names, row, strict=True)) for row in some])


def _copy_in(copy: Connection, table: Table, rows: Iterator[Row]) -> None:
    """Write rows by PostgreSQL's COPY, in the transaction that is open."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor = copy.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:
        for row in rows:
            stream.write_row([_sent(value) for value in row])
    cursor.close()


def _sent(value: Any) -> Any:
    """Return a value as the driver takes it."""
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value) if isinstance(value, StrEnum) else value


def _count_on(copy: Connection) -> None:
    """Let numbers that PostgreSQL gives go on after those that were copied."""
    if copy.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        number = table.autoincrement_column
        if number is not None:
            newest = copy.execute(select(func.max(number))).scalar()
            if newest is not None:
                place = {"name": f'"{table.name}"', "number": number.name, "newest": newest}
                set_on = text("SELECT setval(pg_get_serial_sequence(:name, :number), :newest)")
                copy.execute(set_on, place)
