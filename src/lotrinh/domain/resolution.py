"""Resolution: a roadmap, its organisations and what has happened become a timeline.

Every column is resolved once, for all rows that share a calendar. `derive` runs the same
law on one row and keeps the steps: explaining a date is no second law.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.amending import Cells
from lotrinh.domain.calendar import NOT_A_DAY, Calendar, DayArray, as_date, as_day
from lotrinh.domain.columns import Columns
from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Phrase
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.frame import Days, Node
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, Organisations, Roadmap
from lotrinh.domain.steps import Origins, Step
from lotrinh.domain.timeline import Column, Deadline, Matrix, Timeline

_Kind = TypeVar("_Kind", bound=np.generic)


def resolve(
    roadmap: Roadmap,
    organisations: Organisations,
    calendars: Mapping[str, Calendar],
    *,
    done: Mapping[CellId, date],
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
        strict: Whether "trước 15/12" excludes the 15th.
        only: Rows of the register to keep to, if not all.
    """
    concerned = _concerned(roadmap, organisations)
    if only is not None:
        concerned &= only
    ground = _Ground(roadmap, organisations, done, strict)
    groups = _groups(organisations, concerned)
    matrices = (_matrix(ground, calendars[calendar], rows) for calendar, rows in groups)
    return Timeline(roadmap, organisations, tuple(m for m in matrices if m.columns))


def derive(
    timeline: Timeline,
    deadline: Deadline,
    *,
    done: Mapping[CellId, date],
    strict: bool,
    facts: Mapping[CellId, Fact] | None = None,
) -> tuple[Step, ...]:
    """Return how a cell's due date came about, step by step: the same law, on one row.

    `facts` are those behind `done`, as far as anybody recorded it.
    """
    roadmap, organisations, own = timeline.roadmap, timeline.organisations, deadline.id.organisation
    ground = _Ground(roadmap, organisations, done, strict)
    origins = Origins(roadmap, organisations, own, facts or {}, ground.markers)
    row = np.array([organisations.rows[own]])
    frame = _Frame(ground, deadline.calendar, row, origins=origins)
    frame.resolve(ground.columns.of(deadline.milestone)[deadline.id.occurrence])
    return tuple(frame.steps)


@dataclass(frozen=True, eq=False)
class _Ground:
    """What all matrices of one roadmap are resolved on."""

    roadmap: Roadmap
    organisations: Organisations
    done: Mapping[CellId, date]
    strict: bool

    @cached_property
    def columns(self) -> Columns:
        """The columns of each milestone."""
        return Columns(self.roadmap)

    @cached_property
    def markers(self) -> Mapping[str, MilestoneId]:
        """For an anchor: the milestone whose Done says that it happened."""
        return {m.marks: m.id for m in self.roadmap.milestones.values() if m.marks}

    @cached_property
    def done_by_milestone(self) -> Mapping[tuple[MilestoneId, str], list[tuple[int, date]]]:
        """The rows of the register in which a milestone is done, with the days."""
        found: dict[tuple[MilestoneId, str], list[tuple[int, date]]] = {}
        for cell, day in self.done.items():
            row = self.organisations.rows.get(cell.organisation)
            if cell.roadmap == self.roadmap.id and row is not None:
                found.setdefault((cell.milestone, cell.occurrence), []).append((row, day))
        return found

    @cached_property
    def amended(self) -> tuple[NDArray[np.bool_], ...]:
        """For each amendment: the rows of the register that it is for."""
        return tuple(self.organisations.select(a.applies) for a in self.roadmap.amendments)


