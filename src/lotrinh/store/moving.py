"""Moving the books from one database to another, of the same kind or of the other.

All of it is one transaction of the target: there is a whole copy, verified row for row, or
nothing. Meanwhile nobody writes to the source, so that nothing is left behind.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect

from lotrinh.store.copying import Moved, copy_tables
from lotrinh.store.database import bring_up_to_date, engine_at, version_of
from lotrinh.store.dialects import Turn, take_turn
from lotrinh.store.errors import (
    DatabaseEmptyError,
    DatabaseNotEmptyError,
    DatabaseSameError,
    connecting,
    plain_errors,
    shown,
)
from lotrinh.store.tables import SCHEMA_TABLE, metadata


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
        return copy_tables(books, copy, told)


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
