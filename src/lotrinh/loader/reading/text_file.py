"""From bytes to text: UTF-8 only, tidied before anything counts columns in it.

A file in another encoding, or with characters that nobody can see, is a problem of its own:
later on it would look like a name that is right and yet unknown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text import tidy

YAML_LIMIT = 10_000_000
CSV_LIMIT = 100_000_000
OFFICE_LIMIT = 20_000_000
_LIMITS = {".csv": CSV_LIMIT, ".xlsx": OFFICE_LIMIT, ".docx": OFFICE_LIMIT}

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of spreadsheets begin: new ones, and old or encrypted ones."""

# Control characters, line ends that editors don't count, marks without width (joiners stay:
# emoji need them), and halves of letters, which are bytes that were no text.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\ud800-\udfff\ufeff\ufffe\uffff]"
)

_UNFIT = re.compile(rf"[\t\n\r]|{UNSEEN.pattern}")
_CONTINUING = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_WESTERN = re.compile(f"[\u00c2-\u00f4][{_CONTINUING}]")
"""How a letter of several bytes looks where each of them was taken for a Western one."""
LONGEST = 1000
"""Characters that a single value may have."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a text can't be a line that is shown and kept; `offset` counts from 0."""

    code: str
    offset: int
    values: Mapping[str, str]


def unfit(text: str) -> Unfit | None:
    r"""Return what is wrong with a text that should stand on one line.

    >>> unfit("Chi bộ 1"), unfit("Chi bộ\n1").code
    (None, 'line-break')
    """
    if len(text) > LONGEST:
        return Unfit("too-long", 0, {"limit": str(LONGEST)})
    found = _UNFIT.search(text)
    if found is None:
        return None
    if found[0] in "\n\r":
        return Unfit("line-break", found.start(), {})
    return _hidden(found)


def are_clean(names: Sequence[str]) -> bool:
    """Whether no name of a whole column is unfit or can be garbled; one pass over all of them."""
    together = "".join(names)
    longest = max(map(len, names), default=0)
    return longest <= LONGEST and not (_UNFIT.search(together) or _WESTERN.search(together))


def unseen(text: str) -> Unfit | None:
    """Return what is wrong with a text of several lines: a character that nobody can see."""
    found = UNSEEN.search(text)
    return None if found is None else _hidden(found)


def _hidden(found: re.Match[str]) -> Unfit:
    # These have no use in any text, but are left where bytes were taken for Western letters.
    if "\x80" <= found[0] <= "\x9f":
        return Unfit("garbled", found.start(), {})
    return Unfit("invisible-character", found.start(), {"character": f"U+{ord(found[0]):04X}"})


def ungarbled(text: str) -> str | None:
    """Return what a text was before its bytes were taken for Western letters, if they were.

    >>> ungarbled("Chi bá»™"), ungarbled("Chi bộ")
    ('Chi bộ', None)
    """
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if meant != text else None


def size_limit(path: str) -> int:
    """Return how many bytes a file may have, by its name."""
    return _LIMITS.get(PurePath(path).suffix, YAML_LIMIT)


def is_small_enough(path: str, content: bytes, findings: Findings) -> bool:
    """Return whether a file has no more bytes than it may; report it if it has."""
    limit = size_limit(path)
    if len(content) > limit:
        findings.error("file-too-large", Location(path), limit=str(limit // 1_000_000))
    return len(content) <= limit


def read_text(path: str, content: bytes, findings: Findings) -> str | None:
    """Return the text of a file, None where it has none that can be used."""
    if not is_small_enough(path, content, findings):
        return None
    if content.startswith((ZIP, OLE)):
        findings.error("workbook-as-text", Location(path))
        return None
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.error("not-utf8", Location(path, line))
        return None
    text = tidy(decoded.replace("\r\n", "\n").replace("\r", "\n"))
    return text if _all_seen(path, text, findings) else None


def _all_seen(path: str, text: str, findings: Findings) -> bool:
    wrong = unseen(text)
    if wrong is None:
        return True
    line = text.count("\n", 0, wrong.offset) + 1
    column = wrong.offset - text.rfind("\n", 0, wrong.offset)
    findings.error(wrong.code, Location(path, line, column), **wrong.values)
    return False
