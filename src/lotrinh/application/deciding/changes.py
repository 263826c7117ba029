"""What stands differently than at the check before: the source of events."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.checks import BEFORE_ALL, CheckRecord
from lotrinh.application.books.facts import Facts
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.domain.calendar import DayArray, as_day
from lotrinh.domain.facts import MOVING, UNTOUCHED, CellId, Fact, FactKind, States, fold
from lotrinh.domain.policy import Policy
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.status import Change, standing
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date

_AT_ONCE = 20_000
"""Organisations whose standings are held in memory together."""


def changes_since(
    last: CheckRecord | None, timelines: Timelines, timeline: Timeline, facts: Facts
) -> tuple[Change, ...]:
    """Return each deadline whose standing is another one than at the last check of all.

    A first check changes nothing: there is nothing to compare with.
    """
    if last is None or last.settled == BEFORE_ALL:
        return ()
    seen = civil_date(last.at, timelines.configuration.zone)
    seen = seen if last.saw_everything else last.settled
    return tuple(_Comparison(last, seen, timelines, timeline, facts))


@dataclass(eq=False)
class _Comparison:
    """One timeline, compared with how it stood on the day of the check before."""

    last: CheckRecord
    seen: date
    timelines: Timelines
    timeline: Timeline
    facts: Facts

    def __iter__(self) -> Iterator[Change]:
        deadlines = {d.id: d for d in _passed(self.timeline, self.policy, self.seen, self.today)}
        for cell in self._touched() - deadlines.keys():
            deadline = self.timeline.find(cell)
            if deadline is not None:
                deadlines[cell] = deadline
        known, now = self._known_before(deadlines), self.timelines.states(list(deadlines))
        for cell, deadline in deadlines.items():
            before = self.earlier.find(cell) or deadline
            stood = standing(before, known.get(cell, UNTOUCHED), self.policy, self.seen)
            stands = standing(deadline, now[cell], self.policy, self.today)
            if stood is not stands:
                yield Change(cell, deadline.due, stood, stands)

    @property
    def today(self) -> date:
        return self.timelines.today

    @property
    def roadmap(self) -> RoadmapId:
        return self.timeline.roadmap.id

    @cached_property
    def policy(self) -> Policy:
        return self.timelines.policy(self.roadmap)

    @cached_property
    def followed(self) -> Mapping[CellId, date]:
        """What is done because other things are, each with its day."""
        return self.timelines.following({}, [self.roadmap])

    @cached_property
    def earlier(self) -> Timeline:
        """The timeline before the directives, and the facts, that have moved dates since."""
        known = self.timelines.configuration.roadmaps[self.roadmap]
        turned = any(self.seen < day <= self.today for day in known.turning_days)
        if not turned and not any(fact.kind in MOVING for fact in self.news):
            return self.timeline
        return self.timelines.on(self.seen).of(self.roadmap)

    @cached_property
    def news(self) -> Sequence[Fact]:
        """The facts that the check before could not see, and those taken back since."""
        return self.facts.since(self.roadmap, self.last.facts, self.seen)

    def _touched(self) -> set[CellId]:
        """Return the cells that facts, or directives, are about."""
        touched = {fact.cell for fact in self.news if fact.cell is not None}
        touched |= {cell for cell, day in self.followed.items() if day > self.seen}
        if self.earlier is not self.timeline:
            touched |= {*_directed(self.earlier), *_directed(self.timeline)}
        return touched

    def _known_before(self, cells: Collection[CellId]) -> States:
        """Return what was recorded of cells, as far as the check before could know."""
        known = (f for f in self.facts.of_cells(list(cells)) if f.sequence <= self.last.facts)
        states = fold(known, self.seen)
        for cell, day in self.followed.items():
            if day <= self.seen:
                states[cell] = states.get(cell, UNTOUCHED).following(day)
        return states


def _directed(timeline: Timeline) -> Iterator[CellId]:
    """Yield the cells that directives have put on hold, or given another day."""
    for matrix in timeline.matrices:
        directed = matrix.suspended | matrix.needs_date | (matrix.amended >= 0)
        for row, column in np.argwhere(directed & matrix.applies):
            yield timeline.cell(matrix, int(row), int(column)).id


def extended_since(
    last: CheckRecord | None, timelines: Timelines, timeline: Timeline, facts: Facts
) -> Iterator[Deadline]:
    """Yield each deadline that was granted more time since the last check, if that still holds."""
    if last is None:
        return
    seen = civil_date(last.at, timelines.configuration.zone)
    for fact in facts.since(timeline.roadmap.id, last.facts, seen):
        if fact.kind is FactKind.EXTENSION_GRANTED and fact.cell is not None:
            deadline = timeline.find(fact.cell)
            if deadline is not None and deadline.extension == fact:
                yield deadline


def _passed(timeline: Timeline, policy: Policy, seen: date, today: date) -> Iterator[Deadline]:
    """Yield the cells that time alone has moved from one standing to another."""
    for matrix in (block for whole in timeline.matrices for block in whole.blocks(_AT_ONCE)):
        opens = policy.begin(matrix.due, matrix.calendar)
        opens = np.where(np.isnat(matrix.opens), opens, matrix.opens)
        moved = _phase(matrix.due, opens, policy, seen) != _phase(matrix.due, opens, policy, today)
        for row, column in np.argwhere(moved & matrix.applies):
            yield timeline.cell(matrix, int(row), int(column))


def _phase(due: DayArray, opens: DayArray, policy: Policy, today: date) -> NDArray[np.int64]:
    """Return how many of the thresholds each due day has passed on `today` (NaT: none)."""
    left = (due - as_day(today)).astype(np.int64)
    thresholds = (opens <= as_day(today), left <= policy.due_soon, left <= 0, left < 0)
    phase: NDArray[np.int64] = np.sum(thresholds, axis=0)
    return np.where(np.isnat(due), 0, phase)
