"""Who is to be reminded: `scan` finds the cells that may speak, `decide` says what, and why.

A rung is a state: a cell's current rung is the latest whose day has come, and it speaks if
the ledger doesn't hold it. So missed rungs coalesce, a date moved today speaks today, and
nothing depends on when the last check was; that may only narrow the scan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import DayArray, Flags, as_day
from lotrinh.domain.facts import CellId, Fact, State
from lotrinh.domain.policy import Rung, RungTable, is_early, is_from_below
from lotrinh.domain.registers import PersonId
from lotrinh.domain.timeline import Deadline, Matrix


class Part(StrEnum):
    """What a recipient has to do with a milestone."""

    LEAD = "lead"
    SUPPORT = "support"
    DECIDES = "decides"
    """He or she decides on the more time that was asked for."""
    ABOVE = "above"
    """Somebody above hears that it is overdue."""


class Reason(StrEnum):
    """Why a decision came out as it did; every silence has one."""

    UPCOMING = "upcoming"
    """Speaks: a rung before the due day."""
    DUE_TODAY = "due-today"
    """Speaks: today is the due day."""
    OVERDUE = "overdue"
    """Speaks: the due day has passed."""
    MOVED = "moved"
    """Speaks: the person was told another due day for this, or more time was granted."""
    ESCALATED = "escalated"
    """Speaks: it has been overdue so long that somebody above is told."""
    ASKED = "asked"
    """Speaks: more time was asked for, and the person decides on it."""
    REFUSED = "refused"
    """Speaks: the more time that was asked for is refused."""
    DONE = "done"
    WAIVED = "waived"
    """It needn't be done."""
    UNDATED = "undated"
    """What it is counted from has no day yet."""
    SUSPENDED = "suspended"
    """A directive, or a fact, has put it on hold."""
    NEEDS_DATE = "needs-date"
    """Its day passed while it was on hold; the coordinator is told."""
    BACKLOG = "backlog"
    """Past due already when its organisation was first checked; the coordinator has the list."""
    NO_HOLDER = "no-holder"
    """Nobody holds the role; the coordinator is told."""
    NOT_YET = "not-yet"
    """No rung's day has come."""
    DAY_OFF = "day-off"
    """Overdue, and today is a day off: it waits for the next working day."""
    SUPPORT_WAITS = "support-waits"
    """Supporting roles have a shorter ladder: none of its rungs has come."""
    ACKNOWLEDGED = "acknowledged"
    """It is known: nothing more is said before the due day."""
    SNOOZED = "snoozed"
    """Somebody asked to hear of it on a later day."""
    EXTENSION_PENDING = "extension-pending"
    """More time was asked for: nobody above is told until that is decided."""
    ALREADY_SAID = "already-said"

    @property
    def speaks(self) -> bool:
        """Whether it leads to a reminder."""
        return self in _SPEAKING


_SPEAKING = frozenset(
    {
        *(Reason.UPCOMING, Reason.DUE_TODAY, Reason.OVERDUE, Reason.MOVED),
        *(Reason.ESCALATED, Reason.ASKED, Reason.REFUSED),
    }
)


CORRECTION = "moved"
"""The rung of a correction, where none of the ladder's has come."""

_AGAIN = "+again"


def request_rung(reason: Reason, entry: int, *, again: bool = False) -> str:
    """Return the rung that tells of a request of that entry, or of a refusal.

    >>> request_rung(Reason.ASKED, 17, again=True)
    'asked-17+again'
    """
    return f"{reason}-{entry}{_AGAIN if again else ''}"


def is_repeat(rung: str) -> bool:
    """Whether a rung reminds whoever decides of a request that was told before."""
    return rung.endswith(_AGAIN)


@dataclass(frozen=True, slots=True)
class Said:
    """One reminder that the ledger holds for a recipient and a cell."""

    due: date
    rung: str
    told: bool = True
    """Whether it has reached its recipient; until then it may still be taken back."""
    number: int = field(default=0, compare=False)
    """Its place in the ledger: what was said later has a greater one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome for one recipient and one cell."""

    reason: Reason
    rung: str | None = None

    @property
    def speaks(self) -> bool:
        """Whether it leads to a reminder."""
        return self.reason.speaks


