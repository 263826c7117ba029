"""A real IMAP server on loopback, with one user: pymap, in a process of its own."""

import imaplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Event

from tests.integration.channels.servers import listening

USER = "tra-loi@example.vn"
PASSWORD = "con-mèo-đen"  # noqa: S105  (nobody's)


@dataclass(frozen=True)
class ImapServer:
    """A mailbox that tests put mails into and look into."""

    port: int

    @contextmanager
    def line(self) -> Iterator[imaplib.IMAP4]:
        with closing(_Closing(self.port)) as line:
            secret = f"\0{USER}\0{PASSWORD}".encode()
            line.imap.authenticate("PLAIN", lambda _: secret)
            line.imap.select("INBOX")
            yield line.imap

    def put(self, mail: bytes, arrived: str | None = None) -> None:
        """Have a mail arrive."""
        with self.line() as line:
            line.append("INBOX", "", arrived or "", mail)

    def unseen(self) -> int:
        """Return how many mails nobody has looked at."""
        with self.line() as line:
            return len(line.uid("SEARCH", "UNSEEN")[1][0].split())


class _Closing:
    def __init__(self, port: int) -> None:
        self.imap = imaplib.IMAP4("127.0.0.1", port, timeout=10)

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self.imap.logout()


@contextmanager
def imap_server(*options: str) -> Iterator[ImapServer]:
    """Run a server with an empty mailbox."""
    with listening() as place:
        port = place.getsockname()[1]
    program = "from pymap.main import main; main()"
    command = [sys.executable, "-c", program, "--host", "127.0.0.1"]
    command += ["--port", str(port), *(options or ["--no-tls"])]
    command += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603  (our own words)
        try:
            _wait_for(port, process)
            yield ImapServer(port)
        finally:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once it listens."""
    pause = Event()
    for _ in range(200):
        assert process.poll() is None, "the server has ended"
        with suppress(OSError), closing(_Closing(port)):
            return
        pause.wait(0.05)
