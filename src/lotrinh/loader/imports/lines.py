"""The rows of an office's plan: what is to be done, what heads it, what goes on, what is beside.

Every row under the headings that isn't blank becomes part of one entry, and of no other.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lotrinh.application.office.founding import slug
from lotrinh.errors import Location
from lotrinh.loader.imports.columns import ASSIGNED, DATED, Column, Head
from lotrinh.loader.reading.text_file import UNSEEN
from lotrinh.loader.reading.written import Text
from lotrinh.loader.reading.xlsx_file import Sheet

_OF_GROUPS = re.compile(r"(phan-)?([ivx]{1,5}|[a-h])")
_HEADS_A_GROUP = re.compile(r"(phần\s+)?([IVX]{1,5}|[A-H])\s*[.:)/-]\s+\S")
_BELOW = re.compile(r"(noi-nhan|t-m-|tm-|k-t-|nguoi-lap|nguoi-tong-hop|ghi-chu-|luu-y-)")
_SUM = re.compile(r"(tong|tong-so|tong-cong|cong)(-\d+(-\w+)?)?$")
_STEP = re.compile(r"^[-+*•–]\s*")


class Kind(StrEnum):
    """What some rows are together."""

    ITEM = "item"
    GROUP = "group"
    HEAD = "head"
    """A key of the roadmap itself, which an export of ours has carried along."""
    HEADINGS = "headings"
    """The headings once more."""
    BELOW = "below"
    """What stands below the table: who signs, who gets it."""
    ODD = "odd"


@dataclass(slots=True)
class Entry:
    """Some rows that belong together, and what their cells say."""

    kind: Kind
    where: Location
    lines: list[int]
    cells: dict[Column, Text] = field(default_factory=dict)
    remarks: list[tuple[str, Text]] = field(default_factory=list)
    """Whatever else is said, each with its heading."""

    def text(self, column: Column) -> str:
        """Return what a column says, '' where it is silent."""
        return str(self.cells.get(column, ""))

    def place(self, column: Column) -> Location:
        """Return where that is said, else where the entry begins."""
        found = self.cells.get(column)
        return self.where if found is None else found.where

    @property
    def title(self) -> str:
        """What is to be done, on one line."""
        written = self.text(Column.TASK)
        own = written if Column.CODE in self.cells else _STEP.sub("", written, count=1)
        return " ".join(own.split())


def entries_of(path: str, sheet: Sheet, head: Head) -> list[Entry]:
    """Return the entries of a plan's table, in their order."""
    return _Table(path, sheet, head).entries()


