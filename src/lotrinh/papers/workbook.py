"""Workbooks: sheets that an office prints as they are. The only door to XlsxWriter.

Every cell is written as what it is: a text is never taken for a formula, a day is a number
with a form. Formulas carry the value that they had when written, for whoever only looks.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from math import ceil
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from lotrinh.domain.status import Standing
from lotrinh.papers.look import LOOKS

FIRST = 6
"""The first row of every table, as formulas count them: below title, day, note, headings."""
_HEAD_ROW = FIRST - 2
_FONT = "Times New Roman"
_DAY = "dd/mm/yyyy"
_LONGEST = 32_000
"""Characters that a cell may hold, and some to spare."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_YEARS = re.compile(r" \d{4}([-–]\d{4})?$")
_NAME = 31
"""Characters that a sheet's name may have."""
_A4 = 9
_LEGIBLE = 210
"""What columns may add up to that are printed side by side on A4; more go on further pages."""
_SMALLEST = 60
"""Per cent."""
_BOLD, _USUAL = 1.45, 8.43
"""Widths: of a letter of a title, and of a column that nothing is said of."""
_LINE, _HIGHEST = 15.5, 400
"""Points: of a line of text, and of a row."""
_EXACT = "exact: "
"""Before the form of a number that says itself how it is shown."""
_UPRIGHT = 190
"""Points of a row of headings on end."""


