"""Resolution: a roadmap, its organisations and what has happened become a timeline.

Every column is resolved once, for all rows that share a calendar. `derive` runs the same
law on one row and keeps the steps: explaining a date is no second law.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.amending import Cells
from lotrinh.domain.calendar import NOT_A_DAY, Calendar
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.moving import leads
from lotrinh.domain.registers import Organisations
from lotrinh.domain.roadmap import MilestoneId, Roadmap
from lotrinh.domain.rows import Ground, Rows
from lotrinh.domain.steps import Origins, Step
from lotrinh.domain.timeline import Column, Deadline, Matrix, Timeline

_Kind = TypeVar("_Kind", bound=np.generic)


def resolve(
    roadmap: Roadmap,
    organisations: Organisations,
    calendars: Mapping[str, Calendar],
    *,
    done: Mapping[CellId, date],
    moving: Sequence[Fact] = (),
    strict: bool = True,
    only: NDArray[np.bool_] | None = None,
) -> Timeline:
    """Lay a roadmap over its organisations.

    Args:
        roadmap: What is to be done, and by when in words, as of the day in question.
        organisations: The register; the roadmap's selectors choose from it.
        calendars: Working days, by calendar name.
        done: Cells that are done, with their days: an anchor marked by one has happened,
            and what is counted from a done milestone is counted from that day.
        moving: Facts that move the dates of single cells, in the order of their effect.
        strict: Whether "trước 15/12" excludes the 15th.
        only: Rows of the register to keep to, if not all.
    """
    meant = concerned(roadmap, organisations)
    if only is not None:
        meant &= only
    ground = Ground(roadmap, organisations, done, strict, moving)
    groups = _groups(organisations, meant)
    matrices = (_matrix(ground, calendars[calendar], rows) for calendar, rows in groups)
    filled = tuple(m for m in matrices if m.columns)
    return Timeline(roadmap, organisations, filled, leads(moving))


def derive(
    timeline: Timeline,
    deadline: Deadline,
    *,
    done: Mapping[CellId, date],
    strict: bool,
    moving: Sequence[Fact] = (),
    facts: Mapping[CellId, Fact] | None = None,
) -> tuple[Step, ...]:
    """Return how a cell's due date came about, step by step: the same law, on one row.

    `facts` are those behind `done`, as far as anybody recorded it.
    """
    roadmap, organisations, own = timeline.roadmap, timeline.organisations, deadline.id.organisation
    ground = Ground(roadmap, organisations, done, strict, moving)
    origins = Origins(roadmap, organisations, own, facts or {}, ground.markers)
    row = np.array([organisations.rows[own]])
    frame = Rows(ground, deadline.calendar, row, origins=origins)
    frame.resolve(ground.columns.of(deadline.milestone)[deadline.id.occurrence])
    return tuple(frame.steps)


def concerned(roadmap: Roadmap, organisations: Organisations) -> NDArray[np.bool_]:
    """Return the rows for which some milestone is meant."""
    meant = np.zeros(len(organisations), np.bool_)
    for milestone in roadmap.milestones.values():
        meant |= organisations.select(milestone.applies)
    return meant


def _groups(
    organisations: Organisations, meant: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield the rows of each kind and calendar, in the order of the register."""
    for kind in _in_order(organisations.kinds[meant]):
        of_kind = meant & (organisations.kinds == kind)
        for calendar in _in_order(organisations.calendars[of_kind]):
            yield calendar, np.flatnonzero(of_kind & (organisations.calendars == calendar))


def _in_order(names: NDArray[np.str_]) -> list[str]:
    """Return each name once, as first met."""
    unique, first = np.unique(names, return_index=True)
    return [str(unique[i]) for i in np.argsort(first)]


def _matrix(ground: Ground, calendar: Calendar, rows: NDArray[np.int64]) -> Matrix:
    frame = Rows(ground, calendar, rows)
    meant = _meant(ground, rows)
    columns = tuple(
        column
        for milestone in ground.roadmap.milestones.values()
        if milestone.id in meant
        for column in ground.columns.of(milestone).values()
    )
    cells = [frame.resolve(column) for column in columns]
    applies = [
        meant[column.milestone.id] & _own(frame, column, found)
        for column, found in zip(columns, cells, strict=True)
    ]
    shape = (len(rows), len(columns))
    return Matrix(
        calendar,
        rows,
        columns,
        due=_side_by_side([found.days.day for found in cells], shape, NOT_A_DAY),
        opens=_side_by_side([found.days.opening for found in cells], shape, NOT_A_DAY),
        provisional=_side_by_side([found.days.provisional for found in cells], shape, np.False_),
        applies=_side_by_side(applies, shape, np.False_),
        suspended=_side_by_side([found.suspended for found in cells], shape, np.False_),
        needs_date=_side_by_side([found.needs_date for found in cells], shape, np.False_),
        amended=_side_by_side([found.amended for found in cells], shape, np.int16(-1)),
        extended={
            (row, number): fact
            for number, found in enumerate(cells)
            for row, fact in found.extended.items()
        },
    )


def _own(frame: Rows, column: Column, cells: Cells) -> NDArray[np.bool_]:
    """Return which rows have a column to do: not for a time in which they don't exist."""
    register, day = frame.ground.organisations, cells.days.day
    own: NDArray[np.bool_] = ~cells.dropped & ~(day > register.valid_to[frame.rows])
    if column.occurrence is not None:  # a period before it existed is not its own
        own &= ~(day < register.valid_from[frame.rows])
    if column.milestone.asks:
        own &= frame.lack_day(frame.ground.roadmap.anchors[column.milestone.id])
    return own


def _side_by_side(
    columns: Sequence[NDArray[_Kind]], shape: tuple[int, int], usual: _Kind
) -> NDArray[_Kind]:
    """Return columns as a matrix; where all of it is as usual, one that takes no room."""
    if all(column.strides == (0,) for column in columns):
        return np.broadcast_to(usual, shape)
    matrix = np.empty(shape, usual.dtype, order="F")
    for number, column in enumerate(columns):
        matrix[:, number] = column
    return matrix


def _meant(ground: Ground, rows: NDArray[np.int64]) -> Mapping[MilestoneId, NDArray[np.bool_]]:
    """Return, for the milestones meant for any of the rows, which rows they are meant for."""
    chosen = {
        m.id: ground.organisations.select(m.applies)[rows]
        for m in ground.roadmap.milestones.values()
    }
    return {id_: rows for id_, rows in chosen.items() if rows.any()}
