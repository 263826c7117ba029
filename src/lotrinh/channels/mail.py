"""A message as an e-mail: one recipient, a text and an HTML part, nothing that tracks.

Whatever is sent again is recognised as the same: Message-ID, thread and boundary come from
the message's key.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, Group
from email.utils import format_datetime

from lotrinh.application.books.messages import Message
from lotrinh.channels import lines
from lotrinh.channels.lines import END, header
from lotrinh.channels.settings import Options

_LABEL = "[a-z0-9-]{1,63}"
_ADDRESS = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)*{_LABEL}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


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
        spec = f"{local}@{_in_ascii(domain)}"
    except UnicodeError:
        return None
    return Address(addr_spec=spec) if _is_plain(spec) else None


def _in_ascii(domain: str) -> str:
    """Return a domain as the DNS holds it; whose letters it has needs no tables of Unicode."""
    return domain.lower() if domain.isascii() else domain.encode("idna").decode().lower()


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
    headers = "".join(_headers(message, sender, to, now, one_line(answering)))
    language = header("Content-Language", message.language)
    kind, text = lines.text_part(message.text, "plain")
    version = header("MIME-Version", "1.0")
    if not message.html:
        return f"{headers}{kind}{version}{language}{END}{text}".encode("ascii")
    boundary = f"=_{_digest(message.key)}"
    both = f'Content-Type: multipart/alternative;{END} boundary="{boundary}"{END}'
    kind_of_html, html = lines.text_part(message.html, "html")
    parts = (f"{kind}{END}{text}", f"{kind_of_html}{version}{END}{html}")
    body = "".join(f"--{boundary}{END}{part}{END}" for part in parts)
    return f"{headers}{version}{both}{language}{END}{body}--{boundary}--{END}".encode("ascii")


def _headers(
    message: Message, sender: Sender, to: Address | Group, now: datetime, answering: str
) -> Iterator[str]:
    """Yield what tells where a mail comes from, where it goes and what it belongs to."""
    yield lines.sender(one_line(sender.name), sender.address)
    yield header("To", str(to))
    yield lines.subject(one_line(message.subject))
    yield header("Date", format_datetime(now))
    yield header("Message-ID", _identifier(message.key, sender))
    # The root of a thread is never sent; mail programs group by it all the same.
    root = answering or _identifier(f"thread:{message.thread}", sender)
    yield header("In-Reply-To", root)
    yield header("References", root)
    yield header("Auto-Submitted", "auto-replied" if answering else "auto-generated")
    if sender.reply_to:
        yield header("Reply-To", sender.reply_to)
    yield header("List-Id", f"<lo-trinh.{sender.domain}>")
    if message.how_often:
        # What a mail program calls unsubscribing leads to fewer letters, never to none.
        yield lines.links("List-Unsubscribe", f"<{message.how_often}>")
        yield header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def _identifier(name: str, sender: Sender) -> str:
    return f"<{_digest(name)}@{sender.domain}>"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _is_plain(address: str) -> bool:
    """Whether an address is one that any server takes: ASCII, no quotes, no odd dots."""
    local = address.rpartition("@")[0]
    odd = local.startswith(".") or local.endswith(".") or ".." in local
    return _ADDRESS.fullmatch(address) is not None and not odd
