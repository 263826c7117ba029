"""A register as a table: columns of cells, each of which knows its place when asked.

CSV and YAML registers become the same table, so that their mistakes are found by the same
rules. Places are worked out only for what is reported: a register has many cells.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import ClassVar, Protocol

from lotrinh.errors import Location
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.headings import column_of
from lotrinh.loader.reading.keys import Keys, spoken
from lotrinh.loader.reading.text_file import are_clean, unfit, ungarbled

_ABOVE = 20
"""Rows in which the headings are looked for."""
_ENTRY = re.compile(r"[^;,\n]+")
_FOR_PEOPLE = {"stt", "tt", "số tt", "số thứ tự", "ghi chú", "no.", "note", "notes"}
"""What offices number their rows by, and what they note beside them."""


class Table(Protocol):
    """Columns of equal length; an empty cell is an empty string."""

    unknown_code: ClassVar[str]
    """How a column that nothing reads is reported."""
    missing_code: ClassVar[str]
    """How a column that is needed and isn't there is reported."""
    start: Location
    ragged: frozenset[int]
    """Rows that are reported already for their number of cells, or for what a cell is."""

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The cells of each column, in the order of the rows."""
        ...

    @property
    def headings(self) -> Mapping[str, Location]:
        """Where each column is named."""
        ...

    @property
    def lines(self) -> Sequence[int]:
        """The line of each row, or its number in a sheet."""
        ...

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def place(self, column: str, row: int, offset: int = 0) -> Location:
        """Return where a cell stands, or a character of it, counted from 0."""
        ...


def heading_row(rows: Sequence[Collection[str]], keys: Keys) -> int:
    """Return which row has the headings; a title may stand above them.

    It is the first of the rows that names the column of the ids, else the first that has
    more than one cell.
    """
    above = range(min(_ABOVE, len(rows)))
    named = (row for row in above if "id" in map(keys.meant, rows[row]))
    several = (row for row in above if sum(map(bool, rows[row])) > 1)
    return next(named, next(several, 0))


def cells(table: Table, column: str) -> Sequence[str]:
    """Return a column, all empty where the register doesn't have it."""
    return table.columns.get(column) or [""] * len(table)


def entries(cell: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of a cell that lists several, each with its offset, counted from 0.

    Between them may be what a spreadsheet invites to: a comma, or a line break.

    >>> list(entries("a; b;"))
    [(0, 'a'), (3, 'b')]
    """
    for found in _ENTRY.finditer(cell):
        if entry := found[0].strip():
            yield found.start() + found[0].index(entry), entry


def check_names(table: Table, findings: Findings) -> None:
    """Report names that would break the lines of what they are put into, or that are garbled."""
    if are_clean(names := cells(table, "name")):
        return
    for row, name in enumerate(names):
        if wrong := unfit(name):
            where = table.place("name", row, wrong.offset)
            findings.error(wrong.code, where, **wrong.values)
        elif not name.isascii() and (meant := ungarbled(name)):
            findings.error("garbled", table.place("name", row), nearest=meant)


def check_columns(
    table: Table,
    known: Keys,
    needed: Sequence[str],
    findings: Findings,
    headed: Mapping[str, str] | None = None,
) -> None:
    """Report columns that nothing reads, and empty cells where each row needs a value.

    Args:
        table: What is checked.
        known: The columns that it may have.
        needed: Those in which each row says something.
        findings: Where problems go.
        headed: How offices head the columns of such lists, for what to write instead.
    """
    meant, listed = set(), ""
    for heading, where in table.headings.items():
        if heading in known or _is_for_people(table, heading):
            continue
        nearest = _usual(heading, known, table, headed) or findings.nearest(heading, known)
        listed = listed or known.all_as(table.headings)  # once: there may be very many such columns
        values = {"value": heading, "known": listed}
        findings.error(table.unknown_code, where, nearest=nearest, **values)
        meant.add(known.meant(nearest or ""))
    for column in needed:
        said = known.said_as(column, table.headings)
        if column in table.columns:
            _check_filled(table, column, said, findings)
        elif column not in meant:
            findings.error(table.missing_code, table.start, key=said)


def _usual(heading: str, known: Keys, table: Table, headed: Mapping[str, str] | None) -> str | None:
    """Return the column that an office's heading stands for; a post is what somebody holds."""
    column = column_of(heading, headed or {})
    column = "holds" if column in {"position", "organisation"} else column
    return known.said_as(column, table.headings) if column and column in known.words else None


def _is_for_people(table: Table, heading: str) -> bool:
    """Whether a spreadsheet's column is there for whoever looks at it, and read by nobody else."""
    return table.unknown_code == "unknown-column" and spoken(heading) in _FOR_PEOPLE


def _check_filled(table: Table, column: str, said: str, findings: Findings) -> None:
    column_cells = table.columns[column]
    for row, cell in enumerate(() if all(column_cells) else column_cells):
        if not cell and row not in table.ragged:
            findings.error("missing-key", table.place(column, row), key=said)
