"""What forbids to open an office's file: these are archives, and archives can be traps.

How much one unpacks to is known before it is unpacked; none is opened that asks for a
password, that declares entities, which grow to far more than the parts are, or that isn't
written as office programs write.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lotrinh.loader.reading.text_file import OLE, ZIP

UNPACKED_LIMIT = 50_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MANIFEST = "[Content_Types].xml"
_DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?(?:encoding\s*=\s*[\"']([^\"'>]*)[\"'][^>]*)?\?>)?\s*<"
)
"""How a part begins, and the encoding that it says it has."""
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_STRETCH = 500_000
"""Bytes; a cell holds 32,767 characters at most."""
_MAY_HOLD_ANYTHING = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files, by the codes of what may be wrong with one."""

    foreign: str
    encrypted: str
    damaged: str
    large: str


WORKBOOK = Form("not-xlsx", "xlsx-encrypted", "xlsx-damaged", "xlsx-too-large")
DOCUMENT = Form("not-docx", "docx-encrypted", "docx-damaged", "docx-too-large")


def refusal(content: bytes, form: Form) -> str | None:
    """Return the code of what forbids to open a file, None where nothing does.

    Raises:
        Exception: It is so broken that the archive can't be looked through.
    """
    if not content:
        return "empty-file"
    if content.startswith(OLE):
        return form.encrypted if _ENCRYPTED in content else form.foreign
    if not content.startswith(ZIP):
        return form.foreign
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            return form.encrypted
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            return form.large
        if _MANIFEST not in archive.namelist():
            return form.foreign
        texts = (archive.read(part) for part in parts if part.filename.endswith((".xml", ".rels")))
        return None if all(map(_is_harmless, texts)) else form.damaged


def _is_harmless(text: bytes) -> bool:
    """Whether a part is as office programs write them: nothing in it that a parser chokes on."""
    if not text:
        return True
    declared = _DECLARED.match(text)
    if declared is None or (declared[1] or b"utf-8").lower() not in _ENCODINGS:
        return False  # what follows would read otherwise than it looks
    # Entities would unpack to far more than the parts do.
    return b"<!DOCTYPE" not in text and not _has_endless_piece(text)


def _has_endless_piece(text: bytes) -> bool:
    """Whether a piece of markup or of text is so long that reading it in stretches takes hours.

    Where none begins within a whole stretch, one is that long; but in what may hold a "<".
    """
    stretches = range(0, len(text) - _STRETCH, _STRETCH)
    if any(text.find(b"<", start, start + _STRETCH) < 0 for start in stretches):
        return True
    return any(_longest(text, *ends) > _STRETCH for ends in _MAY_HOLD_ANYTHING)


def _longest(text: bytes, opening: bytes, closing: bytes) -> int:
    longest, start = 0, text.find(opening)
    while start >= 0:
        end = text.find(closing, start)
        end = len(text) if end < 0 else end
        longest, start = max(longest, end - start), text.find(opening, end)
    return longest
