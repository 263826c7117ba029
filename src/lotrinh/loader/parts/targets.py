"""What a file of targets means: the roadmap of its reports, and each target in numbers.

The reports are milestones like any others, made here of what was written, at its place: what
is wrong with a role, a phrase or a selector is then found by the rules of roadmaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lotrinh.domain.due import Phrase
from lotrinh.domain.notation import NumberError, print_number, read_plain
from lotrinh.domain.occurrence import Every
from lotrinh.domain.quantity import PERCENT, Quantity
from lotrinh.domain.registers import RoleId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.targets import (
    EVERY_YEAR,
    Comparator,
    Period,
    RollUp,
    Target,
    Targets,
    Thresholds,
)
from lotrinh.loader.parts.reader import Names, Reader, Words
from lotrinh.loader.parts.roadmap_shape import MilestoneShape, RoadmapShape
from lotrinh.loader.parts.target_shape import TargetSetShape, TargetShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Text

_HUNDRED = Decimal(100)
_REPORT = {"vi": "Số liệu", "en": "Figures"}
"""What is asked for, in front of a target's title: it is read among other things to be done."""


def reports_of(shape: TargetSetShape, language: str) -> RoadmapShape:
    """Return the roadmap of a set's reports, as if it had been written so."""
    written = [target for target in shape.targets if target.id and target.title]
    return RoadmapShape.made(
        shape,
        roadmap=shape.target_set,
        title=shape.title,
        term=shape.term,
        check=shape.check,
        applies=shape.applies,
        policy=shape.policy,
        basis=shape.basis,
        formerly=shape.formerly,
        milestones=tuple(_report(shape, target, language) for target in written),
    )


def _report(shape: TargetSetShape, target: TargetShape, language: str) -> MilestoneShape:
    due = target.report or shape.report or _due(shape, target)
    return MilestoneShape.made(
        target,
        id=target.id,
        title=Text(f"{_REPORT[language]}: {target.title}", target.title.where),
        due=due,
        lead=target.lead,
        support=(target.officer,) if target.officer else (),
        applies=target.applies,
        basis=target.basis,
        formerly=target.formerly,
    )


def _due(shape: TargetSetShape, target: TargetShape) -> Text:
    """Return by when a target is to be reached: the end of its period, unless that is said."""
    if target.due or shape.due:
        return target.due or shape.due
    is_once = target.period is Period.TERM and shape.term is not None
    last = shape.term.last_year if is_once and shape.term else ""
    return Text(f"chậm nhất 31/12/{last}" if is_once else "chậm nhất 31/12 hằng năm", target.where)


