"""What a statement is about: many cells as a temporary table that it joins, ids in batches.

So however many facts and reminders there are, only those of some cells are fetched; and
rows become values of the domain.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, insert

from lotrinh.domain.facts import CellId
from lotrinh.domain.reminders import Reminder
from lotrinh.store.dialects import make_temporary
from lotrinh.store.tables import CELL, candidates

_AT_ONCE = 10_000  # SQLite takes 32,766 values a statement

T = TypeVar("T", int, str)


def put_down(connection: Connection, notes: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make `rows` all that a temporary table holds in this transaction."""
    connection.execute(make_temporary(connection, notes))
    connection.execute(delete(notes))
    if rows:
        connection.execute(insert(notes), rows)


class Candidates:
    """The cells that one transaction asks about; whoever asks about the same ones joins them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._down: frozenset[CellId] | None = None

    def put(self, cells: Collection[CellId]) -> None:
        """Make `cells` the candidates, unless they are."""
        wanted = frozenset(cells)
        if wanted != self._down:
            put_down(self._connection, candidates, [columns_of(cell) for cell in wanted])
            self._down = wanted


def is_candidate(table: Table) -> ColumnElement[bool]:
    """Return the condition that joins a table with the candidates."""
    return and_(*(table.c[name] == candidates.c[name] for name in CELL))


def columns_of(cell: CellId) -> dict[str, str]:
    """Return a cell as column values."""
    return {
        "roadmap": cell.roadmap,
        "organisation": cell.organisation,
        "milestone": cell.milestone,
        "occurrence": cell.occurrence,
    }


def cell_of(row: RowMapping) -> CellId:
    """Return the cell that a row names."""
    return CellId(row["roadmap"], row["organisation"], row["milestone"], row["occurrence"])


def reminder_of(row: RowMapping) -> Reminder:
    """Return the reminder that a row holds."""
    return Reminder(
        row["recipient"], cell_of(row), row["due"], row["rung"], row["reason"], row["part"]
    )


def batches(ids: Collection[T]) -> Iterator[list[T]]:
    """Yield the ids in order, so many at once as a statement takes."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, _AT_ONCE)):
        yield some
