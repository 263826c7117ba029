"""Looking after a database: its version, whether it is whole, and room that it needs no more.

Opens it as it is: a database that is old, or broken, is looked at before anything is changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Column, Connection, Engine, Select, func, insert, inspect, select, text

from lotrinh.application.books.keeping import Pruned
from lotrinh.application.office.configuration import Keep
from lotrinh.store.database import engine_at, version_of
from lotrinh.store.dialects import Turn, outside_transactions, reading, take_turn
from lotrinh.store.errors import (
    DatabaseEmptyError,
    DatabaseError,
    DatabaseLockedError,
    connecting,
    plain_errors,
    shown,
)
from lotrinh.store.pruning import prune
from lotrinh.store.tables import SCHEMA, facts, messages, meta, metadata, reminders

_SHOWN = 5
"""Complaints of the database itself that are passed on."""


@dataclass(frozen=True, slots=True)
class Step:
    """From which schema to which a database was taken."""

    before: str | None
    """None where it was empty."""
    after: str


@dataclass(frozen=True, slots=True)
class Look:
    """What was found of one thing that was looked at."""

    subject: str
    """integrity, schema, references, or the name of a table."""
    fine: bool
    detail: str = ""
    rows: int | None = None


class Upkeep:
    """One database, and what whoever looks after it may do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at `url` as it is.

        Raises:
            DatabaseError: It can't be used.
        """
        engine = engine_at(url)
        with connecting(engine.url):
            engine.connect().close()
        return cls(engine)

    @property
    def name(self) -> str:
        """The address as people may see it."""
        return shown(self._engine.url)

    @property
    def version(self) -> str | None:
        """The schema that it is at, None where it is empty."""
        with self._read() as connection:
            return version_of(connection)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def upgrade(self) -> Step:
        """Bring it to the newest schema, all or nothing."""
        from lotrinh.store.upgrading import upgrade  # noqa: PLC0415  (imports alembic)

        with self._write() as connection:
            before = version_of(connection)
            if before != SCHEMA:
                upgrade(connection, before)
        return Step(before, SCHEMA)

    def downgrade(self, to: str) -> Step:
        """Take it back to the schema of an older program, all or nothing.

        Raises:
            DatabaseError: That can't be done; nothing is changed then.
        """
        from lotrinh.store.upgrading import downgrade  # noqa: PLC0415  (imports alembic)

        with self._write() as connection:
            before = version_of(connection)
            downgrade(connection, before, to)
        return Step(before, to)

    def check(self) -> Sequence[Look]:
        """Look at everything; what is wrong is told, not raised."""
        try:
            with self._read() as connection:
                return _looks(connection)
        except DatabaseLockedError:
            raise
        except DatabaseError as broken:  # so much that it can't even be looked through
            return [Look("integrity", fine=False, detail=broken.values["detail"])]

    def is_writable(self) -> bool:
        """Whether books may be written to: a row is written and taken back."""
        try:
            with plain_errors(self._engine.url), self._engine.connect() as connection:
                connection.execute(insert(meta).values(key="examined", value=""))
                connection.rollback()
        except DatabaseLockedError:
            return True  # by whoever is writing
        except DatabaseError:
            return False
        return True

    def now(self) -> datetime | None:
        """Return what the database's clock says; SQLite has that of this machine."""
        if self._engine.dialect.name == "sqlite":
            return None
        with self._read() as connection:
            found: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return found

    def size(self) -> int:
        """Return how many bytes it takes."""
        with self._read() as connection:
            return _size(connection)

    def vacuum(self) -> tuple[int, int]:
        """Give back room that isn't needed any more; return the bytes before and after.

        PostgreSQL keeps it, for rows to come; giving it back would lock everybody out.

        Raises:
            DatabaseError: It is empty, or busy.
        """
        alone = self._engine.execution_options(**outside_transactions(self._engine))
        with plain_errors(self._engine.url), alone.connect() as outside:
            if version_of(outside) is None:
                raise DatabaseEmptyError(database=self.name)
            before = _size(outside)
            if outside.dialect.name == "sqlite":
                outside.exec_driver_sql("VACUUM")
                outside.exec_driver_sql("PRAGMA optimize")
                outside.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                for table in inspect(outside).get_table_names():
                    if table in metadata.tables:
                        outside.exec_driver_sql(f'VACUUM (ANALYZE) "{table}"')
            return before, _size(outside)

    def prune(
        self, keep: Keep, words: Mapping[str, str], *, now: datetime, dry_run: bool
    ) -> Pruned:
        """Let go of what is older than it has to be kept; see `pruning`."""
        return prune(self._engine, keep, words, now=now, dry_run=dry_run)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        options = reading(self._engine)
        with plain_errors(self._engine.url), self._engine.execution_options(**options).begin() as c:
            yield c

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with plain_errors(self._engine.url), self._engine.begin() as connection:
            take_turn(connection, Turn.SCHEMA)
            yield connection


