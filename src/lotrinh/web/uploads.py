"""Forms with a file: multipart, read whole, and bounded before anything is made of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import HTTPException, Request

from lotrinh.web.bodies import whole_body

LARGEST = 9 * 1024 * 1024
"""Bytes of a form with all that is in it."""
_PATIENCE = 120.0
"""Seconds in which it has to be there: lines in the country are slow."""
_MOST_PARTS = 20
_BOUNDARY = re.compile(r'boundary="?([^";,\s]{1,70})"?', re.ASCII)
_NAME = re.compile(rb'[; ]name="([^"\r\n]*)"')
_FILE = re.compile(rb'[; ]filename="([^"\r\n]*)"')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form has sent: its fields, and its files where one was chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a field, '' where it wasn't sent."""
        return self.fields.get(name, "")


async def sent_files(request: Request) -> Sent:
    """Read a form; of what is sent twice the last counts.

    Raises:
        HTTPException: It is too large, too slow, or no such form.
    """
    kind = request.headers.get("content-type", "")
    boundary = _BOUNDARY.search(kind) if kind.isascii() else None
    if not kind.lower().startswith("multipart/form-data") or boundary is None:
        raise HTTPException(415)
    body = await whole_body(request, largest=LARGEST, patience=_PATIENCE)
    return read_parts(body, boundary[1].encode("ascii"))


def read_parts(body: bytes, boundary: bytes) -> Sent:
    r"""Return what a body says.

    >>> said = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'
    >>> read_parts(said, b"x").fields
    {'a': 'b'}

    Raises:
        HTTPException: It isn't what it says, or not in UTF-8.
    """
    sent = Sent()
    for head, content in _parts(body, boundary):
        name, file = _NAME.search(head), _FILE.search(head)
        if name is None:
            raise HTTPException(400)
        try:
            key = name[1].decode()
            if file is None:
                sent.fields[key] = content.decode()
            elif file[1]:
                sent.files[key] = Upload(file[1].decode(), content)
        except UnicodeDecodeError:
            raise HTTPException(400) from None
    return sent


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the head and the content of each part."""
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if first or not parts or not parts[-1].startswith(b"--") or len(parts) > _MOST_PARTS:
        raise HTTPException(400)
    for part in parts[:-1]:
        head, blank, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not blank:
            raise HTTPException(400)
        yield head, content
