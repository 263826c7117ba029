"""Ladders: the days before and after a deadline on which to speak.

A ladder laid over a calendar is a table: for each due day, the day on which each of its
rungs comes. The scan and the decision read the same table, so there is one law of rungs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache, reduce
from itertools import accumulate, chain, repeat

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import Calendar, DayArray, Flags, as_date, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.registers import RoleId, role_above
from lotrinh.domain.times import QuietHours

_LABEL = re.compile(r"(?:T|E(?P<level>\d+))(?P<sign>[+-])(?P<days>\d+)(?P<unit>wd)?")
_NEVER = np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: so many units from the due day, negative before it."""

    offset: int
    unit: Unit = Unit.DAY
    level: int = 0
    """How far up the line it is heard; 0 is whoever has it to do."""
    urgent: bool = False
    """Whether, once overdue, it comes on its very day, off or not."""
    label: str = field(init=False, repr=False, compare=False)
    """The name that keys hold: T-14, T-0, T+3, T+3wd for working days, E1+3wd above.

    Made once, for each decision asks for it.
    """

    def __post_init__(self) -> None:
        whose = f"E{self.level}" if self.level else "T"
        sign = "+" if self.offset > 0 else "-"
        unit = "wd" if self.unit is Unit.WORKING_DAY else ""
        object.__setattr__(self, "label", f"{whose}{sign}{abs(self.offset)}{unit}")

    @classmethod
    def of(cls, label: str) -> "Rung | None":
        """Return the rung of a name, None where it is that of something else.

        >>> [rung and rung.label for rung in map(Rung.of, ("T-7", "T+3wd", "E2+8wd", "moved"))]
        ['T-7', 'T+3wd', 'E2+8wd', None]
        """
        found = _LABEL.fullmatch(label)
        if found is None:
            return None
        offset = int(found["days"]) if found["sign"] == "+" else -int(found["days"])
        unit = Unit.WORKING_DAY if found["unit"] else Unit.DAY
        return cls(offset, unit, int(found["level"] or 0))

    @property
    def is_overdue(self) -> bool:
        """Whether it comes after the due day."""
        return self.offset > 0

    @property
    def days(self) -> float:
        """About how many days it is from the due day: five working days are a week.

        >>> Rung(-7).days, Rung(-5, Unit.WORKING_DAY).days
        (-7, -7.0)
        """
        return self.offset * 7 / 5 if self.unit is Unit.WORKING_DAY else self.offset

    def from_days(self, due: DayArray, calendar: Calendar) -> DayArray:
        """Return what is so many units from each due day, on a day off or not."""
        if self.unit is Unit.WORKING_DAY:
            return calendar.shift(due, self.offset)
        return due + self.offset

    def from_day(self, due: date, calendar: Calendar) -> date | None:
        """Return what is so many units from one due day; None where no calendar reaches."""
        if self.unit is Unit.WORKING_DAY:
            return as_date(calendar.shift(np.array([due], "M8[D]"), self.offset)[0])
        return due + timedelta(days=self.offset)


@dataclass(frozen=True, slots=True)
class Overdue:
    """The repeats after the due day: the first, then at some distance each, until an end."""

    first: int
    every: tuple[int, ...]
    """How far each is from the one before; the last distance holds until the end."""
    until: int
    unit: Unit

    def rungs(self) -> Iterator[Rung]:
        """Yield the repeats in order.

        >>> [rung.label for rung in Overdue(1, (2, 2, 5), 20, Unit.WORKING_DAY).rungs()]
        ['T+1wd', 'T+3wd', 'T+5wd', 'T+10wd', 'T+15wd', 'T+20wd']
        """
        for offset in accumulate(chain(self.every, repeat(self.every[-1])), initial=self.first):
            if offset > self.until:
                return
            yield Rung(offset, self.unit)


def is_early(label: str) -> bool:
    """Whether the rung of that name comes before the one of the due day.

    >>> is_early("T-3"), is_early("T-0"), is_early("T+1wd"), is_early("moved")
    (True, False, False, False)
    """
    return label.startswith("T-") and label != "T-0"


