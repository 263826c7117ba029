"""Schedule: how much room the due days leave, and which chain of work has the least.

The critical path method (Kelley & Walker, "Critical-Path Planning and Scheduling", 1959)
with imposed dates, on the working days of an office. Time is a number of working days that
have ended, so that a day off costs nothing and sums are exact. One topological order serves
all rows; each step of a pass is array arithmetic over them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, Calendar, DayArray, Flags, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import CellId
from lotrinh.domain.roadmap import Duration, MilestoneId
from lotrinh.domain.rollup import Awaited
from lotrinh.domain.timeline import Column, Matrix, Timeline

_Places = Mapping[tuple[MilestoneId, str], int]
"""The number of each column, by milestone and occurrence."""
_Ended = NDArray[np.float64]
"""Working days ended by then; NaN where nobody knows, infinite where nothing binds."""


@dataclass(frozen=True, eq=False)
class Network:
    """Things to be done by rows that share a calendar; arrays have the shape (rows, things).

    Whatever has a due day can be a thing: a column of a matrix, or the columns of other
    organisations taken together. That one needs another is an edge between the two.
    """

    calendar: Calendar
    needs: Sequence[Sequence[int]]
    """For each thing: those that have to be done before; there are no circles."""
    takes: Sequence[Duration | None]
    """For each thing: how long its work takes, None where nobody has said it."""
    due: DayArray
    done: DayArray
    """The day on which it was really done; NaT where it isn't."""
    applies: Flags


def network_of(
    timeline: Timeline,
    matrix: Matrix,
    done: Mapping[CellId, date],
    others: Sequence[Awaited] = (),
) -> Network:
    """Return the network of a matrix: each column needs those of the same occurrence.

    After the columns stand the things that some of them wait for in `others`.

    What comes once is needed by every occurrence. What is on hold, or has lost its day by
    that, has none that could be counted with.
    """
    place: _Places = {(c.milestone.id, c.label): n for n, c in enumerate(matrix.columns)}
    needs = [list(dict.fromkeys(_needed(column, place))) for column in matrix.columns]
    takes = [column.milestone.takes for column in matrix.columns]
    days = timeline.laid_out(matrix, done)
    due = np.where(matrix.suspended | matrix.needs_date, NOT_A_DAY, matrix.due)
    for number, other in enumerate(others, len(needs)):
        needs[other.column].append(number)
    return Network(
        matrix.calendar,
        [*needs, *([] for _ in others)],
        [*takes, *(None for _ in others)],
        np.column_stack((due, *(other.due for other in others))),
        np.column_stack((days, *(other.done for other in others))),
        np.column_stack((matrix.applies, *(other.applies for other in others))),
    )


def _needed(column: Column, place: _Places) -> Iterator[int]:
    for need in column.milestone.needs:
        for label in (column.label, ""):
            if (MilestoneId(need), label) in place:
                yield place[MilestoneId(need), label]


@dataclass(frozen=True, eq=False)
class Schedule:
    """What came of it, in the shape of the network."""

    slack: NDArray[np.float64]
    """Working days that it may slip; negative where so many are missing, NaN where there is
    nothing to measure."""
    critical: Flags
    """Whether it is part of a critical path."""


def schedule(network: Network, today: date | None = None) -> Schedule:
    """Return the slack of all that is still to be done, and the critical paths.

    *Ready* is when the last of what is needed is there: on the day it was done; else on its
    due day, or once its own work can be finished, if that is later. The *earliest finish*
    lies as long after that as the work takes, and not before `today`; work begins on a
    working day, and what takes days, not working days, has days off in it. The *latest finish*
    is the due day, or earlier: what needs this has to begin in time for its own. The *slack*
    is the working days between the two. There is none for what is done, undated, or needs
    something undated; nor for what says of no work and needs nothing.

    On the critical path work doesn't wait for due days: it begins once the work that it
    needs is finished. Of all the work that hangs together by needs, that with the least
    room between such a finish and its latest one is critical. It is a path: neither what
    holds such work back nor what waits for it can have more room.

    Args:
        network: What is to be done, and what needs what.
        today: The day as of which it is asked; None to ask what the due days alone say.
    """
    passes = _Passes(network, today)
    promised, soonest, waits = passes.forward()
    latest = passes.backward()
    measured = passes.pending & ~np.isnan(passes.due) & (passes.is_work[:, None] | waits)
    slack = _between(promised, latest, measured)
    room = _between(soonest, latest, measured & passes.is_work[:, None])
    return Schedule(slack.T, _critical(network, room).T)


def _between(earliest: _Ended, latest: _Ended, where: Flags) -> _Ended:
    """Return the working days between two finishes, NaN where one of them isn't known."""
    known = where & np.isfinite(earliest) & np.isfinite(latest)
    between = np.full(earliest.shape, np.nan)
    between[known] = latest[known] - earliest[known]
    return between


