"""The columns of an office's plan, by their headings; no two offices word these alike.

A heading is known by how it begins or by a word in it, marks and case aside. The first that
fits is meant: `Cơ quan phối hợp thực hiện` names who helps, not who leads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lotrinh.application.office.founding import slug
from lotrinh.loader.reading.xlsx_file import Sheet

_ABOVE = 80
"""So many rows may stand above the headings."""
_LONGEST_HEADING = 80


class Column(StrEnum):
    """What a column of a plan says."""

    NUMBER = "number"
    TASK = "task"
    START = "start"
    DUE = "due"
    PHRASE = "phrase"
    LEAD = "lead"
    SUPPORT = "support"
    BASIS = "basis"
    CODE = "code"
    OTHER = "other"
    """Other keys of a roadmap's file, which an export of ours has carried along."""
    DERIVED = "derived"
    """What our own exports work out, and nobody reads back."""
    REMARK = "remark"
    """Whatever else is said: results, remarks, columns that nobody knows."""


DATED = frozenset({Column.START, Column.DUE, Column.PHRASE})
ASSIGNED = frozenset({Column.LEAD, Column.SUPPORT})
_KNOWN = {
    Column.NUMBER: r"(tt|stt|so-tt|so-thu-tu|so|no|number)$",
    Column.PHRASE: r"cach-tinh|phrase|how-(it|the-day)",
    Column.OTHER: r"muc-khac$|other-keys$",
    Column.CODE: r"ma(-viec|-so|-nhiem-vu)?$|code$|milestone-code$",
    Column.DERIVED: r"ngay-lam-viec-cuoi|last-working-day|plan-by",
    Column.SUPPORT: r".*phoi-hop|support|.*helps?$",
    Column.LEAD: r".*chu-tri|lead|in-charge|responsible|who",
    Column.START: r"tu-ngay|(ngay-|thoi-gian-)?bat-dau|khoi-cong|from$|start|opens",
    Column.DUE: (
        r"thoi-(han|gian|diem)|han(-|$)|tien-do|moc-thoi-gian|(ngay-)?hoan-thanh|(ngay-)?ket-thuc"
        r"|den-ngay|ngay$|ngay-thang|deadline|due|by-when|when|date"
    ),
    Column.TASK: (
        r"(ten-)?(noi-dung|cong-viec|nhiem-vu|dau-viec|viec|hoat-dong|cong-tac)|cac-(buoc|viec)"
        r"|task|work|milestone|what"
    ),
    Column.REMARK: r".*(san-pham|ket-qua|ghi-chu|luu-y|kinh-phi)|result|output|notes?$|remarks?$",
    Column.BASIS: r"can-cu|basis|van-ban",
}
_ASSIGNING = re.compile(r".*(thuc-hien|phu-trach|phan-cong|don-vi|co-quan|bo-phan|tham-muu)")
_ORDINAL = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")


def column_of(heading: str) -> Column | None:
    """Return what a column with some heading says, None where it is none that is known.

    >>> column_of("Thời gian thực hiện"), column_of("Cơ quan, đơn vị chủ trì"), column_of("15/12")
    (<Column.DUE: 'due'>, <Column.LEAD: 'lead'>, None)
    """
    word = slug(heading)
    if not word or len(heading) > _LONGEST_HEADING:
        return None
    for column, pattern in _KNOWN.items():
        if re.match(pattern, word):
            return column
    return Column.LEAD if _ASSIGNING.match(word) else None


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table: where they stand, and what each column says."""

    first: int
    last: int
    """Rows: a table may have headings over headings, and its columns numbered below them."""
    columns: Mapping[int, Column]
    words: Mapping[int, str]
    """The headings themselves."""

    def repeats(self, cells: Mapping[int, str]) -> bool:
        """Whether a row says the same headings once more, as on a new page."""
        return len(cells) > 1 and all(
            slug(text) == slug(self.words.get(number, "")) for number, text in cells.items()
        )


def head_of(sheet: Sheet) -> Head | None:
    """Return the headings of a plan, None where a sheet has none.

    They name what is to be done, and by when or by whom.
    """
    lines = sorted(sheet.rows)
    for place, line in enumerate(lines[:_ABOVE]):
        named = _named(sheet.rows[line])
        if _is_head(named):
            return _with_rows_below(sheet, lines[place:], named)
    return None


def _named(cells: Mapping[int, str]) -> dict[int, Column]:
    found = {number: column_of(text) for number, text in cells.items()}
    return {number: column for number, column in found.items() if column is not None}


def _is_head(named: Mapping[int, Column]) -> bool:
    said = set(named.values())
    return Column.TASK in said and bool(said & (DATED | ASSIGNED))


def _with_rows_below(sheet: Sheet, lines: list[int], named: dict[int, Column]) -> Head:
    """Take in the rows that belong to the headings: those under a wide one, and numbers."""
    first, last = lines[0], lines[0]
    words = dict(sheet.rows[first])
    for line in lines[1:3]:
        cells = sheet.rows[line]
        below = _named(cells)
        if len(below) == len(cells) and set(below.values()) & (DATED | ASSIGNED):
            named, words, last = named | below, words | cells, line
        elif len(cells) > 2 and all(_ORDINAL.fullmatch(text) for text in cells.values()):
            last = line
    return Head(first, last, _settled(named), words)


def _settled(named: Mapping[int, Column]) -> dict[int, Column]:
    """Let the first column of a kind be it; one that comes again is a remark.

    Where a plan says both when and how that is worked out, the latter is what counts. A column
    that may be anybody's is who leads only where no other says so.
    """
    settled: dict[int, Column] = {}
    taken: set[Column] = set()
    for number, column in sorted(named.items()):
        again = column in taken and column not in {Column.REMARK, Column.DERIVED}
        settled[number] = Column.REMARK if again else column
        taken.add(column)
    return settled
