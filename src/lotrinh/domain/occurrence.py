"""The periods of a recurrence: how often something comes round, and each time by its name.

A period belongs to the year in its name. For weeks that is ISO 8601: a week is its
Thursday's, so the first Monday of 2026 is 29/12/2025 and two terms in a row share no week.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import pendulum


class Every(StrEnum):
    """How often a recurring milestone comes round: once in each such period."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    """On days that are listed one by one."""


MONTHS = {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One period, named as offices name it: 2026, 2026-Q2, 2026-06, 2026-W23, 2026-03-15."""

    first: date
    every: Every

    @property
    def year(self) -> int:
        """The year that it belongs to: the one in its name."""
        return self.first.isocalendar().year if self.every is Every.WEEK else self.first.year

    @property
    def following(self) -> "Occurrence":
        """The period after this one."""
        if self.every in MONTHS:
            return Occurrence(month_after(self.first, MONTHS[self.every]), self.every)
        days = 7 if self.every is Every.WEEK else 1
        return Occurrence(self.first + timedelta(days=days), self.every)

    def __str__(self) -> str:
        match self.every:
            case Every.YEAR:
                return str(self.year)
            case Every.QUARTER:
                return f"{self.year}-Q{self.first.month // 3 + 1}"
            case Every.MONTH:
                return f"{self.first:%Y-%m}"
            case Every.WEEK:
                return f"{self.first:%G-W%V}"
            case Every.DAY:
                return self.first.isoformat()


@lru_cache(maxsize=256)
def occurrences(every: Every, first_year: int, last_year: int) -> tuple[Occurrence, ...]:
    """Return the periods of the years given, both included.

    >>> [str(o) for o in occurrences(Every.QUARTER, 2026, 2026)]
    ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
    >>> weeks = occurrences(Every.WEEK, 2026, 2026)
    >>> str(weeks[0]), str(weeks[0].first), str(weeks[-1])
    ('2026-W01', '2025-12-29', '2026-W53')
    """
    weekly = every is Every.WEEK
    first = date.fromisocalendar(first_year, 1, 1) if weekly else date(first_year, 1, 1)
    found = [Occurrence(first, every)]
    while found[-1].year <= last_year:
        found.append(found[-1].following)
    return tuple(found[:-1])


def month_after(first: date, months: int) -> date:
    """Return the first day of the month so many months after that of `first`."""
    found = pendulum.Date(first.year, first.month, 1).add(months=months)
    return date(found.year, found.month, found.day)
