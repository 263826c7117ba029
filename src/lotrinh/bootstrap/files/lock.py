"""A lock between processes: a file of that name, held until it is let go or its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(place: int, *, shared: bool) -> None:
        del shared  # there is only one kind
        msvcrt.locking(place, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _take(place: int, *, shared: bool) -> None:
        fcntl.flock(place, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)


@contextmanager
def locked(file: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock; readers may share it, and then have to find the file there."""
    flags = os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT
    place = os.open(file, flags | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        _take(place, shared=shared)
        yield
    finally:
        os.close(place)
