"""Turns: what takes long is done one at a time, so that it can't hold up the pages.

A few may wait for their turn; whoever comes when the bench is full is sent away at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from lotrinh.errors import LotrinhError


class BusyError(LotrinhError):
    """So much is being made already that one more would wait too long."""

    code = "busy"


class Turns:
    """One at a time, so many on the bench."""

    def __init__(self, bench: int = 4) -> None:
        self._places = BoundedSemaphore(bench + 1)
        self._turn = Lock()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and have it.

        Raises:
            BusyError: Too many wait already.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            with self._turn:
                yield
        finally:
            self._places.release()
