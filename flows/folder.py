"""The folder of a server of our own: who has it, and where the server is.

SQLite's lock on an empty file says who has it: one that works on every system, and that
the system takes back however its owner ends. The note alone would outlive a killed one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from flows.words import text
from lotrinh.bootstrap.backup.running import LOCK, NOTE, noted

PATIENCE = 0.5


class ServerRunsError(click.ClickException):
    """Another one works in this folder already."""

    def __init__(self, home: Path) -> None:
        where = f"{noted(home) or '…'} ({home})"
        super().__init__(
            text(
                f"Thư mục này đã có một lotrinh up đang chạy: {where}. Dừng nó trước đã.",
                f"A lotrinh up runs in this folder already: {where}. Stop it first.",
            )
        )


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Have a folder for oneself.

    Raises:
        ServerRunsError: Somebody else has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / LOCK, timeout=PATIENCE, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise ServerRunsError(home) from None
        yield


@contextmanager
def note(home: Path, url: str) -> Iterator[None]:
    """Say where the server is, for the length of the block."""
    (home / NOTE).write_text(url, encoding="utf-8")
    try:
        yield
    finally:
        (home / NOTE).unlink(missing_ok=True)
