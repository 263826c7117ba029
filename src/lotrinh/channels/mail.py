"""A message as an e-mail: one recipient, a text and an HTML part, nothing that tracks.

Whatever is sent again is recognised as the same: Message-ID, thread and boundary come from
the message's key. Subject and names are folded here, because the standard library's own
folding loses or adds a space where an encoded word is broken.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import (
    Address,
    BaseHeader,
    Group,
    HeaderRegistry,
    UniqueSingleAddressHeader,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage
from email.policy import SMTP, Policy

from lotrinh.application.books.messages import Message
from lotrinh.channels.settings import Options

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]+\.)*[a-z0-9-]+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # as the registry does
    """A subject that none of its spaces is lost from."""

    def fold(self, *, policy: Policy) -> str:
        return f"Subject: {_folded(str(self), 'Subject', policy)}{policy.linesep}"


class _From(UniqueSingleAddressHeader, BaseHeader):  # type: ignore[misc]  # as the registry does
    """An address whose name gains no spaces."""

    def fold(self, *, policy: Policy) -> str:
        who, end = self.address, policy.linesep
        if who.display_name.isascii():
            return super().fold(policy=policy)
        return f"From: {_folded(who.display_name, 'From', policy)}{end} <{who.addr_spec}>{end}"


class _Links(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # as the registry does
    """Addresses of pages: on one line however long, for whoever reads them decodes nothing."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _folded(text: str, name: str, policy: Policy) -> str:
    """Encode a header's text in words of at most 75 octets (RFC 2047)."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, 76, name).encode(" ", linesep=policy.linesep)


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)
_HEADERS.map_to_type("from", _From)
_HEADERS.map_to_type("list-unsubscribe", _Links)
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from; its domain also names our Message-IDs."""

    address: str
    name: str = ""
    reply_to: str = ""
    """Where answers are read, if not at the address itself."""

    @classmethod
    def read(cls, options: Options, default: str | None = "lo-trinh@localhost") -> "Sender":
        """Take ``sender`` and ``sender_name``."""
        address = options.text("sender", default)
        found = mailbox(address)
        if address and found is None:
            options.fault("bad-option", option="sender")
        return cls(found.addr_spec if found else address, options.text("sender_name", "Lộ Trình"))

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rpartition("@")[2]


def mailbox(address: str) -> Address | None:
    """Return an address as mail needs it, its domain in ASCII; None where it can't be one."""
    local, _, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    try:
        spec = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        return None
    return Address(addr_spec=spec) if _is_plain(spec) else None


def one_line(text: str) -> str:
    r"""Return `text` as it may stand in a header: composed (NFC), without control characters.

    >>> one_line("Hạn chót\r\nBcc: x@example.vn")
    'Hạn chót Bcc: x@example.vn'
    """
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def write_mail(
    message: Message,
    *,
    sender: Sender,
    to: Address | Group,
    now: datetime,
    answering: str = "",
) -> bytes:
    """Return `message` as it goes over the wire, ending in CRLF.

    Args:
        message: What is said.
        sender: Whom it comes from.
        to: Whom it goes to.
        now: When it leaves.
        answering: The Message-ID of the mail that it answers, if it does.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(one_line(sender.name), addr_spec=sender.address)
    mail["To"] = to
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = now
    mail["Message-ID"] = _identifier(message.key, sender)
    # The root of a thread is never sent; mail programs group by it all the same.
    root = one_line(answering) or _identifier(f"thread:{message.thread}", sender)
    mail["In-Reply-To"] = mail["References"] = root
    mail["Auto-Submitted"] = "auto-replied" if answering else "auto-generated"
    if sender.reply_to:
        mail["Reply-To"] = sender.reply_to
    mail["List-Id"] = f"<lo-trinh.{sender.domain}>"
    if message.how_often:
        # What a mail program calls unsubscribing leads to fewer letters, never to none.
        mail["List-Unsubscribe"] = f"<{message.how_often}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _add_parts(mail, message)
    return mail.as_bytes()


def _add_parts(mail: EmailMessage, message: Message) -> None:
    """Add text and HTML, encoded so that no relay on the way has reason to change them."""
    text = unicodedata.normalize("NFC", message.text)
    html = unicodedata.normalize("NFC", message.html)
    mail.set_content(text, cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
        mail.set_boundary(f"=_{_digest(message.key)}")
    # Only now: the parts above would have taken it along.
    mail["Content-Language"] = message.language


def _identifier(name: str, sender: Sender) -> str:
    return f"<{_digest(name)}@{sender.domain}>"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _is_plain(address: str) -> bool:
    """Whether an address is one that any server takes: ASCII, no quotes, no odd dots."""
    local = address.rpartition("@")[0]
    odd = local.startswith(".") or local.endswith(".") or ".." in local
    return _ADDRESS.fullmatch(address) is not None and not odd
