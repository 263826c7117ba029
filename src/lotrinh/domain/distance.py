"""Distances: what days are counted in, what they are counted from, and the counting."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lotrinh.domain.calendar import DayArray
from lotrinh.domain.frame import Days, Frame, Node, beyond


class Unit(StrEnum):
    """What a distance between days is counted in."""

    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"


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
class Between:
    """`từ 7 ngày trước X đến 1 ngày trước X`: a window whose ends are counted from something."""

    first: Node
    last: Node

    def resolve(self, frame: Frame) -> Days:
        """Return the last day, opening on the first."""
        first, last = self.first.resolve(frame), self.last.resolve(frame)
        opens = np.minimum(first.day if first.opens is None else first.opens, last.day)
        return frame.note(self, Days(last.day, first.provisional | last.provisional, opens))


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
            leans = beyond(np.maximum(day, days.day), frame.calendar)
            return Days(day, days.provisional | leans)


def _add_months(days: DayArray, amount: int) -> DayArray:
    """Add calendar months; a day that the month doesn't have becomes its last."""
    months = days.astype("M8[M]")
    wanted = months + amount
    length = (wanted + 1).astype("M8[D]") - wanted.astype("M8[D]")
    inside = np.minimum(days - months.astype("M8[D]"), length - 1)
    clamped: DayArray = wanted.astype("M8[D]") + inside
    return clamped
