"""Audit: who recorded what, when and why; what was taken back is listed as well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from lotrinh.application.books.ports import Facts
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.numbers import is_named
from lotrinh.application.office.selection import UnknownWordError, known_organisation
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.roadmap import MilestoneId
from lotrinh.domain.times import civil_date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of all that was recorded; None and '' leave it open."""

    organisation: str = ""
    person: str = ""
    """Who recorded it, as it was written; case doesn't count."""
    milestone: str = ""
    """A milestone or an anchor, with its roadmap or without: `review`, `year-end/review`."""
    first: date | None = None
    """The first day on which it was recorded."""
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact, and whether it still counts."""

    fact: Fact
    recorded_on: date
    """The civil day on which somebody wrote it down."""
    undone_by: int | None
    """The entry that has taken it back."""


def audit(configuration: Configuration, facts: Facts, wanted: Wanted) -> Iterator[Recorded]:
    """Yield what was recorded, the newest first.

    What takes back an entry is told with each cell that it took back.

    Raises:
        LotrinhError: An organisation or a milestone that there isn't.
    """
    if wanted.organisation:
        known_organisation(configuration, wanted.organisation)
    everything = [*_with_cells(facts.all())]
    if wanted.milestone:
        _check_milestone(configuration, wanted.milestone, (f.cell for f in everything))
    undone = {f.reverts: f.entry for f in everything if f.reverts is not None}
    for fact in sorted(everything, key=lambda f: f.sequence, reverse=True):
        day = civil_date(fact.recorded_at, configuration.zone)
        if _is_wanted(fact, day, wanted):
            yield Recorded(fact, day, undone.get(fact.entry))


def _with_cells(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield each fact, one that takes back others with their cells."""
    kept = list(facts)
    cells: dict[int, list[CellId]] = {}
    for fact in kept:
        if fact.cell is not None:
            cells.setdefault(fact.entry, []).append(fact.cell)
    for fact in kept:
        if fact.kind is FactKind.UNDONE and fact.reverts is not None:
            yield from (replace(fact, cell=cell) for cell in cells.get(fact.reverts, ()))
        else:
            yield fact


def _check_milestone(
    configuration: Configuration, word: str, cells: Iterable[CellId | None]
) -> None:
    known = {cell.milestone for cell in cells if cell is not None}
    for roadmap in configuration.roadmaps.values():
        known |= roadmap.milestones.keys() | {MilestoneId(anchor) for anchor in roadmap.anchors}
    _, _, bare = word.rpartition("/")
    if bare.partition("@")[0] not in known:
        raise UnknownWordError("milestone", word, known)


def _is_wanted(fact: Fact, day: date, wanted: Wanted) -> bool:
    cell = fact.cell
    return (
        (not wanted.organisation or (cell is not None and cell.organisation == wanted.organisation))
        and (not wanted.milestone or (cell is not None and is_named(cell, wanted.milestone)))
        and (not wanted.person or fact.by.casefold() == wanted.person.casefold())
        and (wanted.first is None or day >= wanted.first)
        and (wanted.last is None or day <= wanted.last)
    )
