"""A register written as CSV, by hand or by a spreadsheet.

A semicolon between cells is taken as well as a comma: a spreadsheet with Vietnamese
settings writes it. Places count characters in the lines of the file, quotes included.
Where every line has as many cells, and none is quoted, the file is cut into columns at once.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import ClassVar

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import heading_row


def read_csv(path: str, text: str, keys: Keys, findings: Findings) -> "CsvTable | None":
    """Return the table of a CSV file, None where it has none; what is odd is reported.

    Its columns are called by their English names, whichever was written.
    """
    delimiter = _delimiter(text)
    if even := _even(path, text, delimiter, keys, findings):
        return even
    records = _records(path, text, delimiter, findings)
    if records is None:
        return None
    if not records:
        findings.error("empty-file", Location(path))
        return None
    records = records[heading_row([cells for _, cells in records], keys) :]
    file = _File(path, text, delimiter, tuple(line for line, _ in records))
    headings = _headings(file, records[0][1], keys, findings)
    rows = [cells for _, cells in records[1:]]
    if not rows:
        findings.error("empty-register", Location(path, file.starts[0]))
    ragged = _level(file, rows, headings, findings)
    for number, heading in enumerate(headings):
        if not heading and any(row[number] for row in rows):
            findings.error("unnamed-column", file.headings[number])
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(headings)
    return CsvTable(file, headings, columns, ragged)


def _even(
    path: str, text: str, delimiter: str, keys: Keys, findings: Findings
) -> "CsvTable | None":
    """Return the table of a file as programs write it; None where it has to be read by rows.

    No quotes, as many cells on every line, the headings on the first, an entry to begin with.
    """
    lines = text.removesuffix("\n").split("\n")
    head = [cell.strip() for cell in lines[0].split(delimiter)]
    if '"' in text or len(lines) < 2 or not all(head) or "id" not in map(keys.meant, head):
        return None
    between, blank = len(head) - 1, f"{delimiter} "
    if any(line.count(delimiter) != between or not line[:1].strip(blank) for line in lines):
        return None
    file = _File(path, text, delimiter, range(1, len(lines) + 1))
    cells = [cell.strip() for cell in delimiter.join(lines[1:]).split(delimiter)]
    headings = _headings(file, head, keys, findings)
    return CsvTable(file, headings, [cells[n :: between + 1] for n in range(between + 1)])


@dataclass(frozen=True)
class _File:
    """Where the records of a file start; the first is its heading."""

    path: str
    text: str
    delimiter: str
    starts: Sequence[int]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def headings(self) -> list[Location]:
        """Where each cell of the first record starts, and where that ends."""
        return list(self.places(0))

    def place(self, record: int, number: int, offset: int = 0) -> Location:
        """Return where a cell starts; where there are fewer, the end of its record."""
        *_, found = islice(self.places(record, offset), number + 1)
        return found

    def places(self, record: int, offset: int = 0) -> Iterator[Location]:
        """Yield where each cell of a record starts, by walking along it; at last where it ends.

        Quotes mean something only in a cell that begins with one.
        """
        line, column, begins = self.starts[record], 0, True
        wrapped = quoted = False
        for line in range(self.starts[record], len(self.lines) + 1):
            written = self.lines[line - 1]
            for column, character in enumerate(written, 1):
                if begins:
                    yield self._inside(line, column, written, offset)
                    wrapped = character == '"'
                quoted ^= wrapped and character == '"'
                begins = character == self.delimiter and not quoted
            if not quoted:
                break
        yield Location(self.path, line, column + 1 + offset)

    def _inside(self, line: int, column: int, written: str, offset: int) -> Location:
        before = ' "' if offset else " "
        while column <= len(written) and written[column - 1] in before:
            column += 1
        return Location(self.path, line, column + offset)


class CsvTable:
    """The rows of a CSV register."""

    unknown_code: ClassVar[str] = "unknown-column"
    missing_code: ClassVar[str] = "missing-column"

    def __init__(
        self,
        file: _File,
        headings: Sequence[str],
        columns: Sequence[Sequence[str]],
        ragged: frozenset[int] = frozenset(),
    ) -> None:
        self._file = file
        # Of two columns the first is read; their order says which channel is tried first.
        numbered = list(enumerate(headings))[::-1]  # of two of a name the first is meant
        self._numbers = dict.fromkeys(filter(None, headings), 0) | {h: n for n, h in numbered if h}
        self._size = len(columns[0])
        self.start = Location(file.path, file.starts[0])
        self.ragged = ragged
        self.lines = file.starts[1:]
        self.columns = {heading: columns[n] for heading, n in self._numbers.items()}

    def __len__(self) -> int:
        return self._size

    @cached_property
    def headings(self) -> dict[str, Location]:
        """Where each column is named."""
        places = self._file.headings
        return {heading: places[n] for heading, n in self._numbers.items()}

    def place(self, column: str, row: int, offset: int = 0) -> Location:
        """Return where a cell stands, or its line where there is no such column."""
        if column not in self._numbers:
            return Location(self._file.path, self._file.starts[row + 1])
        return self._file.place(row + 1, self._numbers[column], offset)


@dataclass(frozen=True)
class CsvCells:
    """What a file shows, where the headings may stand below other lines."""

    rows: Mapping[int, Mapping[int, str]]
    """By the numbers of lines and columns; what is blank is left out."""
    _file: _File

    def place(self, line: int, number: int) -> Location:
        """Return where a cell stands."""
        return self._file.place(self._records[line], number - 1)

    @cached_property
    def _records(self) -> Mapping[int, int]:
        return {line: record for record, line in enumerate(self._file.starts)}


def read_cells(path: str, text: str, findings: Findings) -> CsvCells | None:
    """Return the cells of a CSV file, None where they can't be read."""
    delimiter = _delimiter(text)
    records = _records(path, text, delimiter, findings)
    if records is None:
        return None
    rows = {
        line: {number: cell for number, cell in enumerate(cells, 1) if cell}
        for line, cells in records
    }
    return CsvCells(rows, _File(path, text, delimiter, tuple(rows)))


