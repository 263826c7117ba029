"""Files to take along, in words: which there are of a page, where, and what they are called."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from urllib.parse import quote

from lotrinh.application.office.selection import plain
from lotrinh.rendering.words import say

_LONGEST = 60
"""Characters of a title in the name of a file."""
MINE = "mine"
"""One's own: a calendar, or the targets that a look begins with."""
_OTHER = re.compile(r"[^a-z0-9]+")


class Kind(StrEnum):
    """What a file tells of."""

    MATRIX = "matrix"
    PLAN = "plan"
    PROGRESS = "progress"
    ORGANISATION = "organisation"
    CALENDAR = "calendar"
    TARGETS = "targets"


FORMS: Mapping[Kind, Sequence[str]] = {
    Kind.MATRIX: ("xlsx", "png", "svg"),
    Kind.PLAN: ("xlsx", "docx"),
    Kind.PROGRESS: ("xlsx", "docx"),
    Kind.ORGANISATION: ("xlsx", "docx", "png", "svg", "ics"),
    Kind.CALENDAR: ("ics",),
    Kind.TARGETS: ("xlsx", "docx"),
}
"""As what each is to be had."""


def files(kind: Kind, of: str, language: str, query: str = "") -> dict[str, object]:
    """Return a line of buttons: what the files tell of, and each with its address.

    Args:
        kind: What they tell of.
        of: The roadmap, the organisation, or one's own calendar.
        language: In which the page speaks.
        query: What is asked for of it, from its `?` on.
    """
    return {
        "words": say(f"files.{kind}", language),
        "forms": [
            (say(f"files.{form}", language), f"export/{kind}/{quote(of)}.{form}{query}")
            for form in FORMS[kind]
        ],
    }


def file_name(kind: Kind, words: Sequence[str], form: str, language: str) -> str:
    """Return what a file is called, in letters that every machine has.

    >>> file_name(Kind.PLAN, ["Đại hội Đảng bộ phường", "2026-12-07"], "xlsx", "vi")
    'ke-hoach-dai-hoi-dang-bo-phuong-2026-12-07.xlsx'
    """
    parts = [say(f"file-name.{kind}", language), *words]
    return f"{'-'.join(_bare(parts))}.{form}"


def _bare(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        if bare := _OTHER.sub("-", plain(part)).strip("-"):
            yield bare[:_LONGEST].strip("-")