class Form(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CENTRED = "centred"
    DAY = "day"
    NUMBER = "number"
    PERCENT = "percent"
    FILL_IN = "fill-in"
    """A text that people write."""
    FILL_IN_DAY = "fill-in-day"
    CODE = "code"
    """What commands read, small."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how wide, and what it holds."""

    head: str
    width: float
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Tinted:
    """A value in the colours of a standing."""

    value: str | date | int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what it comes to now."""

    text: str
    value: int | float | str


@dataclass(frozen=True, slots=True)
class Exact:
    """A number that shows just so many digits; a percentage, as the part that it is."""

    value: float
    digits: int = 0
    is_percent: bool = False
    text: str = ""
    """The formula that it comes of, if any."""

    @property
    def form(self) -> str:
        """How it is shown."""
        decimals = "." + "0" * self.digits if self.digits else ""
        return f"{_EXACT}#,##0{decimals}{'%' * self.is_percent}"


Cell = str | date | int | float | Tinted | Formula | Exact | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands around the rows of a sheet."""

    name: str
    """Of the sheet; what a name may not have is left out."""
    title: str
    as_of: str
    columns: Sequence[Column]
    note: str | Formula = ""
    """A line of its own, above the headings."""
    held: int = 2
    """Columns that stay in sight."""
    upright: bool = False
    """Whether headings stand on end, for columns that are narrow."""

    @property
    def printed(self) -> int:
        """The last column that is printed: not what only commands read."""
        shown = (n for n, column in enumerate(self.columns) if column.form is not Form.CODE)
        return max(shown)

    @property
    def beside(self) -> int:
        """How many columns more its title needs, where the table is narrow."""
        wide = sum(column.width for column in self.columns[: self.printed + 1])
        return max(0, ceil((len(self.title) * _BOLD - wide) / _USUAL))


@dataclass
class Book:
    """A workbook that is being written."""

    title: str
    made: datetime
    page: str
    """What stands before a page's number."""
    _names: set[str] = field(default_factory=set)
    _formats: dict[tuple[str, ...], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._file = BytesIO()
        self._book = Workbook(self._file, {"in_memory": True})
        made = self.made.replace(tzinfo=None)
        self._book.set_properties({"title": self.title, "comments": "Lộ Trình", "created": made})
        self._book.set_size(2400, 1400)

    def bytes(self) -> bytes:
        """Return the file."""
        self._book.close()
        return self._file.getvalue()

    def add(
        self, layout: Layout, rows: Iterable[Sequence[Cell]], sums: Sequence[Cell] | None = None
    ) -> str:
        """Write a sheet; return its name as formulas take it.

        Args:
            layout: What stands around the rows.
            rows: A value for each column; None leaves a cell blank.
            sums: A last row, of sums.
        """
        name = sheet_name(layout.name, self._names)
        sheet = self._book.add_worksheet(name)
        self._head(sheet, layout)
        line = _HEAD_ROW
        for line, row in enumerate(rows, FIRST - 1):
            self._write(sheet, line, row, layout.columns)
        last = line
        if sums is not None:
            last += 1
            self._write(sheet, last, sums, layout.columns, bold=True)
        self._set_up(sheet, layout, line, last)
        return "'" + name.replace("'", "''") + "'"

    def _head(self, sheet: Worksheet, layout: Layout) -> None:
        sheet.write_string(0, 0, layout.title, self._format("title"))
        sheet.write_string(1, 0, layout.as_of, self._format("line"))
        if isinstance(layout.note, Formula):
            note = layout.note
            sheet.write_formula(2, 0, note.text, self._format("line"), note.value)
        elif layout.note:
            sheet.write_string(2, 0, layout.note, self._format("line"))
        style = self._format("upright" if layout.upright else "head")
        level = self._format("head")
        for number, column in enumerate(layout.columns):
            sheet.set_column(number, number, column.width)
            stands = layout.upright and number >= layout.held
            sheet.write_string(_HEAD_ROW, number, column.head, style if stands else level)
        lines = max(lines_in(column.head, column.width) for column in layout.columns)
        sheet.set_row(_HEAD_ROW, _UPRIGHT if layout.upright else (lines + 0.5) * _LINE)

    def _write(
        self,
        sheet: Worksheet,
        line: int,
        row: Sequence[Cell],
        columns: Sequence[Column],
        *,
        bold: bool = False,
    ) -> None:
        lines = 1
        for number, (value, column) in enumerate(zip(row, columns, strict=True)):
            shown, tint = value, ""
            if isinstance(value, Tinted):
                shown, tint = value.value, str(value.standing)
            form = value.form if isinstance(value, Exact) else column.form
            style = self._format(form, tint, "bold" if bold else "")
            match shown:
                case None | "":
                    sheet.write_blank(line, number, None, style)
                case Formula() | Exact() if shown.text:
                    sheet.write_formula(line, number, shown.text, style, shown.value)
                case Exact():
                    sheet.write_number(line, number, shown.value, style)
                case date():
                    sheet.write_datetime(line, number, shown, style)
                case str():
                    sheet.write_string(line, number, shown[:_LONGEST], style)
                    if column.form is not Form.CODE:
                        lines = max(lines, lines_in(shown, column.width))
                case _:
                    sheet.write_number(line, number, shown, style)
        if lines > 1:  # not every program makes room for text that wraps
            sheet.set_row(line, min(lines * _LINE, _HIGHEST))

    def _set_up(self, sheet: Worksheet, layout: Layout, line: int, last: int) -> None:
        """Set what the window holds and how the sheet is printed."""
        sheet.freeze_panes(FIRST - 1, layout.held)
        sheet.autofilter(_HEAD_ROW, 0, max(line, FIRST - 1), len(layout.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.7)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.print_area(0, 0, max(last, FIRST - 1), layout.printed + layout.beside)
        sheet.set_footer(f"&L&8{_plain(self.title)}&R&8{self.page} &P/&N")
        sheet.hide_gridlines(2)
        if sum(column.width for column in layout.columns[: layout.printed + 1]) <= _LEGIBLE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, layout.held - 1)
            sheet.set_print_scale(_SMALLEST)

    def _format(self, form: str, tint: str = "", bold: str = "") -> Format:
        key = (form, tint, bold)
        if key not in self._formats:
            self._formats[key] = self._book.add_format(_style(form, tint, bold=bool(bold)))
        return self._formats[key]


def _style(form: str, tint: str, *, bold: bool) -> dict[str, object]:
    style: dict[str, object] = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
    exact = {"align": "right", "num_format": form.removeprefix(_EXACT)}
    style |= exact if form.startswith(_EXACT) else _STYLES[form]
    if form not in {"title", "line"}:
        style |= {"border": 1, "border_color": "#A6A6A6", "text_wrap": form != Form.CODE}
    if tint:
        look = LOOKS[Standing(tint)]
        style |= {"bg_color": f"#{look.fill}", "font_color": f"#{look.ink}"}
        if form == Form.DAY:  # a day says by its mark what its colour means
            style |= {"num_format": f'{_DAY}" {look.mark}"'}
    return style | ({"bold": True} if bold else {})


_HEAD: dict[str, object] = {
    "bold": True,
    "align": "center",
    "bg_color": "#D9E1F2",
    "valign": "vcenter",
}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "line": {"italic": True},
    "head": _HEAD,
    "upright": {**_HEAD, "rotation": 90, "font_size": 10},
    Form.TEXT: {},
    Form.CENTRED: {"align": "center"},
    Form.DAY: {"align": "center", "num_format": _DAY},
    Form.NUMBER: {"align": "center", "num_format": "#,##0"},
    Form.PERCENT: {"align": "center", "num_format": "0%"},
    Form.FILL_IN: {"bg_color": "#FFFFE5", "num_format": "@"},
    Form.FILL_IN_DAY: {"bg_color": "#FFFFE5", "align": "center", "num_format": _DAY},
    Form.CODE: {"font_size": 9, "font_color": "#595959", "num_format": "@"},
}


def sheet_name(text: str, taken: set[str] | None = None) -> str:
    """Return a name that a sheet may have, and that no other one has.

    >>> sheet_name("Kiểm điểm: 2026/2027 [chi bộ]")
    'Kiểm điểm  2026 2027  chi bộ'
    >>> sheet_name("'Lịch sử", {"lịch sử"})
    'Lịch sử (2)'
    >>> sheet_name("Lịch công tác nhiệm kỳ 2025–2030")
    'Lịch công tác nhiệm… 2025–2030'
    """
    names = taken if taken is not None else set()
    plain = text.translate(_FORBIDDEN).strip().strip("'").strip() or "-"
    for number in range(1, 10_000):
        end = f" ({number})" if number > 1 else ""
        name = _shortened(plain, _NAME - len(end)).rstrip(" '") + end
        if name.casefold() not in names | {"history"}:
            names.add(name.casefold())
            return name
    raise AssertionError(text)


def _shortened(text: str, room: int) -> str:
    """Return as much of a text as there is room for; years at its end tell it from others."""
    years = _YEARS.search(text)
    if years is None or len(text) <= room:
        return text[:room]
    words = text[: years.start()][: room - len(years[0])]
    return f"{words.rpartition(' ')[0] or words[:-1]}…{years[0]}"


def place(line: int, column: int, *, fixed: bool = False) -> str:
    """Return what formulas call a cell; its line counts from 1, its column from 0.

    >>> place(6, 2), place(6, 2, fixed=True)
    ('C6', '$C$6')
    """
    return str(xl_rowcol_to_cell(line - 1, column, row_abs=fixed, col_abs=fixed))


def span(first: int, last: int, column: int) -> str:
    """Return what formulas call some cells of a column, wherever they stand themselves."""
    return f"{place(first, column, fixed=True)}:{place(last, column, fixed=True)}"


def fitting(texts: Collection[str], least: float, most: float) -> float:
    """Return how wide a column is that holds some texts, within bounds; longer ones wrap."""
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return min(max(least, longest * 1.05 + 1.5), most)


@lru_cache(maxsize=10_000)
def lines_in(text: str, width: float) -> int:
    """Return how many lines a text takes in a column.

    >>> lines_in("Đại hội", 20), lines_in("Chi bộ họp kiểm điểm cuối năm", 20)
    (1, 2)
    """
    room = max(int(width * 1.1) - 1, 1)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(len(wrap(line, room)) or 1 for line in text.splitlines())


def _plain(text: str) -> str:
    """Return a text as a footer takes it: `&` has a meaning there, and there is an end to it."""
    return text[:100].replace("&", "&&")
