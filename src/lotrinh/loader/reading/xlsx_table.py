"""A register written as XLSX: the rows of a sheet, its headings wherever they begin.

A title above the headings, blank rows and blank columns are passed over. What can't be read
as it is shown (formulas, merged cells, errors) is said once a column, at its first cell.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import ClassVar

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import heading_row
from lotrinh.loader.reading.text_file import unseen
from lotrinh.loader.reading.xlsx_file import Cell, Sheet, read_sheet


def read_xlsx(
    path: str, content: bytes, name: str, keys: Keys, findings: Findings
) -> "XlsxTable | None":
    """Return the table of a workbook, None where it has none; what is odd is reported.

    Args:
        path: Of the file.
        content: What is in it.
        name: Of the register, which a sheet may have as well.
        keys: Of its columns.
        findings: Where problems go.
    """
    sheet = read_sheet(path, content, name, findings)
    if sheet is None:
        return None
    if not sheet.rows:
        findings.error("empty-file", Location(path, 1, 1, sheet.name))
        return None
    table = XlsxTable(path, sheet, keys)
    table.report(findings)
    return table if table.is_all_seen(findings) else None


class XlsxTable:
    """The rows of a sheet, below its headings."""

    unknown_code: ClassVar[str] = "unknown-column"
    missing_code: ClassVar[str] = "missing-column"

    def __init__(self, path: str, sheet: Sheet, keys: Keys) -> None:
        self._path = path
        self._sheet = sheet
        numbers = sorted(sheet.rows)
        above = heading_row([[*sheet.rows[number].values()] for number in numbers], keys)
        head, self.lines = numbers[above], numbers[above + 1 :]
        self.start = Location(path, head, 1, sheet.name)
        self._named = {
            column: keys.named(heading) for column, heading in _headings(sheet.rows[head])
        }
        self._numbers: dict[str, int] = {}
        for column, heading in self._named.items():
            self._numbers.setdefault(heading, column)
        rows = [sheet.rows[number] for number in self.lines]
        self.columns = {
            heading: [row.get(column, "") for row in rows]
            for heading, column in self._numbers.items()
        }
        self.ragged = frozenset(self._odd_rows())

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def headings(self) -> Mapping[str, Location]:
        """Where each column is named."""
        line = self.start.line
        return {heading: self._cell((line, column)) for heading, column in self._numbers.items()}

    def place(self, column: str, row: int, offset: int = 0) -> Location:
        """Return the cell, or the first of its row where there is no such column."""
        del offset  # a cell has no places inside
        return self._cell((self.lines[row], self._numbers.get(column, 1)))

    def report(self, findings: Findings) -> None:
        """Report what a register doesn't have, or can't be read from."""
        if not self.lines:
            findings.error("empty-register", self.start)
        self._report_headings(findings)
        self._report_first("xlsx-formula", self._sheet.formulas, findings)
        self._report_first("xlsx-error", self._sheet.faults, findings)
        merged = ((top, left) for left, _, top, _ in self._merged())
        self._report_first("xlsx-merged", merged, findings)
        first = self._sheet.numbers.get(self._numbers.get("id", 0), 0)
        if first > self.start.line:
            row = self.lines.index(first)
            value = self.columns["id"][row]
            findings.warning("xlsx-number-id", self.place("id", row), value=value)

    def is_all_seen(self, findings: Findings) -> bool:
        """Whether no cell has characters that nobody can see; report those that have."""
        is_seen = True
        for column, written in self.columns.items():
            for row, text in enumerate(written if unseen("\n".join(written)) else ()):
                if wrong := unseen(text):
                    findings.error(wrong.code, self.place(column, row), **wrong.values)
                    is_seen = False
        return is_seen

    def _report_headings(self, findings: Findings) -> None:
        for column, heading in self._named.items():
            if self._numbers[heading] != column:
                where = self._cell((self.start.line, column))
                written = self._sheet.rows[self.start.line][column]
                findings.error("duplicate-column", where, value=written)
        used = {column for number in self.lines for column in self._sheet.rows[number]}
        for column in sorted(used - self._named.keys()):
            findings.error("unnamed-column", self._cell((self.start.line, column)))

    def _report_first(self, code: str, cells: Iterable[Cell], findings: Findings) -> None:
        by_column: dict[int, list[Cell]] = {}
        for cell in cells:
            if cell[0] >= self.start.line and cell[1] in self._named:
                by_column.setdefault(cell[1], []).append(cell)
        for found in by_column.values():
            findings.error(code, self._cell(found[0]), count=str(len(found)))

    def _merged(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield the merged cells of the table; a blank one hides nothing."""
        for left, right, top, bottom in self._sheet.merged:
            if top >= self.start.line and self._sheet.rows.get(top, {}).get(left):
                yield left, right, top, bottom

    def _odd_rows(self) -> Iterator[int]:
        """Yield the rows in which a cell may be blank for a reason that is reported."""
        spans = [(top, bottom) for _, _, top, bottom in self._merged()]
        spans += [(line, line) for line, _ in (*self._sheet.formulas, *self._sheet.faults)]
        steps = [0] * (len(self) + 1)
        for top, bottom in spans:
            steps[bisect_left(self.lines, top)] += 1
            steps[bisect_right(self.lines, bottom)] -= 1
        yield from (row for row, depth in enumerate(accumulate(steps)) if depth)

    def _cell(self, cell: Cell) -> Location:
        line, column = cell
        return Location(self._path, line, column, self._sheet.name)


def _headings(row: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for column, text in row.items():
        yield column, " ".join(text.split())