@dataclass(eq=False)
class _Frame:
    """Rows that share a calendar; every reference is resolved once and kept."""

    ground: _Ground
    calendar: Calendar
    rows: NDArray[np.int64]
    origins: Origins | None = None
    """Of the one row that is being explained."""
    steps: list[Step] = field(default_factory=list)
    occurrence: Occurrence | None = None
    resolving: MilestoneId | None = None
    """The milestone whose phrase is being resolved."""
    amending: Amendment | None = None
    """The amendment whose phrase is being resolved."""
    written: str = ""
    """Where the phrase stands that is being resolved."""
    anchors: dict[str, Days] = field(default_factory=dict)
    known: dict[tuple[MilestoneId, str], Cells] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        return self.ground.strict

    @property
    def size(self) -> int:
        return len(self.rows)

    def note(self, node: Node, days: Days) -> Days:
        if self.origins is not None:
            source, fact = self._origin(self.origins, node)
            day, provisional = as_date(days.day[0]), bool(days.provisional[0])
            self.steps.append(Step(node, day, provisional, self.amending, source, fact))
        return days

    def _origin(self, origins: Origins, node: Node) -> tuple[str, Fact | None]:
        """Return what a step rests on: what a name stands for, or the phrase itself."""
        if not isinstance(node, Reference):
            return self.written, None
        marked = self.ground.markers.get(node.name)
        happened = marked is None or marked != self.resolving
        fact = origins.fact(node, str(self.occurrence or "")) if happened else None
        return origins.source(node) or self.written, fact

    def _phrase(self, phrase: Phrase) -> Days:
        outer, self.written = self.written, phrase.source
        days = phrase.resolve(self)
        self.written = outer
        return days

    def resolve(self, column: Column) -> Cells:
        """Return the cells of a column, whatever was being resolved before."""
        key = (column.milestone.id, column.label)
        if key not in self.known:
            outer = self.occurrence, self.resolving, self.amending
            self.occurrence, self.resolving = column.occurrence, column.milestone.id
            self.amending = None
            self.known[key] = self._amended(column, self._phrase(column.milestone.due))
            self.occurrence, self.resolving, self.amending = outer
        return self.known[key]

    def _amended(self, column: Column, days: Days) -> Cells:
        cells = Cells.of(days)
        for number, amendment in enumerate(self.ground.roadmap.amendments):
            rows = self.ground.amended[number][self.rows]
            if rows.any():
                self._amend(cells, column, number, amendment, rows)
        return cells

    def _amend(
        self,
        cells: Cells,
        column: Column,
        number: int,
        amendment: Amendment,
        rows: NDArray[np.bool_],
    ) -> None:
        """Do to a column what one amendment says; what is done by its day stays as it is."""
        milestone, day = column.milestone.id, as_day(amendment.effective)
        if milestone in amendment.suspends:
            cells.suspend(rows, day)
        if milestone in amendment.resumes:
            cells.resume(rows, day)
        if milestone not in amendment.rests_on_done:
            return
        rows = rows & ~(self._done(milestone, column.label) <= day)
        if milestone in amendment.drops:
            cells.drop(rows)
        if column.milestone.asks:
            return  # a new date under this id is the anchor's
        every = amendment.due.get((milestone, ""))
        phrase = amendment.due.get((milestone, column.label), every)
        if phrase is not None and rows.any():
            self.amending = amendment
            cells.redate(rows, self._phrase(phrase), number)

    def reference(self, name: str, occurrence: str | None) -> Days:
        anchor = self.ground.roadmap.anchors.get(name)
        if anchor is not None and self.ground.markers.get(name) == self.resolving:
            return self._planned(anchor)  # else what marks it could never be late
        if anchor is not None:
            return self._anchor(anchor)
        milestone = self.ground.roadmap.milestones[MilestoneId(name)]
        label = occurrence if occurrence is not None else str(self.occurrence or "")
        columns = self.ground.columns.of(milestone)
        column = columns.get(label) or columns.get("")
        return self._really(column, self.resolve(column).days) if column else self._undated()

    def _anchor(self, anchor: Anchor) -> Days:
        """Return the day it happened, or the organisation's own date, or the forecast."""
        if anchor.id not in self.anchors:
            planned = partial(self._planned, anchor)
            self.anchors[anchor.id] = self._firm_or(self._happened(anchor), planned)
        return self.anchors[anchor.id]

    def _happened(self, anchor: Anchor) -> DayArray:
        """Return the day on which what marks an anchor was done, or it was said to have come."""
        return self._done(self.ground.markers.get(anchor.id, MilestoneId(anchor.id)), "")

    def lack_day(self, anchor: Anchor) -> NDArray[np.bool_]:
        """Return which rows have neither set a day for an anchor, nor seen it happen."""
        own = self.ground.organisations.anchors.get(anchor.id)
        lack = np.isnat(self._happened(anchor))
        return lack if own is None else lack & np.isnat(own[self.rows])

    def _planned(self, anchor: Anchor) -> Days:
        own = self.ground.organisations.anchors.get(anchor.id)
        if own is None:
            return self._forecast(anchor)
        return self._firm_or(own[self.rows], partial(self._forecast, anchor))

    def _forecast(self, anchor: Anchor) -> Days:
        """Return the day that an anchor is expected on; of several decisions the last counts."""
        cells = Cells.of(self._expected(anchor))
        for number, amendment in enumerate(self.ground.roadmap.amendments):
            phrase = amendment.due.get((MilestoneId(anchor.id), ""))
            rows = self.ground.amended[number][self.rows]
            if phrase is not None and rows.any():
                expected = replace(anchor, at=anchor.at and phrase, window=phrase)
                cells.redate(rows, self._expected(expected), number)
        return cells.days

    def _expected(self, anchor: Anchor) -> Days:
        if anchor.at is not None:
            counted = self._phrase(anchor.at)
            return Days(counted.day, counted.provisional)  # an anchor is a day, not a window
        if anchor.window is not None:
            return Days(self._phrase(anchor.window).day, np.ones(self.size, np.bool_))
        return self._undated()

    def _firm_or(self, known: DayArray, otherwise: Callable[[], Days]) -> Days:
        """Return the known days; where some aren't, what is known otherwise."""
        unknown = np.isnat(known)
        if not unknown.any():
            return Days(known, unknown)
        other = otherwise()
        return Days(np.where(unknown, other.day, known), other.provisional & unknown)

    def _really(self, column: Column, due: Days) -> Days:
        """Count from the day a milestone was done; its due date is a forecast until then."""
        forecast = Days(due.day, np.ones(self.size, np.bool_))
        return self._firm_or(self._done(column.milestone.id, column.label), lambda: forecast)

    def _done(self, milestone: MilestoneId, label: str) -> DayArray:
        day = np.full(len(self.ground.organisations), NOT_A_DAY)
        for row, done_on in self.ground.done_by_milestone.get((milestone, label), ()):
            day[row] = as_day(done_on)
        return day[self.rows]

    def _undated(self) -> Days:
        return Days(np.full(self.size, NOT_A_DAY), np.zeros(self.size, np.bool_))


