"""What SQLite and PostgreSQL do differently, and nothing else.

SQLite lets one transaction write at a time, from its first statement. PostgreSQL lets many:
where their order matters there, writers take turns.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.dml import Insert

_PATIENCE = 15
"""Seconds for which a writer waits for the one before, or for a server to answer."""

_POSTGRES = {
    "connect_timeout": str(_PATIENCE),
    "fallback_application_name": "lotrinh",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""By the name others see that it is we.

A server that has vanished is noticed within a minute: by asking, while we wait for its answer,
and by what it doesn't confirm, while we send.
"""

_SESSION = {
    "jit": "off",
    "lock_timeout": "2min",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
}
"""Compiling a query takes longer than running ours does. No transaction of ours takes as long as
we wait for a lock; a machine of ours that has vanished gives up those that it had.
"""

_PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "temp_store = 2")
_TURNS = 0x10_712  # our own range among a PostgreSQL database's advisory locks


class Turn(IntEnum):
    """What writers wait for each other for."""

    SCHEMA = 1
    FACTS = 2
    CONFIGURATIONS = 3
    CODES = 4
    COMPOSING = 5


def engine_for(url: URL) -> Engine:
    """Return the engine of a database whose backend is one of the two.

    Where a statement fails, its error doesn't show what was to be kept.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=_postgres_arguments(url.normalized_query),
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _postgres_arguments(said: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return how we connect; what an address says itself goes before.

    >>> _postgres_arguments({"options": ["-c lock_timeout=5s"]})["options"].split(" -c ")[-1]
    'lock_timeout=5s'
    """
    ours = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    arguments = {name: value for name, value in _POSTGRES.items() if name not in said}
    return {**arguments, "options": " ".join([ours, *said.get("options", ())])}


def _sqlite_engine(url: URL) -> Engine:
    patience = {} if "timeout" in url.query else {"timeout": _PATIENCE}
    engine = create_engine(
        url.set(drivername="sqlite"), connect_args=patience, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up a connection; transactions begin where we say, not where the driver guesses."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    # Refused while another is just doing the same: then the file has it from that one.
    with suppress(OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a reader that turns writer later may be refused."""
    options = connection.get_execution_options()
    if not options.get("outside", False):
        connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Mapping[str, Any]:
    """Return the options of a transaction that sees one moment and holds nobody up."""
    if engine.dialect.name == "sqlite":
        return {"reading": True}
    return {"isolation_level": "REPEATABLE READ"}


def outside_transactions(engine: Engine) -> Mapping[str, Any]:
    """Return the options of a connection whose statements are in no transaction."""
    return (
        {"outside": True} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    )


def insert_new(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that passes over rows whose key is there."""
    if connection.dialect.name == "sqlite":
        return SqliteInsert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert  # noqa: PLC0415  (0.1 s)

    return PostgresInsert(table).on_conflict_do_nothing()


def make_temporary(connection: Connection, table: Table) -> CreateTable:
    """Return what makes a table for one transaction, unless it is there."""
    if connection.dialect.name == "postgresql":
        table.dialect_kwargs["postgresql_on_commit"] = "DROP"
    return CreateTable(table, if_not_exists=True)


def waiting_for_locks(connection: Connection) -> None:
    """Wait for locks on tables no longer than for anything; SQLite has one for all of them."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")


def take_turn(connection: Connection, turn: Turn) -> None:
    """Wait until no other transaction has this turn, and keep it until the end of ours."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_TURNS, turn)))
