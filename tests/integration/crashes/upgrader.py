"""A process that opens books of an older program, and is killed at one of the statements."""

import os
import signal
from contextlib import closing

from sqlalchemy import Engine, event

from lotrinh.store import upgrading
from lotrinh.store.database import SqlStore

PRELOADED = (upgrading,)
"""What each of the processes would import, and had better find there."""


def open_and_die(database: str, statements: int) -> None:
    """Open books, which brings them up to date; after some statements, be killed."""
    left = statements

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    with closing(SqlStore.open(database)):
        pass
