"""A Prefect server of our own: one subprocess on loopback, its SQLite file in `home`.

Nothing exposes it: whoever wants Prefect's pages elsewhere runs a server with a sign-in.

It is known here only as a command, so nothing of Prefect is imported. The child lives as
long as the pipe to its standard input: closing it asks for an orderly end, and it breaks by
itself however we ended, on every system.
"""

import _thread
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from flows.folder import hold, note
from flows.words import text
from lotrinh.bootstrap.backup.running import is_held, noted

HOST = "127.0.0.1"
USUAL_PORT = 4200
LOG = "server.log"
START_SECONDS = 120.0
STOP_SECONDS = 15.0


class ServerError(click.ClickException):
    """The server is not there; its last words are in the message."""

    def __init__(self, log: Path) -> None:
        words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        said = "\n".join(words[-15:])
        super().__init__(
            text(
                f"Máy chủ Prefect không chạy; nhật ký: {log}\n{said}",
                f"The Prefect server does not run; its log: {log}\n{said}",
            )
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    home: Path
    url: str
    """Where people look at it."""
    process: "subprocess.Popen[bytes]"

    @property
    def log(self) -> Path:
        """What it has said."""
        return self.home / LOG

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process has to have in its environment to work with this server."""
        return _environment(self.home, self.url)


_PRIVATE = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    # What runs have left goes with them: the logs of those that `retention` has deleted.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
}


def known_server(home: Path) -> Mapping[str, str] | None:
    """Return the environment of the server that runs in a folder, if one does."""
    url = noted(home)
    return _environment(home, url) if url and is_held(home) and _answers(url) else None


@contextmanager
def own_server(home: Path, *, wish: int | None = USUAL_PORT, ui: bool = True) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it surely.

    A first start builds the database and takes ten seconds or more.

    Args:
        home: Its folder: database, settings, log.
        wish: The port that is tried first; another is taken if it is in use.
        ui: Whether to serve the web pages as well.

    Raises:
        ServerRunsError: One works in this folder already.
        ServerError: It did not answer in time, or it ended; then the block is interrupted,
            because Prefect's client would try for minutes.
    """
    with hold(home):
        _outwait(noted(home))
        server = _start(home, free_port(wish), ui=ui)
        ending = threading.Event()
        try:
            _wait(server)
            threading.Thread(target=_watch, args=(server.process, ending), daemon=True).start()
            with note(home, server.url):
                yield server
        except KeyboardInterrupt:
            if server.process.poll() is None:
                raise
            raise ServerError(server.log) from None
        finally:
            ending.set()
            _end(server.process)


def free_port(wish: int | None = None) -> int:
    """Return `wish` if nobody listens there, or else a port that is free now."""
    with socket.socket() as probe:
        if wish is not None and probe.connect_ex((HOST, wish)):
            return wish
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _environment(home: Path, url: str) -> Mapping[str, str]:
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        **_PRIVATE,
        **_sign_in(),
    }


def _sign_in() -> Mapping[str, str]:
    """Return what our runs show to a server of which the environment says that it asks for it."""
    asked = os.environ.get("PREFECT_SERVER_API_AUTH_STRING")
    return {"PREFECT_API_AUTH_STRING": asked} if asked else {}


def _start(home: Path, port: int, *, ui: bool) -> Server:
    environment = {
        **os.environ,
        **_PRIVATE,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_UI_ENABLED": str(ui).lower(),
        # A page of somebody else's in a browser here neither reads it nor has it do anything.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port},http://localhost:{port}",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PYTHONUTF8": "1",
    }
    with (home / LOG).open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-m", __name__, "--host", HOST, "--port", str(port)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            # Away from the terminal's Ctrl-C: it outlives the runs that still report to it.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    return Server(home, f"http://{HOST}:{port}", process)


def _outwait(url: str) -> None:
    """Let the server of an owner that was killed end first: they share a database file."""
    until = time.monotonic() + STOP_SECONDS
    while url and _answers(url) and time.monotonic() < until:
        time.sleep(0.1)


def _wait(server: Server) -> None:
    until = time.monotonic() + START_SECONDS
    while not _answers(server.url):
        if server.process.poll() is not None or time.monotonic() > until:
            raise ServerError(server.log)
        time.sleep(0.1)


def _answers(url: str) -> bool:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _watch(process: "subprocess.Popen[bytes]", ending: threading.Event) -> None:
    """Interrupt the main thread if the server ends before its time."""
    process.wait()
    if ending.is_set():
        return
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:  # which also wakes a main thread that waits for something
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_with_parent() -> None:
    """Ask this process to stop once nobody holds the other end of its standard input."""
    while os.read(0, 1024):
        pass
    _thread.interrupt_main()


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from prefect.cli import app

    # The server makes a block of its type only if it knows that.
    import flows.alarm  # noqa: F401

    sys.argv[:1] = ["prefect", "server", "start"]
    app()