@dataclass(frozen=True, eq=False)
class _Passes:
    """The two passes over a network; their arrays have the shape (things, rows)."""

    network: Network
    today: date | None

    @cached_property
    def order(self) -> Sequence[int]:
        """The things, each after all that it needs."""
        return tuple(TopologicalSorter(dict(enumerate(self.network.needs))).static_order())

    @cached_property
    def due(self) -> _Ended:
        return self.network.calendar.working_days_until(self.network.due.T)

    @cached_property
    def done(self) -> _Ended:
        return self.network.calendar.working_days_until(self.network.done.T)

    @cached_property
    def pending(self) -> Flags:
        """What is still to be done."""
        return self.network.applies.T & np.isnat(self.network.done.T)

    @cached_property
    def is_work(self) -> Flags:
        """For each thing: whether it is known how long it takes."""
        return np.array([duration is not None for duration in self.network.takes], np.bool_)

    def forward(self) -> tuple[_Ended, _Ended, Flags]:
        """Return the earliest finishes, and what waits for something.

        The first are those where everybody keeps to the due days, the others those where all
        work is finished as soon as it can be.
        """
        there, moves = self._there()
        finish = np.empty_like(there)
        waits = np.zeros(self.due.shape, np.bool_)
        nothing = np.full(there.shape[1:], -np.inf)
        for thing in self.order:
            needed = self.network.needs[thing]
            ready = there[needed].max(axis=0) if needed else nothing
            waits[thing] = ready[0] != -np.inf
            finish[thing] = self._finish(thing, ready)
            np.fmax(there[thing], finish[thing], out=there[thing], where=moves[thing])
        return finish[:, 0], finish[:, 1], waits

    def _there(self) -> tuple[_Ended, Flags]:
        """Return when each thing is there for those that need it, as far as days alone say it.

        And whether its own earliest finish may still move that; both for the two ways of
        looking at it, as (things, 2, rows).
        """
        applies, pending, dated = self.network.applies.T, self.pending, ~np.isnan(self.due)
        is_work = self.is_work[:, None]
        days = np.where(applies, np.where(pending, self.due, self.done), -np.inf)
        soonest = np.where(pending & is_work, np.nan, days)
        moves = np.stack((pending & dated, pending & (dated | is_work)), axis=1)
        return np.stack((days, soonest), axis=1), moves

    def backward(self) -> _Ended:
        """Return the latest finishes that leave time for all that comes after."""
        binds = self.pending & ~np.isnan(self.due)
        latest = np.where(binds, self.due, np.inf)
        freed = np.where(self.pending, 0.0, np.inf)
        for thing in reversed(self.order):
            if needed := self.network.needs[thing]:
                begin = self._begin(thing, latest[thing]) + freed[thing]
                for other in needed:
                    np.minimum(latest[other], begin, out=latest[other])
        return latest

    @cached_property
    def _now(self) -> tuple[float, float]:
        """The working days that have ended when today begins, and when it ends."""
        if self.today is None:
            return -np.inf, -np.inf
        today = np.array([as_day(self.today)])
        ended = self.network.calendar.working_days_until(np.concatenate((today - 1, today)))
        return float(ended[0]), float(ended[1])

    def _finish(self, thing: int, ready: _Ended) -> _Ended:
        """Return when a thing can be finished, once what it needs is there."""
        begins, ends = self._now
        takes, calendar = self.network.takes[thing], self.network.calendar
        if takes is None:
            return np.maximum(ready, ends)
        begun = np.maximum(ready, begins)
        if takes.unit is Unit.WORKING_DAY:
            return begun + takes.amount
        last = calendar.nth_working_day(begun + 1) + (takes.amount - 1)
        return np.where(np.isfinite(begun), calendar.working_days_until(last), begun)

    def _begin(self, thing: int, latest: _Ended) -> _Ended:
        """Return the last moment at which a thing may begin, to be finished by its latest."""
        takes, calendar = self.network.takes[thing], self.network.calendar
        if takes is None:
            return latest
        if takes.unit is Unit.WORKING_DAY:
            return latest - takes.amount
        first = calendar.nth_working_day(latest + 1) - takes.amount
        return np.where(np.isfinite(latest), calendar.working_days_until(first) - 1, latest)


def _critical(network: Network, room: _Ended) -> Flags:
    """Return the work that has the least room of all that it hangs together with."""
    critical = np.zeros(room.shape, np.bool_)
    if np.isnan(room).all():  # nothing says how long it takes
        return critical
    patterns, pattern = np.unique(network.applies, axis=0, return_inverse=True)
    for number, applies in enumerate(patterns):
        rows = np.flatnonzero(pattern == number)
        group = _groups(network.needs, applies)
        least = np.full((len(applies), len(rows)), np.inf)
        np.fmin.at(least, group, room[:, rows])
        alone = np.bincount(group, minlength=len(applies))[group] == 1
        critical[:, rows] = (room[:, rows] <= least[group]) & ~alone[:, None]
    return critical


def _groups(needs: Sequence[Sequence[int]], applies: Flags) -> NDArray[np.int64]:
    """Return for each thing the one that stands for all that it hangs together with."""
    stands_for = list(range(len(needs)))

    def find(thing: int) -> int:
        while stands_for[thing] != thing:
            stands_for[thing] = thing = stands_for[stands_for[thing]]
        return thing

    there = applies.tolist()
    for thing, needed in enumerate(needs):
        for other in needed:
            if there[thing] and there[other]:
                stands_for[find(thing)] = find(other)
    return np.array([find(thing) for thing in range(len(needs))], np.int64)