class _Table:
    """A table that is being gone through, row by row."""

    def __init__(self, path: str, sheet: Sheet, head: Head) -> None:
        self._path = path
        self._sheet = sheet
        self._head = head
        self._lines = sorted(line for line in sheet.rows if line > head.last)
        self._above = self._filled_from_above()
        self._found: list[Entry] = []

    def entries(self) -> list[Entry]:
        is_below = False
        for line in self._lines:
            own = self._sheet.rows[line]
            is_below = is_below or self._begins_below(own)
            if is_below:
                self._add(Kind.BELOW, line)
            elif self._head.repeats(own):
                self._add(Kind.HEADINGS, line)
            elif self._goes_on(line):
                self._go_on(line)
            else:
                self._add(self._kind(line), line)
        self._with_parts()
        return self._found

    def _filled_from_above(self) -> dict[int, dict[int, tuple[int, str]]]:
        """Return the cells that show what a merged one above them says: by row, then column."""
        filled: dict[int, dict[int, tuple[int, str]]] = {}
        for left, _, top, bottom in self._sheet.merged:
            text = self._sheet.rows.get(top, {}).get(left)
            if text and top > self._head.last:
                first, end = (bisect_right(self._lines, line) for line in (top, bottom))
                for line in self._lines[first:end]:
                    filled.setdefault(line, {})[left] = (top, text)
        return filled

    def _begins_below(self, cells: Mapping[int, str]) -> bool:
        first = next(iter(cells.values()))
        columns = {self._head.columns.get(number) for number in cells}
        return bool(_BELOW.match(slug(first) + "-")) and not columns & DATED

    def _said(self, line: int) -> dict[Column, str]:
        """Return what a row's own cells say, by the columns that are known."""
        columns = self._head.columns
        row = self._sheet.rows[line]
        return {columns[number]: text for number, text in row.items() if number in columns}

    def _goes_on(self, line: int) -> bool:
        """Whether a row only adds to the one before: it has no number and no day of its own."""
        if not self._found or self._found[-1].kind is not Kind.ITEM:
            return False
        said = self._said(line)
        if (DATED | {Column.NUMBER, Column.CODE, Column.OTHER}) & said.keys():
            return False
        is_numbered = Column.NUMBER in self._found[-1].cells
        task = said.get(Column.TASK, "")
        if not task or _SUM.match(slug(task)):
            return bool(said) and not task
        begins_low = task[:1].islower() or bool(_STEP.match(task))
        return begins_low or (
            is_numbered and not self._is_group(line) and not said.keys() & ASSIGNED
        )

    def _go_on(self, line: int) -> None:
        entry = self._found[-1]
        entry.lines.append(line)
        for number, text in sorted(self._sheet.rows[line].items()):
            column = self._head.columns.get(number, Column.REMARK)
            where = self._place(line, number)
            if column in {Column.REMARK, Column.DERIVED}:
                entry.remarks.append((self._head.words.get(number, ""), Text(text, where)))
            elif column in entry.cells:
                first = entry.cells[column]
                entry.cells[column] = Text(f"{first}\n{text}", first.where)
            else:
                entry.cells[column] = Text(text, where)

    def _kind(self, line: int) -> Kind:
        said = self._said(line)
        if Column.OTHER in said and Column.CODE not in said:
            return Kind.HEAD
        if self._is_group(line):
            return Kind.GROUP
        task = said.get(Column.TASK) or (Column.TASK in self._columns_above(line))
        is_sum = _SUM.match(slug(said.get(Column.TASK, "") or said.get(Column.NUMBER, "")))
        return Kind.ITEM if task and (not is_sum or Column.CODE in said) else Kind.ODD

    def _is_group(self, line: int) -> bool:
        """Whether a row heads those below it: it says no day and nobody, and looks like it."""
        said = self._said(line)
        shared = self._columns_above(line)
        if (DATED | ASSIGNED | {Column.CODE}) & (said.keys() | shared):
            return False
        number, task = said.get(Column.NUMBER, ""), said.get(Column.TASK, "")
        if not task:  # written across the table, from its first column on
            return len(self._sheet.rows[line]) == 1 and len(slug(number)) > 3
        wide = any(top == line and right - left > 1 for left, right, top, _ in self._sheet.merged)
        numbered = _OF_GROUPS.fullmatch(slug(number)) or _HEADS_A_GROUP.match(task)
        return wide or bool(numbered) or (task.isupper() and len(task) > 3)

    def _columns_above(self, line: int) -> set[Column]:
        columns = self._head.columns
        return {columns[n] for n in self._above.get(line, {}) if n in columns}

    def _add(self, kind: Kind, line: int) -> None:
        row = self._sheet.rows[line]
        entry = Entry(kind, self._place(line, self._first(line)), [line])
        shared = self._above.get(line, {})
        for number in sorted(row.keys() | shared.keys()):
            top, text = (line, row[number]) if number in row else shared[number]
            column = self._head.columns.get(number, Column.REMARK)
            said = Text(text, self._place(top, number))
            if column in {Column.REMARK, Column.DERIVED}:
                if number in row and column is Column.REMARK:
                    entry.remarks.append((self._head.words.get(number, ""), said))
            else:
                entry.cells[column] = said
        self._found.append(entry)

    def _first(self, line: int) -> int:
        """Return the column that says what is to be done, else the first that says anything."""
        task = (n for n, column in self._head.columns.items() if column is Column.TASK)
        row = self._sheet.rows[line]
        return next((number for number in task if number in row), min(row))

    def _place(self, line: int, column: int) -> Location:
        return Location(self._path, line, column, self._sheet.name)

    def _with_parts(self) -> None:
        """Let `1` head `1.1` and `1.2`, where it has no day of its own."""
        for entry, after in zip(self._found, self._found[1:], strict=False):
            if entry.kind is Kind.ITEM and not DATED & entry.cells.keys():
                number = entry.text(Column.NUMBER).strip(". ")
                if number and after.text(Column.NUMBER).startswith(f"{number}."):
                    entry.kind = Kind.GROUP


def unseen_cells(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the cells with characters that nobody can see, which are left out of what is read."""
    for line, row in sheet.rows.items():
        for column, text in row.items():
            if UNSEEN.search(text):
                row[column] = UNSEEN.sub("", text)
                yield line, column
