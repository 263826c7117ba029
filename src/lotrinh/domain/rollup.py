"""What is done because others have done theirs: barriers, and those that succeed others.

A barrier is done on the day on which the last of those that it counts was done; an
organisation that took over others has done what all of these had done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, as_date, as_day
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.roadmap import Barrier, Milestone, MilestoneId, Roadmap
from lotrinh.domain.timeline import Matrix, Timeline

_Numbers = NDArray[np.int64]
"""Rows of the register, by number."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of those that a barrier counts are done."""

    done: int
    total: int
    last: date | None
    """The day on which the newest of them was done."""

    @property
    def is_complete(self) -> bool:
        """Whether all are; of none there can be no saying so."""
        return self.done == self.total > 0


def progress(
    timeline: Timeline, milestone: Milestone, counted: Timeline, done: Mapping[CellId, date]
) -> Mapping[CellId, Progress]:
    """Return how far each cell of a barrier has come.

    Args:
        timeline: Where the barrier is.
        milestone: What is done once others are.
        counted: The timeline of what it counts.
        done: What is done of that.
    """
    found: dict[CellId, Progress] = {}
    if milestone.done_when is None:
        return found
    count = _Count(timeline.organisations, milestone.done_when, counted, done)
    for matrix in timeline.matrices:
        for number, column in enumerate(matrix.columns):
            if column.milestone.id == milestone.id:
                found |= count.column(timeline, matrix, number)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Awaited:
    """What a column waits for in other organisations, as one thing; an entry a row."""

    column: int
    barrier: Barrier
    due: DayArray
    """When the last of them is due, or was done; NaT where one of them is undated."""
    done: DayArray
    """When the last of them was done; NaT until all are."""
    applies: NDArray[np.bool_]
    """Whether there is anybody to wait for."""


def awaited(
    organisations: Organisations,
    matrix: Matrix,
    counted: Mapping[Barrier, Timeline],
    done: Mapping[CellId, date],
) -> Iterator[Awaited]:
    """Yield all that the columns of a matrix wait for in other organisations."""
    for number, column in enumerate(matrix.columns):
        for barrier in column.milestone.barriers:
            yield _Count(organisations, barrier, counted[barrier], done).awaited(matrix, number)


_LONG_AGO = np.datetime64("0001-01-01", "D")


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """For each row that waits: how many it waits for, and what is known of them."""

    total: NDArray[np.int64]
    done: NDArray[np.int64]
    newest: DayArray
    """The latest day on which one was done."""
    latest: DayArray
    """The latest day on which one is due, or was done."""

    @classmethod
    def of(cls, size: int) -> "_Sums":
        """Return the sums of nothing."""
        count, day = np.zeros(size, np.int64), np.full(size, _LONG_AGO)
        return cls(count, count.copy(), day, day.copy())

    def add(self, waiting: _Numbers, due: DayArray, done: DayArray) -> None:
        """Add some that are counted, each for one that waits."""
        is_done = ~np.isnat(done)
        np.add.at(self.total, waiting, 1)
        np.add.at(self.done, waiting[is_done], 1)
        np.maximum.at(self.newest, waiting[is_done], done[is_done])
        np.maximum.at(self.latest, waiting, np.where(is_done, done, due))

    def at(self, rows: _Numbers) -> "_Sums":
        """Return the sums of some rows."""
        return _Sums(self.total[rows], self.done[rows], self.newest[rows], self.latest[rows])


