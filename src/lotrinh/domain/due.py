"""The values that a date phrase means, and the one law that turns them into days.

A phrase is a small tree. Each node has one `resolve(frame)`, on arrays: one row an
organisation. Explaining a phrase runs the same nodes on one row while the frame keeps
their steps; there is no second law for people. `rendering.phrase` prints the tree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from lotrinh.domain.calendar import as_day
from lotrinh.domain.distance import Between, Reference, Shift, Unit, shifted
from lotrinh.domain.frame import Days, Frame, Node, beyond, everywhere
from lotrinh.domain.occurrence import Every, Occurrence, occurrences
from lotrinh.domain.stretches import (
    EdgeOf,
    FirstWeek,
    FromTo,
    MissingOccurrenceError,
    Span,
    WorkingDayOf,
)


class Roll(StrEnum):
    """What becomes of a due date on a day off."""

    FORWARD = "forward"
    BACK = "back"
    NONE = "none"


class Session(StrEnum):
    """The part of the day in which an event takes place."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


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
        """Return the period's last day, as counted."""
        return frame.note(self, shifted(self.point.resolve(frame), self.amount, self.unit, frame))


@dataclass(frozen=True, slots=True)
class During:
    """`trong tháng 6/2025`: a window, open from its first day, due on its last."""

    window: Span | FirstWeek | FromTo | Between

    def resolve(self, frame: Frame) -> Days:
        """Return the window."""
        return frame.note(self, self.window.resolve(frame))


@dataclass(frozen=True, slots=True)
class Listed:
    """`rrule: FREQ=…`: the days that such a rule gives, written out by whoever read it."""

    rule: str
    days: tuple[date, ...]

    def resolve(self, frame: Frame) -> Days:
        """Return the day that is the frame's occurrence."""
        if frame.occurrence is None:
            raise MissingOccurrenceError(self)
        return everywhere(frame, as_day(frame.occurrence.first))


Rule = Before | By | On | Within | During | Listed


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole date phrase: a rule, how often it comes round, and what else was said of it."""

    rule: Rule
    every: Every | None = None
    session: Session | None = None
    roll: Roll | None = None
    """As written; None leaves it to the rule."""
    source: str = field(default="", compare=False)
    """The file and the line in which it stands; '' for one that was only asked about."""
    replaced: date | None = field(default=None, compare=False)
    """The day on which other words were first seen in that line, where it was edited since."""

    def resolve(self, frame: Frame) -> Days:
        """Return the due day of each row."""
        found = self.rule.resolve(frame)
        if self.every is not None:
            found = frame.note(Phrase(self.rule, self.every), found)
        if self._rolls is Roll.NONE:
            return found
        return frame.note(self, _rolled(found, self._rolls, frame))

    @property
    def _rolls(self) -> Roll:
        """Only the end of a period rolls by itself."""
        by_itself = Roll.FORWARD if isinstance(self.rule, Within) else Roll.NONE
        return by_itself if self.roll is None else self.roll

    def occurrences(self, first_year: int, last_year: int) -> Sequence[Occurrence]:
        """Return the periods in which it comes round within some years; none if it comes once."""
        if isinstance(self.rule, Listed):
            days = (day for day in self.rule.days if first_year <= day.year <= last_year)
            return [Occurrence(day, Every.DAY) for day in days]
        return occurrences(self.every, first_year, last_year) if self.every else ()


def _rolled(found: Days, roll: Roll, frame: Frame) -> Days:
    calendar = frame.calendar
    back = roll is Roll.BACK
    day = calendar.roll_back(found.day) if back else calendar.roll_forward(found.day)
    leans = beyond(np.maximum(day, found.day), calendar)
    opens = None if found.opens is None else np.minimum(found.opens, day)
    return Days(day, found.provisional | leans, opens)


def parts(node: Node) -> Iterator[Node]:
    """Yield a phrase, or a part of one, and everything within it."""
    yield node
    match node:
        case Phrase(rule=inner) | Shift(point=inner) | Within(point=inner) | During(window=inner):
            yield from parts(inner)
        case Before(point=inner) | By(point=inner) | On(point=inner):
            yield from parts(inner)
        case EdgeOf(span=inner) | WorkingDayOf(span=inner) | FirstWeek(span=inner):
            yield from parts(inner)
        case FromTo(first=first, last=last) | Between(first=first, last=last):
            yield from parts(first)
            yield from parts(last)
        case _:
            return


def references(node: Node) -> Iterator[Reference]:
    """Yield every reference within a phrase, or a part of one."""
    return (part for part in parts(node) if isinstance(part, Reference))