def _looks(connection: Connection) -> list[Look]:
    looks = [_integrity(connection)]
    if looks[-1].fine:
        looks.append(_schema(connection, version_of(connection)))
    if looks[-1].fine:
        looks += [_references(connection), *_counts(connection)]
    return looks


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    ours = [name for name in inspect(connection).get_table_names() if name in metadata.tables]
    sizes = (text("SELECT pg_total_relation_size(:name)").bindparams(name=f'"{n}"') for n in ours)
    return sum(int(connection.execute(size).scalar_one()) for size in sizes)


def _integrity(connection: Connection) -> Look:
    """Ask SQLite whether its file is whole; PostgreSQL tells by itself when a page isn't."""
    if connection.dialect.name != "sqlite":
        return Look("integrity", fine=True)
    told = connection.exec_driver_sql(f"PRAGMA integrity_check({_SHOWN})").scalars().all()
    fine = told == ["ok"]
    return Look("integrity", fine=fine, detail="" if fine else "; ".join(map(str, told)))


def _schema(connection: Connection, version: str | None) -> Look:
    """Say whether the schema is the newest, with all tables, columns and indexes there."""
    if version != SCHEMA:
        return Look("schema", fine=False, detail=f"{version or '–'} → {SCHEMA}")
    missing = list(_missing(connection))
    return Look("schema", fine=not missing, detail=", ".join(missing) or SCHEMA)


def _missing(connection: Connection) -> Iterator[str]:
    there = inspect(connection)
    tables = set(there.get_table_names())
    for name, table in sorted(metadata.tables.items()):
        if name not in tables:
            yield name
            continue
        columns = {column["name"] for column in there.get_columns(name)}
        yield from (f"{name}.{c.name}" for c in table.columns if c.name not in columns)
        indexes = {index["name"] for index in there.get_indexes(name)}
        yield from (str(index.name) for index in table.indexes if index.name not in indexes)


def _references(connection: Connection) -> Look:
    """Look for rows that name others which aren't there."""
    lost = [
        f"{name.table.name}.{name.name} ({count})"
        for name, named in _named()
        if (count := connection.execute(_lost(name, named)).scalar_one())
    ]
    return Look("references", fine=not lost, detail=", ".join(lost))


def _named() -> Iterator[tuple[Column[Any], Column[Any]]]:
    """Yield each column that names a row of some table, by a constraint or without one."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            yield key.parent, key.column
    yield reminders.c.last_message, messages.c.key
    yield facts.c.reverts, facts.c.sequence


def _lost(name: Column[Any], named: Column[Any]) -> Select[tuple[int]]:
    target = named.table.alias()
    there = select(1).where(target.c[named.name] == name).exists()
    return select(func.count()).select_from(name.table).where(name.is_not(None), ~there)


def _counts(connection: Connection) -> Iterator[Look]:
    """Count each table's rows, which reads all of them."""
    for name, table in sorted(metadata.tables.items()):
        rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
        yield Look(name, fine=True, rows=rows)
