"""Implements `ports.Store`: a database, opened by its URL and brought up to date.

Opening looks at the version first: only a database that is absent or old pays for the
migrations, and for importing what runs them.
"""

from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, column, inspect, make_url, select, table
from sqlalchemy.exc import ArgumentError

from lotrinh.store.dialects import Turn, engine_for, reading, take_turn
from lotrinh.store.errors import (
    DatabaseDriverError,
    DatabaseError,
    DatabaseUrlError,
    connecting,
    plain_errors,
    shown,
)
from lotrinh.store.marks import DEMO, mark, marked
from lotrinh.store.tables import SCHEMA, SCHEMA_TABLE
from lotrinh.store.unit_of_work import Heard, SqlUnitOfWork, nothing


class SqlStore:
    """The books, in an SQLite file or a PostgreSQL database."""

    def __init__(self, engine: Engine, run: str = "", heard: Heard = nothing) -> None:
        self._engine, self._run, self._heard = engine, run, heard

    @classmethod
    def open(cls, url: str, run: str = "", heard: Heard = nothing) -> Self:
        """Open the database at `url`, making or upgrading it where that is needed.

        Args:
            url: Where it is.
            run: The run of Prefect in which it is opened, kept with what that does.
            heard: Is told what was recorded, once that is sure.

        Raises:
            DatabaseError: One of its kinds, where the database can't be used.
        """
        engine = engine_at(url)
        try:
            with connecting(engine.url):
                engine.connect().close()
            with plain_errors(engine.url):
                bring_up_to_date(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, run, heard)

    def begin(self) -> SqlUnitOfWork:
        """Open a transaction that may write."""
        return SqlUnitOfWork(self._engine, run=self._run, heard=self._heard)

    def look(self) -> SqlUnitOfWork:
        """Open a transaction that only reads: it sees one moment and holds up no writer."""
        return SqlUnitOfWork(self._engine, **reading(self._engine))

    @property
    def schema(self) -> str:
        """The revision of its tables: opening has brought them to the newest."""
        return SCHEMA

    @property
    def is_demo(self) -> bool:
        """Whether the books are a demonstration's, in which time may go back."""
        options = reading(self._engine)
        with plain_errors(self._engine.url), self._engine.execution_options(**options).begin() as c:
            return marked(c, DEMO) is not None

    def mark_demo(self) -> None:
        """Say for good that these books are a demonstration's."""
        with plain_errors(self._engine.url), self._engine.begin() as connection:
            mark(connection, DEMO, "yes")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Not even quoted: nobody knows which part of it is a password.
        raise DatabaseUrlError(database="?") from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        raise DatabaseUrlError(database=parsed.get_backend_name())
    return parsed


def engine_at(address: str) -> Engine:
    """Return the engine of the database at an address, which needn't be there yet.

    Raises:
        DatabaseError: The address can't be used.
    """
    url = _parsed(address)
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        with connecting(url):
            return engine_for(url)
    except OSError as error:
        raise DatabaseError(database=shown(url), detail=str(error)) from error
    except ImportError as error:
        raise DatabaseDriverError(database=shown(url), driver=str(error.name)) from error


def bring_up_to_date(engine: Engine) -> None:
    """Make or upgrade the tables, where that is needed; of several only one does it."""
    with engine.execution_options(**reading(engine)).begin() as connection:
        if version_of(connection) == SCHEMA:
            return
    with engine.begin() as connection:
        take_turn(connection, Turn.SCHEMA)
        version = version_of(connection)
        if version != SCHEMA:  # nobody else has done it meanwhile
            from lotrinh.store.upgrading import upgrade  # noqa: PLC0415  (imports alembic)

            upgrade(connection, version)


def version_of(connection: Connection) -> str | None:
    """Return the revision that the database is at, None where it is empty."""
    if not inspect(connection).has_table(SCHEMA_TABLE):
        return None
    revision: str | None = connection.scalar(
        select(column("version_num")).select_from(table(SCHEMA_TABLE))
    )
    return revision
