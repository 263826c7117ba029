"""A connection has to end in time, however slowly octets drip in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from threading import Timer


@contextmanager
def deadline(sock: socket, seconds: float) -> Iterator[Callable[[], bool]]:
    """Cut the connection when the block takes too long; yields whether that was done."""
    over: list[bool] = []

    def cut() -> None:
        over.append(True)
        with suppress(OSError):
            sock.shutdown(SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(over)
    finally:
        timer.cancel()