def _delimiter(text: str) -> str:
    """Return what stands between cells in the first line that has any of it."""
    heading = re.search(r"^[^,;\t\n]*[,;\t].*", text, re.MULTILINE)
    return max(",;\t", key=heading[0].count) if heading else ","


def _records(
    path: str, text: str, delimiter: str, findings: Findings
) -> list[tuple[int, list[str]]] | None:
    """Return the records that say something, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records, line = [], 1
    try:
        for record in reader:
            cells = list(map(str.strip, record))
            if any(cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        findings.error("csv-quotes", Location(path, line))
        return None
    return records


def _headings(file: _File, cells: list[str], keys: Keys, findings: Findings) -> list[str]:
    """Return the names of the columns."""
    while cells and not cells[-1]:
        cells.pop()
    names = [keys.named(cell) for cell in cells]
    seen = set[str]()
    for number, heading in enumerate(cells):
        if heading and names[number] in seen:
            findings.error("duplicate-column", file.headings[number], value=heading)
        seen.add(names[number])
    return names


def _level(
    file: _File, rows: list[list[str]], headings: list[str], findings: Findings
) -> frozenset[int]:
    """Give every row as many cells as there are headings; return those that had not.

    Of these only the id is kept: the other cells may stand under the wrong heading.
    """
    ragged = set()
    wanted = len(headings)
    for row, cells in enumerate(rows):
        found = len(cells)
        if found < wanted or any(cells[wanted:]):
            ragged.add(row)
            where = Location(file.path, file.starts[row + 1])
            findings.error("ragged-row", where, found=str(found), wanted=str(wanted))
        if found != wanted:
            rows[row] = _only_id(cells, headings) if row in ragged else cells[:wanted]
    return frozenset(ragged)


def _only_id(cells: list[str], headings: list[str]) -> list[str]:
    known = dict(zip(headings, cells, strict=False))
    return [known.get(heading, "") if heading == "id" else "" for heading in headings]
