"""The timeline: a roadmap laid over its organisations, due dates in the cells.

One matrix for each kind of organisation and calendar: a row an organisation, a column a
milestone occurrence. `resolution` fills it in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, Calendar, DayArray, as_day, date_at
from lotrinh.domain.due import Phrase, Session
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.registers import OrganisationId, Organisations, RoleId
from lotrinh.domain.roadmap import Amendment, Milestone, MilestoneId, Roadmap


@dataclass(frozen=True, slots=True)
class Column:
    """One milestone in one occurrence."""

    milestone: Milestone
    occurrence: Occurrence | None

    @property
    def label(self) -> str:
        """The occurrence as keys hold it: '' for a one-off."""
        return "" if self.occurrence is None else str(self.occurrence)


@dataclass(frozen=True, eq=False)
class Matrix:
    """The due dates of organisations that share a kind and a calendar; shape (rows, columns)."""

    calendar: Calendar
    rows: NDArray[np.int64]
    """For each row of the matrix: its row in the register."""
    columns: tuple[Column, ...]
    due: DayArray
    """NaT where undated."""
    opens: DayArray
    """The first day of a window, NaT elsewhere."""
    provisional: NDArray[np.bool_]
    applies: NDArray[np.bool_]
    """Whether the organisation has this to do at all."""
    suspended: NDArray[np.bool_]
    """Whether an amendment or a fact has put it on hold."""
    needs_date: NDArray[np.bool_]
    """Whether its day passed while it was on hold: somebody has to set another."""
    amended: NDArray[np.int16]
    """The amendment that gave the due day, by its place in the roadmap; -1 for none."""
    extended: Mapping[tuple[int, int], Fact] = field(default_factory=dict)
    """By row and column: the extension that gave the due day."""

    def blocks(self, size: int) -> Iterator["Matrix"]:
        """Yield the matrix as pieces of so many rows, which share its arrays."""
        if len(self.rows) <= size:
            yield self
            return
        arrays = [f.name for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)]
        for first in range(0, len(self.rows), size):
            here = range(first, first + size)
            extended = {(r - first, c): f for (r, c), f in self.extended.items() if r in here}
            cut = {name: getattr(self, name)[first : first + size] for name in arrays}
            yield replace(self, **cut, extended=extended)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Yield the row and the column of every cell that applies, row by row."""
        return ((int(row), int(column)) for row, column in np.argwhere(self.applies))

    def part(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> "Matrix":
        """Return some rows and columns of it, in their order."""
        here = np.ix_(rows, columns)
        row_of = {int(row): number for number, row in enumerate(rows)}
        column_of = {int(column): number for number, column in enumerate(columns)}
        return Matrix(
            self.calendar,
            self.rows[rows],
            tuple(self.columns[column] for column in columns),
            *(self.due[here], self.opens[here], self.provisional[here], self.applies[here]),
            *(self.suspended[here], self.needs_date[here], self.amended[here]),
            {
                (row_of[row], column_of[column]): fact
                for (row, column), fact in self.extended.items()
                if row in row_of and column in column_of
            },
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """One cell of the timeline, as a value: who has what to do by when."""

    id: CellId
    milestone: Milestone
    calendar: Calendar
    due: date | None
    opens: date | None
    provisional: bool
    suspended: bool = False
    needs_date: bool = False
    amendment: Amendment | None = None
    """What gave the due day, where that isn't the milestone itself."""
    extension: Fact | None = None
    """The extension that gave the due day."""

    @property
    def rests(self) -> bool:
        """Whether nothing is said of it until somebody decides: on hold, or without a date."""
        return self.suspended or self.needs_date

    @property
    def by_day(self) -> tuple[date, CellId]:
        """What puts deadlines in the order of their days, those without one last."""
        return self.due or date.max, self.id

    @property
    def basis(self) -> str | None:
        """The document that the due day rests on, by its id in the roadmap."""
        if self.extension is not None and self.extension.basis:
            return self.extension.basis
        if self.amendment is not None and self.amendment.basis is not None:
            return self.amendment.basis
        return self.milestone.basis

    @property
    def phrase(self) -> Phrase:
        """The words that gave the due day: the milestone's own, or an amendment's."""
        new = self.amendment.due if self.amendment is not None else {}
        for occurrence in (self.id.occurrence, ""):
            if phrase := new.get((self.id.milestone, occurrence)):
                return phrase
        return self.milestone.due

    @property
    def session(self) -> Session | None:
        """The part of the day in which an event takes place."""
        return self.phrase.session

    @property
    def last_working_day(self) -> date | None:
        """The last working day not after the due date: what people plan by."""
        return None if self.due is None else self.calendar.last_working_day(self.due)


@dataclass(frozen=True, eq=False)
class Timeline:
    """All matrices of one roadmap."""

    roadmap: Roadmap
    organisations: Organisations
    matrices: tuple[Matrix, ...]
    leads: Mapping[CellId, RoleId] = field(default_factory=dict)
    """The role that leads in those cells that were given to another than the plan's."""

    @cached_property
    def size(self) -> int:
        """How many cells apply."""
        return sum(int(matrix.applies.sum()) for matrix in self.matrices)

    def cell(self, matrix: Matrix, row: int, column: int) -> Deadline:
        """Return one cell as a value."""
        head, place = matrix.columns[column], (row, column)
        amended = matrix.amended.item(place)
        organisation = self.organisations.ids[matrix.rows[row]]
        cell = CellId(self.roadmap.id, organisation, head.milestone.id, head.label)
        lead = self.leads.get(cell) if self.leads else None
        return Deadline(
            cell,
            head.milestone if lead is None else replace(head.milestone, lead=lead),
            matrix.calendar,
            date_at(matrix.due, place),
            date_at(matrix.opens, place),
            matrix.provisional.item(place),
            matrix.suspended.item(place),
            matrix.needs_date.item(place),
            self.roadmap.amendments[amended] if amended >= 0 else None,
            matrix.extended.get(place),
        )

    def cells(self) -> Iterator[Deadline]:
        """Yield every cell that applies, organisation by organisation."""
        for matrix in self.matrices:
            for row, column in matrix.cells():
                yield self.cell(matrix, row, column)

    def find(self, cell: CellId) -> Deadline | None:
        """Return the cell of that id, None where it doesn't apply (any more)."""
        matrix_of = self._columns.get((cell.milestone, cell.occurrence), ())
        row_in_register = self.organisations.rows.get(cell.organisation)
        for matrix, column in matrix_of:
            row = _row_of(matrix, row_in_register)
            if row is not None and matrix.applies[row, column]:
                return self.cell(matrix, row, column)
        return None

    def occurrences(self, milestone: MilestoneId, organisation: OrganisationId) -> list[str]:
        """Return the occurrences in which an organisation has this to do ('' for a one-off)."""
        row_in_register = self.organisations.rows.get(organisation)
        return [
            column.label
            for matrix in self.matrices
            for number, column in enumerate(matrix.columns)
            if column.milestone.id == milestone
            and (row := _row_of(matrix, row_in_register)) is not None
            and matrix.applies[row, number]
        ]

    def laid_out(self, matrix: Matrix, days: Mapping[CellId, date]) -> DayArray:
        """Return days of single cells in the shape of a matrix; NaT where a cell has none."""
        laid = np.full(matrix.due.shape, NOT_A_DAY)
        ids = self.organisations.ids
        rows = {ids[row]: number for number, row in enumerate(matrix.rows)} if days else {}
        columns = {(c.milestone.id, c.label): number for number, c in enumerate(matrix.columns)}
        for cell, day in days.items():
            row = rows.get(cell.organisation)
            column = columns.get((cell.milestone, cell.occurrence))
            if row is not None and column is not None and cell.roadmap == self.roadmap.id:
                laid[row, column] = as_day(day)
        return laid

    @cached_property
    def _columns(self) -> Mapping[tuple[MilestoneId, str], list[tuple[Matrix, int]]]:
        found: dict[tuple[MilestoneId, str], list[tuple[Matrix, int]]] = {}
        for matrix in self.matrices:
            for number, column in enumerate(matrix.columns):
                key = (column.milestone.id, column.label)
                found.setdefault(key, []).append((matrix, number))
        return found


def _row_of(matrix: Matrix, row_in_register: int | None) -> int | None:
    if row_in_register is None:
        return None
    place = int(np.searchsorted(matrix.rows, row_in_register))
    found = place < len(matrix.rows) and matrix.rows[place] == row_in_register
    return place if found else None
