"""A list of organisations or people as an office keeps it: its rows, by what headings mean."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from lotrinh.application.office.founding import slug
from lotrinh.errors import Location
from lotrinh.loader.reading.csv_table import read_cells
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.headings import column_of
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.text_file import read_text, unfit
from lotrinh.loader.reading.written import Text
from lotrinh.loader.reading.xlsx_file import Sheet, read_sheets

_ABOVE = 40
_NUMBER = re.compile(r"(tt|stt|so-tt|so-thu-tu|no)$")
_GROUP = re.compile(r"[ivx]{1,5}|[a-h]")
_SUM = re.compile(r"(tong|tong-so|tong-cong|cong)(-\d+(-.*)?)?$")
_BELOW = re.compile(
    r"(noi-nhan|ghi-chu|luu-y|t-m|k-t|nguoi-lap|nguoi-tong-hop|danh-sach-(nay|gom|co))(-|$)"
)
_ALONE = re.compile(r"(ten|name)(-|$)")
_LIKE_FORMULA = re.compile(r"[=@]|[+-](?![\d .]+$)")


@dataclass(frozen=True, slots=True)
class Headings:
    """What the headings of a list may mean."""

    columns: Mapping[str, str]
    """By a column's name: how headings of it begin, as they read without marks."""
    known: Keys
    """The register's own columns, which any list may have."""

    def meant(self, heading: str) -> str | None:
        """Return the name of the column that is meant, None where it is none that is known."""
        if (own := self.known.meant(heading)) is not None:
            return own
        return column_of(heading, self.columns)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: what its cells say, by the names of columns."""

    where: Location
    cells: Mapping[str, Text]

    def text(self, column: str) -> str:
        """Return what a column says on one line, '' where it is silent."""
        return " ".join(self.cells.get(column, "").split())

    def place(self, column: str) -> Location:
        """Return where a column's cell stands, else where the row begins."""
        found = self.cells.get(column)
        return self.where if found is None else found.where


@dataclass(frozen=True, slots=True)
class ListRead:
    """The rows of a list, and how many stood under its headings."""

    lines: Sequence[Line]
    rows: int
    where: Location
    """Where the headings stand."""


def read_list(
    path: str, content: bytes, headings: Headings, findings: Findings, *, sheet: str = ""
) -> ListRead | None:
    """Return a list, None where a file has none; rows that are none of it are reported.

    Args:
        path: The file's name.
        content: What is in it.
        headings: What those of the list may mean.
        findings: Where problems go.
        sheet: The one that is meant; '' is the first that has such a list.
    """
    places, sheets = _sheets(path, content, findings)
    chosen = [one for one in sheets if not sheet or fold(one.name) == fold(sheet)]
    if sheets and not chosen:
        names = ", ".join(one.name for one in sheets)
        findings.error("import-no-sheet", Location(path), value=sheet, known=names)
        return None
    for one in chosen:
        if (head := _head(one, headings)) is not None:
            return _List(one, head, partial(places, one), findings).read()
    if chosen:
        findings.error("import-no-list", Location(path, 1, 1, chosen[0].name))
    return None


Place = Callable[[Sheet, int, int], Location]
"""Where a cell of a sheet stands, by the numbers of its line and its column."""


def _sheets(path: str, content: bytes, findings: Findings) -> tuple[Place, Sequence[Sheet]]:
    """Return the sheets of a file, of which CSV is one, and where their cells stand."""
    if path.lower().endswith(".csv"):
        text = read_text(path, content, findings)
        cells = None if text is None else read_cells(path, text, findings)
        if cells is not None:
            sheet = Sheet("", {line: {**row} for line, row in cells.rows.items()}, [], [], [], {})
            return lambda _, line, column: cells.place(line, column), [sheet]
        return lambda _, line, column: Location(path, line, column), []
    sheets = read_sheets(path, content, findings)
    return lambda sheet, line, column: Location(path, line, column, sheet.name), sheets


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    names: Mapping[int, str]
    """Columns that mean something, by their numbers."""
    number: int | None
    """The column that only counts the rows."""

    @classmethod
    def of(cls, line: int, row: Mapping[int, str], headings: Headings) -> Self:
        """Return what the cells of a row would mean as headings."""
        names: dict[int, str] = {}
        for number, text in sorted(row.items()):
            meant = headings.meant(text)
            if meant and meant not in names.values():
                names[number] = meant
        counting = (number for number, text in row.items() if _NUMBER.match(slug(text)))
        return cls(line, names, next(counting, None))


