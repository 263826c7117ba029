"""Mentions: organisations and milestones as people write them, and the cells that they mean.

What is wrong with the rows of a file is told all at once, each mistake at its place.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.codes import Codes
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.numbers import Numbers, number_in
from lotrinh.application.office.selection import (
    RenamedIdError,
    UnknownWordError,
    known_organisation,
    known_roadmap,
)
from lotrinh.domain.facts import CellId
from lotrinh.domain.roadmap import Milestone, MilestoneId, RoadmapId
from lotrinh.domain.timeline import Timeline
from lotrinh.errors import Location, LotrinhError, Problem, ProblemsError

_EARLIEST = timedelta(days=366)
"""Nothing is done longer than this before its due date; a mistyped year is."""


class AmbiguousMilestoneError(LotrinhError):
    """A milestone id that several roadmaps have."""

    code = "ambiguous-milestone"


class OccurrenceError(LotrinhError):
    """A recurring milestone without its occurrence."""

    code = "unknown-occurrence"


class NoSuchOccurrenceError(LotrinhError):
    """A milestone with an occurrence that it doesn't have; the nearest are named."""

    code = "no-such-occurrence"


class NotApplicableError(LotrinhError):
    """An organisation that doesn't have this to do."""

    code = "not-applicable"


class AskedError(LotrinhError):
    """An anchor's day is asked for: it is given, or has come; it isn't done."""

    code = "asked-not-done"


class FutureFactError(LotrinhError):
    """Something can't have happened after today."""

    code = "future-fact"


class FarFromDueError(LotrinhError):
    """A day of Done more than a year before the due date: surely a slip of the pen."""

    code = "far-from-due"


@dataclass(frozen=True, slots=True)
class Mention:
    """One organisation and one milestone as somebody wrote them: `id@2026`, `roadmap/id`.

    Or the number that stands for both, in the place of the milestone: then the organisation
    may be left out.
    """

    organisation: str
    milestone: str
    on: date | None = None
    note: str = ""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where organisation, milestone and day are written, if in a file."""
    problems: tuple[Problem, ...] = ()
    """What was found wrong with it when it was read."""
    evidence: str = ""
    """What proves it: a link, or the name of a copy that was kept."""
    number: int | None = None
    """The number that stood for it, once it was looked up."""

    def named(self, milestone: Milestone) -> str:
        """Return what to call it to whoever wrote it: by number and title, or by id."""
        return milestone.id if self.number is None else f"[{self.number}] {milestone.title}"


def cells_of(
    timelines: Timelines,
    codes: Codes,
    mentions: Collection[Mention],
    today: date,
    *,
    done: bool = False,
) -> dict[CellId, Mention]:
    """Return the cells that are mentioned; what a file has wrong is told all at once.

    Args:
        timelines: Where they are looked up.
        codes: The numbers that may stand in the place of ids.
        mentions: What somebody wrote.
        today: No day may lie after it.
        done: Whether they are said to be done.
    """
    cells: dict[CellId, Mention] = {}
    problems: list[Problem] = []
    words = [word for m in mentions for word in (m.organisation, m.milestone)]
    numbers = Numbers.among(words, codes, timelines.configuration)
    for written in mentions:
        mention, mistakes = _by_ids(numbers, written)
        mistakes = mistakes or list(_mistakes(timelines, mention, today, done=done))
        if mistakes and not mention.places:
            raise mistakes[0][1]
        problems += mention.problems
        problems += [placed(error, mention.places[column]) for column, error in mistakes]
        if mistakes:
            continue
        first = cells.setdefault(_cell(timelines, mention, done=done), mention)
        if first is not mention and mention.places:
            before = {"first": str(first.places.get("milestone", ""))}
            problems.append(Problem("duplicate-row", mention.places["milestone"], before))
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.where))
    return cells


def _by_ids(numbers: Numbers, mention: Mention) -> tuple[Mention, list[tuple[str, LotrinhError]]]:
    """Return a mention by ids, or what is wrong with its number."""
    try:
        organisation, milestone = numbers.ids(mention.organisation, mention.milestone)
    except LotrinhError as error:
        column = (
            "milestone" if mention.organisation or number_in(mention.milestone) else "organisation"
        )
        return mention, [(column, error)]
    if milestone == mention.milestone:
        return mention, []
    number = number_in(mention.milestone) or number_in(mention.organisation)
    return replace(mention, organisation=organisation, milestone=milestone, number=number), []


def _mistakes(
    timelines: Timelines, mention: Mention, today: date, *, done: bool
) -> Iterator[tuple[str, LotrinhError]]:
    """Yield what is wrong with a mention, each with the column that it is about."""
    configuration = timelines.configuration
    name = mention.milestone.partition("@")[0]
    sound = True
    for column, look in (
        ("organisation", partial(known_organisation, configuration, mention.organisation)),
        ("milestone", partial(_milestone, configuration, name)),
        ("on", partial(check_day, mention.on, today)),
    ):
        try:
            look()
        except LotrinhError as error:
            sound = False
            yield column, error
    if sound:
        try:
            _cell(timelines, mention, done=done)
        except FarFromDueError as error:
            yield "on", error
        except LotrinhError as error:
            yield "milestone", error


def placed(error: LotrinhError, where: Location) -> Problem:
    """Return an error as the problem of a place in a file."""
    return Problem(error.code, where, error.values, error.values.get("nearest") or None)


def check_day(day: date | None, today: date) -> None:
    """Refuse a day that hasn't come yet."""
    if day is not None and day > today:
        raise FutureFactError(value=f"{day:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")


