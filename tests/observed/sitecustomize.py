"""Python imports this before anything else, in every process whose path has this folder.

It writes down whom the process calls, or looks up, so that a test can say that it was nobody
outside this machine. An audit hook hears of each, whichever library calls.
"""

import os
import sys
from typing import Any

_FILE = os.environ.get("OBSERVED_CALLS", "")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        called = arguments[1]
    elif event == "socket.getaddrinfo":
        called = arguments[0]
    else:
        return
    whom = called[0] if isinstance(called, tuple) else called
    with open(_FILE, "a", encoding="utf-8") as file:  # noqa: PTH123  (pathlib isn't there yet)
        file.write(f"{whom!r}\n")


if _FILE:
    sys.addaudithook(_hear)
