"""One organisation over all roadmaps, with what lies below it; and one month over all of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

import numpy as np

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.looking.grid import Grid, Month, within
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.standings import NOT_APPLICABLE, STANDINGS
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Column


@dataclass(frozen=True, slots=True)
class Item:
    """One deadline of an organisation."""

    roadmap: Roadmap
    column: Column
    standing: Standing
    opens: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Below:
    """An organisation directly below, counted with everything under it."""

    organisation: OrganisationId
    figures: Figures


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation: its own deadlines by their days, and those below it in numbers."""

    organisation: OrganisationId
    items: tuple[Item, ...]
    figures: Figures
    below: tuple[Below, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is due on one day: one milestone, of one organisation or of many."""

    roadmap: Roadmap
    column: Column
    organisations: tuple[OrganisationId, ...]
    figures: Figures


def place(
    grids: Sequence[Grid], organisations: Organisations, organisation: OrganisationId
) -> Place:
    """Return how an organisation stands in all roadmaps."""
    items = [item for grid in grids for item in _items(grid, organisations.rows[organisation])]
    items.sort(key=lambda item: item.due or date.max)
    below = (
        Below(one, _under(grids, organisations, one)) for one in organisations.below(organisation)
    )
    found = Figures.of(item.standing for item in items)
    return Place(organisation, tuple(items), found, tuple(b for b in below if b.figures.counted))


def month(
    grids: Sequence[Grid], seen: AbstractSet[OrganisationId], wanted: Month
) -> Mapping[date, Sequence[Entry]]:
    """Return what is due in a month, day by day, of the organisations that may be seen."""
    days: dict[date, list[Entry]] = {}
    for grid in grids:
        for day, entry in _entries(grid, seen, wanted):
            days.setdefault(day, []).append(entry)
    return days


def _items(grid: Grid, row_in_register: int) -> Iterator[Item]:
    for row in np.flatnonzero(grid.rows == row_in_register):
        opens, due = grid.opens[row].astype(object), grid.due[row].astype(object)
        for number in np.flatnonzero(grid.standings[row] != NOT_APPLICABLE):
            standing = STANDINGS[grid.standings[row, number]]
            yield Item(grid.roadmap, grid.columns[number], standing, opens[number], due[number])


def _under(
    grids: Sequence[Grid], organisations: Organisations, organisation: OrganisationId
) -> Figures:
    """Return the sums of an organisation with everything below it."""
    row = organisations.rows[organisation]
    under = organisations.are_below(row)
    under[row] = True
    counted: Counter[Standing] = Counter()
    for grid in grids:
        counted += grid.count(under[grid.rows])
    return Figures(counted)


def _entries(
    grid: Grid, seen: AbstractSet[OrganisationId], wanted: Month
) -> Iterator[tuple[date, Entry]]:
    chosen = grid.seen(seen)[:, np.newaxis] & (grid.standings != NOT_APPLICABLE)
    chosen &= within(grid.due, wanted)
    ids = grid.organisations.ids
    for number in np.flatnonzero(chosen.any(axis=0)):
        rows = np.flatnonzero(chosen[:, number])
        days = grid.due[rows, number]
        for day in np.unique(days):
            there = rows[days == day]
            standings = (STANDINGS[grid.standings[row, number]] for row in there)
            due_there = tuple(ids[grid.rows[row]] for row in there)
            found = Figures.of(standings)
            yield day.astype(object), Entry(grid.roadmap, grid.columns[number], due_there, found)
