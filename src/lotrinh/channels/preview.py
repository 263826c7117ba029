"""Messages as .eml files in a folder, for reading in a mail program: nothing leaves the machine.

It stands in for every other channel in a fresh installation, so it takes any address.
A message that is sent twice is one file.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Group
from pathlib import Path

from lotrinh import clock
from lotrinh.application.books.messages import Message, Outcome, Receipt
from lotrinh.channels.mail import Sender, mailbox, one_line, write_mail

_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")


@dataclass(slots=True)
class PreviewChannel:
    """Implements `Channel` with a folder."""

    name: str
    folder: Path
    sender: Sender
    now: Callable[[], datetime] = clock.now

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:  # noqa: ARG002  (it is the same file)
        """Write the message down; the receipt names the file."""
        to = mailbox(address) or Group(one_line(address), ())
        mail = write_mail(message, sender=self.sender, to=to, now=self.now())
        path = self.folder / _file_name(message)
        try:
            _replace(path, mail)
        except OSError:
            return Receipt(Outcome.TEMPORARY, "the file can't be written")
        return Receipt(Outcome.ACCEPTED, path.name, stays_here=True)

    def close(self) -> None:
        """Nothing is held open."""


def _file_name(message: Message) -> str:
    """Return a name that sorts by day and is safe on any file system."""
    recipient = _UNSAFE.sub("-", message.recipient)[:60]
    key = hashlib.sha256(message.key.encode()).hexdigest()[:12]
    return f"{message.at:%Y-%m-%d}_{recipient}_{key}.eml"


def _replace(path: Path, content: bytes) -> None:
    """Put a whole file in place, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
