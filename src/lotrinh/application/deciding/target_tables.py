"""Targets as reports show them: how each stands, what the year before had, who is behind.

What an organisation has no figures of itself is rolled up from those below it that have, in
the way that the target says: so a ward reads what its branches come to, a province its wards.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lotrinh.application.deciding.courses import CourseId, Courses
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import UnknownWordError, known_roadmap
from lotrinh.domain.judging import Course, Figure, Judgement, judge
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.tallies import RolledUp, States, rolled_up, tally
from lotrinh.domain.targets import EVERY_YEAR, Period, Target


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of one organisation, or of all those below one, as seen on a day."""

    set_id: RoadmapId
    course: Course
    judgement: Judgement
    organisation: OrganisationId | None
    """None for all that have it."""
    year: int = EVERY_YEAR
    rolled: RolledUp | None = None
    """Where it is the figures of several organisations."""
    before: Quantity | None = None
    """The figure of the same period of the year before."""
    series: tuple[tuple[int, Quantity], ...] = ()
    """The last figure of each year of the term up to this one."""

    @property
    def target(self) -> Target:
        """What is to be reached."""
        return self.course.target


@dataclass(frozen=True, slots=True)
class TargetTable:
    """The targets of one set, of one organisation, in one year."""

    set_id: RoadmapId
    title: str
    year: int
    organisation: OrganisationId | None
    rows: tuple[TargetRow, ...]

    @property
    def states(self) -> States:
        """How many of them stand how."""
        return tally(row.judgement.state for row in self.rows)


def known_set(configuration: Configuration, word: str) -> RoadmapId:
    """Return the set of targets of that id."""
    known = known_roadmap(configuration, word)
    if known not in configuration.targets:
        raise UnknownWordError("target-set", word, configuration.targets)
    return known


def of_year(configuration: Configuration, year: int) -> list[RoadmapId]:
    """Return the sets of targets of a year."""
    terms = ((id_, configuration.roadmaps[id_].term) for id_ in configuration.targets)
    return [id_ for id_, term in terms if term.first_year <= year <= term.last_year]


def tables(
    timelines: Timelines,
    sets: Sequence[RoadmapId],
    organisations: Sequence[OrganisationId | None],
    year: int | None = None,
) -> Iterator[TargetTable]:
    """Yield the tables of some sets, one for each organisation that has anything in them.

    Args:
        timelines: The plan and the facts, as seen on a day.
        sets: Which sets of targets.
        organisations: Of whom; None stands for all that have a target.
        year: Which year, if not that of the day.
    """
    for set_id in sets:
        look = TargetLook(Courses(timelines, set_id), year)
        yield from filter(None, map(look.table, organisations))


def present_looks(
    timelines: Timelines, among: Collection[RoadmapId] | None = None
) -> list["TargetLook"]:
    """Return a look at each set (of some, if named) whose term the day of the timelines is in."""
    configuration, year = timelines.configuration, timelines.today.year
    wanted = [id_ for id_ in configuration.targets if among is None or id_ in among]
    terms = ((id_, configuration.roadmaps[id_].term) for id_ in wanted)
    present = [id_ for id_, term in terms if term.first_year <= year <= term.last_year]
    return [TargetLook(Courses(timelines, id_)) for id_ in present]


class TargetLook:
    """One set, looked at in one year."""

    def __init__(self, courses: Courses, year: int | None = None) -> None:
        self._courses, self._set_id = courses, courses.set_id
        self._timelines = timelines = courses.timelines
        term = timelines.roadmap(self._set_id).term
        wanted = year or timelines.today.year
        self._first_year = term.first_year
        self.year = min(max(wanted, term.first_year), term.last_year)
        self._own: dict[tuple[OrganisationId | None, MilestoneId], CourseId] = {}
        self._below: dict[OrganisationId, frozenset[OrganisationId]] = {}
        self._by_target: dict[MilestoneId, list[CourseId]] = {t: [] for t in courses.targets}
        for id_ in courses.ids:
            if id_.year in {self.year, EVERY_YEAR}:
                self._by_target[id_.target].append(id_)
                self._own[id_.organisation, id_.target] = id_

    @property
    def organisations(self) -> frozenset[OrganisationId]:
        """Those that have a target of their own."""
        return frozenset(id_.organisation for ids in self._by_target.values() for id_ in ids)

    def table(self, organisation: OrganisationId | None) -> TargetTable | None:
        """Return the targets that an organisation, or anybody below it, has; None for none."""
        found = (self.row(organisation, target) for target in self._by_target)
        rows = tuple(row for row in found if row is not None)
        title = self._timelines.configuration.roadmaps[self._set_id].title
        return TargetTable(self._set_id, title, self.year, organisation, rows) if rows else None

    def row(self, organisation: OrganisationId | None, target: MilestoneId) -> TargetRow | None:
        """Return one target of an organisation, or of those below it; None where none has it."""
        if (own := self._own.get((organisation, target))) is not None:
            return self._row(own)
        ids, within = self._by_target.get(target, []), self._within(organisation)
        theirs = [id_ for id_ in ids if within is None or id_.organisation in within]
        if not theirs:
            return None
        return self._row(theirs[0]) if len(theirs) == 1 else self._rolled(organisation, theirs)

    def _within(self, organisation: OrganisationId | None) -> frozenset[OrganisationId] | None:
        if organisation is None:
            return None
        if organisation not in self._below:
            register = self._timelines.configuration.organisations
            rows = np.flatnonzero(register.select(Selector(below=organisation)))
            self._below[organisation] = frozenset(register.ids[row] for row in rows)
        return self._below[organisation]

    def _row(self, id_: CourseId) -> TargetRow:
        course = self._courses.course(id_)
        return TargetRow(
            self._set_id,
            course,
            judge(course, self._timelines.today),
            id_.organisation,
            id_.year,
            before=self._before(id_, course),
            series=tuple(self._series(id_)),
        )

    def _rolled(self, organisation: OrganisationId | None, ids: Iterable[CourseId]) -> TargetRow:
        courses = [(id_, self._courses.course(id_)) for id_ in ids]
        whole = rolled_up([course for _, course in courses])
        return TargetRow(
            self._set_id,
            whole.course,
            judge(whole.course, self._timelines.today),
            organisation,
            courses[0][0].year,
            whole,
        )

    def _before(self, id_: CourseId, course: Course) -> Quantity | None:
        """Return what was measured in the same period of the year before."""
        if course.latest is None or course.target.period is Period.TERM:
            return None
        label = year_before(course.latest.occurrence, id_.year)
        known = course.target.before
        written = known.get(label, known.get(""))
        if id_.year <= self._first_year:
            return written
        earlier = CourseId(id_.organisation, id_.target, id_.year - 1)
        return _of_occurrence(self._courses.course(earlier).figures, label) or written

    def _series(self, id_: CourseId) -> Iterator[tuple[int, Quantity]]:
        if id_.year == EVERY_YEAR:
            return
        for year in range(self._first_year, id_.year + 1):
            latest = self._courses.course(CourseId(id_.organisation, id_.target, year)).latest
            if latest is not None:
                yield year, latest.quantity


def year_before(occurrence: str, year: int) -> str:
    """Return what the same period was called a year before.

    >>> year_before("2022-Q2", 2022), year_before("", 2024)
    ('2021-Q2', '2023')
    """
    return f"{year - 1}{occurrence[4:]}"


def _of_occurrence(figures: Sequence[Figure], label: str) -> Quantity | None:
    found = [figure.quantity for figure in figures if figure.occurrence == label]
    return found[-1] if found else None
