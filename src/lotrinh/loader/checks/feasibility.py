"""Whether a roadmap can be kept to: its due days laid over the organisations, nothing done yet.

All of it is warnings, at the word that would have to change; once a milestone and oddity,
with one organisation as an example. What recurs falls on Tết in some year: that isn't told.
A register may be large, so some thousand organisations are looked at at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import Calendar, Flags, as_date
from lotrinh.domain.feasibility import Oddity, Outlook, outlook
from lotrinh.domain.registers import Organisations
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Barrier, Milestone, Roadmap, RoadmapId
from lotrinh.domain.timeline import Matrix, Timeline
from lotrinh.errors import Location
from lotrinh.loader.parts.roadmap_shape import MilestoneShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings

_TOLD = frozenset(Oddity) - {Oddity.DAY_OFF}
_AT_ONCE = 20_000
"""Organisations whose outlook is held in memory together."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the due days of the roadmaps rest on."""

    roadmaps: Mapping[RoadmapId, Roadmap]
    organisations: Organisations
    calendars: Mapping[str, Calendar]
    strict: bool
    _known: dict[RoadmapId, Timeline] = field(default_factory=dict)

    def timeline(self, roadmap: RoadmapId) -> Timeline:
        """Return a roadmap as its days are while nothing is done."""
        if roadmap not in self._known:
            known, calendars = self.roadmaps[roadmap], self.calendars
            resolved = resolve(known, self.organisations, calendars, done={}, strict=self.strict)
            self._known[roadmap] = resolved
        return self._known[roadmap]

    def looks(self, roadmap: RoadmapId) -> Iterator[tuple[Matrix, Outlook]]:
        """Yield its matrices, a block of rows at a time, and how each looks."""
        timeline = self.timeline(roadmap)
        barriers = self.roadmaps[roadmap].barriers
        counted = {barrier: self.timeline(barrier.roadmap or roadmap) for barrier in barriers}
        for matrix in timeline.matrices:
            for block in matrix.blocks(_AT_ONCE):
                yield block, outlook(timeline, block, {}, counted=counted)


@dataclass(frozen=True, eq=False)
class _Case:
    """A column in which some due days are odd; the first of them is the example."""

    roadmap: Roadmap
    organisations: Organisations
    matrix: Matrix
    look: Outlook
    oddity: Oddity
    column: int

    @property
    def key(self) -> tuple[str, Oddity]:
        """What is told once."""
        return self.milestone.id, self.oddity

    @property
    def milestone(self) -> Milestone:
        return self.matrix.columns[self.column].milestone

    @property
    def row(self) -> int:
        return int(np.argmax(self.look.odd[self.oddity][:, self.column]))

    @property
    def concerned(self) -> NDArray[np.int64]:
        """The organisations, by their rows in the register."""
        return self.matrix.rows[self.look.odd[self.oddity][:, self.column]]

    def due(self, column: int) -> str:
        """Return a due day of the example as offices write it."""
        is_own = column < len(self.matrix.columns)
        days = self.matrix.due if is_own else self.look.network.due
        return f"{as_date(days[self.row, column]):%d/%m/%Y}"

    @property
    def later(self) -> int:
        """What is needed and due after this."""
        due = self.look.network.due[self.row]
        return next(n for n in self.look.network.needs[self.column] if due[n] > due[self.column])

    @property
    def barrier(self) -> Barrier | None:
        """What is needed of others and due after this, if it isn't a milestone of its own."""
        number = self.later - len(self.matrix.columns)
        return self.look.others[number].barrier if number >= 0 else None

    def values(self) -> dict[str, str]:
        """Return what the sentence names."""
        example = self.matrix.rows[self.row]
        values = {
            "due": self.due(self.column),
            "organisation": self.organisations.ids[example],
            "title": self.milestone.title,
        }
        match self.oddity:
            case Oddity.BEFORE_ORGANISATION:
                since = as_date(self.organisations.valid_from[example])
                return values | {"since": f"{since:%d/%m/%Y}"}
            case Oddity.PAST_WHEN_SET:
                number, set_on = self._document()
                return values | {"value": number, "issued": f"{set_on:%d/%m/%Y}"}
            case Oddity.BEFORE_NEEDS:
                barrier = self.barrier
                needed = (
                    barrier.milestone if barrier else self.matrix.columns[self.later].milestone.id
                )
                return values | {"value": needed, "other": self.due(self.later)}
            case Oddity.TOO_TIGHT:
                return values | {"days": str(-(self.look.slack(self.row, self.column) or 0))}
            case _:
                return values

    @property
    def amendment(self) -> int:
        """The amendment that set the day of the example, -1 for none."""
        return int(self.matrix.amended[self.row, self.column])

    def _document(self) -> tuple[str, date | None]:
        """Return the number of the document that set the day, and since when it holds."""
        bases = self.roadmap.bases
        if self.amendment < 0:
            basis = bases[self.milestone.basis or ""]
            return basis.number, basis.issued
        amendment = self.roadmap.amendments[self.amendment]
        return bases[amendment.basis or ""].number, amendment.effective

    def place(self, shape: RoadmapShape) -> Location:
        """Return where the word stands that would have to change."""
        if self.milestone.asks:
            anchors = {str(name): anchor for name, anchor in shape.anchors.items()}
            return anchors[self.milestone.id].by.where
        written = next(m for m in shape.every_milestone if str(m.id) == self.milestone.id)
        if self.oddity is Oddity.BEFORE_NEEDS:
            return self._needed(written)
        if self.oddity is Oddity.TOO_TIGHT and written.takes is not None:
            return written.takes.where
        if self.amendment >= 0:
            return self._amended(shape)
        is_past = self.oddity is Oddity.PAST_WHEN_SET
        return written.basis.where if is_past else written.due.where

    def _needed(self, written: MilestoneShape) -> Location:
        """Return where what is due later is named as needed."""
        barrier = self.barrier
        if barrier is None:
            needed = str(self.matrix.columns[self.later].milestone.id)
            return next(need for need in written.needed_ids if need == needed).where
        return written.barriers[self.milestone.barriers.index(barrier)].where

    def _amended(self, shape: RoadmapShape) -> Location:
        """Return where an amendment sets the day; they are told apart by when they take effect."""
        in_order = sorted(shape.amendments, key=lambda a: a.effective or date.max)
        dates = {str(key).lower(): day for key, day in in_order[self.amendment].dates.items()}
        head = self.matrix.columns[self.column]
        own = f"{self.milestone.id}@{head.label}".lower()
        return (dates.get(own) or dates[self.milestone.id]).where


