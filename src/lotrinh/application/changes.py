"""What stands differently than at the check before: the source of events."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.ports import BEFORE_ALL, CheckRecord, Facts
from lotrinh.application.timelines import Timelines
from lotrinh.domain.calendar import DayArray, as_day
from lotrinh.domain.facts import done_days
from lotrinh.domain.policy import Policy
from lotrinh.domain.status import Change, standing
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date


def changes_since(
    last: CheckRecord | None, timelines: Timelines, timeline: Timeline, facts: Facts
) -> tuple[Change, ...]:
    """Return each deadline whose standing is another one than at the last check of all.

    A first check changes nothing: there is nothing to compare with.
    """
    if last is None or last.settled == BEFORE_ALL:
        return ()
    zone = timelines.configuration.zone
    seen = civil_date(last.at, zone) if last.saw_everything else last.settled
    policy = timelines.policy(timeline.roadmap.id)
    news = facts.since(timeline.roadmap.id, last.facts, seen)
    deadlines = {d.id: d for d in _passed(timeline, policy, seen, timelines.today)}
    followed = timelines.following({}, [timeline.roadmap.id])
    touched = {fact.cell for fact in news if fact.cell is not None}
    touched |= {cell for cell, day in followed.items() if day > seen}
    for cell in touched - deadlines.keys():
        deadline = timeline.find(cell)
        if deadline is not None:
            deadlines[cell] = deadline
    known = facts.of_cells(list(deadlines))
    earlier = {cell: day for cell, day in followed.items() if day <= seen}
    before = {**earlier, **done_days((f for f in known if f.sequence <= last.facts), seen)}
    now = timelines.done(list(deadlines))
    compared = (
        Change(
            deadline.id,
            deadline.due,
            standing(deadline, before.get(deadline.id), policy, seen),
            standing(deadline, now.get(deadline.id), policy, timelines.today),
        )
        for deadline in deadlines.values()
    )
    return tuple(change for change in compared if change.before is not change.now)


def _passed(timeline: Timeline, policy: Policy, seen: date, today: date) -> Iterator[Deadline]:
    """Yield the cells that time alone has moved from one standing to another."""
    for matrix in timeline.matrices:
        opens = matrix.due - max(policy.remind, default=0)
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
