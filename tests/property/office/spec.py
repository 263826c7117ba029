"""The specification, in plain Python: who must have been told what, and what nobody may hear.

Written from the laws of the design, not from the program: no line of that is used here. An
office of two branches, a ward and a city; one ladder; four milestones of each branch. It holds
what the files say and what was recorded, and answers for any day how a cell stands.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
LEAD, SUPPORT, FIRST_OVERDUE, EVERY, LAST_OVERDUE = (7, 3, 1, 0), (7, 0), 1, 2, 9
ESCALATED = {"ward": 3, "city": 8}
"""Who above hears, and how many working days after the due day."""
SUPPORTED = "review"

Cell = tuple[str, str]
"""An organisation and a milestone."""


@dataclass(frozen=True)
class Event:
    """Something decided or recorded about a cell; of one day the higher rank and number wins."""

    cell: Cell
    kind: str
    on: date
    rank: int
    """0 for an edit, 1 for a directive, 2 for a fact."""
    number: int
    until: date | None = None


@dataclass
class Stand:
    """How one cell stands on a day."""

    due: date | None
    closed: bool = False
    done_on: date | None = None
    on_hold_since: date | None = None
    needs_date: bool = False
    known: date | None = None
    """The due day that somebody has said to know of."""
    snoozed: "Event | None" = None
    asked: bool = False

    @property
    def rests(self) -> bool:
        """Whether nobody has to do anything for now."""
        return self.closed or self.on_hold_since is not None or self.needs_date or self.due is None


@dataclass(frozen=True)
class Told:
    """What one message has told one person of one cell."""

    due: date
    day: date
    """The newest on which anybody had looked."""
    decided: date
    """The day up to which rungs had been decided by then."""
    again: bool
    """Whether an earlier try had an unknown end: nobody knows whether that had arrived."""
    known: bool
    """Whether we know that it has arrived: only what is known can be corrected."""


@dataclass
class Spec:
    """What the office is, what has happened in it, and what people were told."""

    off: frozenset[date]
    dues: dict[Cell, date]
    """Those that the files gave first; of the others the laws below give it."""
    congress: dict[str, date]
    """The day that an organisation has set in the register."""
    holders: dict[str, set[str]]
    """Who leads in a branch (`b1`, `b2`), supports (`youth`), or hears above (`ward`, `city`)."""
    events: list[Event] = field(default_factory=list)
    baselines: dict[str, date] = field(default_factory=dict)
    told: dict[tuple[str, Cell], list[Told]] = field(default_factory=lambda: defaultdict(list))

    # Days.

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off

    def back(self, day: date) -> date:
        """The working day before, where a day is off."""
        while not self.works(day):
            day -= DAY
        return day

    def after(self, day: date, working_days: int) -> date:
        """So many working days after a day, which doesn't count."""
        while working_days:
            day += DAY
            working_days -= self.works(day)
        return day

    # How a cell stands: facts and decisions in the order in which they take effect.

    def stand(self, cell: Cell, today: date) -> Stand:
        stand = Stand(self._planned(cell, today))
        mine = [e for e in self.events if e.cell == cell and e.on <= today]
        for event in sorted(mine, key=lambda e: (e.on, e.rank, e.number)):
            self._take(stand, event)
        return stand

    def _planned(self, cell: Cell, today: date) -> date | None:
        """The day that the phrase gives: fixed, counted from the congress, or from a Done."""
        branch, milestone = cell
        if milestone == "papers":
            came = self.stand((branch, "congress"), today).done_on
            congress = came or self.congress.get(branch)
            return congress - 5 * DAY if congress else None
        if milestone == "report":
            review = self.stand((branch, "review"), today)
            start = review.done_on or review.due
            return self.after(start, 3) if start else None
        return self.dues.get(cell)

    def _take(self, stand: Stand, event: Event) -> None:
        """What is closed, what was answered; all else moves dates."""
        match event.kind:
            case "done" if stand.done_on is None:
                stand.closed, stand.done_on = True, event.on
            case "waived":
                stand.closed = True
            case "reopened":
                stand.closed, stand.done_on = False, None
                stand.known = stand.snoozed = None
            case "known":
                stand.known = event.until
            case "snoozed":
                stand.snoozed = event
            case "asked" | "refused":
                stand.asked = event.kind == "asked"
            case _:
                self._move(stand, event)

    def _move(self, stand: Stand, event: Event) -> None:
        """A new date ends the need of one; to resume shifts nothing."""
        match event.kind:
            case "date" | "granted":
                stand.due, stand.needs_date = event.until, False
                stand.asked = stand.asked and event.kind != "granted"
            case "suspended":
                stand.on_hold_since = stand.on_hold_since or event.on
            case "resumed" if stand.on_hold_since is not None:
                missed = stand.due is not None and stand.on_hold_since <= stand.due < event.on
                stand.needs_date = stand.needs_date or missed
                stand.on_hold_since = None

    # Ladders: a rung is a state, the latest whose day has come.

    def rung(self, due: date, part: str, today: date) -> date | None:
        """The day since when the current rung is due to be heard; None before the first."""
        if part in ESCALATED:
            days = [self.after(due, ESCALATED[part])]
        else:
            days = [self.back(due - n * DAY) for n in (LEAD if part == "lead" else SUPPORT)]
        if part == "lead":
            overdue = range(FIRST_OVERDUE, LAST_OVERDUE + 1, EVERY)
            days += [self.after(due, n) for n in overdue]
        return max((day for day in days if day <= today), default=None)

    def concerned(self, cell: Cell) -> Iterator[tuple[str, str]]:
        """Yield each person who hears of a cell, and as what."""
        parts = {"lead": cell[0], **{part: part for part in ESCALATED}}
        if cell[1] == SUPPORTED:
            parts["support"] = "youth"
        yield from ((who, part) for part, post in parts.items() for who in self.holders[post])

    # What must be heard, and what mustn't.

    def owed(self, who: str, part: str, cell: Cell, today: date) -> str | None:
        """Why somebody should have heard of a cell by the end of a day; None where that is so."""
        stand = self.stand(cell, today)
        before = [one for one in self.told[who, cell] if one.known or one.due == stand.due]
        if stand.rests or stand.due is None or self._hushed(stand, part, today):
            return None
        if stand.due < today and not self.works(today):
            return None  # what is overdue waits for a working day
        last = before[-1] if before else None
        if part not in ESCALATED and last is not None and last.due != stand.due:
            return f"was told {last.due}, and it is due {stand.due}"
        rung = self.rung(stand.due, part, today)
        if rung is None or stand.due < self.baselines.get(cell[0], today):
            return None
        if part in ESCALATED and any(one.due == stand.due for one in before):
            return None
        if last is not None and last.due == stand.due and last.day >= rung:
            return None
        return f"has not heard that it is due {stand.due} since {rung}, as {part}"

    def _hushed(self, stand: Stand, part: str, today: date) -> bool:
        """Whether an answer keeps it silent: known until the due day, put off until a day."""
        if part in ESCALATED:
            return stand.asked
        if stand.due is None:
            return True
        last = self.back(stand.due)
        if (put_off := stand.snoozed) is not None and put_off.until is not None:
            late = stand.due < put_off.on
            if today < (put_off.until if late else min(put_off.until, last)):
                return True
        return today < last and stand.known == stand.due

    def wrong(
        self, who: str, cell: Cell, due: date, *, again: bool, today: date, day: date
    ) -> str | None:
        """Why a message shouldn't have told this; None where it is right.

        It tells how things stand by the clock (`today`); rungs go by the newest `day` on which
        anybody looked, which is another where the clock was set back.
        """
        stand, parts = self.stand(cell, today), {p for w, p in self.concerned(cell) if w == who}
        before = self.told[who, cell]
        if not parts:
            return "has nothing to do with it"
        if stand.rests or stand.due != due:
            return f"it stands otherwise: {stand}"
        if due < today and not self.works(today):
            return "overdue, and nobody works today"
        if parts <= ESCALATED.keys():
            begun = min(self.after(due, ESCALATED[part]) for part in parts)
            if day < begun or stand.asked:
                return f"told above before {begun}, or while more time is asked for"
        rungs = [r for p in parts if (r := self.rung(due, p, day)) is not None]
        moved = any(one.due != due for one in before) or stand.due != self._planned(cell, today)
        if not rungs and not moved:
            return "no rung has come"
        unsure = before and (before[-1].again or not before[-1].known)
        if again or unsure or not rungs:
            return None  # nobody knows whether that try, or the last, was a repeat
        told = [one for one in before[-1:] if one.due == due and one.decided >= max(rungs)]
        return f"told already: {told}" if told else None
