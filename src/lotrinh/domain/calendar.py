"""Working days as arrays: a calendar is a table over all days that matter.

Counting working days is then two look-ups, however far and for however many rows. A day
outside the table has no answer (NaT); the loader makes tables wide enough for the term.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

DayArray = NDArray[np.datetime64]
Flags = NDArray[np.bool_]
"""Yes or no for each of many: rows, cells, days."""
NOT_A_DAY = np.datetime64("NaT", "D")


@lru_cache(maxsize=1024)
def as_day(day: date) -> np.datetime64:
    """Return the numpy day of a civil date."""
    return np.datetime64(day, "D")


@dataclass(frozen=True, eq=False)
class Calendar:
    """The days off and the working days of one kind of office."""

    name: str
    first: date
    """The first day of the table."""
    off: NDArray[np.bool_]
    """One entry a day from `first`: whether nobody works on it."""
    announced: date
    """The last day for which the authorities have announced the days off."""
    tet: NDArray[np.bool_] | None = None
    """One entry a day from `first`: whether it is one of the Tết holidays; None knows of none."""
    decided: Mapping[date, str] = field(default_factory=dict)
    """What a document decided about a day, and where that is written."""

    @classmethod
    def of(
        cls, name: str, first: date, last: date, off: Iterable[date] = (), *, announced: date
    ) -> "Calendar":
        """Build a calendar whose weekends, and the days `off`, are off."""
        days = np.arange(as_day(first), as_day(last) + 1)
        table = ~np.is_busday(days)
        for day in off:
            table[(day - first).days] = True
        return cls(name, first, table, announced)

    @cached_property
    def last(self) -> date:
        """The last day of the table."""
        return self.first + timedelta(days=len(self.off) - 1)

    @cached_property
    def _origin(self) -> np.datetime64:
        return as_day(self.first)

    @cached_property
    def _working(self) -> NDArray[np.int64]:
        """The working days in order, as days since `first`."""
        return np.flatnonzero(~self.off)

    @cached_property
    def _before(self) -> NDArray[np.int64]:
        """For each day: how many working days lie before it."""
        return np.concatenate(([0], np.cumsum(~self.off)))

    def _index(self, days: DayArray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return places in the table, and which of them are real."""
        index = (days - self._origin).astype(np.int64)
        known = ~np.isnat(days) & (index >= 0) & (index < len(self.off))
        return np.where(known, index, 0), known

    def _pick(self, nth: NDArray[np.int64], known: NDArray[np.bool_]) -> DayArray:
        """Return the nth working days (from 0), NaT where there is none."""
        known = known & (nth >= 0) & (nth < len(self._working))
        picked = self._origin + self._working[np.where(known, nth, 0)]
        return np.where(known, picked, NOT_A_DAY)

    def are_off(self, days: DayArray) -> NDArray[np.bool_]:
        """Whether each day is off; a day outside the table is not."""
        index, known = self._index(days)
        return self.off[index] & known

    def are_tet(self, days: DayArray) -> NDArray[np.bool_]:
        """Whether each day is one of the Tết holidays; a day outside the table is not."""
        index, known = self._index(days)
        return np.zeros_like(known) if self.tet is None else self.tet[index] & known

    def shift(self, days: DayArray, count: int) -> DayArray:
        """Count working days from each day, which itself is never counted (Civil Code 147).

        >>> office = Calendar.of("x", date(2024, 12, 1), date(2025, 1, 31),
        ...                      [date(2025, 1, 1)], announced=date(2025, 12, 31))
        >>> str(office.shift(np.array(["2024-12-20"], "M8[D]"), 7)[0])
        '2024-12-31'
        """
        index, known = self._index(days)
        if count >= 0:
            return self._pick(self._before[index + 1] + count - 1, known)
        return self._pick(self._before[index] + count, known)

    def roll_forward(self, days: DayArray) -> DayArray:
        """Return each day, or the next working day where it is off (Civil Code 148)."""
        index, known = self._index(days)
        return self._pick(self._before[index], known)

    def roll_back(self, days: DayArray) -> DayArray:
        """Return each day, or the working day before where it is off."""
        index, known = self._index(days)
        return self._pick(self._before[index + 1] - 1, known)

    def working_days_until(self, days: DayArray) -> NDArray[np.float64]:
        """Return how many working days of the table have ended with each day; NaN outside it."""
        index, known = self._index(days)
        return np.where(known, self._before[index + 1], np.nan)

    def nth_working_day(self, ended: NDArray[np.float64]) -> DayArray:
        """Return the day with which so many working days have ended, NaT where there is none."""
        known = np.isfinite(ended)
        return self._pick(np.where(known, ended, 0).astype(np.int64) - 1, known)

    def working_days_between(self, day: date, later: date) -> int | None:
        """Return how many working days come after a day, up to and including a later one.

        None where one of them lies outside the table.

        >>> office = Calendar.of("x", date(2024, 12, 1), date(2024, 12, 31),
        ...                      announced=date(2024, 12, 31))
        >>> [office.working_days_between(date(2024, 12, d), date(2024, 12, 14)) for d in (9, 13)]
        [4, 0]
        """
        first, last = (day - self.first).days + 1, (later - self.first).days + 1
        if not (0 < first < len(self._before) and 0 < last < len(self._before)):
            return None
        return int(self._before[last] - self._before[first])

    def is_off(self, day: date) -> bool:
        """Whether nobody works on `day`."""
        index = (day - self.first).days
        return 0 <= index < len(self.off) and bool(self.off[index])

    def decisions(self, one: date, other: date) -> tuple[str, ...]:
        """Return what was decided about some of the days from one to another, each once."""
        first, last = sorted((one, other))
        days = sorted(day for day in self.decided if first <= day <= last)
        return tuple(dict.fromkeys(self.decided[day] for day in days))

    def last_working_day(self, day: date) -> date | None:
        """Return the last working day not after `day`: what people plan by."""
        return as_date(self.roll_back(np.array([day], "M8[D]"))[0])


def as_date(day: np.datetime64) -> date | None:
    """Return the civil date of a numpy day, None for NaT."""
    found = day.astype(object)
    return found if isinstance(found, date) else None


def date_at(days: DayArray, place: tuple[int, ...]) -> date | None:
    """Return the civil date at a place of an array, None for NaT; quicker than by `as_date`."""
    found = days.item(place)
    return found if isinstance(found, date) else None
