"""A deadline for a talk as a whole: a timeout is for one answer, and one that drips in has none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from threading import Timer


@contextmanager
def deadline(line: Callable[[], socket | None], seconds: float) -> Iterator[Callable[[], bool]]:
    """Cut a connection when the block takes too long, however slowly octets drip in.

    Args:
        line: Returns the connection of that moment, if there is one.
        seconds: For how long the block may go on.

    Yields:
        What says whether the connection was cut.
    """
    over: list[bool] = []

    def cut() -> None:
        over.append(True)
        if (sock := line()) is not None:
            with suppress(OSError):
                sock.shutdown(SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(over)
    finally:
        timer.cancel()
