"""Asking by cells: candidates go into a temporary table, and the question joins it.

So however many facts and reminders there are, only those of the candidates are fetched.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, insert
from sqlalchemy.schema import CreateTable

from lotrinh.domain.facts import CellId
from lotrinh.store.tables import CELL, candidates


def put_candidates(connection: Connection, cells: Collection[CellId]) -> None:
    """Make `cells` the candidates of this transaction."""
    connection.execute(CreateTable(candidates, if_not_exists=True))
    connection.execute(delete(candidates))
    if cells:
        connection.execute(insert(candidates), [columns_of(cell) for cell in set(cells)])


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
