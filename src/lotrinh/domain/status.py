"""Standings: how a deadline stands on a day, and what they add up to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lotrinh.domain.facts import CellId, State
from lotrinh.domain.policy import Policy
from lotrinh.domain.timeline import Deadline


class Standing(StrEnum):
    """How a deadline stands."""

    PLANNED = "planned"
    OPEN = "open"
    """Its window, or the time of its reminders, has begun."""
    DUE_SOON = "due-soon"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done-late"
    WAIVED = "waived"
    """It needn't be done."""
    UNDATED = "undated"
    SUSPENDED = "suspended"
    """A directive, or a fact, has put it on hold."""
    NEEDS_DATE = "needs-date"
    """Its day passed while it was on hold."""

    @property
    def is_late(self) -> bool:
        """Whether somebody still owes it after its day."""
        return self is Standing.OVERDUE

    @property
    def is_done(self) -> bool:
        """Whether it is finished, in time or not."""
        return self in {Standing.DONE, Standing.DONE_LATE}


@dataclass(frozen=True, slots=True)
class Change:
    """A deadline whose standing is another one than at the check before."""

    cell: CellId
    due: date | None
    before: Standing
    now: Standing


def standing(deadline: Deadline, state: State, policy: Policy, today: date) -> Standing:
    """Return how a deadline stands on `today`."""
    due, done_on = deadline.due, state.closed_on
    if state.waived:
        return Standing.WAIVED
    if done_on is not None:
        return Standing.DONE_LATE if due is not None and done_on > due else Standing.DONE
    if deadline.suspended:
        return Standing.SUSPENDED
    if deadline.needs_date:
        return Standing.NEEDS_DATE
    if due is None:
        return Standing.UNDATED
    if due <= today:
        return Standing.DUE_TODAY if due == today else Standing.OVERDUE
    if due - today <= timedelta(days=policy.due_soon):
        return Standing.DUE_SOON
    opens = deadline.opens or policy.begins(due, deadline.calendar)
    return Standing.OPEN if opens <= today else Standing.PLANNED


def tally(standings: Iterable[Standing]) -> Counter[Standing]:
    """Count each standing, in the order in which they are declared."""
    counted = Counter(standings)
    return Counter({s: counted[s] for s in Standing if counted[s]})