@dataclass(frozen=True, slots=True)
class Reminder:
    """One decided thing to say; all fields but the last two are its natural key."""

    recipient: PersonId
    cell: CellId
    due: date
    rung: str
    reason: Reason
    part: Part


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a decision needs to know beside the deadline and the day."""

    rungs: Mapping[Part, RungTable]
    """The ladder of the lead, and that of those who support."""
    baseline: date
    """The day of the organisation's first check under the roadmap."""
    state: State
    """What the facts of the cell add up to."""
    urgent: bool = False
    """Whether what is overdue doesn't wait for a working day."""

    def waits(self, deadline: Deadline, today: date) -> bool:
        """Whether what is overdue waits for the next working day."""
        late = deadline.due is not None and deadline.due < today
        return late and not self.urgent and deadline.calendar.is_off(today)


_AT_ONCE = 1_000_000
"""Cells that are looked at in one step: quick for a ward, and within memory for a country."""


def scan(
    matrix: Matrix, rungs: RungTable, *, today: date, since: date | None
) -> Iterator[tuple[int, int]]:
    """Yield the (row, column) of each cell that may have something to say today.

    A superset of what `decide` lets speak. With `since`, the day of a check after which
    nothing but time has moved, only cells whose current rung has changed.
    """
    may_speak = _may_speak(rungs, today, since)
    together = max(1, _AT_ONCE // max(1, len(matrix.rows)))
    for first in range(0, len(matrix.columns), together):
        some = slice(first, first + together)
        speak = may_speak[_index(matrix.due[:, some], rungs)] & matrix.applies[:, some]
        for column, row in np.argwhere(speak.T).tolist():
            yield row, first + column


def have_spoken(matrix: Matrix, rungs: RungTable, today: date) -> Flags:
    """Return of which cells a rung has come by today, whoever has heard it."""
    come = _may_speak(rungs, today, None)[_index(matrix.due, rungs)]
    return come & matrix.applies


def _may_speak(rungs: RungTable, today: date, since: date | None) -> NDArray[np.bool_]:
    """Return, for each due day of the table, whether it may speak; last comes 'no day'."""
    return np.append(rungs.come(today, since), np.False_)


def _index(due: DayArray, rungs: RungTable) -> NDArray[np.int64]:
    """Return each due day's place in the table; -1, the last, where it has none."""
    index = (due - as_day(rungs.calendar.first)).astype(np.int64)
    inside = (index >= 0) & (index < len(rungs.days))
    return np.where(inside, index, -1)


def decide(
    deadline: Deadline, part: Part, heard: tuple[Said, ...], situation: Situation, today: date
) -> Decision:
    """Decide whether one recipient is reminded of one deadline today.

    The checks run from the most final to the most passing, so that the reason given is the
    one that would still hold tomorrow.

    Args:
        deadline: The cell.
        part: Whether the recipient leads or supports.
        heard: What the ledger says he or she was told of this cell, oldest first.
        situation: Policy, rungs, baseline, and what was recorded of it.
        today: The civil day in the roadmap's zone.
    """
    due = deadline.due
    rests = _at_rest(deadline, situation.state)
    if rests or due is None:
        return Decision(rests or Reason.UNDATED)
    rung = situation.rungs[part].current(due, today)
    waits = situation.waits(deadline, today)
    told = [said.due for said in heard if said.told]
    if told and told[-1] != due:
        return Decision(Reason.DAY_OFF) if waits else _corrected(due, heard, rung)
    if due < situation.baseline:
        return Decision(Reason.BACKLOG)
    if rung is None:
        if deadline.extension is not None and part is Part.LEAD and not heard:
            return Decision(Reason.MOVED, CORRECTION)  # who asked hears of it, told before or not
        begun = situation.rungs[Part.LEAD].current(due, today) is not None
        return Decision(Reason.SUPPORT_WAITS if begun else Reason.NOT_YET)
    if hushed := answered(deadline, situation.state, rung.label, today):
        return Decision(hushed, rung.label)
    if any(said.due == due and said.rung == rung.label for said in heard):
        return Decision(Reason.ALREADY_SAID, rung.label)
    if waits:
        return Decision(Reason.DAY_OFF, rung.label)
    return Decision(_phase(due, today), rung.label)


def escalate(
    deadline: Deadline, rung: Rung, heard: tuple[Said, ...], situation: Situation, today: date
) -> Decision:
    """Decide whether somebody above is told that a deadline is overdue.

    He or she hears once of each due day, whatever the level, and nothing of a day that moves:
    the ladder of the new one begins below. No answer from below silences it, but a request
    for more time does, as long as nobody has decided on it.

    Args:
        deadline: The cell.
        rung: That of the recipient's level; its day has come.
        heard: What the ledger says he or she was told of this cell, oldest first.
        situation: Baseline, and what was recorded of the cell.
        today: The civil day in the roadmap's zone.
    """
    if rests := _at_rest(deadline, situation.state):
        return Decision(rests)
    if deadline.due is None or deadline.due < situation.baseline:
        return Decision(Reason.BACKLOG if deadline.due else Reason.UNDATED)
    if situation.state.asked is not None:
        return Decision(Reason.EXTENSION_PENDING, rung.label)
    if any(said.due == deadline.due and is_from_below(said.rung) for said in heard):
        return Decision(Reason.ALREADY_SAID, rung.label)
    waits = situation.waits(deadline, today)
    return Decision(Reason.DAY_OFF if waits else Reason.ESCALATED, rung.label)


def _at_rest(deadline: Deadline, state: State) -> Reason | None:
    """Return why nobody has to do anything for now, None where somebody may."""
    if state.closed_on is not None:
        return Reason.WAIVED if state.waived else Reason.DONE
    if deadline.suspended:
        return Reason.SUSPENDED
    return Reason.NEEDS_DATE if deadline.needs_date else None


def answered(deadline: Deadline, state: State, rung: str, today: date) -> Reason | None:
    """Return why an answer keeps a rung silent today, None where none does.

    Known is known of one due day: it silences the rungs before that of the due day, and no
    other, so that a date that moves afterwards speaks again.
    """
    known, snooze = state.acknowledged, state.snoozed
    if known is not None and known.until == deadline.due and is_early(rung):
        return Reason.ACKNOWLEDGED
    if snooze is not None and (wakes := end_of_snooze(deadline, snooze)) and today < wakes:
        return Reason.SNOOZED
    return None


def end_of_snooze(deadline: Deadline, snooze: Fact) -> date | None:
    """Return the day on which a snoozed cell speaks again.

    What isn't overdue yet speaks on the last working day up to its due day at the latest,
    even if that has moved forward since.
    """
    due, last = deadline.due, deadline.last_working_day
    if snooze.until is None or due is None or last is None or due < snooze.on:
        return snooze.until
    return min(snooze.until, last)


def _corrected(due: date, heard: tuple[Said, ...], rung: Rung | None) -> Decision:
    """Tell the new date once; the rung that is current then counts as said by it.

    A date may move away and back: each correction has a label of its own.
    """
    said = {s.rung for s in heard if s.due == due}
    waits = any(s.due == due and not s.told for s in heard)
    if waits and (rung is None or rung.label in said):
        return Decision(Reason.ALREADY_SAID, rung.label if rung else None)
    label = rung.label if rung is not None else CORRECTION
    numbered = (f"{CORRECTION}-{n}" for n in count(2))
    labels = chain((label, CORRECTION), numbered)
    return Decision(Reason.MOVED, next(x for x in labels if x not in said))


def _phase(due: date, today: date) -> Reason:
    if due == today:
        return Reason.DUE_TODAY
    return Reason.OVERDUE if due < today else Reason.UPCOMING
