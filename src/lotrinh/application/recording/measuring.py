"""Measure: figures of targets, each as a fact that answers a report; corrections are new ones.

How a target stands before and after is part of what is returned, so that it can be looked at
before anything is written down. How somebody says that it stands is recorded here as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.courses import Courses
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import UnknownWordError
from lotrinh.application.recording.answers import WhyMissingError
from lotrinh.application.recording.figures import Doubt, FigureError, read_figure
from lotrinh.application.recording.mentions import Mention, cells_of, placed
from lotrinh.application.recording.record import Entry
from lotrinh.application.recording.reports import whole_mention
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.judging import Course, Judgement, judge
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.targets import Target, TargetState
from lotrinh.errors import Location, LotrinhError, Problem, ProblemsError


class FigureDoubtError(LotrinhError):
    """A figure that is odd, of which whoever writes it hasn't said that it is right."""

    code = "figure-doubt"


@dataclass(frozen=True, slots=True)
class Told:
    """A target, and what somebody says of it: a figure, or how it stands."""

    mention: Mention
    value: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What one figure does to its target."""

    cell: CellId
    target: Target
    course: Course
    """With the new figure."""
    before: Judgement
    after: Judgement
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The entry of some figures, and what each of them does."""

    entry: Entry
    looks: tuple[Look, ...]

    @property
    def doubts(self) -> frozenset[Doubt]:
        """All that is odd, and to be asked about."""
        return frozenset(doubt for look in self.looks for doubt in look.doubts)


def measure(
    configuration: Configuration,
    uow: UnitOfWork,
    told: Sequence[Told],
    *,
    on: date,
    by: str,
    now: datetime,
    today: date,
) -> Measured:
    """Return the entry that records figures; `keep` writes it down.

    Args:
        configuration: The targets that the words are looked up in.
        uow: The books, only read.
        told: What is known, in the user's words.
        on: The civil day of the figure, where a mention doesn't say another.
        by: Who says so.
        now: When it is being recorded.
        today: No figure is of a later day.

    Raises:
        LotrinhError: A word that isn't known, a figure that can't be one; of a file, all.
    """
    timelines = Timelines(configuration, uow.facts, today)
    template = Fact(uow.facts.next_entry(), FactKind.MEASURED, on, now, by)
    reading = _Measuring(timelines, uow, template)
    looks: list[tuple[Look, Fact] | None] = []
    problems: list[Problem] = []
    for one in told:
        try:
            looks.append(reading.look(one))
        except ProblemsError as error:
            problems += error.problems
        except LotrinhError as error:
            if not one.mention.places:
                raise
            problems.append(placed(error, _place(one, error)))
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.where))
    new = [look for look in looks if look is not None]
    facts = tuple(fact for _, fact in new)
    entry = Entry(template.entry, facts, tuple(reading.already))
    return Measured(entry, tuple(look for look, _ in new))


def sure_entry(measured: Measured, *, sure: bool) -> Entry:
    """Return the entry of some figures, if they are plain, or said to be right.

    Raises:
        FigureDoubtError: One is odd.
    """
    odd = [look for look in measured.looks if look.doubts]
    if odd and not sure:
        figure = print_quantity(odd[0].course.figures[-1].quantity)
        raise FigureDoubtError(value=figure)
    return measured.entry


def _place(told: Told, error: LotrinhError) -> Location:
    """Return what an error in a file is about: the figure, or what it is said of."""
    return told.mention.places["value" if isinstance(error, FigureError) else "milestone"]


@dataclass
class _Measuring:
    """Some figures on their way into the books; each set of targets is laid out once."""

    timelines: Timelines
    uow: UnitOfWork
    template: Fact
    """What all the facts have in common."""
    already: list[CellId] = field(default_factory=list)
    _courses: dict[RoadmapId, Courses] = field(default_factory=dict)
    _new: dict[CellId, list[Fact]] = field(default_factory=dict)

    def look(self, told: Told) -> tuple[Look, Fact] | None:
        """Return what one figure does; None where the same is recorded already."""
        day, today = told.mention.on or self.template.on, self.timelines.today
        mention = replace(told.mention, on=day)
        mention = whole_mention(self.timelines, self.uow.codes, mention, today)
        (cell,) = cells_of(self.timelines, self.uow.codes, [mention], today)
        courses = self._of(cell.roadmap)
        id_ = courses.of_cell(cell)
        earlier = self._new.setdefault(cell, [])
        course = courses.course(id_, earlier)
        fact = replace(self._fact(cell, told), on=day, evidence=mention.evidence)
        doubts: tuple[Doubt, ...] = ()
        if told.value:
            read = read_figure(course, told.value)
            fact, doubts = replace(fact, value=read.figure), read.doubts
            if _is_known(course, fact):
                self.already.append(cell)
                return None
        earlier.append(fact)
        after = courses.course(id_, earlier)
        look = Look(cell, course.target, after, judge(course, today), judge(after, today))
        return replace(look, doubts=doubts), fact

    def _of(self, roadmap: RoadmapId) -> Courses:
        if roadmap not in self._courses:
            self._courses[roadmap] = Courses(self.timelines, roadmap)
        return self._courses[roadmap]

    def _fact(self, cell: CellId, told: Told) -> Fact:
        state = _state(told.state) if told.state else None
        if state is not None and not told.mention.note:
            raise WhyMissingError
        kind = FactKind.MEASURED if told.value else FactKind.ASSESSED
        return replace(self.template, kind=kind, cell=cell, note=told.mention.note, state=state)


def _state(word: str) -> TargetState:
    """Return the state that is named; only one that can be said before the day has come."""
    known = [str(state) for state in TargetState if state is not TargetState.UNKNOWN]
    if word not in known:
        raise UnknownWordError("state", word, known)
    return TargetState(word)


def _is_known(course: Course, fact: Fact) -> bool:
    """Whether the last figure of that day and report says just this."""
    cell, value = fact.cell, fact.value
    same = [
        figure.quantity
        for figure in course.figures
        if figure.on == fact.on and cell is not None and figure.occurrence == cell.occurrence
    ]
    return bool(same) and isinstance(value, Quantity) and same[-1] == value and fact.state is None