def _head(sheet: Sheet, headings: Headings) -> _Head | None:
    """Return the headings: a row of them, or else the one of a list that has but names."""
    lines = sorted(sheet.rows)[:_ABOVE]
    rows = [_Head.of(line, sheet.rows[line], headings) for line in lines]
    named = [head for head in rows if "name" in head.names.values()]
    whole = (head for head in named if len(head.names) > 1 or head.number is not None)
    alone = (head for head in named if _ALONE.match(slug(sheet.rows[head.line][min(head.names)])))
    return next(whole, next(alone, None))


class _List:
    """A list that is being gone through."""

    def __init__(
        self, sheet: Sheet, head: _Head, place: Callable[[int, int], Location], findings: Findings
    ) -> None:
        self._sheet = sheet
        self._head = head
        self._place = place
        self._findings = findings

    def read(self) -> ListRead:
        self._report()
        below = [line for line in sorted(self._sheet.rows) if line > self._head.line]
        return ListRead(list(self._lines(below)), len(below), self._place(self._head.line, 1))

    def _lines(self, below: Sequence[int]) -> Iterator[Line]:
        shared = {
            (line, left): self._sheet.rows.get(top, {}).get(left, "")
            for left, _, top, bottom in self._sheet.merged
            for line in below[bisect_right(below, top) : bisect_right(below, bottom)]
        }
        for line in below:
            row = self._sheet.rows[line]
            cells = {
                name: Text(text, self._place(line, number))
                for number, name in self._head.names.items()
                if (text := row.get(number) or shared.get((line, number), ""))
            }
            found = Line(self._place(line, min(row)), cells)
            if self._is_row(found, row):
                yield found

    def _is_row(self, line: Line, row: Mapping[int, str]) -> bool:
        """Whether a row is one of the list; what is none is reported."""
        said = " | ".join(" ".join(text.split()) for text in row.values())
        number = row.get(self._head.number or 0, "")
        heads = len(line.cells) == 1 and bool(_GROUP.fullmatch(slug(number)))
        alone = self._head.number is not None and len(row) == 1 and len(self._head.names) > 1
        if not line.text("name") or alone or heads or self._is_beside(row):
            self._findings.warning("import-no-row", line.where, value=said)
            return False
        for cell in line.cells.values():
            text = " ".join(cell.split())
            if wrong := unfit(text):
                self._findings.error(wrong.code, cell.where, **wrong.values)
                return False
            if _LIKE_FORMULA.match(text):
                self._findings.error("import-like-formula", cell.where, value=text)
                return False
        return True

    def _is_beside(self, row: Mapping[int, str]) -> bool:
        """Whether a row sums the others up, or is a note on them: neither has a number."""
        number = row.get(self._head.number or 0, "")
        if any(map(str.isdigit, number)):
            return False
        words = [slug(text) for text in row.values()]
        return any(map(_SUM.match, words)) or any(map(_BELOW.match, words))

    def _report(self) -> None:
        head = self._head
        for number, text in self._sheet.rows[head.line].items():
            if number not in head.names and number != head.number:
                where = self._place(head.line, number)
                self._findings.warning("import-unused-column", where, value=" ".join(text.split()))
        for line, number in self._sheet.formulas:
            if line > head.line and number in head.names:
                value = self._sheet.rows.get(line, {}).get(number, "")
                self._findings.warning("import-formula", self._place(line, number), value=value)
        for line, number in self._sheet.faults:
            if line > head.line and number in head.names:
                self._findings.error("import-fault", self._place(line, number))
