"""A deadline for a talk as a whole: a timeout is for one answer, and one that drips in has none.

One thread watches all talks of a process: to start one for each mail would cost as much as
half of what the books do for it. It ends when it looks and nobody talks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket
from threading import Condition, Thread
from time import monotonic


@contextmanager
def deadline(line: Callable[[], socket | None], seconds: float) -> Iterator[Callable[[], bool]]:
    """Cut a connection when the block takes too long, however slowly octets drip in.

    Args:
        line: Returns the connection of that moment, if there is one.
        seconds: For how long the block may go on.

    Yields:
        What says whether the connection was cut.
    """
    talk = _Talk(line, monotonic() + seconds)
    _WATCH.begin(talk)
    try:
        yield lambda: talk.is_over
    finally:
        _WATCH.end(talk)


@dataclass(eq=False, slots=True)
class _Talk:
    """What goes on over one connection, and until when it may."""

    line: Callable[[], socket | None]
    until: float
    is_over: bool = False

    def cut(self) -> None:
        self.is_over = True
        if (sock := self.line()) is not None:
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)


@dataclass
class _Watch:
    """Who cuts what takes too long."""

    talks: set[_Talk] = field(default_factory=set)
    changed: Condition = field(default_factory=Condition)
    wakes: float = 0
    """When the watcher looks next: it is woken for what ends before that alone."""
    watcher: Thread | None = None

    def begin(self, talk: _Talk) -> None:
        """Watch over a talk from now on."""
        with self.changed:
            self.talks.add(talk)
            if self.watcher is None or not self.watcher.is_alive():
                self.watcher = Thread(target=self._look, name="deadlines", daemon=True)
                self.wakes = talk.until
                self.watcher.start()
            elif talk.until < self.wakes:
                self.changed.notify()

    def end(self, talk: _Talk) -> None:
        """Let a talk be, which has ended; from now on nothing of it is cut."""
        with self.changed:
            self.talks.discard(talk)

    def _look(self) -> None:
        """Cut each talk that is past its time, for as long as there are any."""
        with self.changed:
            while self.talks:
                now = monotonic()
                for talk in [talk for talk in self.talks if talk.until <= now]:
                    talk.cut()
                    self.talks.remove(talk)
                self.wakes = min((talk.until for talk in self.talks), default=now)
                self.changed.wait(self.wakes - now)
            self.watcher = None


_WATCH = _Watch()
