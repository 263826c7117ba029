"""What is done because others have done theirs: barriers, and those that succeed others.

A barrier is done on the day on which the last of those that it counts was done; an
organisation that took over others has done what all of these had done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, as_date
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.roadmap import Barrier, MilestoneId, Roadmap
from lotrinh.domain.timeline import Column, Matrix, Timeline

_Rows = NDArray[np.int64]


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
    timeline: Timeline, counted: Mapping[Barrier, Timeline], done: Mapping[CellId, date]
) -> Mapping[CellId, Progress]:
    """Return how far each barrier of a timeline has come.

    Args:
        timeline: Whose milestones may be barriers.
        counted: For each barrier the timeline of the milestone that it counts.
        done: What is done, of all those milestones.
    """
    found: dict[CellId, Progress] = {}
    for matrix in timeline.matrices:
        for number, column in enumerate(matrix.columns):
            barrier = column.milestone.done_when
            if barrier is not None:
                count = _Count(timeline.organisations, barrier, counted[barrier], done)
                found |= count.column(timeline, matrix, number, column)
    return found


@dataclass(frozen=True, slots=True)
class _Count:
    """The counting of one barrier."""

    organisations: Organisations
    barrier: Barrier
    counted: Timeline
    done: Mapping[CellId, date]

    def column(
        self, timeline: Timeline, matrix: Matrix, number: int, column: Column
    ) -> Iterator[tuple[CellId, Progress]]:
        """Yield each cell of a barrier's column with how far it has come."""
        size = len(self.organisations)
        due = np.full(size, NOT_A_DAY)
        due[matrix.rows] = matrix.due[:, number]
        total, finished = np.zeros(size, np.int64), np.zeros(size, np.int64)
        last = np.full(size, np.datetime64("0001-01-01", "D"))
        for rows, days in self._counted(column.label):
            for above in self._waiting(rows, matrix.rows):
                counts = (above >= 0) & self._exist(rows, due[above])
                is_done = counts & ~np.isnat(days)
                np.add.at(total, above[counts], 1)
                np.add.at(finished, above[is_done], 1)
                np.maximum.at(last, above[is_done], days[is_done])
        for row in np.flatnonzero(matrix.applies[:, number]).tolist():
            place = int(matrix.rows[row])
            newest = as_date(last[place]) if finished[place] else None
            id_ = timeline.cell(matrix, row, number).id
            yield id_, Progress(int(finished[place]), int(total[place]), newest)

    def _counted(self, label: str) -> Iterator[tuple[_Rows, DayArray]]:
        """Yield the rows that have the counted milestone to do, each with its day of Done."""
        meant = self.organisations.select(self.barrier.counts)
        for matrix in self.counted.matrices:
            for number, column in enumerate(matrix.columns):
                if column.milestone.id == self.barrier.milestone and column.label in {label, ""}:
                    rows = matrix.rows[matrix.applies[:, number] & meant[matrix.rows]]
                    yield rows, self._days(rows, column.label)

    def _days(self, rows: _Rows, label: str) -> DayArray:
        roadmap, milestone = self.counted.roadmap.id, self.barrier.milestone
        ids = self.organisations.ids
        cells = (CellId(roadmap, ids[row], milestone, label) for row in rows)
        return np.array([self.done.get(cell) for cell in cells], "M8[D]")

    def _waiting(self, rows: _Rows, waiting: _Rows) -> Iterator[_Rows]:
        """Yield, for the rows counted, those that wait for them."""
        if self.barrier.below:
            yield from (above[rows] for above in self.organisations.ancestors())
        else:
            yield from (np.full(len(rows), row) for row in waiting)

    def _exist(self, rows: _Rows, day: DayArray) -> NDArray[np.bool_]:
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
            days = [done.get(cell) for cell in cells[1:]]
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
    """Return, by the row of one that took over others, their rows."""
    found: dict[int, list[int]] = {}
    for row, successors in organisations.successors.items():
        for successor in successors:
            found.setdefault(successor, []).append(row)
    return {row: tuple(rows) for row, rows in found.items()}