def is_late(label: str) -> bool:
    """Whether the rung of that name comes after the due day.

    >>> is_late("T+1wd"), is_late("T-0"), is_late("moved")
    (True, False, False)
    """
    return label.startswith("T+")


def is_from_below(label: str) -> bool:
    """Whether the rung of that name is heard by those above.

    >>> is_from_below("E2+8wd"), is_from_below("T+1wd")
    (True, False)
    """
    return label.startswith("E")


@dataclass(frozen=True, slots=True)
class Escalation:
    """When those above hear that something is overdue, one organisation after another."""

    after: int
    """How long after the due day the first of them hears."""
    every: int
    """How much later each of the others does."""
    unit: Unit
    to: RoleId | None = None
    """The role that hears at each of them; the lead role, if None."""
    levels: int | None = None
    """How many of them hear; all the way to the top, if None."""

    def role(self, lead: RoleId) -> RoleId:
        """Return the role that hears of what `lead` leads."""
        return self.to or role_above(lead) or lead

    def rungs(self, most: int) -> tuple[Rung, ...]:
        """Return the rungs of as many levels as hear, `most` of them.

        >>> [r.label for r in Escalation(3, 5, Unit.WORKING_DAY).rungs(2)]
        ['E1+3wd', 'E2+8wd']
        """
        count = most if self.levels is None else min(self.levels, most)
        return tuple(
            Rung(self.after + level * self.every, self.unit, level + 1) for level in range(count)
        )


@dataclass(frozen=True, slots=True)
class Extensions:
    """How much more time may be granted, and by whom."""

    most: int | None = None
    """How often one deadline may be extended; None where there is no limit."""
    longest: int | None = None
    """How far beyond the day that it moves a new day may lie; None where there is no limit."""
    unit: Unit = Unit.DAY
    by: RoleId | None = None
    """The role that decides; if None, the lead role at the organisation above."""

    def last_day(self, due: date, calendar: Calendar) -> date | None:
        """Return the last day that may be granted, None where there is no limit."""
        if self.longest is None:
            return None
        return Rung(self.longest, self.unit).from_day(due, calendar)


@dataclass(frozen=True)
class Policy:
    """How a deadline is reminded of."""

    id: str
    remind: tuple[Rung, ...]
    """The rungs up to the due day."""
    overdue: Overdue | None = None
    due_soon: int = 7
    """Within so many days before the due day a deadline stands as due soon."""
    support_hears: frozenset[Rung] = frozenset({Rung(-7), Rung(0)})
    """The rungs at which supporting roles hear as well."""
    quiet: QuietHours | None = None
    extensions: Extensions = Extensions()
    escalation: Escalation | None = None
    urgent: bool = False
    """Whether what is due today or overdue passes days off and quiet hours."""

    @cached_property
    def ladder(self) -> tuple[Rung, ...]:
        """All rungs, in the order in which they come where nobody has a holiday."""
        before = sorted({*self.remind}, key=lambda rung: (rung.days, rung.unit))
        return (*before, *self._as_urgent(self.overdue.rungs() if self.overdue else ()))

    @cached_property
    def support_ladder(self) -> tuple[Rung, ...]:
        """The rungs of those who support."""
        return tuple(rung for rung in self.ladder if rung in self.support_hears)

    def table(self, calendar: Calendar) -> "RungTable":
        """Return the ladder, laid over a calendar."""
        if calendar not in self._tables:
            self._tables[calendar] = rung_table(self.ladder, calendar)
        return self._tables[calendar]

    def support_table(self, calendar: Calendar) -> "RungTable":
        """Return the ladder of those who support, laid over a calendar."""
        if calendar not in self._support_tables:
            self._support_tables[calendar] = rung_table(self.support_ladder, calendar)
        return self._support_tables[calendar]

    @cached_property
    def _tables(self) -> dict[Calendar, "RungTable"]:
        """What was looked up before: to find it by its rungs costs more than to use it."""
        return {}

    @cached_property
    def _support_tables(self) -> dict[Calendar, "RungTable"]:
        return {}

    def above(self, most: int) -> tuple[Rung, ...]:
        """Return the rungs of those above, of whom there are `most` in a line."""
        rungs = self.escalation.rungs(most) if self.escalation is not None else ()
        return tuple(self._as_urgent(rungs))

    def _as_urgent(self, rungs: Iterable[Rung]) -> Iterator[Rung]:
        """Yield rungs as urgent as the policy is."""
        return (replace(rung, urgent=True) if self.urgent else rung for rung in rungs)

    def passes(self, due: date, today: date) -> bool:
        """Whether what is due on a day passes quiet hours and days off by now."""
        return self.urgent and due <= today

    def begin(self, due: DayArray, calendar: Calendar) -> DayArray:
        """Return for each due day the day with which the time of its reminders begins."""
        begun = (rung.from_days(due, calendar) for rung in self._first)
        return reduce(np.fmin, begun, due)

    def begins(self, due: date, calendar: Calendar) -> date:
        """Return the same for one due day."""
        begun = (rung.from_day(due, calendar) for rung in self._first)
        return min((day for day in begun if day is not None), default=due)

    @cached_property
    def _first(self) -> tuple[Rung, ...]:
        """The first rung of each unit: which of them comes first depends on the holidays."""
        first = {rung.unit: rung for rung in sorted(self.remind, key=lambda rung: -rung.offset)}
        return tuple(first.values())


