"""Serving: one Uvicorn server, with no access log, for a link in a log could be followed."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from lotrinh.bootstrap import Program
from lotrinh.bootstrap.office import PAGES
from lotrinh.errors import LotrinhError
from lotrinh.web.app import make_app
from lotrinh.web.patience import Bounds, patient
from lotrinh.web.session import PEER

HOST, PORT = PAGES
_BUSY = 256
"""Connections and requests at a time; more are sent away at once."""
_STOP_SECONDS = 5
_PROXY = "127.0.0.1"
"""Where a proxy has to be whose word on the visitor's address is taken."""


class PortTakenError(LotrinhError):
    """Another program listens there."""

    code = "port-taken"


def behind_proxy(program: Program) -> ASGIApp:
    """Return the application, which takes a proxy's word on the visitor's address.

    It still knows who has really connected.
    """
    desk = program.reception.front_desk()
    app = make_app(desk, program.reception.gate(desk))
    believing: Any = ProxyHeadersMiddleware(cast("Any", app), trusted_hosts=_PROXY)

    async def keep(scope: Scope, receive: Receive, send: Send) -> None:
        await believing({**scope, PEER: scope.get("client")}, receive, send)

    return keep


def serve(program: Program, host: str = HOST, port: int = PORT) -> None:
    """Serve the pages until the process is asked to end.

    Raises:
        PortTakenError: The port is in use.
        LotrinhError: The books or the keys can't be opened.
    """
    server = _server(program)
    with _listening(host, port) as place:
        server.run([place])


@contextmanager
def serving(
    program: Program, host: str = HOST, port: int = PORT, bounds: Bounds | None = None
) -> Iterator[int]:
    """Serve the pages beside something else, on a thread that ends with it; yields the port.

    Raises:
        PortTakenError: The port is in use.
        LotrinhError: The books or the keys can't be opened.
    """
    server = _server(program, bounds)
    with _listening(host, port) as place:
        thread = Thread(target=server.run, args=([place],), daemon=True)
        thread.start()
        try:
            yield int(place.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(_STOP_SECONDS)


def _server(program: Program, bounds: Bounds | None = None) -> uvicorn.Server:
    config = uvicorn.Config(
        behind_proxy(program),
        http=patient(bounds or Bounds(uncounted=frozenset({_PROXY}))),
        ws="none",
        proxy_headers=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        lifespan="off",
        server_header=False,
        date_header=True,
        limit_concurrency=_BUSY,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    return uvicorn.Server(config)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends small answers at once: else each waits 40 ms.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((host, port))
            place.listen()  # who comes before the server is ready waits for it
        except OSError as error:
            raise PortTakenError(host=host, port=str(port), reason=error.strerror or "") from error
        yield place
