"""Why a send failed: a closed set, made of the codes and words that channels leave in receipts.

Receipts are kept as they came; what they mean is decided here, once, for whoever tells it.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from lotrinh.application.books.messages import Outcome, Receipt

_REPLY = re.compile(r"(\d{3})(?: \d\.(\d+\.\d+))?")
_CODE_FIRST = re.compile(r"\d{3} (?=[a-z])")


class Failure(StrEnum):
    """What a person is told; `rendering` has a sentence for each, and what to do."""

    NO_ADDRESS = "no-address"
    SET_ASIDE = "set-aside"
    """Every address that there is was set aside."""
    BAD_ADDRESS = "bad-address"
    UNKNOWN_ADDRESS = "unknown-address"
    MAILBOX_FULL = "mailbox-full"
    MAILBOX_CLOSED = "mailbox-closed"
    REJECTED = "rejected"
    TOO_LARGE = "too-large"
    BLOCKED = "blocked"
    SENDER_REFUSED = "sender-refused"
    SIGN_IN = "sign-in"
    NO_ROUTE = "no-route"
    BUSY = "busy"
    HOST_NOT_FOUND = "host-not-found"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_LOST = "connection-lost"
    TIMED_OUT = "timed-out"
    CERTIFICATE = "certificate"
    NOT_SECURE = "not-secure"
    NO_CONVERSATION = "no-conversation"
    TOKEN = "token"  # noqa: S105  (a word for one)
    QUOTA = "quota"
    SERVICE = "service"
    CHANNEL = "channel"
    """The channel's own settings; no address is to blame."""
    FILE = "file"
    """A message that is to be a file can't be written."""
    UNKNOWN_END = "unknown-end"
    OTHER = "other"

    @property
    def blames_address(self) -> bool:
        """Whether another address of the same person might do better."""
        return self in _OF_ADDRESS

    @property
    def blames_way(self) -> bool:
        """Whether any other message by the same channel would fare alike for now."""
        return self in _OF_WAY


_OF_ADDRESS = frozenset(
    {
        Failure.BAD_ADDRESS,
        Failure.UNKNOWN_ADDRESS,
        Failure.MAILBOX_FULL,
        Failure.MAILBOX_CLOSED,
        Failure.REJECTED,
        Failure.NO_CONVERSATION,
    }
)

_OF_WAY = frozenset(
    {
        Failure.HOST_NOT_FOUND,
        Failure.CONNECTION_REFUSED,
        Failure.TIMED_OUT,
        Failure.CERTIFICATE,
        Failure.NOT_SECURE,
        Failure.SIGN_IN,
        Failure.TOKEN,
        Failure.QUOTA,
    }
)

SAID: Mapping[str, Failure] = {
    "no-address": Failure.NO_ADDRESS,
    "set-aside": Failure.SET_ASIDE,
    "not an e-mail address": Failure.BAD_ADDRESS,
    "not an address for this channel": Failure.BAD_ADDRESS,
    "host not found": Failure.HOST_NOT_FOUND,
    "connection refused": Failure.CONNECTION_REFUSED,
    "connection lost": Failure.CONNECTION_LOST,
    "timed out": Failure.TIMED_OUT,
    "the server's certificate is not trusted": Failure.CERTIFICATE,
    "no secure connection could be agreed on": Failure.NOT_SECURE,
    "the server does not offer the security or sign-in asked for": Failure.NOT_SECURE,
    "host, user or password has letters that can't be sent": Failure.CHANNEL,
    "the host is not a public one": Failure.CHANNEL,
    "not a usable URL for one recipient": Failure.CHANNEL,
    "the service did not take the message": Failure.SERVICE,
    "the message is not accepted": Failure.REJECTED,
    "this person takes no messages from the bot": Failure.NO_CONVERSATION,
    "no such conversation": Failure.NO_CONVERSATION,
    "the token is not accepted": Failure.TOKEN,
    "the token is missing or can't be one": Failure.TOKEN,
    "the bot's quota is used up": Failure.QUOTA,
    "timed out on the way": Failure.TIMED_OUT,
    "the bot server refuses": Failure.SERVICE,
    "not the bot server": Failure.SERVICE,
    "a redirect, which is not followed": Failure.SERVICE,
    "the file can't be written": Failure.FILE,
    "the message could not be made": Failure.OTHER,
    "its address is missing": Failure.CHANNEL,
    "its address can't be one": Failure.CHANNEL,
}
"""Our channels' own words; a test holds those of `channels` to them."""

_BY_CODE: Mapping[str, Failure] = {
    **dict.fromkeys(("454", "530", "534", "535", "538"), Failure.SIGN_IN),
    **dict.fromkeys(("550", "551", "553"), Failure.UNKNOWN_ADDRESS),
    "552": Failure.MAILBOX_FULL,
}
_BY_STATUS: tuple[tuple[tuple[str, ...], Failure], ...] = (
    (("1.7", "1.8"), Failure.SENDER_REFUSED),
    (("1.",), Failure.UNKNOWN_ADDRESS),
    (("2.1",), Failure.MAILBOX_CLOSED),
    (("2.2",), Failure.MAILBOX_FULL),
    (("2.3", "3.4"), Failure.TOO_LARGE),
    (("4.",), Failure.NO_ROUTE),
    (("7.",), Failure.BLOCKED),
    (("0.", "2.", "3.", "5.", "6."), Failure.REJECTED),
)
"""By the subject of an enhanced status code (RFC 3463); the first that fits."""


def failure_of(receipt: Receipt) -> Failure | None:
    """Say why a send failed, None where it didn't.

    >>> failure_of(Receipt(Outcome.PERMANENT, "550 5.1.1"))
    <Failure.UNKNOWN_ADDRESS: 'unknown-address'>
    >>> failure_of(Receipt(Outcome.TEMPORARY, "451 4.7.1"))
    <Failure.BUSY: 'busy'>
    """
    if receipt.outcome is Outcome.ACCEPTED:
        return None
    if receipt.outcome is Outcome.UNKNOWN:
        return Failure.UNKNOWN_END
    # An Apprise channel puts its own name first, a bot a code.
    words = _CODE_FIRST.sub("", receipt.detail.rpartition(": ")[2])
    reply = _REPLY.fullmatch(words)
    return _of_reply(reply[1], reply[2] or "") if reply else SAID.get(words, Failure.OTHER)


def _of_reply(code: str, subject: str) -> Failure:
    """Return what an SMTP server's refusal means."""
    by_code = _BY_CODE.get(code)
    if by_code is Failure.SIGN_IN:
        return by_code
    if not code.startswith("5"):
        return Failure.MAILBOX_FULL if subject == "2.2" else Failure.BUSY
    for beginnings, failure in _BY_STATUS:
        if subject.startswith(beginnings):
            return failure
    return by_code or Failure.REJECTED
