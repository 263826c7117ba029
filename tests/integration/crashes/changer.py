"""A process that gives a configuration back, and is killed at one of its steps."""

import os
import signal
import sys
from contextlib import closing
from pathlib import Path

from lotrinh.bootstrap import open_program
from lotrinh.bootstrap.files.editing import Author
from tests.builders import hanoi

_STEPS = frozenset({"open", "os.rename", "os.remove", "fcntl.flock"})
"""What the interpreter tells of what is done to files."""


def give_back(folder: Path, database: str, steps: int) -> None:
    """Use the first configuration again; after some steps at the folder's files, be killed."""
    with closing(open_program(folder, database, var=folder.parent)) as program:
        program.now = lambda: hanoi("2026-12-07 09:00")
        editing = program.reception.file_editing()
        proposal = editing.returned(1)
        left = steps

        def count(event: str, told: tuple[object, ...]) -> None:
            nonlocal left
            if event in _STEPS and _writes(event, told, str(folder)):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        editing.accept(proposal, Author("van-phong", "Văn phòng"))


def _writes(event: str, told: tuple[object, ...], folder: str) -> bool:
    """Whether a step changes something in a folder, or waits for its turn to."""
    if event == "fcntl.flock":
        return True
    flags = told[2] if event == "open" else os.O_WRONLY
    is_for_writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return is_for_writing and folder in str(told[0])
