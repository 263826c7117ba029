"""The grid: all matrices of a roadmap laid side by side, and what somebody looks at of it.

Filters choose cells; rows and columns without a chosen cell are left out, and sums count
the chosen cells only. All that is arithmetic on arrays, whatever the size.
"""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.deciding.board import Sheet, sums
from lotrinh.application.deciding.figures import Figures
from lotrinh.application.office.selection import plain
from lotrinh.domain.calendar import NOT_A_DAY, DayArray, Flags, as_date, as_day
from lotrinh.domain.registers import OrganisationId, Organisations, RoleId, role_above
from lotrinh.domain.roadmap import MilestoneId, Roadmap
from lotrinh.domain.standings import NOT_APPLICABLE, STANDINGS, Standings
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Column

ROWS, COLUMNS = 100, 60
"""How many are shown at a time."""

_LAGGARDS = (
    *(Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON, Standing.NEEDS_DATE),
    *(Standing.OPEN, Standing.UNDATED, Standing.PLANNED, Standing.SUSPENDED),
    *(Standing.DONE_LATE, Standing.DONE, Standing.WAIVED),
)
"""The standings in the order in which a superior asks after them."""

Month = tuple[int, int]
"""A year and a month; the month 0 is the whole year."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to look at; what isn't said means all."""

    standings: frozenset[Standing] = frozenset()
    kind: str = ""
    below: OrganisationId | None = None
    """One organisation with everything under it."""
    due: Month | None = None
    text: str = ""
    """Part of the name of an organisation, or of the title of a milestone."""
    page: int = 1
    role: str = ""
    """Who leads or helps."""


ALL = Filter()


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation: how it stands in each column, by number, with the due days and sums."""

    organisation: OrganisationId
    standings: tuple[int, ...]
    """Places in `STANDINGS`; -1 where there is nothing to show."""
    due: tuple[date | None, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class View:
    """The part of a grid that is looked at, with the sums of all that was chosen."""

    wanted: Filter
    columns: tuple[Column, ...]
    column_figures: tuple[Figures, ...]
    lines: tuple[Line, ...]
    figures: Figures
    rows: int
    """How many organisations there are on all pages."""
    columns_left_out: int
    """How many columns lie too far from today to be shown along."""

    @property
    def pages(self) -> int:
        """How many pages there are; of nothing one."""
        return max(1, -(-self.rows // ROWS))


@dataclass(frozen=True, slots=True)
class Cell:
    """One deadline as the grid knows it."""

    organisation: OrganisationId
    column: Column
    standing: Standing
    opens: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Cells:
    """A page of deadlines, and how many there are on all pages."""

    items: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """How one organisation stands with one milestone."""

    organisation: OrganisationId
    standing: Standing
    due: date | None


@dataclass(frozen=True, slots=True)
class Across:
    """How far organisations have come with one milestone, those that lag first."""

    column: Column
    figures: Figures
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by."""

    kinds: tuple[str, ...]
    places: tuple[OrganisationId, ...]
    """The organisations that have others below them."""
    months: tuple[Month, ...]
    roles: tuple[RoleId, ...]
    """Those that lead or help."""


