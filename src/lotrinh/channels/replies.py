"""What an SMTP server's reply, or a failure to get one, means for the mail.

Its words are never passed on: they may quote the address. Codes are enough, and our own words.
"""

import re
import smtplib
import socket
import ssl

from lotrinh.application.books.messages import Outcome, Receipt

_STATUS = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_LATER = ("5.4.4", "5.7.", "5.1.7", "5.1.8")
"""Refusals that blame the route, a policy or the sender: not the recipient, and mendable."""
_AUTHENTICATION = {530, 534, 535, 538}
_LOST = "connection lost"
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "the server's certificate is not trusted"),
    (ssl.SSLError, "no secure connection could be agreed on"),
    (TimeoutError, "timed out"),
    (socket.gaierror, "host not found"),
    (ConnectionRefusedError, "connection refused"),
    (UnicodeError, "host, user or password has letters that can't be sent"),
    (smtplib.SMTPServerDisconnected, _LOST),
    (smtplib.SMTPException, "the server does not offer the security or sign-in asked for"),
)


def receipt_for(code: int, text: bytes) -> Receipt:
    """Say what a reply means, by its enhanced status code where it has one.

    >>> receipt = receipt_for(550, b"5.1.1 <lan@example.vn> unknown")
    >>> str(receipt.outcome), receipt.detail
    ('permanent', '550 5.1.1')
    """
    found = _STATUS.match(text)
    status = found.group().decode() if found else ""
    detail = f"{code} {status}".strip()
    if code // 100 == 2:
        return Receipt(Outcome.ACCEPTED, detail)
    later = status.startswith(_LATER) or code in _AUTHENTICATION
    final = code // 100 == 5 and not later
    return Receipt(Outcome.PERMANENT if final else Outcome.TEMPORARY, detail)


def receipt_of_failure(error: Exception, *, whole_mail_left: bool = False) -> Receipt:
    """Say what a failure means: surely nothing, until the whole mail had left.

    What a server says of connections, security and sign-in is temporary, whatever its code:
    it is not about this mail.
    """
    if isinstance(error, smtplib.SMTPResponseException):
        words = receipt_for(error.smtp_code, _octets(error.smtp_error)).detail
    else:
        words = _words(error)
    if whole_mail_left:
        return Receipt(Outcome.UNKNOWN, f"{words} after the whole mail")
    return Receipt(Outcome.TEMPORARY, words)


def _words(error: BaseException) -> str:
    """Put a failure into our own words; smtplib hides what cut a connection in its context."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and error.__context__ is not None:
        return _words(error.__context__)
    return next((words for kind, words in _WORDS if isinstance(error, kind)), _LOST)


def _octets(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
