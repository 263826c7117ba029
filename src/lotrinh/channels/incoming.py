"""A mail that came in: who wrote it, and what he or she has written; machines are left alone.

Replies of absence, reports of delivery and letters of lists are no answers, and must not be
answered either: two machines would go on for ever.
"""

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from html.parser import HTMLParser

_OF_MACHINES = ("List-Id", "List-Post", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_NOBODY = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")
_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol"}
_HIDDEN = {"style", "script", "head", "title"}
_QUOTES = {"gmail_quote", "moz-cite-prefix", "yahoo_quoted", "divRplyFwdMsg", "appendonsend"}
"""Classes and ids of what mail programs put around the mail that is answered."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody has written."""

    sender: str
    id: str
    """The Message-ID, or what stands for it where there is none."""
    subject: str
    text: str


def read_mail(content: bytes) -> Incoming | None:
    """Return what somebody has written; None where a machine has, or nobody who can be named."""
    mail = message_from_bytes(content, EmailMessage, policy=policy.default)
    try:
        sender = _sender(mail)
        if sender is None or _is_of_machine(mail, sender):
            return None
        id_ = str(mail.get("Message-ID", "")).strip() or hashlib.sha256(content).hexdigest()
        return Incoming(sender, id_, str(mail.get("Subject", "")), _text(mail))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None  # a mail that the standard library trips over is no answer


def _sender(mail: EmailMessage) -> str | None:
    found = [header for header in mail.get_all("From", []) if isinstance(header, AddressHeader)]
    addresses = [address.addr_spec for header in found for address in header.addresses]
    return addresses[0].casefold() if len(addresses) == 1 and addresses[0] else None


def _is_of_machine(mail: EmailMessage, sender: str) -> bool:
    submitted = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().casefold()
    return (
        submitted != "no"
        or str(mail.get("Precedence", "")).strip().casefold() in _BULK
        or str(mail.get("Return-Path", "")).strip() == "<>"
        or any(name in mail for name in _OF_MACHINES)
        or mail.get_content_type() == "multipart/report"
        or sender.startswith(_NOBODY)
    )


def _text(mail: EmailMessage) -> str:
    """Return the text of a mail; where it has none but a page, the words of that."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    if body.get_content_subtype() != "html":
        return content
    page = _Page()
    page.feed(content)
    return page.text


class _Page(HTMLParser):
    """Collects the words of a page, up to what it quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._hidden = 0
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; stop at a quotation."""
        marked = " ".join(value or "" for name, value in attrs if name in {"class", "id"})
        marks = set(marked.split())
        self._ended = self._ended or tag in {"blockquote", "hr"} or not marks.isdisjoint(_QUOTES)
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block."""
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; line ends in them are only spaces."""
        if not self._hidden:
            self._add(" ".join(data.split()) + " " if data.strip() else " ")

    def _add(self, words: str) -> None:
        if not self._ended:
            self.text += words
