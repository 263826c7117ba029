"""What Apprise says by the way: the only place where a failure tells how far a message has come.

It is heard by a logger of our own, which passes nothing on: it may quote a URL with its secrets.
"""

import logging
import re

from lotrinh.application.books.messages import Outcome, Receipt

_ANSWERED = re.compile(r"\berror=(\d{3})\b")
_BROKEN_OFF = "Socket Exception: "
_NOBODY_KNOWS = {"408", "504"}
_SURELY_NOT = (
    ("the server's certificate is not trusted", ("CERTIFICATE_VERIFY_FAILED",)),
    ("timed out", ("ConnectTimeout", "connect timeout")),
    ("host not found", ("NameResolutionError", "Name or service not known", "getaddrinfo")),
    ("connection refused", ("Connection refused", "NewConnectionError")),
)
_SMTP_REFUSAL = re.compile(r"\(\d{3}, b['\"]")


class Ear(logging.Handler):
    """Hears what one service says of one send."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.logger = logging.Logger("lotrinh.apprise", logging.DEBUG)  # noqa: LOG001  (nobody else is to hear it)
        self.logger.addHandler(self)
        self._heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Hear something."""
        self._heard.append(record.getMessage())

    def receipt(self, name: str) -> Receipt:
        """Say how a send ended that failed: until it had left, it surely did."""
        broken = [said for said in self._heard if _BROKEN_OFF in said]
        if broken:
            return _of_break(name, broken[-1])
        answered = {code for said in self._heard for code in _ANSWERED.findall(said)}
        if answered & _NOBODY_KNOWS:
            return Receipt(Outcome.UNKNOWN, f"{name}: timed out on the way")
        return Receipt(Outcome.TEMPORARY, f"{name}: the service did not take the message")


def _of_break(name: str, said: str) -> Receipt:
    for words, signs in _SURELY_NOT:
        if any(sign in said for sign in signs):
            return Receipt(Outcome.TEMPORARY, f"{name}: {words}")
    if _SMTP_REFUSAL.search(said):
        return Receipt(Outcome.TEMPORARY, f"{name}: the service did not take the message")
    return Receipt(Outcome.UNKNOWN, f"{name}: connection lost after the whole message")
