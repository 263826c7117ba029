"""The geometry of a time line: a year of days across, a deadline a row; the template draws it.

Colours are classes of the style sheet, for nothing may be styled in place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.looking.place import Item
from lotrinh.domain.calendar import Calendar, as_date, as_day
from lotrinh.domain.occurrence import month_after
from lotrinh.rendering.marks import MARKS

_EDGE, _DAY, _ROW, _HEAD = 14, 2.6, 30, 28
"""Widths of what is beyond the days and of a day, heights of a row and of the months: pixels."""
_HALF = 183
MONTHS = 12
BEFORE = 3
"""How many months are shown, and how many of these have passed."""


@dataclass(frozen=True, slots=True)
class Band:
    """Some days in a row, from the top to the bottom."""

    x: float
    width: float
    kind: str
    """`off`, `tet`, or the words of a month."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A deadline that is to be drawn, with what is said of it."""

    item: Item
    title: str
    told: str
    """All of it in words."""
    slack: int = 0
    """Working days that it may slip."""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One deadline: its mark on the due day, and its window before that, if it has one."""

    y: int
    title: str
    x: float
    standing: str
    mark: str
    window: float
    """How wide the window is; 0 where there is none."""
    before: bool
    """Whether the title stands before the mark: beyond the middle there is more room."""
    told: str
    """All of it in words."""
    slack: float
    """How far before the due day the work may end at the earliest; 0 where there is no room."""
    critical: bool


@dataclass(frozen=True, slots=True)
class Gantt:
    """A drawing."""

    width: float
    height: int
    months: tuple[Band, ...]
    off: tuple[Band, ...]
    bars: tuple[Bar, ...]
    today: float | None


def first_month(today: date) -> date:
    """Return the first day that is drawn.

    >>> first_month(date(2026, 2, 14))
    datetime.date(2025, 11, 1)
    """
    return month_after(today, -BEFORE)


def shown_days(first: date) -> tuple[date, date]:
    """Return the first and the last day of a drawing."""
    return first, month_after(first, MONTHS) - timedelta(days=1)


def gantt(items: Sequence[Drawn], calendar: Calendar, first: date, today: date) -> Gantt:
    """Draw some deadlines that are due within its days.

    Args:
        items: What is drawn.
        calendar: Whose days off are shaded, and whose working days slack is counted in.
        first: The first of the months.
        today: Where the line is, if it is on the drawing.
    """
    _, last = shown_days(first)
    return Gantt(
        _x(last, first) + _DAY + _EDGE,
        _HEAD + _ROW * len(items),
        tuple(_months(first)),
        tuple(_off(calendar, first, last)),
        tuple(_bar(number, one, calendar, first) for number, one in enumerate(items)),
        _x(today, first) if first <= today <= last else None,
    )


def _x(day: date, first: date) -> float:
    return round(_EDGE + (day - first).days * _DAY, 1)


def _months(first: date) -> Iterator[Band]:
    for number in range(MONTHS):
        begin, end = month_after(first, number), month_after(first, number + 1)
        yield Band(_x(begin, first), _x(end, first) - _x(begin, first), f"{begin:%m/%y}")


def _off(calendar: Calendar, first: date, last: date) -> Iterator[Band]:
    """Yield the days off, those in a row as one band; Tết is told apart."""
    days = np.arange(as_day(first), as_day(last) + 1)
    tet = calendar.are_tet(days)
    for flags, kind in ((calendar.are_off(days) & ~tet, "off"), (tet, "tet")):
        for begin, length in _runs(flags):
            yield Band(round(_EDGE + begin * _DAY, 1), round(length * _DAY, 1), kind)


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield where some flags in a row begin, and how many they are."""
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    yield from ((int(b), int(e - b)) for b, e in zip(begins, ends, strict=True))


def _bar(number: int, drawn: Drawn, calendar: Calendar, first: date) -> Bar:
    item = drawn.item
    due = item.due or first
    x = _x(due, first)
    opened = max(_x(item.opens, first), _EDGE) if item.opens is not None else x
    return Bar(
        _HEAD + _ROW * number,
        drawn.title,
        x,
        str(item.standing),
        MARKS[item.standing],
        round(x - opened, 1),
        (due - first).days > _HALF,
        drawn.told,
        round(x - _soonest(due, drawn.slack, calendar, first), 1),
        drawn.critical,
    )


def _soonest(due: date, slack: int, calendar: Calendar, first: date) -> float:
    """Return where the room before a due day begins; the due day itself where there is none."""
    if slack <= 0:
        return _x(due, first)
    day = as_date(calendar.shift(np.array([as_day(due)]), -slack)[0])
    return max(_x(day, first), _EDGE) if day is not None else _x(due, first)
