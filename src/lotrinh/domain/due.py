"""The values that a date phrase means, and the one law that turns them into days.

A phrase is a small tree. Each node has one `resolve(frame)`, on arrays: one row an
organisation. Explaining a phrase runs the same nodes on one row while the frame keeps
their steps; there is no second law for people. `rendering.phrase` prints the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
import pendulum
from numpy.typing import NDArray

from lotrinh.domain.calendar import Calendar, DayArray, as_day


class Unit(StrEnum):
    """What a distance between days is counted in."""

    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"


class Every(StrEnum):
    """How often a recurring milestone comes round: once in each such period."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


_MONTHS = {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One period of a recurrence, named as offices name it: 2026, 2026-Q2, 2026-06."""

    year: int
    month: int
    """The first month of the period."""
    every: Every

    def __str__(self) -> str:
        match self.every:
            case Every.YEAR:
                return str(self.year)
            case Every.QUARTER:
                return f"{self.year}-Q{(self.month + 2) // 3}"
            case Every.MONTH:
                return f"{self.year}-{self.month:02d}"


def occurrences(every: Every, first_year: int, last_year: int) -> Iterator[Occurrence]:
    """Yield the periods of the years given, both included.

    >>> [str(o) for o in occurrences(Every.QUARTER, 2026, 2026)]
    ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
    """
    for year in range(first_year, last_year + 1):
        for month in range(1, 13, _MONTHS[every]):
            yield Occurrence(year, month, every)


@dataclass(frozen=True, slots=True)
class Days:
    """A column of the timeline: for each row a day, and how sure it is."""

    day: DayArray
    """NaT where the day can't be known yet (undated)."""
    provisional: NDArray[np.bool_]
    """Leans on a forecast, or on days off that nobody has announced yet."""
    opens: DayArray | None = None
    """The first day, for windows."""


class Frame(Protocol):
    """What a phrase is resolved against: rows that share a calendar, in one occurrence."""

    @property
    def calendar(self) -> Calendar:
        """The calendar that working days are counted on."""
        ...

    @property
    def strict(self) -> bool:
        """Whether "trước 15/12" excludes the 15th."""
        ...

    @property
    def occurrence(self) -> Occurrence | None:
        """The period that is being resolved, of something that recurs."""
        ...

    @property
    def size(self) -> int:
        """How many rows."""
        ...

    def reference(self, name: str, occurrence: str | None) -> Days:
        """Return the days of an anchor or of a milestone."""
        ...

    def note(self, node: "Node", days: Days) -> Days:
        """Keep a step of the derivation, if anybody asked for it."""
        ...


class Node(Protocol):
    """A part of a phrase that has a day."""

    def resolve(self, frame: Frame) -> Days:
        """Return this part's day for each row."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A day of the calendar: 15/12/2024."""

    day: date

    def resolve(self, frame: Frame) -> Days:
        """Return the same day for each row."""
        return _everywhere(frame, as_day(self.day))


@dataclass(frozen=True, slots=True)
class DayOfPeriod:
    """A day as written in each period: 15/12 (every year), 25/03 (every quarter), 25 (every month).

    A day that the month doesn't have is the month's last: 31 in June is the 30th.
    """

    day: int
    month: int | None = None
    """As written; of a quarter it names the place in each: 3, 6, 9 and 12 are the same."""

    def resolve(self, frame: Frame) -> Days:
        """Return the day in the frame's occurrence."""
        period = frame.occurrence
        if period is None:
            raise MissingOccurrenceError(self)
        offset = 0 if self.month is None else (self.month - 1) % _MONTHS[period.every]
        day = _day_in_month(period.year, period.month + offset, self.day)
        return frame.note(self, _everywhere(frame, as_day(day)))


@dataclass(frozen=True, slots=True)
class Span:
    """Some whole months: tháng 6/2025 (one), quý II/2025 (three)."""

    year: int
    month: int
    months: int = 1

    @property
    def first(self) -> date:
        """The first day of the span."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day of the span."""
        return pendulum.Date(self.year, self.month, 1).add(months=self.months).subtract(days=1)

    def resolve(self, frame: Frame) -> Days:
        """Return the last day, the span opening on its first."""
        found = _everywhere(frame, as_day(self.last))
        opens = np.full(frame.size, as_day(self.first))
        return frame.note(self, Days(found.day, found.provisional, opens))


@dataclass(frozen=True, slots=True)
class Reference:
    """The day of an anchor or of another milestone, by its name as the roadmap knows it."""

    name: str
    occurrence: str | None = None

    def resolve(self, frame: Frame) -> Days:
        """Return the day of what is named; undated until that has one."""
        return frame.note(self, frame.reference(self.name, self.occurrence))


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units after a point (before it, where negative); the point isn't counted.

    A shift never rolls: 105 days before 23/05/2021 is Sunday 07/02/2021.
    """

    point: Node
    amount: int
    unit: Unit

    def resolve(self, frame: Frame) -> Days:
        """Count from the point."""
        return frame.note(self, shifted(self.point.resolve(frame), self.amount, self.unit, frame))


@dataclass(frozen=True, slots=True)
class Before:
    """`trước X`: the day before; with `strict: false` in the settings, the named day itself."""

    point: Node

    def resolve(self, frame: Frame) -> Days:
        """Return the last day that is still before the point."""
        found = self.point.resolve(frame)
        named = found.day if found.opens is None else found.opens
        day = named - 1 if frame.strict or found.opens is not None else named
        return frame.note(self, Days(day, found.provisional))


@dataclass(frozen=True, slots=True)
class By:
    """`chậm nhất X`: the point's day included."""

    point: Node

    def resolve(self, frame: Frame) -> Days:
        """Return the point's own day."""
        found = self.point.resolve(frame)
        return frame.note(self, Days(found.day, found.provisional))


@dataclass(frozen=True, slots=True)
class On:
    """`ngày X`: an event on that day; working days don't matter to it."""

    point: Node

    def resolve(self, frame: Frame) -> Days:
        """Return the point's own day."""
        found = self.point.resolve(frame)
        return frame.note(self, Days(found.day, found.provisional))


@dataclass(frozen=True, slots=True)
class Within:
    """`trong N ngày từ X`: a period; ending on a day off it runs on to the next working day.

    Civil Code 147 (the first day isn't counted) and 148 (the end rolls forward).
    """

    amount: int
    unit: Unit
    point: Node

    def resolve(self, frame: Frame) -> Days:
        """Return the period's last day."""
        counted = shifted(self.point.resolve(frame), self.amount, self.unit, frame)
        rolled = frame.calendar.roll_forward(counted.day)
        beyond = _beyond(rolled, frame.calendar)
        return frame.note(self, Days(rolled, counted.provisional | beyond))


@dataclass(frozen=True, slots=True)
class During:
    """`trong tháng 6/2025`: a window, open from its first day, due on its last."""

    span: Span

    def resolve(self, frame: Frame) -> Days:
        """Return the window."""
        return frame.note(self, self.span.resolve(frame))


Rule = Before | By | On | Within | During


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole date phrase: a rule, and how often it comes round."""

    rule: Rule
    every: Every | None = None

    def resolve(self, frame: Frame) -> Days:
        """Return the due day of each row."""
        found = self.rule.resolve(frame)
        return found if self.every is None else frame.note(self, found)


class MissingOccurrenceError(ValueError):
    """A day of a period was asked for outside any period; the grammar lets none be written."""


def shifted(counted: Days, amount: int, unit: Unit, frame: Frame) -> Days:
    """Count `amount` units from each day, which itself isn't counted; months clamp.

    Back from a window is back from its opening.
    """
    opening = counted.opens if amount < 0 else None
    days = counted if opening is None else Days(opening, counted.provisional)
    match unit:
        case Unit.DAY:
            return Days(days.day + amount, days.provisional)
        case Unit.WEEK:
            return Days(days.day + 7 * amount, days.provisional)
        case Unit.MONTH:
            return Days(_add_months(days.day, amount), days.provisional)
        case Unit.WORKING_DAY:
            day = frame.calendar.shift(days.day, amount)
            leans = _beyond(np.maximum(day, days.day), frame.calendar)
            return Days(day, days.provisional | leans)


def references(node: object) -> Iterator[Reference]:
    """Yield every reference within a phrase, or a part of one."""
    match node:
        case Reference():
            yield node
        case Phrase(rule=inner) | Shift(point=inner) | Within(point=inner):
            yield from references(inner)
        case Before(point=inner) | By(point=inner) | On(point=inner):
            yield from references(inner)
        case _:
            return


def _everywhere(frame: Frame, day: np.datetime64) -> Days:
    return Days(np.full(frame.size, day), np.zeros(frame.size, np.bool_))


def _beyond(days: DayArray, calendar: Calendar) -> NDArray[np.bool_]:
    """Whether each day lies where days off are still guesses (NaT does not)."""
    return days > as_day(calendar.announced)


def _day_in_month(year: int, month: int, day: int) -> date:
    first = pendulum.Date(year, month, 1)
    return first.replace(day=min(day, first.days_in_month))


def _add_months(days: DayArray, amount: int) -> DayArray:
    """Add calendar months; a day that the month doesn't have becomes its last."""
    months = days.astype("M8[M]")
    wanted = months + amount
    length = (wanted + 1).astype("M8[D]") - wanted.astype("M8[D]")
    inside = np.minimum(days - months.astype("M8[D]"), length - 1)
    clamped: DayArray = wanted.astype("M8[D]") + inside
    return clamped
