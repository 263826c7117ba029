"""Temporary tables: what a statement is about goes there, and the statement joins it.

So however many facts and reminders there are, only those of some cells are fetched.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_, delete, insert
from sqlalchemy.schema import CreateTable

from lotrinh.domain.facts import CellId
from lotrinh.store.tables import CELL, candidates


def put_down(connection: Connection, notes: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make `rows` all that a temporary table holds in this transaction."""
    connection.execute(CreateTable(notes, if_not_exists=True))
    connection.execute(delete(notes))
    if rows:
        connection.execute(insert(notes), rows)


def put_candidates(connection: Connection, cells: Collection[CellId]) -> None:
    """Make `cells` the candidates of this transaction."""
    put_down(connection, candidates, [columns_of(cell) for cell in set(cells)])


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
