"""A mailbox that people answer to, read by IMAP: one connection a look, nothing is deleted.

What the server says in words is never passed on, for it may quote a name or an address; our
own words are enough.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from lotrinh.channels.mailbox_settings import MailboxSettings
from lotrinh.channels.security import Security

_AT_MOST = 100
"""Letters read in one look; more are for the next."""
_BEGINNING = 262_144
"""Octets of a mail that are fetched: head and text come first, what is attached after it."""
_ARRIVED = re.compile(rb'INTERNALDATE "[^"]*"')
_NO_FOLDER = "there is no such folder"
_NO_PASSWORD = "the password is missing"  # noqa: S105  (a sentence)
_NOT_ASCII = "this server takes only plain letters in user and password"
_NOT_ACCEPTED = "user or password is not accepted"
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "the server's certificate is not trusted"),
    (ssl.SSLError, "no secure connection could be agreed on"),
    (TimeoutError, "timed out"),
    (socket.gaierror, "host not found"),
    (ConnectionRefusedError, "connection refused"),
    (imaplib.IMAP4.abort, "connection lost"),
    (imaplib.IMAP4.error, "the mailbox server refuses"),
)


class MailboxError(Exception):
    """The mailbox can't be read now; the words hold nothing secret."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail in the mailbox, as much of it as is read."""

    uid: str
    content: bytes
    arrived: datetime | None


class Mailbox:
    """An open mailbox."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def unseen(self) -> Iterator[Fetched]:
        """Yield the mails that nobody has looked at, the oldest first; they stay unseen."""
        for uid in self._uids()[:_AT_MOST]:
            if (mail := self._fetch(uid)) is not None:
                yield mail

    def see(self, uid: str) -> None:
        """Mark a mail as seen."""
        _agreed(self._line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))

    def _uids(self) -> list[str]:
        found = _agreed(self._line.uid("SEARCH", "UNSEEN"))
        words = b" ".join(part for part in found if isinstance(part, bytes)).decode("ascii").split()
        return sorted((word for word in words if word.isdigit()), key=int)

    def _fetch(self, uid: str) -> Fetched | None:
        """Return a mail; None where somebody has taken it away meanwhile."""
        wanted = f"(INTERNALDATE BODY.PEEK[]<0.{_BEGINNING}>)"
        for part in _agreed(self._line.uid("FETCH", uid, wanted)):
            if isinstance(part, tuple) and b"BODY[]" in part[0]:
                return Fetched(uid, part[1], _arrival(part[0]))
        return None


@contextmanager
def open_mailbox(settings: MailboxSettings) -> Iterator[Mailbox]:
    """Log in to a mailbox and open its folder.

    Raises:
        MailboxError: That, or what is done with it, doesn't succeed.
    """
    line: imaplib.IMAP4 | None = None
    try:
        line = _connected(settings)
        _log_in(line, settings)
        if line.select(f'"{settings.folder}"')[0] != "OK":
            raise MailboxError(_NO_FOLDER)
        yield Mailbox(line)
    except (OSError, imaplib.IMAP4.error, UnicodeError) as error:
        words = next((words for kind, words in _WORDS if isinstance(error, kind)), "no connection")
        raise MailboxError(words) from None
    finally:
        if line is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                line.logout()
            with suppress(OSError):
                line.shutdown()  # which taking leave in vain hasn't done


def _connected(settings: MailboxSettings) -> imaplib.IMAP4:
    trust = ssl.create_default_context(cafile=settings.ca_file or None)
    place = (settings.host, settings.port)
    if settings.security is Security.TLS:
        return imaplib.IMAP4_SSL(*place, ssl_context=trust, timeout=settings.timeout)
    line = imaplib.IMAP4(*place, timeout=settings.timeout)
    if settings.security is Security.STARTTLS:
        try:
            line.starttls(trust)
        except BaseException:
            line.shutdown()
            raise
    return line


def _log_in(line: imaplib.IMAP4, settings: MailboxSettings) -> None:
    secret = settings.password.reveal() if settings.password is not None else None
    if secret is None:
        raise MailboxError(_NO_PASSWORD)
    try:
        if "AUTH=PLAIN" in line.capabilities:
            # Takes letters of every language, which LOGIN doesn't.
            line.authenticate("PLAIN", lambda _: f"\0{settings.user}\0{secret}".encode())
        else:
            line.login(settings.user, secret)
    except imaplib.IMAP4.abort:
        raise
    except UnicodeError:
        raise MailboxError(_NOT_ASCII) from None
    except imaplib.IMAP4.error:
        raise MailboxError(_NOT_ACCEPTED) from None


def _agreed(answer: tuple[str, list[object]]) -> list[object]:
    """Return what a command brought."""
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error
    return found


def _arrival(head: bytes) -> datetime | None:
    """Return when a mail arrived, None where the server doesn't say."""
    found = _ARRIVED.search(head)
    said = imaplib.Internaldate2tuple(found[0]) if found is not None else None
    if said is None:
        return None
    return datetime(*said[:6]).astimezone(UTC)
