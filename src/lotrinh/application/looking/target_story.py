"""The story of a target: its figures through the year and the term, who gave them, and why.

Of an organisation that has it only by those below, it is how these stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.courses import CourseId, Courses
from lotrinh.application.deciding.target_tables import TargetLook, TargetRow, year_before
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.story import Noted, noted_of
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import recipients
from lotrinh.application.recording.reports import Report, reports_of
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.targets import EVERY_YEAR, Target


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: the figure that it gave last, and that of the year before."""

    report: Report
    due: date | None
    figure: Quantity | None
    before: Quantity | None


@dataclass(frozen=True, slots=True)
class TargetStory:
    """All that there is to tell of one target of one organisation in one year."""

    row: TargetRow
    year: int
    years: range
    """Those of the term."""
    series: tuple[TargetRow, ...]
    """The years up to this one, each as it stands."""
    reported: tuple[Reported, ...]
    noted: tuple[Noted, ...]
    """What was recorded, the newest first."""
    below: tuple[TargetRow, ...]
    """Those directly below, where the figures are theirs."""

    @property
    def is_own(self) -> bool:
        """Whether the organisation has figures of its own, and not those of others."""
        return self.row.rolled is None


@dataclass(frozen=True, slots=True)
class TargetId:
    """Which target, of whom, in which year."""

    set_id: RoadmapId
    target: MilestoneId
    organisation: OrganisationId
    year: int | None = None


def target_story(timelines: Timelines, uow: UnitOfWork, id_: TargetId) -> TargetStory | None:
    """Return the story of a target; None where nobody there has it."""
    courses = Courses(timelines, id_.set_id)
    look = TargetLook(courses, id_.year)
    row = look.row(id_.organisation, id_.target)
    if row is None or row.organisation is None:
        return None
    whose = row.organisation
    term = timelines.roadmap(id_.set_id).term
    years = range(term.first_year, term.last_year + 1)
    is_own = row.rolled is None
    reports = reports_of(timelines.of(id_.set_id), id_.target, whose) if is_own else []
    return TargetStory(
        row,
        look.year,
        years,
        tuple(_series(courses, id_, row, years)) if is_own else (),
        tuple(_reported(courses, row, reports)),
        tuple(_noted(uow, reports)),
        () if is_own else tuple(_below(timelines, look, id_)),
    )


def may_record(
    configuration: Configuration, viewer: Viewer, id_: TargetId, organisation: OrganisationId
) -> bool:
    """Whether a viewer may give figures of a target: who leads or gathers them, the office."""
    milestone = configuration.roadmaps[id_.set_id].milestones.get(id_.target)
    if milestone is None or not viewer.sees(organisation):
        return False
    heard = recipients(configuration, milestone, organisation, viewer.today)
    return viewer.is_coordinator or viewer.person.id in heard


def _series(courses: Courses, id_: TargetId, row: TargetRow, years: range) -> Iterator[TargetRow]:
    """Yield the years of a term up to the one that is looked at, those that have a figure."""
    if row.year == EVERY_YEAR:
        return
    for year in years:
        if year <= row.year:
            look = TargetLook(courses, year)
            earlier = look.row(row.organisation, id_.target)
            if earlier is not None and earlier.course.latest is not None:
                yield earlier


def _reported(courses: Courses, row: TargetRow, reports: Sequence[Report]) -> Iterator[Reported]:
    """Yield the reports of the year that is looked at."""
    target, timeline = row.target, courses.timelines.of(courses.set_id)
    for report in reports:
        id_ = courses.of_cell(report.cell)
        if id_.year == row.year:
            label = report.cell.occurrence
            figure = _last(courses, id_, label)
            deadline = timeline.find(report.cell)
            due = deadline.due if deadline is not None else None
            yield Reported(report, due, figure, _of_year_before(courses, target, id_, label))


def _of_year_before(courses: Courses, target: Target, id_: CourseId, label: str) -> Quantity | None:
    if id_.year == EVERY_YEAR:
        return None
    before = year_before(label, id_.year)
    earlier = CourseId(id_.organisation, id_.target, id_.year - 1)
    return _last(courses, earlier, before) or target.before.get(before)


def _last(courses: Courses, id_: CourseId, label: str) -> Quantity | None:
    figures = [f.quantity for f in courses.course(id_).figures if f.occurrence == label]
    return figures[-1] if figures else None


def _noted(uow: UnitOfWork, reports: Sequence[Report]) -> list[Noted]:
    """Return what was recorded of some reports, what was taken back with it."""
    cells = [report.cell for report in reports]
    facts = uow.facts.of_cells(cells) if cells else ()
    found = [noted for cell in cells for noted in noted_of(facts, cell)]
    return sorted(found, key=lambda noted: noted.fact.sequence, reverse=True)


def _below(timelines: Timelines, look: TargetLook, id_: TargetId) -> Iterator[TargetRow]:
    register = timelines.configuration.organisations
    for organisation in register.below(id_.organisation):
        if (row := look.row(organisation, id_.target)) is not None:
            yield row
