"""What the parts of a phrase are resolved against, and the days that come out.

Everything is a column: one entry a row, one row an organisation.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, Calendar, DayArray, as_day
from lotrinh.domain.occurrence import Occurrence


@dataclass(frozen=True, slots=True)
class Days:
    """A column of the timeline: for each row a day, and how sure it is."""

    day: DayArray
    """NaT where the day can't be known yet (undated)."""
    provisional: NDArray[np.bool_]
    """Leans on a forecast, or on days off that nobody has announced yet."""
    opens: DayArray | None = None
    """The first day, for windows."""

    @property
    def opening(self) -> DayArray:
        """The first day of each row, NaT where it is no window."""
        return np.broadcast_to(NOT_A_DAY, self.day.shape) if self.opens is None else self.opens


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


def everywhere(frame: Frame, day: np.datetime64) -> Days:
    """Return the same day for each row."""
    return Days(np.full(frame.size, day), np.zeros(frame.size, np.bool_))


def beyond(days: DayArray, calendar: Calendar) -> NDArray[np.bool_]:
    """Whether each day lies where days off are still guesses (NaT does not)."""
    return days > as_day(calendar.announced)