def _concerned(roadmap: Roadmap, organisations: Organisations) -> NDArray[np.bool_]:
    """Return the rows for which some milestone is meant."""
    concerned = np.zeros(len(organisations), np.bool_)
    for milestone in roadmap.milestones.values():
        concerned |= organisations.select(milestone.applies)
    return concerned


def _groups(
    organisations: Organisations, concerned: NDArray[np.bool_]
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield the rows of each kind and calendar, in the order of the register."""
    for kind in _in_order(organisations.kinds[concerned]):
        of_kind = concerned & (organisations.kinds == kind)
        for calendar in _in_order(organisations.calendars[of_kind]):
            yield calendar, np.flatnonzero(of_kind & (organisations.calendars == calendar))


def _in_order(names: NDArray[np.str_]) -> list[str]:
    """Return each name once, as first met."""
    unique, first = np.unique(names, return_index=True)
    return [str(unique[i]) for i in np.argsort(first)]


def _matrix(ground: _Ground, calendar: Calendar, rows: NDArray[np.int64]) -> Matrix:
    frame = _Frame(ground, calendar, rows)
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
    opens = np.full(shape, NOT_A_DAY, order="F")
    for number, found in enumerate(cells):
        if found.days.opens is not None:
            opens[:, number] = found.days.opens
    return Matrix(
        calendar,
        rows,
        columns,
        due=_side_by_side([found.days.day for found in cells], shape, NOT_A_DAY),
        opens=opens,
        provisional=_side_by_side([found.days.provisional for found in cells], shape, np.False_),
        applies=_side_by_side(applies, shape, np.False_),
        suspended=_side_by_side([found.suspended for found in cells], shape, np.False_),
        needs_date=_side_by_side([found.needs_date for found in cells], shape, np.False_),
        amended=_side_by_side([found.amended for found in cells], shape, np.int16(-1)),
    )


def _own(frame: _Frame, column: Column, cells: Cells) -> NDArray[np.bool_]:
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


def _meant(ground: _Ground, rows: NDArray[np.int64]) -> Mapping[MilestoneId, NDArray[np.bool_]]:
    """Return, for the milestones meant for any of the rows, which rows they are meant for."""
    chosen = {
        m.id: ground.organisations.select(m.applies)[rows]
        for m in ground.roadmap.milestones.values()
    }
    return {id_: rows for id_, rows in chosen.items() if rows.any()}
