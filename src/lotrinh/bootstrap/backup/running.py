"""Who works in a workspace: a `lotrinh up` holds its server's folder as long as it lives.

The lock is SQLite's, on an empty file: it works on every system, and the system takes it back
however its owner ends.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

LOCK = "server.lock"
NOTE = "server.url"
"""The file that says where the server of a folder is, while it runs."""
SERVER = "prefect"
"""The folder of a workspace in which a server of our own works."""


def is_held(home: Path) -> bool:
    """Return whether somebody has a server's folder now."""
    lock = home / LOCK
    if not lock.exists():
        return False
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
    return False


def noted(home: Path) -> str:
    """Return where the server of a folder is, or was when its owner was killed."""
    try:
        return (home / NOTE).read_text(encoding="utf-8")
    except OSError:
        return ""
