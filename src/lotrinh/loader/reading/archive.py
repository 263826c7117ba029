"""What forbids to open an office's file: these are archives, and archives can be traps.

How much one unpacks to is known before it is unpacked; none is opened that asks for a
password, or that declares entities, which grow to far more than the parts are.
"""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lotrinh.loader.reading.text_file import OLE, ZIP

UNPACKED_LIMIT = 50_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MANIFEST = "[Content_Types].xml"


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
        # No such file has one, and entities would unpack to far more than the parts do.
        return form.damaged if any(b"<!DOCTYPE" in text for text in texts) else None
