"""Who a roadmap is for, and who answers: organisations, people, and how some are chosen.

Values only, as the loader made them. Organisations are columnar (one array a property, one
entry an organisation): their rows are the rows of the timeline.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import DayArray, as_day
from lotrinh.domain.times import QuietHours
from lotrinh.errors import Location

OrganisationId = NewType("OrganisationId", str)
PersonId = NewType("PersonId", str)
RoleId = NewType("RoleId", str)

_ABOVE = "parent."


def role_above(role: str) -> RoleId | None:
    """Return ROLE where `parent.ROLE` is written: one of the organisation above; else None.

    >>> role_above("parent.office"), role_above("office")
    ('office', None)
    """
    return RoleId(role.removeprefix(_ABOVE)) if role.startswith(_ABOVE) else None


@dataclass(frozen=True, slots=True)
class Selector:
    """Which organisations something is for; an empty field means any."""

    kinds: frozenset[str] = frozenset()
    organisations: frozenset[OrganisationId] = frozenset()
    tags: frozenset[str] = frozenset()
    contents: frozenset[int] = frozenset()
    """By the number of contents of their congress."""
    below: OrganisationId | None = None
    """Everything under one organisation, however deep."""


EVERYBODY = Selector()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of organisation: ward, branch … with the calendar that it works by."""

    id: str
    title: str
    calendar: str
    stands_in: Mapping[RoleId, RoleId] = field(default_factory=dict)
    """For a role that this kind lacks: the role that answers instead."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where the rows of a register stand, so that a plan can name the cell that gave a day."""

    path: str
    lines: NDArray[np.int64]
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    """Of a sheet: the column of each property and each anchor."""

    def cell(self, row: int, name: str) -> str:
        """Say where a property of a row stands: its cell in a sheet, in a text its line.

        >>> Source("organisations.csv", np.array([2, 3])).cell(1, "congress")
        'organisations.csv:3'
        >>> Source("o.xlsx", np.array([2, 3]), "Chi bộ", {"congress": 28}).cell(1, "congress")
        'o.xlsx:Chi bộ!AB3'
        """
        return self.place(row, name).on_line

    def place(self, row: int, name: str) -> Location:
        """Return where a property of a row stands; in a text the line that the row begins."""
        column = self.columns.get(name, 1) if self.sheet else 1
        return Location(self.path, int(self.lines[row]), column, self.sheet)


_DEEPEST = 20
"""More levels than any state has; the loader has refused circles already."""
CONTENTS = (2, 3, 4)
"""How many contents a congress may have."""
ALL_CONTENTS = 4
"""What a congress has where nothing is left out: review, drafts, committee, delegates."""


