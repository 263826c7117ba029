"""What is decided about one column of a timeline, in the order in which it takes effect.

A later decision wins over an earlier one. A day that passed on hold is not overdue when work
goes on: somebody has to set another, and until then nothing is said of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, Flags, as_day
from lotrinh.domain.facts import Fact
from lotrinh.domain.frame import Days


@cache
def _usual(size: int) -> tuple[NDArray[np.int16], Flags, DayArray]:
    """Return what columns of a size hold that nothing amends: no amendment, no row, no day."""
    return (
        np.broadcast_to(np.int16(-1), size),
        np.broadcast_to(np.False_, size),
        np.broadcast_to(NOT_A_DAY, size),
    )


@dataclass(slots=True, eq=False)
class Cells:
    """One column: for each row its day, and what amendments and facts have made of it."""

    days: Days
    amended: NDArray[np.int16]
    """Which amendment gave the day; -1 for none."""
    dropped: Flags
    suspended: Flags
    needs_date: Flags
    _since: DayArray
    """The day from which it has been on hold."""
    extended: Mapping[int, Fact] = field(default_factory=dict)
    """By place: the extension that gave the day; few rows have one."""

    @classmethod
    def of(cls, days: Days) -> "Cells":
        """Return a column as its milestone says it; nothing here is written to."""
        unamended, none, never = _usual(len(days.day))
        return cls(days, unamended, none, none, none, never)

    def suspend(self, rows: Flags, day: np.datetime64) -> None:
        """Put rows on hold; what is on hold already stays so from its own day."""
        self._since = np.where(rows & ~self.suspended, day, self._since)
        self.suspended = self.suspended | rows

    def resume(self, rows: Flags, day: np.datetime64) -> None:
        """Let rows go on; those whose day came while they were on hold need another."""
        due = self.days.day
        missed = rows & self.suspended & (due >= self._since) & (due < day)
        self.needs_date = self.needs_date | missed
        self.suspended = self.suspended & ~rows

    def drop(self, rows: Flags) -> None:
        """Take rows out of the plan."""
        self.dropped = self.dropped | rows

    def redate(self, rows: Flags, days: Days, amendment: int) -> None:
        """Give rows another day."""
        old = self.days
        opens = None
        if old.opens is not None or days.opens is not None:
            opens = np.where(rows, days.opening, old.opening)
        self.days = Days(
            np.where(rows, days.day, old.day),
            np.where(rows, days.provisional, old.provisional),
            opens,
        )
        self.amended = np.where(rows, np.int16(amendment), self.amended)
        self.needs_date = self.needs_date & ~rows
        self.extended = {at: fact for at, fact in self.extended.items() if not rows[at]}

    def extend(self, granted: Mapping[int, Fact]) -> None:
        """Give single rows the day that they were granted; a window still opens when it did."""
        rows, day = np.zeros(len(self.days.day), np.bool_), self.days.day.copy()
        for place, fact in granted.items():
            if fact.until is not None:
                rows[place], day[place] = True, as_day(fact.until)
        self.redate(rows, Days(day, np.zeros(len(day), np.bool_), self.days.opens), -1)
        self.extended = {**self.extended, **granted}
