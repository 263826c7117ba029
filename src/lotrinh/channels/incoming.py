"""A mail that came in: who wrote it, and what he or she has written; machines are left alone.

Replies of absence, reports of delivery and letters of lists are no answers, and must not be
answered either: two machines would go on for ever.
"""

import hashlib
from dataclasses import dataclass
from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from html.parser import HTMLParser
from typing import cast

_OF_MACHINES = ("List-Id", "List-Post", "X-Autoreply", "X-Autorespond", "X-Auto-Reply")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_NOBODY = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")
_BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol"}
_HIDDEN = {"style", "script", "head", "title"}
_QUOTES = {"gmail_quote", "moz-cite-prefix", "yahoo_quoted", "divRplyFwdMsg", "appendonsend"}
"""Classes and ids of what mail programs put around the mail that is answered."""
_LONGEST_HEADER = 2000
"""Characters of a header that is read: the standard library takes minutes over a long one."""


class _Bounded(EmailPolicy):
    """Reads headers; one that nobody writes so long is as good as empty."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value if len(value) <= _LONGEST_HEADER else ""


_POLICY = _Bounded()


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
    try:
        mail = cast("EmailMessage", message_from_bytes(content, policy=_POLICY))
        sender = _sender(mail)
        if sender is None or _is_of_machine(mail, sender):
            return None
        id_ = str(mail.get("Message-ID", "")).strip() or hashlib.sha256(content).hexdigest()
        subject = str(mail.get("Subject", ""))
        return Incoming(*map(_encodable, (sender, id_, subject, _text(mail))))
    except Exception:  # noqa: BLE001  (it trips in many ways, nested too deeply as well)
        return None  # a mail that the standard library trips over is no answer


def _encodable(text: str) -> str:
    """Return a text without halves of characters, which some charsets let through."""
    return text.encode("utf-8", "replace").decode()


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
