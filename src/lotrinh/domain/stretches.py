"""Stretches of the calendar: days, months, quarters, windows, and the points within them.

A stretch has its bounds whatever the organisation. Without a year it lies in the period
that is being resolved: `15/12` in each year, `thứ Bảy` in each week.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
import pendulum

from lotrinh.domain.calendar import as_day
from lotrinh.domain.frame import Days, Frame, Node, beyond, everywhere
from lotrinh.domain.occurrence import MONTHS, Every, Occurrence, month_after

Bounds = tuple[date, date]
"""The first and the last day; of a single day, both the same."""


@runtime_checkable
class Stretch(Node, Protocol):
    """A part of a phrase that lies in the calendar by itself."""

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return its first and last day, in the period given if it has no year."""
        ...


class Edge(StrEnum):
    """Which end of a stretch, or its middle."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class MissingOccurrenceError(ValueError):
    """A day of a period was asked for outside any period; the grammar lets none be written."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A day of the calendar: 15/12/2024."""

    day: date

    def bounds(self, _period: Occurrence | None) -> Bounds:
        """Return the day, twice."""
        return self.day, self.day

    def resolve(self, frame: Frame) -> Days:
        """Return the same day for each row."""
        return everywhere(frame, as_day(self.day))


@dataclass(frozen=True, slots=True)
class DayOfPeriod:
    """A day as written in each period: 15/12 (every year), 25/03 (every quarter), 25 (every month).

    A day that the month doesn't have is the month's last: 31 in June is the 30th.
    """

    day: int
    month: int | None = None
    """As written; of a quarter it names the place in each: 3, 6, 9 and 12 are the same."""

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the day, twice."""
        period = _needed(self, period)
        offset = 0 if self.month is None else (self.month - 1) % MONTHS[period.every]
        month = month_after(period.first, offset)
        length = pendulum.Date(month.year, month.month, 1).days_in_month
        day = month.replace(day=min(self.day, length))
        return day, day

    def resolve(self, frame: Frame) -> Days:
        """Return the day in the frame's occurrence."""
        return frame.note(self, _last_day(self, frame))


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """A weekday of each week: thứ Bảy hằng tuần."""

    number: int
    """From Monday, 1, to Sunday, 7."""

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the day, twice."""
        day = _needed(self, period).first + timedelta(days=self.number - 1)
        return day, day

    def resolve(self, frame: Frame) -> Days:
        """Return the day in the frame's week."""
        return frame.note(self, _last_day(self, frame))


@dataclass(frozen=True, slots=True)
class Span:
    """Some whole months: tháng 6/2025 (one), quý II/2025 (three), năm 2025 (twelve).

    Without a year it recurs: tháng 6 (every year); without a month as well it is the whole
    period: tháng (every month), quý (every quarter), năm (every year).
    """

    year: int | None
    month: int | None
    months: int = 1

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the first and the last day of the months."""
        first = _needed(self, period).first if self.year is None else date(self.year, 1, 1)
        if self.month is not None:
            first = first.replace(month=self.month)
        return first, month_after(first, self.months) - timedelta(days=1)

    def resolve(self, frame: Frame) -> Days:
        """Return the last day, the span opening on its first."""
        return frame.note(self, _window(self, frame))


@dataclass(frozen=True, slots=True)
class FirstWeek:
    """`tuần đầu tháng 1/2026`: the first seven days, whatever the weekday."""

    span: Span

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the first and the seventh day of the span."""
        first, _ = self.span.bounds(period)
        return first, first + timedelta(days=6)

    def resolve(self, frame: Frame) -> Days:
        """Return the seventh day, opening on the first."""
        return frame.note(self, _window(self, frame))


@dataclass(frozen=True, slots=True)
class FromTo:
    """`từ 10/11 đến 20/11`: from the first day of one stretch to the last day of another.

    One that crosses the end of a period belongs to the period in which it opens.
    """

    first: Stretch
    last: Stretch

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the first and the last day, both included."""
        opens, closes = self.first.bounds(period)[0], self.last.bounds(period)[1]
        if closes < opens and period is not None:
            closes = self.last.bounds(period.following)[1]
        return opens, closes

    def resolve(self, frame: Frame) -> Days:
        """Return the last day, opening on the first."""
        return frame.note(self, _window(self, frame))


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """`đầu`, `giữa`, `cuối tháng`: the 1st, the 15th, the last day (Civil Code 146).

    The middle of a year is 30/06.
    """

    edge: Edge
    span: Span

    def bounds(self, period: Occurrence | None) -> Bounds:
        """Return the day, twice."""
        first, last = self.span.bounds(period)
        match self.edge:
            case Edge.START:
                return first, first
            case Edge.END:
                return last, last
            case Edge.MIDDLE:
                middle = _middle(first, self.span.months)
                return middle, middle

    def resolve(self, frame: Frame) -> Days:
        """Return the day at that edge."""
        return frame.note(self, _last_day(self, frame))


@dataclass(frozen=True, slots=True)
class WorkingDayOf:
    """`ngày làm việc cuối cùng của tháng 6/2025`, on the organisation's calendar."""

    edge: Edge
    span: Span

    def resolve(self, frame: Frame) -> Days:
        """Return the working day nearest to that edge, inward."""
        first, last = self.span.bounds(frame.occurrence)
        if self.edge is Edge.START:
            day = frame.calendar.roll_forward(everywhere(frame, as_day(first)).day)
        else:
            day = frame.calendar.roll_back(everywhere(frame, as_day(last)).day)
        return frame.note(self, Days(day, beyond(day, frame.calendar)))


def _needed(node: Node, period: Occurrence | None) -> Occurrence:
    if period is None:
        raise MissingOccurrenceError(node)
    return period


def _middle(first: date, months: int) -> date:
    """Return the 15th of a month; of more months, the last day of their first half."""
    if months == 1:
        return first.replace(day=15)
    return month_after(first, months // 2) - timedelta(days=1)


def _last_day(stretch: Stretch, frame: Frame) -> Days:
    return everywhere(frame, as_day(stretch.bounds(frame.occurrence)[1]))


def _window(stretch: Stretch, frame: Frame) -> Days:
    opens, closes = stretch.bounds(frame.occurrence)
    found = everywhere(frame, as_day(closes))
    return Days(found.day, found.provisional, np.full(frame.size, as_day(opens)))


def fits(node: Node) -> frozenset[Every] | None:
    """Return the rhythms in which a part without a year can come; None for all other parts."""
    whole = {months: every for every, months in MONTHS.items()}
    match node:
        case DayOfWeek():
            return frozenset({Every.WEEK})
        case DayOfPeriod(month=None):
            return frozenset({Every.MONTH})
        case DayOfPeriod():
            return frozenset({Every.YEAR, Every.QUARTER})
        case Span(year=None, month=None, months=months):
            return frozenset({whole[months]})
        case Span(year=None):
            return frozenset({Every.YEAR})
        case _:
            return None
