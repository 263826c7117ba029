"""Copying rows from one database to another, table by table, and reading them back there.

What two databases hold is compared by a digest in which the order of rows doesn't count,
since databases sort differently.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from lotrinh.store.errors import DatabaseCopyError, shown
from lotrinh.store.tables import metadata

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


def copy_tables(
    books: Connection, copy: Connection, told: Callable[[Moved], None] = lambda _: None
) -> Sequence[Moved]:
    """Copy all rows to tables that are empty, and compare what has arrived.

    Raises:
        DatabaseCopyError: Something else has arrived.
    """
    moved = []
    for table in metadata.sorted_tables:
        moved.append(_copied(table, books, copy))
        told(moved[-1])
    _count_on(copy)
    return moved


def count_tables(connection: Connection) -> Sequence[Moved]:
    """Return what the tables hold."""
    return [_read(table, connection).of(table) for table in metadata.sorted_tables]


def _copied(table: Table, books: Connection, copy: Connection) -> Moved:
    """Copy one table; compare what was sent with what is read back."""
    sent = _Digest()
    _write(copy, table, sent.passing(_rows(books, table)))
    arrived = _read(table, copy)
    if arrived != sent:
        counts = {"sent": str(sent.rows), "arrived": str(arrived.rows)}
        raise DatabaseCopyError(database=shown(copy.engine.url), table=table.name, **counts)
    return sent.of(table)


def _read(table: Table, connection: Connection) -> "_Digest":
    digest = _Digest()
    for _ in digest.passing(_rows(connection, table)):
        pass
    return digest


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

    def of(self, table: Table) -> Moved:
        """Return it as that of a table, short enough for people to compare."""
        return Moved(table.name, self.rows, f"{self.total % _HASHES:064x}"[:16])


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
