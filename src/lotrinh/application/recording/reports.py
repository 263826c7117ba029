"""Reports: which one a figure answers, where only the target and the day are named.

It is the one of the period that the day is in: a figure of 30/09 is September's, on whatever
day it is told. A period that hasn't begun takes no figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.codes import Codes
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.numbers import Numbers
from lotrinh.application.office.selection import UnknownWordError, known_roadmap
from lotrinh.application.recording.mentions import AmbiguousMilestoneError, Mention
from lotrinh.domain.facts import CellId
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.timeline import Timeline
from lotrinh.errors import LotrinhError

_FEW = 5


class NoTargetError(LotrinhError):
    """What is named is something to be done, and no target."""

    code = "no-target"


class WhichOrganisationError(LotrinhError):
    """A target that several organisations have, and none of them was named."""

    code = "which-organisation"


class PeriodNotOpenError(LotrinhError):
    """A figure for a period that hasn't begun on its day."""

    code = "period-not-open"


def whole_mention(timelines: Timelines, codes: Codes, mention: Mention, today: date) -> Mention:
    """Return a mention that names organisation, set, target and report.

    Raises:
        LotrinhError: There is no such target, it is unclear whose, or its period isn't open.
    """
    configuration = timelines.configuration
    numbers = Numbers.among([mention.milestone], codes, configuration)
    if numbers.cells:
        organisation, milestone = numbers.ids(mention.organisation, mention.milestone)
        mention = replace(mention, organisation=organisation, milestone=milestone)
    name, at, occurrence = mention.milestone.partition("@")
    day = mention.on or today
    set_id, target = _target(configuration, name, day)
    timeline = timelines.of(set_id)
    whose = mention.organisation or _whose(timeline, target)
    reports = reports_of(timeline, target, OrganisationId(whose))
    label = occurrence.upper() if at else _label(reports, day)
    _check_open(reports, label, day, timelines.roadmap(set_id).term.first_year)
    written = f"{set_id}/{target}" + (f"@{label}" if label else "")
    return replace(mention, organisation=whose, milestone=written)


def _target(configuration: Configuration, name: str, day: date) -> tuple[RoadmapId, MilestoneId]:
    """Return where a target is: of several sets that have it, the one whose term the day is in.

    `set/id` says it where the day doesn't.
    """
    set_name, _, bare = name.rpartition("/")
    target = MilestoneId(bare)
    wanted = [known_roadmap(configuration, set_name)] if set_name else configuration.roadmaps
    found = [one for one in wanted if target in configuration.targets.get(one, {})]
    if len(found) > 1:
        terms = [(one, configuration.roadmaps[one].term) for one in found]
        then = [one for one, term in terms if term.first_year <= day.year <= term.last_year]
        found = then if len(then) == 1 else found
    if len(found) > 1:
        raise AmbiguousMilestoneError(value=bare, roadmaps=", ".join(f"{r}/{bare}" for r in found))
    if found:
        return found[0], target
    if any(target in configuration.roadmaps[one].milestones for one in wanted):
        raise NoTargetError(value=name)
    targets = [id_ for one in wanted for id_ in configuration.targets.get(one, {})]
    raise UnknownWordError("target", name, targets)


def _whose(timeline: Timeline, target: MilestoneId) -> OrganisationId:
    """Return the only organisation that has a target."""
    ids = timeline.organisations.ids
    whose: set[OrganisationId] = {
        ids[matrix.rows[row]]
        for matrix in timeline.matrices
        for row, column in matrix.cells()
        if matrix.columns[column].milestone.id == target
    }
    if len(whose) != 1:
        few = sorted(whose)[:_FEW]
        known = ", ".join(few) + (" …" if len(whose) > _FEW else "")
        raise WhichOrganisationError(value=target, known=known)
    return next(iter(whose))


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a target, and the period that it is about."""

    cell: CellId
    occurrence: Occurrence | None
    due: date | None

    @property
    def first(self) -> date:
        """The first day of its period."""
        return self.occurrence.first if self.occurrence is not None else date.min

    def has_begun(self, day: date) -> bool:
        """Whether its period has begun on a day."""
        return self.first <= day


def reports_of(
    timeline: Timeline, target: MilestoneId, organisation: OrganisationId
) -> list[Report]:
    """Return the reports that an organisation gives of a target, in the order of their periods."""
    columns = {
        column.label: column.occurrence
        for matrix in timeline.matrices
        for column in matrix.columns
        if column.milestone.id == target
    }
    cells = (CellId(timeline.roadmap.id, organisation, target, label) for label in columns)
    found = [(cell, timeline.find(cell)) for cell in cells]
    reports = [Report(c, columns[c.occurrence], d.due) for c, d in found if d is not None]
    return sorted(reports, key=lambda report: report.first)


def _label(reports: Sequence[Report], day: date) -> str:
    """Return the report of the period that a day is in; the first, where none has begun."""
    begun = [report for report in reports if report.has_begun(day)]
    return (begun or reports)[-1 if begun else 0].cell.occurrence if reports else ""


def _check_open(reports: Sequence[Report], label: str, day: date, first_year: int) -> None:
    """Refuse a figure for a period to come; an occurrence that isn't there is found later.

    What is due early in its period is told before that begins: a report is open from the day
    on which the one before it was due.
    """
    before: date | None = None
    is_early = day.year < first_year
    for report in reports:
        if report.cell.occurrence == label:
            opens = report.first if before is None else min(report.first, before)
            is_early = is_early or day < opens
        before = report.due
    if is_early:
        value = label or str(first_year)
        raise PeriodNotOpenError(value=value, day=f"{day:%d/%m/%Y}")
