"""Which cells may have something to say: narrowed to what changed, wherever that is safe.

A check may start from the last one only where nothing but time has moved: same
configuration, same holders and organisations, no fact that moves dates. Otherwise every
cell whose ladder has begun is looked at again; the ledger keeps it from being said twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.timelines import Timelines, moving_milestones
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.calendar import as_day
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.policy import rung_table
from lotrinh.domain.reminders import end_of_snooze, scan
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date


@dataclass(eq=False)
class Candidates:
    """The cells of one roadmap that may speak today."""

    uow: UnitOfWork
    timelines: Timelines
    timeline: Timeline
    last: CheckRecord | None
    """The check before, if there was one."""
    exists: NDArray[np.bool_]
    """For each organisation of the register: whether it exists today."""

    def __iter__(self) -> Iterator[Deadline]:
        """Yield each candidate once."""
        found = {deadline.id: deadline for deadline in self._scanned()}
        for cell in {*self.touched, *self._woken(), *self._moved()} - found.keys():
            deadline = self.timeline.find(cell)
            if deadline is not None and self._exists(cell):
                found[cell] = deadline
        yield from found.values()

    @cached_property
    def since(self) -> date | None:
        """The day up to which all was decided; None where more than time has moved."""
        last = self.last
        if last is None:
            return None
        configuration, today = self.timelines.configuration, self.timelines.today
        more_than_time = (
            last.configuration != configuration.hash
            or today < self._seen
            or _boundary(configuration, self._seen, today)
            or self._turned()
            or self._dates_moved()
            or self._others_moved()
        )
        return None if more_than_time else last.settled

    @cached_property
    def _seen(self) -> date:
        """The day of the check before."""
        assert self.last is not None  # noqa: S101  (asked only where there was one)
        return civil_date(self.last.at, self.timelines.configuration.zone)

    @cached_property
    def _news(self) -> tuple[Fact, ...]:
        """The facts that the check before could not see."""
        if self.last is None:
            return ()
        return tuple(self.uow.facts.since(self.timeline.roadmap.id, self.last.facts, self._seen))

    @cached_property
    def _counted(self) -> frozenset[RoadmapId]:
        """The roadmaps that barriers count in, however many barriers are between."""
        found: set[RoadmapId] = set()
        waiting = [self.timeline.roadmap.id]
        while waiting:
            here = waiting.pop()
            milestones = self.timelines.roadmap(here).milestones.values()
            barriers = (m.done_when for m in milestones if m.done_when is not None)
            further = {barrier.roadmap or here for barrier in barriers} - found
            found |= further
            waiting += further
        return frozenset(found)

    def _turned(self) -> bool:
        """Whether this plan, or one that it counts in, has become another since the last check."""
        plans = self.timelines.configuration.roadmaps
        today = self.timelines.today
        return any(
            self._seen < day <= today
            for roadmap in {self.timeline.roadmap.id, *self._counted}
            for day in plans[roadmap].turning_days
        )

    def _dates_moved(self) -> bool:
        moving = moving_milestones(self.timeline.roadmap)
        return any(fact.cell and fact.cell.milestone in moving for fact in self._news)

    def _others_moved(self) -> bool:
        """Whether what others have done, or no longer have, may matter to cells of this plan."""
        last, register = self.last, self.timeline.organisations
        if last is None or (register.successors and self._news):
            return True
        return any(self.uow.facts.since(plan, last.facts, self._seen) for plan in self._counted)

    def _scanned(self) -> Iterator[Deadline]:
        policy = self.timelines.policy(self.timeline.roadmap.id)
        ladder = (*policy.ladder, *policy.above(self.timeline.organisations.levels))
        for matrix in self.timeline.matrices:
            rungs = rung_table(ladder, matrix.calendar)
            exists = self.exists[matrix.rows]
            for row, column in scan(matrix, rungs, today=self.timelines.today, since=self.since):
                if exists[row]:
                    yield self.timeline.cell(matrix, row, column)

    @property
    def touched(self) -> Iterator[CellId]:
        """The cells that new facts are about: one taken back may speak again."""
        return (fact.cell for fact in self._news if fact.cell is not None)

    def _woken(self) -> Iterator[CellId]:
        """Yield the cells whose time of being snoozed has ended."""
        if self.since is None:
            return
        for fact in self.timelines.snoozed(self.timeline.roadmap.id):
            deadline = self.timeline.find(fact.cell) if fact.cell is not None else None
            wakes = end_of_snooze(deadline, fact) if deadline is not None else None
            if deadline is not None and wakes and self.since < wakes <= self.timelines.today:
                yield deadline.id

    def _moved(self) -> Iterator[CellId]:
        """Yield the cells of which somebody was told another due day."""
        if self.since is not None:
            return
        for cell, told in self.uow.ledger.told(self.timeline.roadmap.id).items():
            deadline = self.timeline.find(cell)
            if deadline is not None and told != {deadline.due}:
                yield cell

    def _exists(self, cell: CellId) -> bool:
        return bool(self.exists[self.timeline.organisations.rows[cell.organisation]])


def _boundary(configuration: Configuration, seen: date, today: date) -> bool:
    """Whether somebody's holding, or an organisation, has begun or ended since a day."""
    register = configuration.organisations
    days = np.concatenate((register.valid_from, register.valid_to))
    if bool(((days >= as_day(seen)) & (days <= as_day(today))).any()):
        return True
    return any(seen <= day <= today for day in configuration.people.boundaries)