@dataclass(frozen=True, eq=False)
class Grid:
    """A roadmap's organisations down, in the order of the register, its milestones across."""

    roadmap: Roadmap
    organisations: Organisations
    rows: NDArray[np.int64]
    """For each row: its row in the register."""
    columns: tuple[Column, ...]
    standings: Standings
    due: DayArray
    opens: DayArray

    @classmethod
    def of(cls, roadmap: Roadmap, organisations: Organisations, sheets: Sequence[Sheet]) -> "Grid":
        """Lay some sheets of a roadmap side by side."""
        rows = np.sort(np.concatenate([np.empty(0, np.int64), *(s.matrix.rows for s in sheets)]))
        columns = _columns(roadmap, sheets)
        shape = (len(rows), len(columns))
        standings = np.full(shape, NOT_APPLICABLE, np.int8)
        due, opens = np.full(shape, NOT_A_DAY), np.full(shape, NOT_A_DAY)
        number = {(c.milestone.id, c.label): n for n, c in enumerate(columns)}
        for sheet in sheets:
            across = np.array([number[c.milestone.id, c.label] for c in sheet.columns], np.int64)
            place = np.ix_(np.searchsorted(rows, sheet.matrix.rows), across)
            standings[place], due[place] = sheet.standings, sheet.matrix.due
            opens[place] = sheet.matrix.opens
        return cls(roadmap, organisations, rows, columns, standings, due, opens)

    def view(self, seen: AbstractSet[OrganisationId], wanted: Filter, today: date) -> View:
        """Return what a filter chooses of the organisations that may be seen."""
        chosen = self.seen(seen)[:, np.newaxis] & self.chosen(wanted)
        across = _nearest(self.due, chosen, today)
        left_out = int(chosen.any(axis=0).sum()) - len(across)
        down = np.flatnonzero(chosen[:, across].any(axis=1))
        pages = max(1, -(-len(down) // ROWS))
        page = min(max(wanted.page, 1), pages)
        place = np.ix_(down, across)
        shown = np.where(chosen[place], self.standings[place], np.int8(NOT_APPLICABLE))
        here = slice((page - 1) * ROWS, page * ROWS)
        return View(
            replace(wanted, page=page),
            tuple(self.columns[column] for column in across),
            tuple(Figures(sums(column)) for column in shown.T),
            self._lines(down[here], shown[here], self.due[place][here]),
            Figures(sums(shown)),
            len(down),
            left_out,
        )

    def cells(self, seen: AbstractSet[OrganisationId], wanted: Filter, size: int) -> "Cells":
        """Return a page of the cells that a filter chooses, organisation by organisation."""
        chosen = self.seen(seen)[:, np.newaxis] & self.chosen(wanted)
        places = np.argwhere(chosen)
        first = (max(wanted.page, 1) - 1) * size
        found = (self._cell(int(r), int(c)) for r, c in places[first : first + size])
        return Cells(tuple(found), len(places))

    def _cell(self, row: int, column: int) -> "Cell":
        return Cell(
            self.organisations.ids[self.rows[row]],
            self.columns[column],
            STANDINGS[self.standings[row, column]],
            as_date(self.opens[row, column]),
            as_date(self.due[row, column]),
        )

    def figures(self, seen: AbstractSet[OrganisationId]) -> tuple[Figures, tuple[Figures, ...]]:
        """Return the sums of whoever sees some organisations: of all, and of each column."""
        shown = self.standings[self.seen(seen)]
        return Figures(sums(shown)), tuple(Figures(sums(column)) for column in shown.T)

    def choices(self, seen: AbstractSet[OrganisationId]) -> Choices:
        """Return what whoever sees some organisations may filter by."""
        rows = self.seen(seen)
        register, applies = self.organisations, self.standings[rows] != NOT_APPLICABLE
        here = self.rows[rows][applies.any(axis=1)]
        above = {int(row) for parents in register.ancestors() for row in np.unique(parents[here])}
        kinds = dict.fromkeys(register.kinds[here].tolist())
        due = self.due[rows][applies]
        months = np.unique(due[~np.isnat(due)].astype("datetime64[M]")).astype(object)
        led = np.flatnonzero(applies.any(axis=0))
        return Choices(
            tuple(kinds),
            tuple(i for row in sorted(above) if row >= 0 and (i := register.ids[row]) in seen),
            tuple((month.year, month.month) for month in months),
            tuple(dict.fromkeys(role for number in led for role in self._roles[number])),
        )

    def progress(
        self, seen: AbstractSet[OrganisationId], milestone: MilestoneId, occurrence: str
    ) -> Across | None:
        """Return how far the organisations that may be seen have come with a milestone.

        None where it is for none of them.
        """
        keys = [(column.milestone.id, column.label) for column in self.columns]
        if (milestone, occurrence) not in keys:
            return None
        number = keys.index((milestone, occurrence))
        standings, due = self.standings[:, number], self.due[:, number].astype(object)
        here = np.flatnonzero(self.seen(seen) & (standings != NOT_APPLICABLE))
        ids = self.organisations.ids
        rows = [Row(ids[self.rows[n]], STANDINGS[standings[n]], due[n]) for n in here]
        rows.sort(key=lambda row: (_LAGGARDS.index(row.standing), row.due or date.max))
        found = Figures(sums(standings[here]))
        return Across(self.columns[number], found, tuple(rows)) if rows else None

    def count(self, rows: Flags) -> Counter[Standing]:
        """Return the sums of some rows."""
        return sums(self.standings[rows])

    def seen(self, seen: AbstractSet[OrganisationId]) -> Flags:
        """Return which rows are those of some organisations."""
        ids = self.organisations.ids
        return np.fromiter((ids[row] in seen for row in self.rows), np.bool_, len(self.rows))

    def chosen(self, wanted: Filter) -> Flags:
        """Return which cells a filter chooses, whoever looks."""
        chosen: Flags = self.standings != NOT_APPLICABLE
        if wanted.standings:
            numbers = [STANDINGS.index(standing) for standing in wanted.standings]
            chosen &= np.isin(self.standings, numbers)
        if wanted.kind:
            chosen &= (self.organisations.kinds[self.rows] == wanted.kind)[:, np.newaxis]
        if wanted.below is not None:
            place = self.organisations.rows.get(wanted.below, -2)
            under = self.organisations.are_below(place)[self.rows] | (self.rows == place)
            chosen &= under[:, np.newaxis]
        if wanted.due is not None:
            chosen &= within(self.due, wanted.due)
        if wanted.role:
            chosen &= np.fromiter((wanted.role in roles for roles in self._roles), np.bool_)
        if text := plain(wanted.text):
            chosen &= self._named(text)
        return chosen

    def _named(self, text: str) -> Flags:
        """Return the cells whose organisation or milestone has a text in its name."""
        names = self._plain_names
        down = np.fromiter((text in names[row] for row in self.rows), np.bool_, len(self.rows))
        titles = [plain(column.milestone.title) for column in self.columns]
        across = np.fromiter((text in title for title in titles), np.bool_, len(titles))
        return down[:, np.newaxis] | across

    @cached_property
    def _roles(self) -> tuple[tuple[RoleId, ...], ...]:
        """Who leads or helps in each column, wherever that is."""
        milestones = (column.milestone for column in self.columns)
        return tuple(tuple(role_above(r) or r for r in (m.lead, *m.support)) for m in milestones)

    @cached_property
    def _plain_names(self) -> tuple[str, ...]:
        register = self.organisations
        return tuple(plain(f"{n} {i}") for n, i in zip(register.names, register.ids, strict=True))

    def _lines(self, down: NDArray[np.int64], shown: Standings, due: DayArray) -> tuple[Line, ...]:
        days = due.astype(object).tolist()  # None where there is no day
        return tuple(
            Line(
                self.organisations.ids[self.rows[row]],
                tuple(numbers.tolist()),
                tuple(days[place]),
                Figures(sums(numbers)),
            )
            for place, (row, numbers) in enumerate(zip(down, shown, strict=True))
        )


def excerpt(sheet: Sheet, organisations: Organisations, wanted: Filter) -> Sheet:
    """Return the part of a sheet that a filter chooses."""
    # The columns of one sheet are in the order of the roadmap, so they stay where they are.
    grid = Grid.of(sheet.timeline.roadmap, organisations, [sheet])
    return sheet.only(grid.chosen(wanted))


def within(due: DayArray, month: Month) -> Flags:
    """Return which days lie in a month, or in a year; none where there is no day."""
    year, number = month
    if number:
        found: Flags = due.astype("datetime64[M]") == np.datetime64(f"{year:04}-{number:02}", "M")
    else:
        found = due.astype("datetime64[Y]") == np.datetime64(f"{year:04}", "Y")
    return found


def _columns(roadmap: Roadmap, sheets: Sequence[Sheet]) -> tuple[Column, ...]:
    """Return the columns of some sheets, each once, in the order of the roadmap."""
    order = {milestone: number for number, milestone in enumerate(roadmap.milestones)}
    found = {(c.milestone.id, c.label): c for sheet in sheets for c in sheet.columns}
    return tuple(sorted(found.values(), key=lambda column: order[column.milestone.id]))


def _nearest(due: DayArray, chosen: Flags, today: date) -> NDArray[np.int64]:
    """Return the columns with a chosen cell, at most so many: those due nearest to today."""
    across = np.flatnonzero(chosen.any(axis=0))
    if len(across) <= COLUMNS:
        return across
    far = np.iinfo(np.int64).max
    days = np.abs((due[:, across] - as_day(today)).astype(np.int64))
    days[~chosen[:, across] | np.isnat(due[:, across])] = far
    return np.sort(across[np.argsort(days.min(axis=0), kind="stable")[:COLUMNS]])