@dataclass(frozen=True, eq=False)
class Organisations:
    """The register of organisations, one array entry each; `NaT` is an open end."""

    ids: tuple[OrganisationId, ...]
    names: tuple[str, ...]
    kinds: NDArray[np.str_]
    calendars: NDArray[np.str_]
    parents: NDArray[np.int64]
    """The row of the organisation above; -1 at the top."""
    valid_from: DayArray
    valid_to: DayArray
    """The last day on which it exists."""
    contents: NDArray[np.int64]
    """How many contents its congress has: 2, 3 or 4, which is what isn't said means."""
    tags: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    anchors: Mapping[str, DayArray] = field(default_factory=dict)
    """The day that each organisation has set for an anchor."""
    successors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """By the row of one that ended: the rows of those that it went into."""
    formerly: Mapping[int, tuple[OrganisationId, ...]] = field(default_factory=dict)
    """By row: the ids that it had before, the oldest first."""
    source: Source | None = None
    """None where no file says what is here."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def rows(self) -> Mapping[OrganisationId, int]:
        """The row of each organisation."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    @cached_property
    def renamed(self) -> Mapping[OrganisationId, OrganisationId]:
        """Ids that were given up, each with the present one."""
        return {old: self.ids[row] for row, before in self.formerly.items() for old in before}

    def name(self, organisation: OrganisationId) -> str:
        """Return the name that people read."""
        return self.names[self.rows[organisation]]

    def parent(self, organisation: OrganisationId) -> OrganisationId | None:
        """Return the organisation above, None at the top."""
        row = int(self.parents[self.rows[organisation]])
        return self.ids[row] if row >= 0 else None

    def is_there(self, organisation: OrganisationId, day: date) -> bool:
        """Whether an organisation exists on a day."""
        row, at = self.rows[organisation], as_day(day)
        return not (self.valid_from[row] > at or self.valid_to[row] < at)

    def below(self, organisation: OrganisationId) -> tuple[OrganisationId, ...]:
        """Return the organisations directly below."""
        rows = np.flatnonzero(self.parents == self.rows[organisation])
        return tuple(self.ids[row] for row in rows)

    def select(self, selector: Selector) -> NDArray[np.bool_]:
        """Return which rows the selector means."""
        chosen = np.ones(len(self), np.bool_)
        for meant in self._meant(selector):
            chosen &= meant
        return chosen

    def _meant(self, selector: Selector) -> Iterator[NDArray[np.bool_]]:
        """Yield, for each thing that a selector asks for, which rows have it."""
        if selector.kinds:
            yield np.isin(self.kinds, sorted(selector.kinds))
        if selector.organisations:
            wanted = [self.rows[o] for o in selector.organisations if o in self.rows]
            yield np.isin(np.arange(len(self)), wanted)
        for tag in selector.tags:
            yield self.tags.get(tag, np.zeros(len(self), np.bool_))
        if selector.contents:
            yield np.isin(self.contents, sorted(selector.contents))
        if selector.below is not None:
            yield self.are_below(self.rows.get(selector.below, len(self)))

    def are_below(self, row: int) -> NDArray[np.bool_]:
        """Return which rows lie under one, however deep."""
        below = np.zeros(len(self), np.bool_)
        for above in self.ancestors():
            below |= above == row
        return below

    def ancestors(self) -> Iterator[NDArray[np.int64]]:
        """Yield, level by level, the row above each row; -1 where there is none."""
        above = self.parents
        for _ in range(_DEEPEST):
            if not (above >= 0).any():
                return
            yield above
            above = np.where(above >= 0, self.parents[above], -1)

    @cached_property
    def levels(self) -> int:
        """How many organisations lie above the one deepest down."""
        return sum(1 for _ in self.ancestors())

    def exist_on(self, day: date) -> NDArray[np.bool_]:
        """Return which rows exist on a day."""
        at = as_day(day)
        return ~(self.valid_from > at) & ~(self.valid_to < at)


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row, the last one included; either end may be open."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def edges(self) -> Iterator[date]:
        """Yield its first and its last day, where it has them."""
        return (day for day in (self.since, self.until) if day is not None)


@dataclass(frozen=True, slots=True)
class Holding:
    """A role at an organisation, held for some time (the last day included)."""

    role: RoleId
    organisation: OrganisationId
    since: date | None = None
    until: date | None = None

    @property
    def span(self) -> Span:
        """The days on which it is held."""
        return Span(self.since, self.until)

    def covers(self, day: date) -> bool:
        """Whether it is held on `day`."""
        held_always = self.since is None and self.until is None
        return held_always or self.span.covers(day)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached by one channel."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be reached: a person, or a post with a mailbox."""

    id: PersonId
    name: str
    holds: tuple[Holding, ...]
    addresses: tuple[Address, ...]
    """In order: the first is used, the rest are fallback."""
    language: str | None = None
    quiet: QuietHours | None = None
    away: tuple[Span, ...] = ()
    """When he or she can't be asked."""
    deputy: PersonId | None = None
    """Who answers meanwhile."""

    def absence(self, day: date) -> Span | None:
        """Return the days away that `day` is one of; None where he or she is there."""
        return next((span for span in self.away if span.covers(day)), None)

    def is_away(self, day: date) -> bool:
        """Whether he or she can't be asked on `day`."""
        return self.absence(day) is not None
