"""A process that backs up, or restores, and is killed at one of its steps."""

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

from lotrinh.bootstrap import Program, open_program
from lotrinh.store import snapshot, survey, upgrading
from tests.builders import hanoi

PRELOADED = (snapshot, survey, upgrading)
"""What each of the processes would import, and had better find there."""
_STEPS = frozenset({"open", "os.rename", "os.remove"})
"""What the interpreter tells of what is done to files."""


def opened(folder: Path, database: str) -> Program:
    program = open_program(folder / "config", database, var=folder / "var")
    program.now = lambda: hanoi("2026-12-07 09:00")
    return program


def back_up(folder: Path, database: str, steps: int) -> None:
    """Back up; after some steps, be killed."""
    with closing(opened(folder, database)) as program:
        _end_after(steps, folder)
        program.vault.back_up()


def restore(folder: Path, database: str, steps: int) -> None:
    """Restore what is kept; after some steps, be killed."""
    with closing(opened(folder, database)) as program:
        outlook = program.vault.look_at_backup(folder / "kept.zip")
        _end_after(steps, folder)
        program.vault.restore(outlook, replace=True)


def _end_after(steps: int, folder: Path) -> None:
    left = steps

    def count(event: str, told: tuple[object, ...]) -> None:
        nonlocal left
        if event in _STEPS and _writes(event, told, str(folder)):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def _writes(event: str, told: tuple[object, ...], folder: str) -> bool:
    """Whether a step changes something in a folder."""
    flags = told[2] if event == "open" else os.O_WRONLY
    is_for_writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return is_for_writing and folder in str(told[0])