@dataclass(frozen=True, eq=False)
class RungTable:
    """The day on which each rung comes, for each due day of a calendar.

    A rung up to the due day that falls on a day off comes on the working day before; an
    overdue rung waits for the next working day, unless it is urgent.
    """

    calendar: Calendar
    rungs: tuple[Rung, ...]
    days: DayArray
    """Shape (due days from `calendar.first`, rungs); never falling along a row."""
    order: NDArray[np.intp]
    """Of the same shape: which rung it is that comes on the day."""

    def come(self, today: date, since: date | None = None) -> Flags:
        """Return for which due days a rung has come by `today`; with `since`, after that day."""
        come = np.zeros(len(self.days), np.bool_)
        comes, due = self._agenda
        first = comes.searchsorted(as_day(since), side="right") if since is not None else 0
        come[due[first : comes.searchsorted(as_day(today), side="right")]] = True
        return come

    @cached_property
    def _agenda(self) -> tuple[DayArray, NDArray[np.intp]]:
        """The days on which rungs come, in order, each with the place of its due day."""
        in_order = np.argsort(self.days, axis=None, kind="stable")
        return self.days.ravel()[in_order], in_order // max(1, len(self.rungs))

    def current(self, due: date, today: date) -> Rung | None:
        """Return the latest rung whose day has come; it is a state, not an event."""
        index = (due - self.calendar.first).days
        if not 0 <= index < len(self.days):
            return None
        come = self.days[index].searchsorted(as_day(today), side="right")
        return self.rungs[self.order[index, come - 1]] if come else None

    def days_of(self, due: date) -> Iterator[tuple[date, Rung]]:
        """Yield the days on which the rungs of a due day come, in their order."""
        index = (due - self.calendar.first).days
        if 0 <= index < len(self.days):
            for day, number in zip(self.days[index], self.order[index], strict=True):
                if (comes := as_date(day)) is not None and day != _NEVER:
                    yield comes, self.rungs[number]


@lru_cache(maxsize=64)
def rung_table(ladder: tuple[Rung, ...], calendar: Calendar) -> RungTable:
    """Lay a ladder over a calendar.

    Days and working days before one due day may come in another order than before the next;
    of several that come on one day, the last of the ladder is the one that holds.
    """
    due = as_day(calendar.first) + np.arange(len(calendar.off))
    columns = [_rung_days(rung, due, calendar) for rung in ladder]
    days = np.stack(columns, axis=1) if columns else np.empty((len(due), 0), "M8[D]")
    days = np.where(np.isnat(days), _NEVER, days)
    order = np.argsort(days, axis=1, kind="stable")
    return RungTable(calendar, ladder, np.take_along_axis(days, order, axis=1), order)


def _rung_days(rung: Rung, due: DayArray, calendar: Calendar) -> DayArray:
    counted = rung.from_days(due, calendar)
    if rung.is_overdue:
        return counted if rung.urgent else calendar.roll_forward(counted)
    return calendar.roll_back(counted)