@dataclass(frozen=True, eq=False)
class _Count:
    """The counting of one barrier."""

    organisations: Organisations
    barrier: Barrier
    counted: Timeline
    done: Mapping[CellId, date]

    def column(
        self, timeline: Timeline, matrix: Matrix, number: int
    ) -> Iterator[tuple[CellId, Progress]]:
        """Yield each cell of a barrier's column with how far it has come."""
        sums = self._sums(matrix, number)
        for row in np.flatnonzero(matrix.applies[:, number]).tolist():
            done, total = int(sums.done[row]), int(sums.total[row])
            newest = as_date(sums.newest[row]) if done else None
            yield timeline.cell(matrix, row, number).id, Progress(done, total, newest)

    def awaited(self, matrix: Matrix, number: int) -> Awaited:
        """Return what a column waits for, as one thing."""
        sums = self._sums(matrix, number)
        complete = (sums.total > 0) & (sums.done == sums.total)
        done = np.where(complete, sums.newest, NOT_A_DAY)
        return Awaited(number, self.barrier, sums.latest, done, sums.total > 0)

    def _sums(self, matrix: Matrix, number: int) -> "_Sums":
        size = len(self.organisations)
        due = np.full(size, NOT_A_DAY)
        due[matrix.rows] = matrix.due[:, number]
        sums = _Sums.of(size)
        for rows, expected, days in self._counted(matrix.columns[number].label):
            for above in self._waiting(rows, matrix.rows):
                counts = (above >= 0) & self._exist(rows, due[above])
                sums.add(above[counts], expected[counts], days[counts])
        return sums.at(matrix.rows)

    def _counted(self, label: str) -> Iterator[tuple[_Numbers, DayArray, DayArray]]:
        """Yield the rows that have the counted milestone to do, with due days and days of Done."""
        meant = self.organisations.select(self.barrier.counts)
        for matrix in self.counted.matrices:
            for number, column in enumerate(matrix.columns):
                if column.milestone.id == self.barrier.milestone and column.label in {label, ""}:
                    own = matrix.applies[:, number] & meant[matrix.rows]
                    rests = matrix.suspended[:, number] | matrix.needs_date[:, number]
                    due = np.where(rests, NOT_A_DAY, matrix.due[:, number])
                    rows = matrix.rows[own]
                    yield rows, due[own], self._days.get(column.label, self._nobody)[rows]

    @cached_property
    def _nobody(self) -> DayArray:
        return np.full(len(self.organisations), NOT_A_DAY)

    @cached_property
    def _days(self) -> Mapping[str, DayArray]:
        """For each occurrence that anybody has done: the day on which each row did."""
        found: dict[str, DayArray] = {}
        for cell, day in self.done.items():
            row = self.organisations.rows.get(cell.organisation)
            counts = cell.milestone == self.barrier.milestone
            if row is not None and counts and cell.roadmap == self.counted.roadmap.id:
                if cell.occurrence not in found:
                    found[cell.occurrence] = self._nobody.copy()
                found[cell.occurrence][row] = as_day(day)
        return found

    def _waiting(self, rows: _Numbers, waiting: _Numbers) -> Iterator[_Numbers]:
        """Yield, for the rows counted, those that wait for them."""
        if self.barrier.below:
            yield from (above[rows] for above in self.organisations.ancestors())
        else:
            yield from (np.full(len(rows), row) for row in waiting)

    def _exist(self, rows: _Numbers, day: DayArray) -> NDArray[np.bool_]:
        """Whether each counted row exists on the day of what waits for it."""
        since, until = self.organisations.valid_from[rows], self.organisations.valid_to[rows]
        return ~(since > day) & ~(until < day)


def inherited(
    roadmap: Roadmap, organisations: Organisations, done: Mapping[CellId, date]
) -> Mapping[CellId, date]:
    """Return what those that took over others have done because all of these had.

    Args:
        roadmap: Says which of them had it to do.
        organisations: The register, with who went into whom.
        done: What is done by the predecessors.
    """
    found: dict[CellId, date] = {}
    tasks = {(c.milestone, c.occurrence) for c in done if c.roadmap == roadmap.id}
    for successor, before in predecessors(organisations).items():
        for milestone, occurrence in tasks:
            ids = _meant(roadmap, organisations, milestone, (successor, *before))
            cells = [CellId(roadmap.id, id_, milestone, occurrence) for id_ in ids]
            days = [done.get(cell, found.get(cell)) for cell in cells[1:]]
            if days and None not in days:
                found[cells[0]] = max(day for day in days if day is not None)
    return found


def _meant(
    roadmap: Roadmap, organisations: Organisations, milestone: MilestoneId, rows: tuple[int, ...]
) -> list[OrganisationId]:
    """Return the first of some rows, and of the others those that had a milestone to do."""
    known = roadmap.milestones.get(milestone)
    meant = organisations.select(known.applies if known else Selector())
    return [organisations.ids[row] for row in rows if row == rows[0] or (known and meant[row])]


def predecessors(organisations: Organisations) -> Mapping[int, tuple[int, ...]]:
    """Return, by the row of one that took over others, their rows; those before come first."""
    found: dict[int, list[int]] = {}
    for row, successors in organisations.successors.items():
        for successor in successors:
            found.setdefault(successor, []).append(row)
    in_order = TopologicalSorter(found).static_order()
    return {row: tuple(found[row]) for row in in_order if row in found}