@dataclass(frozen=True, slots=True)
class TargetReader:
    """One file of targets on its way to its meaning."""

    shape: TargetSetShape
    reports: RoadmapShape
    words: Words
    findings: Findings

    def read(self) -> Targets:
        """Return the targets that can be understood."""
        read = (self._target(target) for target in self.shape.targets)
        return {target.id: target for target in read if target is not None}

    @property
    def id(self) -> RoadmapId:
        """The set's id, which is that of the roadmap of its reports."""
        return RoadmapId(str(self.shape.target_set))

    def _target(self, shape: TargetShape) -> Target | None:
        due = self._phrase(shape)
        self._check_planned(shape)
        planned = dict(self._planned(shape))
        if due is None or not shape.id:
            return None
        is_rate = shape.unit == PERCENT
        target = Target(
            id=MilestoneId(str(shape.id)),
            title=str(shape.title),
            due=due,
            lead=RoleId(str(shape.lead)),
            comparator=shape.comparator,
            unit=str(shape.unit),
            planned=planned,
            period=shape.period,
            officer=RoleId(str(shape.officer)) if shape.officer else None,
            accumulates=not is_rate if shape.accumulates is None else shape.accumulates,
            roll_up=shape.roll_up or _roll_up(shape),
            thresholds=self._thresholds(shape),
            most=_most(shape, planned),
            digits=min(shape.decimals, 4),
            baseline=shape.baseline,
            before=dict(self._before(shape)),
        )
        self._check_possible(shape, target)
        return target

    def _phrase(self, shape: TargetShape) -> Phrase | None:
        """Return the day by which it is to be reached; one that fits what it is counted for."""
        written = _due(self.shape, shape)
        reader = Reader(self.reports, Names(self.reports), self.words, self.findings)
        due = reader.phrase(written, reader.rounds())
        term = self.shape.term
        if due is None or term is None:
            return due
        wanted: set[Every | None] = {None if shape.period is Period.TERM else Every.YEAR}
        if term.first_year == term.last_year:  # then a year is the term
            wanted = {None, Every.YEAR}
        if due.every not in wanted:
            self.findings.error("due-of-period", written.where, value=str(written))
        return due

    def _check_planned(self, shape: TargetShape) -> None:
        """Report a target without a number, and a number that none is needed for."""
        if shape.comparator is Comparator.DONE and shape.planned:
            self.findings.error("planned-of-done", shape.place("planned"))
        if shape.comparator is not Comparator.DONE and not shape.written.under("planned"):
            self.findings.error("missing-planned", shape.where, value=str(shape.id))

    def _planned(self, shape: TargetShape) -> Iterator[tuple[int, Quantity]]:
        for year, written in shape.planned.items():
            figure = self._figure(written, shape.unit)
            number = self._year(year) if year else EVERY_YEAR
            if figure is not None and number is not None:
                yield number, figure

    def _before(self, shape: TargetShape) -> Iterator[tuple[str, Quantity]]:
        for label, written in shape.before.items():
            figure = self._figure(written, shape.unit)
            if figure is not None:
                yield str(label).upper(), figure

    def _year(self, written: Text) -> int | None:
        """Return a year of the term, having reported whatever else it is."""
        term = self.shape.term
        if term is None:
            return None
        if written in map(str, range(term.first_year, term.last_year + 1)):
            return int(written)
        self.findings.error("year-outside-term", written.where, value=str(written))
        return None

    def _figure(self, written: Text, unit: Text) -> Quantity | None:
        """Return a figure in the unit of its target; it may leave out to say it."""
        try:
            figure = read_plain(str(written))
        except NumberError as error:
            self.findings.error(error.code, written.where, nearest=error.nearest, **error.values)
            return None
        if figure.is_share and unit == PERCENT:
            return figure
        if figure.unit in {"", unit}:
            return Quantity(figure.value, str(unit), figure.whole)
        values = {"value": str(written), "unit": str(unit), "other": figure.unit}
        self.findings.error("other-unit" if unit else "no-unit", written.where, **values)
        return None

    def _thresholds(self, shape: TargetShape) -> Thresholds:
        at_risk = self.shape.at_risk if shape.at_risk is None else shape.at_risk
        missed = self.shape.missed if shape.missed is None else shape.missed
        if missed > at_risk:
            where = (shape if shape.missed is not None else self.shape).place("missed")
            self.findings.error("thresholds-crossed", where, missed=str(missed))
        return Thresholds(at_risk, missed)

    def _check_possible(self, shape: TargetShape, target: Target) -> None:
        """Report what is planned beyond what can be."""
        for year, written in shape.planned.items():
            planned = target.planned.get(int(year) if year.isdigit() else EVERY_YEAR)
            if target.most is not None and planned is not None and planned.size > target.most:
                values = {"value": str(written), "most": print_number(target.most)}
                self.findings.error("over-the-most", written.where, **values)


def _roll_up(shape: TargetShape) -> RollUp:
    """Return how figures become one where that isn't said: rates by their parts and wholes."""
    if shape.comparator in {Comparator.DONE, Comparator.KEEP}:
        return RollUp.COUNT
    return RollUp.RATIO if shape.unit == PERCENT else RollUp.SUM


def _most(shape: TargetShape, planned: dict[int, Quantity]) -> Decimal | None:
    if shape.most is not None:
        return shape.most.size
    is_part = shape.unit == PERCENT and all(plan.size <= _HUNDRED for plan in planned.values())
    return _HUNDRED if is_part else None
