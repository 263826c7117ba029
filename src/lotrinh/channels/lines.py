"""The lines of a mail: headers and bodies as the standard library writes them, without its trees.

Its message objects parse each header that they are given, at ten times the cost. Here they fold
what doesn't fit on a line as it is, except subject and names: there the library's folding loses
or adds a space where an encoded word is broken.
"""

import unicodedata
from email.header import Header
from email.headerregistry import Address, HeaderRegistry
from email.policy import SMTP
from email.quoprimime import body_encode
from functools import lru_cache

END = "\r\n"
_LONGEST = 76
"""What an encoded word may take (RFC 2047); longer lines are left to the library."""
_HEADERS = HeaderRegistry()


def header(name: str, value: str) -> str:
    """Return a header, ending in CRLF."""
    line = f"{name}: {value}"
    if len(line) <= _LONGEST and line.isascii():
        return line + END
    folded: str = _HEADERS(name, value).fold(policy=SMTP)
    return folded


@lru_cache(maxsize=256)
def subject(text: str) -> str:
    """Return a subject that none of its spaces is lost from; many of a day's are alike."""
    return f"Subject: {_encoded(text, 'Subject')}{END}"


@lru_cache(maxsize=64)
def sender(name: str, address: str) -> str:
    """Return who writes; the name gains no spaces."""
    if name.isascii():
        return header("From", str(Address(name, addr_spec=address)))
    return f"From: {_encoded(name, 'From')}{END} <{address}>{END}"


def links(name: str, value: str) -> str:
    """Return addresses of pages on one line, however long: whoever reads them decodes nothing."""
    return f"{name}: {value}{END}"


def text_part(text: str, subtype: str) -> tuple[str, str]:
    r"""Return headers and body of a text, encoded so that no relay has reason to change it.

    >>> text_part("Hạn 15/12", "plain")[1]
    'H=E1=BA=A1n 15/12\r\n'
    """
    lines = unicodedata.normalize("NFC", text).encode().splitlines()
    plain = b"".join(line + b"\n" for line in lines or [b""])
    body = body_encode(plain.decode("latin-1"), SMTP.max_line_length or _LONGEST)
    kind = header("Content-Type", f'text/{subtype}; charset="utf-8"')
    return kind + header("Content-Transfer-Encoding", "quoted-printable"), body.replace("\n", END)


def _encoded(text: str, name: str) -> str:
    """Encode a header's text in words of at most 75 octets (RFC 2047)."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, _LONGEST, name).encode(" ", linesep=END)
