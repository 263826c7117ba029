"""What an answer of the Zalo Bot server, or a failure to get one, means for a call.

Only what the API itself says (JSON with ``ok``) is final: a page of a proxy or a firewall
is about the way there, not about the message. Its own words are never passed on, for they
may quote a token or a conversation; codes are enough, and our own words.
"""

import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage
from typing import Any

from lotrinh.application.books.messages import Outcome, Receipt

_SAID = {
    400: "the message is not accepted",
    401: "the token is not accepted",
    403: "this person takes no messages from the bot",
    404: "no such conversation",
    408: "timed out on the way",
    429: "the bot's quota is used up",
    504: "timed out on the way",
}
_FINAL = {400, 403, 404}
_NOBODY_KNOWS = {408, 504}
"""The server gave up waiting for one behind it, which may have gone on."""
_REDIRECTS = range(300, 400)
_LONGEST_WAIT = timedelta(days=1)
_MESSAGE_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (ssl.SSLCertVerificationError, "the server's certificate is not trusted"),
    (ssl.SSLError, "no secure connection could be agreed on"),
    (TimeoutError, "timed out"),
    (socket.gaierror, "host not found"),
    (ConnectionRefusedError, "connection refused"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended; what it brought, where it was accepted."""

    receipt: Receipt
    result: Any = field(default=None, repr=False)
    code: int | None = None
    """What the API itself said was wrong."""

    @property
    def accepted(self) -> bool:
        """Whether the server did what it was asked for."""
        return self.receipt.outcome is Outcome.ACCEPTED


def answer_of(status: int, headers: HTTPMessage, body: bytes, now: datetime) -> Answer:
    """Say what an answer means."""
    said = _document(body)
    if said is None or not isinstance(said.get("ok"), bool):
        return Answer(_not_the_api(status, headers, now))
    if said["ok"] and status == 200:
        return Answer(Receipt(Outcome.ACCEPTED, _message_id(said)), said.get("result"))
    code = said.get("error_code")
    known = code if isinstance(code, int) and not isinstance(code, bool) else status
    return Answer(_refusal(known, _wait(headers, now)), code=known)


def failure(error: BaseException, *, whole_call_left: bool = False) -> Answer:
    """Say what a failure means: surely nothing was done, until the whole call had left."""
    words = next((words for kind, words in _WORDS if isinstance(error, kind)), "connection lost")
    if whole_call_left:
        return Answer(Receipt(Outcome.UNKNOWN, f"{words} after the whole message"))
    return Answer(Receipt(Outcome.TEMPORARY, words))


def _refusal(code: int, wait: timedelta | None) -> Receipt:
    if code in _FINAL:
        outcome = Outcome.PERMANENT
    else:
        outcome = Outcome.UNKNOWN if code in _NOBODY_KNOWS else Outcome.TEMPORARY
    detail = f"{code} {_SAID.get(code, 'the bot server refuses')}"
    return Receipt(outcome, detail, wait if outcome is Outcome.TEMPORARY else None)


def _not_the_api(status: int, headers: HTTPMessage, now: datetime) -> Receipt:
    """Say what an answer means that isn't one of the API: cut short, a page, a redirect."""
    if 200 <= status < 300:
        return Receipt(Outcome.UNKNOWN, f"HTTP {status}: no answer that makes sense")
    if status in _REDIRECTS:
        return Receipt(Outcome.TEMPORARY, f"HTTP {status}: a redirect, which is not followed")
    if status in _NOBODY_KNOWS:
        return Receipt(Outcome.UNKNOWN, f"HTTP {status}: {_SAID[status]}")
    return Receipt(Outcome.TEMPORARY, f"HTTP {status}: not the bot server", _wait(headers, now))


def _document(body: bytes) -> Mapping[str, Any] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _message_id(said: Mapping[str, Any]) -> str:
    result = said.get("result")
    id_ = result.get("message_id") if isinstance(result, dict) else None
    return id_ if isinstance(id_, str) and _MESSAGE_ID.fullmatch(id_) else ""


def _wait(headers: HTTPMessage, now: datetime) -> timedelta | None:
    """Return what ``Retry-After`` asks for, in seconds or as a day and time."""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isascii() and asked.isdigit():
        wait = timedelta(seconds=int(asked[:6]))
    else:
        try:
            until = parsedate_to_datetime(asked)
        except ValueError:
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)
