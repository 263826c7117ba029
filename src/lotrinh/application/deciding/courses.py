"""Courses: each target of each organisation in each period, with its figures and its days.

Days come from the same timelines as all others: when figures are asked for from that of the
reports, by when a target is to be reached from the same roadmap laid out for its aims.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.domain.calendar import as_date, as_day
from lotrinh.domain.facts import OF_TARGETS, CellId, Fact, standing_facts
from lotrinh.domain.judging import Course, Figure, Word
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import MilestoneId, RoadmapId, Term
from lotrinh.domain.targets import EVERY_YEAR, Period, Target, Targets, aims
from lotrinh.domain.timeline import Timeline

_NEVER = as_day(date(9999, 12, 31))


@dataclass(frozen=True, slots=True, order=True)
class CourseId:
    """Which target, of whom, in which year (EVERY_YEAR for one of the whole term)."""

    organisation: OrganisationId
    target: MilestoneId
    year: int = EVERY_YEAR


@dataclass(frozen=True)
class Courses:
    """The courses of one set of targets, as seen on the day of the timelines."""

    timelines: Timelines
    set_id: RoadmapId

    @cached_property
    def targets(self) -> Targets:
        """The targets of the set."""
        return self.timelines.configuration.targets[self.set_id]

    @cached_property
    def ids(self) -> Sequence[CourseId]:
        """Whose target which is, in which year; organisation by organisation."""
        order = {target: place for place, target in enumerate(self.targets)}
        rows = self.timelines.configuration.organisations.rows
        return sorted(
            self._first_reports, key=lambda c: (rows[c.organisation], c.year, order[c.target])
        )

    def course(self, id_: CourseId, more: Sequence[Fact] = ()) -> Course:
        """Return one course; `more` are facts that aren't in the books yet."""
        target = self.targets[id_.target]
        facts = [*self._facts.get(id_, ()), *more]
        in_order = sorted(facts, key=lambda f: (f.on, f.sequence or 1 << 62))
        return Course(
            target,
            target.plan(id_.year),
            date(id_.year or self._term.first_year, 1, 1),
            self._due(id_),
            tuple(
                Figure(f.on, f.value, f.cell.occurrence, f.sequence)
                for f in in_order
                if f.value is not None and f.cell is not None and target.takes(f.value)
            ),
            tuple(
                Word(f.on, f.state, f.note, f.by, f.sequence)
                for f in in_order
                if f.state is not None
            ),
            self._first_reports.get(id_),
            sum(f.value is not None and not target.takes(f.value) for f in in_order),
        )

    def of_cell(self, cell: CellId) -> CourseId:
        """Return the course that a report is about."""
        year = self.year_of(self.targets[cell.milestone], cell.occurrence)
        return CourseId(cell.organisation, cell.milestone, year)

    def year_of(self, target: Target, occurrence: str) -> int:
        """Return the year that a report is about."""
        if target.period is Period.TERM:
            return EVERY_YEAR
        return int(occurrence[:4]) if occurrence else self._term.first_year

    @cached_property
    def _term(self) -> Term:
        return self.timelines.roadmap(self.set_id).term

    def _due(self, id_: CourseId) -> date | None:
        for label in (str(id_.year), ""):
            cell = CellId(self.set_id, id_.organisation, id_.target, label)
            if (deadline := self._aims.find(cell)) is not None:
                return deadline.due
        return None

    @cached_property
    def _aims(self) -> Timeline:
        configuration = self.timelines.configuration
        return resolve(
            aims(self.timelines.roadmap(self.set_id), self.targets),
            configuration.organisations,
            configuration.calendars,
            done={},
            strict=configuration.strict,
        )

    @cached_property
    def _facts(self) -> Mapping[CourseId, Sequence[Fact]]:
        recorded = self.timelines.facts.of_kinds(self.set_id, OF_TARGETS)
        found: dict[CourseId, list[Fact]] = {}
        for fact in standing_facts(recorded, self.timelines.today):
            if fact.cell is not None and fact.cell.milestone in self.targets:
                found.setdefault(self.of_cell(fact.cell), []).append(fact)
        return found

    @cached_property
    def _first_reports(self) -> Mapping[CourseId, date | None]:
        """The day on which a figure is asked for first, of every course."""
        return dict(self._reports())

    def _reports(self) -> Iterator[tuple[CourseId, date | None]]:
        ids = self.timelines.configuration.organisations.ids
        for matrix in self.timelines.of(self.set_id).matrices:
            columns: dict[tuple[MilestoneId, int], list[int]] = {}
            for number, head in enumerate(matrix.columns):
                target = self.targets.get(head.milestone.id)
                if target is not None:
                    year = self.year_of(target, head.label)
                    columns.setdefault((target.id, year), []).append(number)
            for (target_id, year), numbers in columns.items():
                days = matrix.due[:, numbers]
                first = np.where(np.isnat(days), _NEVER, days).min(axis=1)
                applies = matrix.applies[:, numbers].any(axis=1)
                for row in np.flatnonzero(applies):
                    day = None if first[row] == _NEVER else as_date(first[row])
                    yield CourseId(ids[matrix.rows[row]], target_id, year), day