def _cell(timelines: Timelines, mention: Mention, *, done: bool) -> CellId:
    organisation = known_organisation(timelines.configuration, mention.organisation)
    name, _, occurrence = mention.milestone.partition("@")
    roadmap, milestone = _milestone(timelines.configuration, name)
    timeline = timelines.of(roadmap)
    if done and timelines.configuration.roadmaps[roadmap].milestones[milestone].asks:
        raise AskedError(value=milestone, organisation=organisation)
    cell = CellId(roadmap, organisation, milestone, occurrence.upper())
    deadline = timeline.find(cell)
    if deadline is None:
        raise _why_not(timeline, cell, mention.milestone)
    if done and deadline.due and mention.on and mention.on < deadline.due - _EARLIEST:
        raise FarFromDueError(value=f"{mention.on:%d/%m/%Y}", due=f"{deadline.due:%d/%m/%Y}")
    return cell


def _milestone(configuration: Configuration, name: str) -> tuple[RoadmapId, MilestoneId]:
    """Return where a milestone is; `roadmap/id` says it where several have the id."""
    roadmap, _, bare = name.rpartition("/")
    wanted = [known_roadmap(configuration, roadmap)] if roadmap else configuration.roadmaps
    milestone = MilestoneId(bare)
    found = [r for r in wanted if milestone in configuration.roadmaps[r].milestones]
    if not found:
        raise _unknown_milestone(configuration, name, milestone, list(wanted))
    if len(found) > 1:
        raise AmbiguousMilestoneError(value=bare, roadmaps=", ".join(f"{r}/{bare}" for r in found))
    return found[0], milestone


def _unknown_milestone(
    configuration: Configuration, name: str, milestone: MilestoneId, roadmaps: Sequence[RoadmapId]
) -> LotrinhError:
    for roadmap in roadmaps:
        present = configuration.renames.milestone(roadmap, milestone)
        if present != milestone:
            return RenamedIdError(name, present)
    return UnknownWordError("milestone", name, _names(configuration, roadmaps))


def _names(configuration: Configuration, roadmaps: Iterable[RoadmapId]) -> list[str]:
    return [m for r in roadmaps for m in configuration.roadmaps[r].milestones]


def _why_not(timeline: Timeline, cell: CellId, written: str) -> LotrinhError:
    """Return what is wrong with a cell that doesn't exist."""
    labels = timeline.occurrences(cell.milestone, cell.organisation)
    if not labels:
        return NotApplicableError(milestone=cell.milestone, organisation=cell.organisation)
    kind = NoSuchOccurrenceError if "@" in written else OccurrenceError
    near = _nearest(cell.occurrence, labels) if cell.occurrence else labels
    written_out = ", ".join(
        f"{cell.milestone}@{label}" if label else cell.milestone for label in near
    )
    return kind(value=written, occurrences=written_out)


def _nearest(occurrence: str, labels: Sequence[str]) -> Sequence[str]:
    """Return the three occurrences around one that isn't there; in their order of time.

    >>> _nearest("2026-13", ["2026-11", "2026-12", "2027-01", "2027-02"])
    ['2026-11', '2026-12', '2027-01']
    """
    in_order = sorted(labels)
    start = max(0, min(bisect(in_order, occurrence) - 2, len(in_order) - 3))
    return in_order[start : start + 3]
