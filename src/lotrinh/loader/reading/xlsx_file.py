"""A workbook opened with care: the cells of one sheet, as the texts that they show.

Nothing is evaluated or fetched, and how much a file may unpack to is known before it is
unpacked. Of a formula the value is read that the sheet last showed, so that the formula
itself is the only thing to be reported. This is the only module that knows the library.
"""

import re
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import CELL_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from lotrinh.errors import Location
from lotrinh.loader.reading.archive import UNPACKED_LIMIT, WORKBOOK, refusal
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.text import tidy
from lotrinh.loader.reading.text_file import is_small_enough

_WIDEST = 16_384
_MERGED = 10_000
"""More of them than these say nothing new."""
_MERGE_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_ZEROS_IN_FRONT = re.compile("0{2,}")
STUMBLED = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, BadZipFile, LZMAError, zlib.error),
)
"""What a part that is broken makes a library stumble over."""

Cell = tuple[int, int]
"""The number of a row and of a column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet shows; rows and cells that are blank are left out."""

    name: str
    rows: dict[int, dict[int, str]]
    formulas: list[Cell]
    faults: list[Cell]
    """Cells that show an error (``#REF!``)."""
    merged: list[tuple[int, int, int, int]]
    """The first and the last column, the first and the last row of merged cells."""
    numbers: dict[int, int]
    """By column: the first row with a number that isn't shown as anything else."""


def read_sheet(path: str, content: bytes, name: str, findings: Findings) -> Sheet | None:
    """Return the sheet of a register, None where the file has none that can be read.

    It is the sheet that is called like the register, else the first that isn't hidden.
    """
    chosen = _carefully(path, content, findings, lambda book: _chosen(path, book, name, findings))
    return chosen[0] if chosen else None


def read_sheets(path: str, content: bytes, findings: Findings) -> Sequence[Sheet]:
    """Return every sheet that isn't hidden, in their order; none where the file can't be read."""
    return _carefully(path, content, findings, lambda book: _shown(path, book, findings))


def _carefully(
    path: str, content: bytes, findings: Findings, choose: Callable[[Any], Sequence[Any]]
) -> Sequence[Sheet]:
    """Return the sheets of a file that are chosen, none where that is forbidden or fails."""
    if not is_small_enough(path, content, findings):
        return []
    try:
        if code := refusal(content, WORKBOOK):
            limit = str(UNPACKED_LIMIT // 1_000_000)
            findings.error(code, Location(path), limit=limit)
            return []
        # What the library leaves out or prints of is nothing to be told of.
        with warnings.catch_warnings(action="ignore"), redirect_stdout(StringIO()):
            book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
            return [_Reader(sheet).sheet() for sheet in choose(book)]
    except STUMBLED:
        findings.error("xlsx-damaged", Location(path))
        return []


def _shown(path: str, book: Any, findings: Findings) -> Sequence[Any]:
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        findings.error("xlsx-no-sheet", Location(path))
    return shown


def _chosen(path: str, book: Any, name: str, findings: Findings) -> Sequence[Any]:
    shown = _shown(path, book, findings)
    names = Keys(name, [name])
    named = [sheet for sheet in shown if names.meant(sheet.title)]
    chosen = (named or shown)[:1]
    others = [sheet for sheet in shown if sheet not in chosen and (sheet.max_row or 2) > 1]
    if others and not named:
        where = Location(path, 1, 1, chosen[0].title)
        titles = {"value": chosen[0].title, "other": others[0].title}
        findings.warning("xlsx-sheets", where, name=name, **titles)
    return chosen


class _Reader:
    """Goes through the rows of a sheet; all else that may be in it is passed over."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._read = Sheet(tidy(sheet.title), {}, [], [], [], {})

    def sheet(self) -> Sheet:
        with self._sheet._get_source() as source:  # noqa: SLF001  (rows alone have no other door)
            parser = self._parser(source)
            width = 0
            for _, element in iterparse(source):
                width = _wider(width) if element.tag == CELL_TAG else width
                if element.tag == ROW_TAG:
                    width = 0
                    is_formula = [child.find(FORMULA_TAG) is not None for child in element]
                    number, cells = parser.parse_row(element)
                    self._add(number, zip(cells, is_formula, strict=True))
                    element.clear()
                elif element.tag == _MERGE_TAG:
                    self._merge(element.get("ref"))
                    element.clear()
        return self._read

    def _merge(self, cells: str) -> None:
        if len(self._read.merged) < _MERGED:
            left, top, right, bottom = range_boundaries(cells)
            self._read.merged.append((left, right, top, bottom))

    def _parser(self, source: Any) -> Any:
        book, sheet = self._sheet.parent, self._sheet
        return WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )

    def _add(self, number: int, cells: Iterator[tuple[Mapping[str, Any], bool]]) -> None:
        if number < 1:
            raise ValueError(number)
        texts: dict[int, str] = {}
        for cell, is_formula in cells:
            column = cell["column"]
            if is_formula:
                self._read.formulas.append((number, column))
            elif cell["data_type"] == "e":
                self._read.faults.append((number, column))
            if text := self._shown(cell, number):
                texts[column] = text
        if texts:
            self._read.rows[number] = texts

    def _shown(self, cell: Mapping[str, Any], row: int) -> str:
        """Return what a cell shows, a date day first whatever its format."""
        value = cell["value"]
        if value is None or cell["data_type"] == "e":
            return ""
        if isinstance(value, str):
            return tidy(unescape(value).replace("\r\n", "\n").replace("\r", "\n")).strip()
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            return self._number(value, cell, row)
        return _moment(value)

    def _number(self, value: float, cell: Mapping[str, Any], row: int) -> str:
        style = str(ReadOnlyCell(self._sheet, **cell).number_format)
        if "%" in style:
            return f"{value * 100:.10g}%"
        text = str(value) if isinstance(value, int) else f"{value:.15g}"
        if _ZEROS_IN_FRONT.fullmatch(style):
            return text.zfill(len(style))
        self._read.numbers.setdefault(cell["column"], row)  # what a cell says of it may be wrong
        return text


def _wider(width: int) -> int:
    """Count one more cell of a row: each is held until the row ends, so there is an end to it."""
    if width == _WIDEST:
        raise ValueError(width)
    return width + 1


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        minutes = round(value / timedelta(minutes=1))
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"
