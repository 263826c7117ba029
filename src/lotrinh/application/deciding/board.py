"""The board: the matrix of a roadmap as people look at it, with sums and a page at a time.

Standings are numbers in arrays, whatever the size; only the cells of the page that is looked
at become deadlines.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.domain.calendar import Flags
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.standings import NOT_APPLICABLE, STANDINGS, Standings, standings
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Column, Deadline, Matrix, Timeline


@dataclass(frozen=True, eq=False)
class Sheet:
    """One matrix of a roadmap with its standings: organisations down, milestones across."""

    timeline: Timeline
    matrix: Matrix
    standings: Standings
    """Shape (rows, columns) of the matrix."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The milestones, each in one occurrence."""
        return self.matrix.columns

    @cached_property
    def organisations(self) -> tuple[OrganisationId, ...]:
        """The organisations, in the order of the rows."""
        ids = self.timeline.organisations.ids
        return tuple(ids[row] for row in self.matrix.rows)

    def of_row(self, row: int) -> Counter[Standing]:
        """Return the sums of one organisation."""
        return sums(self.standings[row])

    def of_column(self, column: int) -> Counter[Standing]:
        """Return the sums of one milestone over the organisations."""
        return sums(self.standings[:, column])

    @cached_property
    def sums(self) -> Counter[Standing]:
        """The sums of the whole sheet."""
        return sums(self.standings)

    def standing(self, row: int, column: int) -> Standing | None:
        """Return how a cell stands, None where it doesn't apply."""
        number = int(self.standings[row, column])
        return None if number == NOT_APPLICABLE else STANDINGS[number]

    def deadline(self, row: int, column: int) -> Deadline:
        """Return a cell that applies, as a value."""
        return self.timeline.cell(self.matrix, row, column)

    def rows_with(self, wanted: Collection[Standing]) -> NDArray[np.int64]:
        """Return the rows in which any cell stands in one of some ways."""
        numbers = [STANDINGS.index(standing) for standing in wanted]
        return np.flatnonzero(np.isin(self.standings, numbers).any(axis=1))

    def cells(self) -> Iterator[CellId]:
        """Yield the cells that apply."""
        for row, column in np.argwhere(self.standings != NOT_APPLICABLE):
            yield self.deadline(int(row), int(column)).id

    def only(self, chosen: Flags) -> "Sheet":
        """Return it with some of its cells; rows and columns without any are left out."""
        down, across = np.flatnonzero(chosen.any(axis=1)), np.flatnonzero(chosen.any(axis=0))
        shown = np.where(chosen, self.standings, np.int8(NOT_APPLICABLE)).astype(np.int8)
        part = self.matrix.part(down, across)
        return Sheet(self.timeline, part, shown[np.ix_(down, across)])

    def keep(self, rows: Sequence[int] | NDArray[np.int64], columns: Sequence[int]) -> "Page":
        """Return some rows and columns of it, to be looked at."""
        return Page(self, tuple(int(row) for row in rows), tuple(columns))


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a sheet that is looked at."""

    sheet: Sheet
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def lines(self) -> Iterator[tuple[OrganisationId, list[Standing | None]]]:
        """Yield each organisation with its standings, in the order of the columns."""
        for row in self.rows:
            cells = [self.sheet.standing(row, column) for column in self.columns]
            yield self.sheet.organisations[row], cells


def sheets(timelines: Timelines, roadmap: RoadmapId) -> tuple[Sheet, ...]:
    """Return a roadmap's matrices, each with how every cell stands today."""
    timeline, policy = timelines.of(roadmap), timelines.policy(roadmap)
    closed = timelines.closed(roadmap)
    return tuple(
        Sheet(
            timeline,
            matrix,
            standings(matrix, *closed.in_shape(matrix), policy, timelines.today),
        )
        for matrix in timeline.matrices
    )


def sums(numbers: Standings) -> Counter[Standing]:
    """Count each standing, in the order in which they are declared."""
    counted = np.bincount(numbers[numbers != NOT_APPLICABLE].ravel(), minlength=len(STANDINGS))
    return Counter({s: int(n) for s, n in zip(STANDINGS, counted, strict=True) if n})
