"""One SMTP server over one connection, kept as long as it lasts: bytes in, a receipt out.

The body and the dot that ends it are sent apart. Until the dot has left, a failure is
surely a failure; from then until the reply the server may have taken the mail, and the
end is unknown. Each answer has a timeout, and a mail as a whole a deadline: one answer may
drip in for ever. Not to be shared between threads.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.deadline import deadline
from lotrinh.channels.mail import Sender
from lotrinh.channels.mailbox_settings import MailboxSettings
from lotrinh.channels.replies import receipt_for, receipt_of_failure
from lotrinh.channels.security import PORTS, Security
from lotrinh.channels.settings import Options, Secret

_LEAVING = 421
_ANSWERS, _LONGEST = 4, 200.0
"""A mail may take so many timeouts, and so many seconds: less than is left of a lease."""


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """Where mail is handed over, and as whom."""

    host: str
    port: int
    security: Security
    sender: Sender
    user: str
    password: Secret | None
    ca_file: str
    """Certificates to trust instead of the system's: an office's own authority."""
    timeout: float
    """Seconds to wait for any one answer."""
    replies: MailboxSettings | None = None
    """The mailbox that answers come to, if they are read."""

    @classmethod
    def read(cls, options: Options) -> "RelaySettings":
        """Make settings of options."""
        security = options.choice("security", Security.STARTTLS)
        password = options.secret("password")
        part = options.part("replies")
        replies = MailboxSettings.read(part) if part else None
        sender = Sender.read(options, default=None)
        if replies is not None:
            sender = replace(sender, reply_to=replies.address)
        return cls(
            host=options.text("host").strip("[]"),
            port=int(options.number("port", PORTS[security], 65_535)),
            security=security,
            sender=sender,
            user=options.text("user", None if password else ""),
            password=password,
            ca_file=options.file("ca_file"),
            timeout=options.number("timeout", "30", 600),
            replies=replies,
        )


class _RefusedError(Exception):
    """The server answered a command otherwise than the mail needs."""

    def __init__(self, code: int, text: bytes) -> None:
        self.code = code
        found = receipt_for(code, text)
        # A yes out of turn is no yes to the mail.
        accepted = found.outcome is Outcome.ACCEPTED
        self.receipt = replace(found, outcome=Outcome.TEMPORARY) if accepted else found
        super().__init__(self.receipt.detail)


class Relay:
    """A server that takes mails, one at a time."""

    def __init__(self, settings: RelaySettings) -> None:
        self.settings = settings
        self._line: smtplib.SMTP | None = None
        self._dialled: smtplib.SMTP | None = None
        """The connection that was made last, or is being made."""

    def send(self, mail: bytes, recipient: str) -> Receipt:
        """Hand over a mail (ending in CRLF) for one recipient."""
        seconds = min(_ANSWERS * self.settings.timeout, _LONGEST)
        with deadline(self._sock, seconds) as is_over:
            receipt = self._hand_over(mail, recipient)
        if not is_over() or receipt.outcome is Outcome.ACCEPTED:
            return receipt
        self.close()
        whole = receipt.outcome is Outcome.UNKNOWN
        return receipt_of_failure(TimeoutError(), whole_mail_left=whole)

    def _hand_over(self, mail: bytes, recipient: str) -> Receipt:
        try:
            line = self._begin()
            _agreed(*line.rcpt(recipient))
            _agreed(*line.docmd("DATA"), wanted=3)
            line.send(re.sub(rb"(?m)^\.", b"..", mail))
        except _RefusedError as refused:
            self._rest(refused.code)
            return refused.receipt
        except (OSError, UnicodeError) as error:
            self.close()
            return receipt_of_failure(error)
        return self._finish(line)

    def greet(self, seconds: float) -> Receipt:
        """Say whether a mail would be taken: sign in, name its sender, take leave; none is sent."""
        hurried = Relay(replace(self.settings, timeout=min(seconds, self.settings.timeout)))
        try:
            hurried._begin()
        except _RefusedError as refused:
            return refused.receipt
        except (OSError, UnicodeError) as error:
            return receipt_of_failure(error)
        else:
            return Receipt(Outcome.ACCEPTED, "")
        finally:
            hurried.close()

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        line, self._line = self._line, None
        if line is not None and line.sock is not None:
            with suppress(OSError), closing(line):
                # Its reply is nothing to wait for.
                line.sock.sendall(b"QUIT\r\n")

    def _begin(self) -> smtplib.SMTP:
        """Return a connection on which a mail has been begun.

        A kept one that the server has given up meanwhile (no answer, or 421) is replaced.
        """
        if self._line is not None:
            code, text = _asked(self._line, self.settings.sender.address)
            if code != _LEAVING:
                _agreed(code, text)
                return self._line
            self.close()
        self._line = self._connect()
        _agreed(*self._line.mail(self.settings.sender.address))
        return self._line

    def _finish(self, line: smtplib.SMTP) -> Receipt:
        """Send the final dot and wait for the server's word on the whole mail."""
        try:
            line.send(b".\r\n")
            code, text = line.getreply()
        except OSError as error:
            self.close()
            return receipt_of_failure(error, whole_mail_left=True)
        if code // 100 not in {2, 4, 5}:
            self.close()
            return Receipt(Outcome.UNKNOWN, "no reply that makes sense to the whole mail")
        if code == _LEAVING:
            self.close()
        return receipt_for(code, text)

    def _rest(self, code: int) -> None:
        """Make the connection ready for the next mail after a refusal, or give it up."""
        if code // 100 not in {4, 5} or code == _LEAVING or self._line is None:
            return self.close()
        try:
            _agreed(*self._line.rset())
        except (_RefusedError, OSError):
            self.close()

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        with ExitStack() as undo:
            line = self._dial()
            undo.callback(line.close)
            if line.sock is not None:
                # The dot follows the body; it must not wait 40 ms for the body's receipt.
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.ehlo_or_helo_if_needed()
            if settings.security is Security.STARTTLS:
                line.starttls(context=self._trust)
                line.ehlo_or_helo_if_needed()
            if settings.password is not None:
                # One that is missing now is refused as a wrong one; we never go unsigned.
                line.login(settings.user, settings.password.reveal() or "")
            undo.pop_all()
        return line

    def _dial(self) -> smtplib.SMTP:
        settings = self.settings
        # Without a name of ours smtplib asks the DNS for one, which may take seconds.
        name, timeout = settings.sender.domain, settings.timeout
        if settings.security is not Security.TLS:
            return _Line(self._know, settings.host, settings.port, name, timeout)
        return _SecureLine(
            self._know, settings.host, settings.port, name, timeout=timeout, context=self._trust
        )

    def _sock(self) -> socket.socket | None:
        return self._dialled.sock if self._dialled is not None else None

    def _know(self, line: smtplib.SMTP) -> None:
        self._dialled = line

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whom we trust: loaded once, for that takes 40 ms."""
        return ssl.create_default_context(cafile=self.settings.ca_file or None)


class _Line(smtplib.SMTP):
    """A connection that is known before it is made, so that it can be cut meanwhile."""

    def __init__(self, know: Callable[[smtplib.SMTP], None], *words: Any, **more: Any) -> None:
        know(self)
        super().__init__(*words, **more)


class _SecureLine(smtplib.SMTP_SSL):
    """The same, protected from the first octet."""

    def __init__(self, know: Callable[[smtplib.SMTP], None], *words: Any, **more: Any) -> None:
        know(self)
        super().__init__(*words, **more)


def _asked(line: smtplib.SMTP, sender: str) -> tuple[int, bytes]:
    """Begin a mail on a kept connection; a dead one counts as one that said 421."""
    try:
        return line.mail(sender)
    except OSError:
        return _LEAVING, b""


def _agreed(code: int, text: bytes, wanted: int = 2) -> None:
    """Go on if the reply is of the class wanted: 2 done, 3 go on."""
    if code // 100 != wanted:
        raise _RefusedError(code, text)
