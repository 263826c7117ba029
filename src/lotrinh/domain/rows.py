"""Rows of the register that share a calendar: what their phrases are resolved against.

Every column and every anchor is resolved once, for all rows together, and kept; amendments
are laid over it in the order in which they take effect.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.amending import Cells
from lotrinh.domain.calendar import NOT_A_DAY, Calendar, DayArray, as_date, as_day
from lotrinh.domain.columns import Columns
from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Phrase
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.frame import Days, Node
from lotrinh.domain.moving import Granted, Move, Recorded, by_column, moves
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.registers import Organisations
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, Roadmap
from lotrinh.domain.steps import Origins, Step
from lotrinh.domain.timeline import Column


@dataclass(frozen=True, eq=False)
class Ground:
    """What all matrices of one roadmap are resolved on."""

    roadmap: Roadmap
    organisations: Organisations
    done: Mapping[CellId, date]
    strict: bool
    moving: Sequence[Fact] = ()
    """What moves the dates of single cells, in the order in which it takes effect."""

    @cached_property
    def columns(self) -> Columns:
        """The columns of each milestone."""
        return Columns(self.roadmap)

    @cached_property
    def markers(self) -> Mapping[str, MilestoneId]:
        """For an anchor: the milestone whose Done says that it happened."""
        return self.roadmap.markers

    @cached_property
    def marking(self) -> frozenset[MilestoneId]:
        """The milestones that mark anchors."""
        return frozenset(self.markers.values())

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
    def moved(self) -> Recorded:
        """For each column: what moves the dates of single rows."""
        return by_column(self.moving, self.organisations)

    @cached_property
    def amended(self) -> tuple[NDArray[np.bool_], ...]:
        """For each amendment: the rows of the register that it is for."""
        return tuple(self.organisations.select(a.applies) for a in self.roadmap.amendments)

    @cached_property
    def amendments(self) -> Mapping[MilestoneId, Sequence[tuple[int, Amendment]]]:
        """For each milestone and anchor: what is decided about it, with its place in the order."""
        found: dict[MilestoneId, list[tuple[int, Amendment]]] = {}
        for number, amendment in enumerate(self.roadmap.amendments):
            for milestone in amendment.concerns:
                found.setdefault(milestone, []).append((number, amendment))
        return found


@dataclass(eq=False)
class Rows:
    """Implements :class:`lotrinh.domain.frame.Frame` for some rows of the register."""

    ground: Ground
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
    written: Phrase | None = None
    """The phrase that is being resolved, as it stands in a file."""
    anchors: dict[tuple[str, MilestoneId | None], Days] = field(default_factory=dict)
    known: dict[tuple[MilestoneId, str], Cells] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        """Whether "trước 15/12" excludes the 15th."""
        return self.ground.strict

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.rows)

    def note(self, node: Node, days: Days) -> Days:
        """Keep a step of the derivation, where one row is being explained."""
        if self.origins is not None:
            self.steps.append(self._step(self.origins, node, days))
        return days

    def _step(self, origins: Origins, node: Node, days: Days) -> Step:
        """Return a step with what it rests on: what a name stands for, a fact, or the phrase."""
        day, provisional = as_date(days.day[0]), bool(days.provisional[0])
        step = Step(node, day, provisional, self.amending)
        if isinstance(node, Granted):
            return replace(step, fact=node.fact)
        if self.written is not None:
            step = replace(step, source=self.written.source, replaced=self.written.replaced)
        if isinstance(node, Reference):
            return self._named(origins, node, step)
        return step

    def _named(self, origins: Origins, name: Reference, step: Step) -> Step:
        """Return the step of a name with what the organisation's own day of it rests on."""
        if self.ground.markers.get(name.name) != self.resolving:
            step = replace(step, fact=origins.fact(name, str(self.occurrence)))
        cell = origins.source(name)
        return replace(step, source=cell, replaced=None) if cell else step

    def _phrase(self, phrase: Phrase) -> Days:
        outer, self.written = self.written, phrase
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
        cells, moved = Cells.of(days), self._moves(column)
        for number, amendment in self.ground.amendments.get(column.milestone.id, ()):
            while moved and moved[0].on < amendment.effective:
                self._move(cells, moved.pop(0))
            rows = self.ground.amended[number][self.rows]
            if rows.any():
                self._amend(cells, column, number, amendment, rows)
        for move in moved:
            self._move(cells, move)
        return cells

    def _moves(self, column: Column) -> list[Move]:
        recorded = self.ground.moved.get((column.milestone.id, column.label))
        return moves(recorded, self._places) if recorded else []

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """For each row of the register that is here: its place."""
        return {int(row): place for place, row in enumerate(self.rows)}

    def _move(self, cells: Cells, move: Move) -> None:
        move.apply(cells)
        if self.origins is not None:
            for granted in move.granted:
                granted.resolve(self)

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
        done = self._done(milestone, column.label)
        rows = rows & ~(done <= day)
        if amendment.until is not None:
            rows = rows & (done <= as_day(amendment.until))
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
        """Return the days of an anchor or of a milestone."""
        anchor = self.ground.roadmap.anchors.get(name)
        if anchor is not None and self.ground.markers.get(name) == self.resolving:
            return self._planned(anchor)  # else what marks it could never be late
        if anchor is not None:
            return self._anchor(anchor)
        milestone = self.ground.roadmap.milestones.get(MilestoneId(name))
        if milestone is None:
            return self._undated()  # a directive will bring it on a later day
        columns = self.ground.columns.of(milestone)
        column = columns.get(occurrence or str(self.occurrence)) or columns.get("")
        return self._really(column, self.resolve(column).days) if column else self._undated()

    def _anchor(self, anchor: Anchor) -> Days:
        """Return the day it happened, or the organisation's own date, or the forecast."""
        # What marks one anchor sees those that lean on it differently than all others do.
        key = anchor.id, self.resolving if self.resolving in self.ground.marking else None
        if key not in self.anchors:
            planned = partial(self._planned, anchor)
            self.anchors[key] = self._firm_or(self._happened(anchor), planned)
        return self.anchors[key]

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
        outer, self.amending = self.amending, None
        cells = Cells.of(self._expected(anchor))
        for number, amendment in self.ground.amendments.get(MilestoneId(anchor.id), ()):
            phrase = amendment.due.get((MilestoneId(anchor.id), ""))
            rows = self.ground.amended[number][self.rows]
            if phrase is not None and amendment.until is None and rows.any():
                self.amending = amendment
                expected = replace(anchor, at=anchor.at and phrase, window=phrase)
                cells.redate(rows, self._expected(expected), number)
        self.amending = outer
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
