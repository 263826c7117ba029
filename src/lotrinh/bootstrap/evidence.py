"""Evidence: what proves a fact. A link is kept as it is, a file as a copy under its content's hash.

Copies stay in one folder on this machine; nothing ever sends them.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.folder import AbsentFileError, NotAFileError, UnreadableFileError

FOLDER = "evidence"
LARGEST = 50
"""Megabytes: a scan of many pages has less."""

_LINK = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE | re.ASCII)
_OF_THE_WEB = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)
"""No name and password before the host: what is kept here is shown."""
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)


class EvidenceLinkError(LotrinhError):
    """A link that no browser of an office opens."""

    code = "bad-evidence-link"


class EvidenceTooLargeError(LotrinhError):
    """A file that is too large to be kept."""

    code = "evidence-too-large"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a fact, read but not kept yet."""

    said: str
    """A link, or the name that the copy will have."""
    content: bytes | None = field(default=None, repr=False)
    """What a file holds."""

    @classmethod
    def of(cls, word: str) -> "Evidence":
        """Read what a user names: a link, or a file.

        Raises:
            LotrinhError: It is no link to the web, no file, or can't be read.
        """
        if _LINK.match(word):
            if not _OF_THE_WEB.fullmatch(word):
                raise EvidenceLinkError(value=word)
            return cls(word)
        path = Path(word)
        content = _read(path)
        suffix = path.suffix.lower() if _SUFFIX.fullmatch(path.suffix.lower()) else ""
        return cls(f"{FOLDER}/{hashlib.sha256(content).hexdigest()}{suffix}", content)

    def keep(self, var: Path) -> None:
        """Put the copy of a file into its folder; one that is there is the same."""
        kept = var / self.said
        if self.content is None or kept.exists():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: a name that says what is in it may not lie.
        draft = kept.with_name(f".{uuid4().hex}")
        draft.write_bytes(self.content)
        draft.replace(kept)


NONE = Evidence("")


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise (NotAFileError if path.exists() else AbsentFileError)(path=str(path))
        if path.stat().st_size > LARGEST * 2**20:
            raise EvidenceTooLargeError(path=str(path), limit=str(LARGEST))
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise UnreadableFileError(path=str(path), reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or ""