def check_feasibility(
    shape: RoadmapShape, roadmap: Roadmap, ground: Ground, findings: Findings
) -> None:
    """Report due days that can't be kept to."""
    seen = _Seen(len(ground.organisations))
    for matrix, look in ground.looks(roadmap.id):
        seen.needs(matrix, look)
        for oddity, column in _odd_columns(matrix, look):
            seen.case(_Case(roadmap, ground.organisations, matrix, look, oddity, column))
    for first, concerned in seen.cases.values():
        count = str(int(concerned.sum()))
        findings.warning(str(first.oddity), first.place(shape), **first.values(), count=count)
    for milestone in shape.every_milestone:
        for need in milestone.needed_ids:
            if seen.never_together(milestone.id, need):
                findings.warning("needs-apart", need.where, value=str(need))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen in one block after another."""

    size: int
    """Of the register."""
    cases: dict[tuple[str, Oddity], tuple[_Case, Flags]] = field(default_factory=dict)
    """What is told as one: its first case, and the rows that it concerns."""
    compared: set[tuple[str, str]] = field(default_factory=set)
    present: set[str] = field(default_factory=set)

    def case(self, case: _Case) -> None:
        """Note another case of something odd."""
        _, concerned = self.cases.setdefault(case.key, (case, np.zeros(self.size, np.bool_)))
        concerned[case.concerned] = True

    def needs(self, matrix: Matrix, look: Outlook) -> None:
        """Note which milestones are there, and which of them are needed by which."""
        ids = [column.milestone.id for column in matrix.columns]
        self.present.update(ids)
        self.compared.update(
            (ids[n], ids[m])
            for n, needed in enumerate(look.network.needs)
            for m in needed
            if m < len(ids)
        )

    def never_together(self, milestone: str, need: str) -> bool:
        """Whether nobody ever has both to do, or never in the same occurrence."""
        return {milestone, need} <= self.present and (milestone, need) not in self.compared


def _odd_columns(matrix: Matrix, look: Outlook) -> Iterator[tuple[Oddity, int]]:
    for oddity in _TOLD:
        for column in np.flatnonzero(look.odd[oddity].any(axis=0)):
            if oddity is not Oddity.ON_TET or matrix.columns[column].occurrence is None:
                yield oddity, int(column)
