"""Audit: who recorded what, when, why and by which way; what was taken back is listed as well.

It is asked for a page at a time: the books grow for years.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from lotrinh.application.books.trail import PAGE, Place, Sought, Step, Trail
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import UnknownWordError, known_organisation
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.times import instant_at


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of all that was recorded; None and '' leave it open."""

    organisation: str = ""
    person: str = ""
    """Who recorded it, as it was written (case doesn't count), or by the id."""
    milestone: str = ""
    """A milestone or an anchor, with its roadmap or without: `review`, `year-end/review`."""
    first: date | None = None
    """The first day on which it was recorded; as `last`, a civil day."""
    last: date | None = None
    kinds: frozenset[FactKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact by present ids, and whether it still counts."""

    fact: Fact
    place: Place
    """Where it stands; what comes before that is older."""
    undone_by: int | None
    """The entry that has taken it back."""


def audit(
    configuration: Configuration,
    trail: Trail,
    wanted: Wanted,
    *,
    within: AbstractSet[OrganisationId] | None = None,
    before: Place | None = None,
    limit: int | None = PAGE,
) -> list[Recorded]:
    """Return what was recorded, the newest first.

    What takes back an entry is told with each cell that it took back.

    Args:
        configuration: Names things as they are called now.
        trail: What was recorded.
        wanted: Which of it.
        within: The organisations that may be seen; all, if None.
        before: Only what comes before this place.
        limit: So much at most; everything, if None.

    Raises:
        LotrinhError: An organisation or a milestone that there isn't.
    """
    sought = _sought(configuration, trail, wanted, within)
    steps = trail.steps(sought, before=before, limit=limit)
    undone = trail.undone({step.fact.entry for step in steps})
    return [_recorded(configuration, step, undone.get(step.fact.entry)) for step in steps]


def _sought(
    configuration: Configuration,
    trail: Trail,
    wanted: Wanted,
    within: AbstractSet[OrganisationId] | None,
) -> Sought:
    organisations = within
    if wanted.organisation:
        known = known_organisation(configuration, wanted.organisation)
        organisations = {known} if within is None else within & {known}
    since, until = span(configuration, wanted.first, wanted.last)
    return Sought(
        _under_all_names(configuration, organisations),
        _cells(configuration, trail, wanted.milestone) if wanted.milestone else None,
        authors_named(trail, wanted.person) if wanted.person else None,
        wanted.kinds or None,
        since,
        until,
    )


def _under_all_names(
    configuration: Configuration, organisations: AbstractSet[OrganisationId] | None
) -> AbstractSet[OrganisationId] | None:
    """Return some organisations by every id that they ever had."""
    if organisations is None:
        return None
    renamed = configuration.renames.organisations.items()
    return organisations | {old for old, present in renamed if present in organisations}


def span(
    configuration: Configuration, first: date | None, last: date | None
) -> tuple[datetime | None, datetime | None]:
    """Return the instants between which some civil days lie; the second isn't among them."""

    def begin(day: date | None) -> datetime | None:
        return instant_at(day, time(), configuration.zone) if day is not None else None

    ends = last < date.max if last is not None else False
    return begin(first), begin(last + timedelta(days=1) if last is not None and ends else None)


def authors_named(trail: Trail, word: str) -> Collection[str]:
    """Return who is meant by a word: an id, and every name that reads so."""
    return {word, *(name for name in trail.authors() if name.casefold() == word.casefold())}


def _cells(configuration: Configuration, trail: Trail, word: str) -> Collection[CellId]:
    """Return what a word names, under every id that it ever had.

    Raises:
        UnknownWordError: Neither the plan nor the trail knows it.
    """
    name, _, occurrence = word.partition("@")
    roadmap, _, bare = name.rpartition("/")
    known, renames = _known(configuration), configuration.renames
    named = {
        CellId(old, OrganisationId(""), other, occurrence.upper())
        for id_, milestones in known.items()
        if bare in milestones and roadmap in {"", id_}
        for old in renames.names_of_roadmap(id_)
        for other in renames.names_of_milestone(id_, MilestoneId(bare))
    }
    as_written = CellId(
        RoadmapId(roadmap), OrganisationId(""), MilestoneId(bare), occurrence.upper()
    )
    if not named and not trail.steps(Sought(cells=[replace(as_written, occurrence="")]), limit=1):
        raise UnknownWordError("milestone", word, set[str]().union(*known.values()))
    return named or {as_written}


def _known(configuration: Configuration) -> dict[RoadmapId, set[str]]:
    return {
        roadmap.id: {*roadmap.milestones, *roadmap.anchors}
        for roadmap in configuration.roadmaps.values()
    }


def _recorded(configuration: Configuration, step: Step, undone_by: int | None) -> Recorded:
    fact = step.fact
    if fact.cell is not None:
        fact = replace(fact, cell=configuration.renames.cell(fact.cell))
    return Recorded(fact, step.place, undone_by)
