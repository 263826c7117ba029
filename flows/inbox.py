"""A real SMTP server on loopback that keeps what arrives, for the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from flows.server import HOST, free_port


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as its recipient's mail program would show it."""

    to: str
    subject: str
    text: str
    message_id: str


@dataclass  # without slots: aiosmtpd looks at every member, which those of Python 3.11.2 don't bear
class Inbox:
    """Everybody's mailbox."""

    port: int
    folder: Path
    """Where each message is kept as a file that mail programs open."""
    mails: list[Mail] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def take(self) -> list[Mail]:
        """Return what arrived since the last call."""
        taken, self.mails = self.mails, []
        return taken

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Accept a message; aiosmtpd calls it by this name."""
        file = self.folder / f"{next(self.numbers):03}.eml"
        file.write_bytes(envelope.content)
        self.mails.extend(_mail(to, envelope.content) for to in envelope.rcpt_tos)
        return "250 2.0.0 Kept"


@contextmanager
def open_inbox(folder: Path) -> Iterator[Inbox]:
    """Listen on a free port until the end of the block, and keep all mails in a folder."""
    folder.mkdir(parents=True)
    inbox = Inbox(free_port(), folder)
    controller = Controller(inbox, hostname=HOST, port=inbox.port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


def _mail(to: str, content: bytes) -> Mail:
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    body = message.get_body(("plain",))
    text = "" if body is None else body.get_content()
    return Mail(to, str(message["Subject"]), text.strip(), str(message["Message-ID"]))
