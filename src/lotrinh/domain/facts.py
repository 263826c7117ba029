"""What happened, and what it adds up to.

Facts are only ever added. Each holds from a civil day (`on`); a look at some day sees the
facts with `on` up to it, in the order of day, then sequence. Undo is a fact as well: what
an entry said that is taken back counts for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lotrinh.domain.quantity import Quantity
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.targets import TargetState

NO_ROLE = RoleId("")
NOBODY = PersonId("")
"""Where none is named."""


@dataclass(frozen=True, slots=True, order=True)
class CellId:
    """One cell of a timeline: who has what to do, in which occurrence ('' for a one-off)."""

    roadmap: RoadmapId
    organisation: OrganisationId
    milestone: MilestoneId
    occurrence: str = ""


class FactKind(StrEnum):
    """What a fact says."""

    DONE = "done"
    HAPPENED = "happened"
    """The day that others are counted from has come: the cell's milestone is an anchor."""
    WAIVED = "waived"
    """It needn't be done."""
    REOPENED = "reopened"
    """It is to be done after all: what was done or waived is open again."""
    ACKNOWLEDGED = "acknowledged"
    """It is known: nothing more is said before the due day, which `until` names."""
    SNOOZED = "snoozed"
    """Nothing is said until `until`."""
    EXTENSION_ASKED = "extension-asked"
    """Somebody would like it to be due on `until`; the date stays until that is granted."""
    EXTENSION_GRANTED = "extension-granted"
    """It is due on `until`."""
    EXTENSION_REFUSED = "extension-refused"
    SUSPENDED = "suspended"
    """It is on hold, as amendments put many on hold."""
    RESUMED = "resumed"
    REASSIGNED = "reassigned"
    """`role` leads from now on, in the place of the role that the plan names."""
    NOTE = "note"
    """A remark; it changes nothing."""
    MEASURED = "measured"
    """A target had the figure `value` on that day: the report of the cell is given."""
    ASSESSED = "assessed"
    """Somebody says how a target stands: `state`, until a figure of a later day is there."""
    UNDONE = "undone"
    """Takes back all that was recorded in one entry."""


class Way(StrEnum):
    """How something that was recorded has come."""

    COMMAND = "command"
    PAGE = "page"
    MAIL = "mail"
    ZALO = "zalo"


@dataclass(frozen=True, slots=True)
class Via:
    """By which way something has come, and from whom, as far as that is known for sure."""

    way: Way | None
    """None of what was recorded when ways weren't kept yet."""
    person: PersonId = NOBODY
    """Who has shown to be that person; a command takes a name on trust, and shows nobody."""


BY_COMMAND = Via(Way.COMMAND)

OF_TARGETS = frozenset({FactKind.MEASURED, FactKind.ASSESSED})
"""What is told of targets, beside whether it is reported in time."""

ABOUT_MORE_TIME = frozenset(
    {FactKind.EXTENSION_ASKED, FactKind.EXTENSION_GRANTED, FactKind.EXTENSION_REFUSED}
)
"""The last of them is what holds: a request, or what was decided on it."""

MOVING = frozenset(
    {
        FactKind.EXTENSION_GRANTED,
        FactKind.SUSPENDED,
        FactKind.RESUMED,
        FactKind.REASSIGNED,
    }
)
"""What is folded into the timeline, as amendments are; all else is a state of its cell."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was recorded; several recorded by one command share their `entry`."""

    entry: int
    kind: FactKind
    on: date
    recorded_at: datetime
    by: str
    cell: CellId | None = None
    note: str = ""
    reverts: int | None = None
    """The entry that an UNDONE takes back."""
    sequence: int = 0
    until: date | None = None
    """The day that it names: a new due day, the end of a snooze, what was acknowledged."""
    basis: str = ""
    """The document that it rests on, by its id in the roadmap."""
    evidence: str = ""
    """What proves it: a link, or the name of a copy that was kept."""
    role: RoleId = NO_ROLE
    """The role that leads from then on."""
    via: Via = Via(None)
    """How it has come."""
    value: Quantity | None = None
    """What was measured, in the unit of its target."""
    state: TargetState | None = None
    """How somebody says that a target stands."""


@dataclass(frozen=True, slots=True)
class State:
    """What the facts of one cell add up to, as seen on a day; dates moved are the timeline's."""

    closed_on: date | None = None
    """The day on which it was done, or from which it needn't be."""
    waived: bool = False
    closing: Fact | None = None
    """What says that it is closed; None where that follows from what others have done."""
    acknowledged: Fact | None = None
    snoozed: Fact | None = None
    asked: Fact | None = None
    """The extension that was asked for and is neither granted nor refused."""
    refused: Fact | None = None
    """The refusal of the last extension that was asked for."""
    granted: int = 0
    """How many extensions it was granted."""
    reopened_on: date | None = None
    """The day on which it was opened again last; what is done before that doesn't count."""

    @property
    def done_on(self) -> date | None:
        """The day on which it was really done."""
        return None if self.waived else self.closed_on

    def after(self, fact: Fact) -> "State":
        """Return the state once one more fact holds."""
        match fact.kind:
            case FactKind.DONE | FactKind.HAPPENED | FactKind.MEASURED:
                return self if self.done_on else self._closed(fact, waived=False)
            case FactKind.WAIVED:
                return self if self.closed_on else self._closed(fact, waived=True)
            case FactKind.REOPENED:
                return State(asked=self.asked, granted=self.granted, reopened_on=fact.on)
            case FactKind.ACKNOWLEDGED:
                return replace(self, acknowledged=fact)
            case FactKind.SNOOZED:
                return replace(self, snoozed=fact)
            case FactKind.EXTENSION_ASKED:
                return replace(self, asked=fact, refused=None)
            case FactKind.EXTENSION_GRANTED:
                return replace(self, asked=None, refused=None, granted=self.granted + 1)
            case FactKind.EXTENSION_REFUSED:
                return replace(self, asked=None, refused=fact)
            case _:  # folded into the timeline, or nothing that changes anything
                return self

    @property
    def evidence(self) -> str:
        """What proves that it is closed, or why more time is asked for; '' where nothing does."""
        telling = self.closing or self.asked
        return telling.evidence if telling is not None else ""

    def following(self, day: date) -> "State":
        """Return the state where it is done because others are; what was recorded stands."""
        return self if self.closed_on else replace(self, closed_on=day)

    def _closed(self, fact: Fact, *, waived: bool) -> "State":
        return replace(self, closed_on=fact.on, waived=waived, closing=fact)


UNTOUCHED = State()
"""The state of a cell of which nothing was recorded."""

States = Mapping[CellId, State]


def standing_facts(facts: Iterable[Fact], day: date) -> list[Fact]:
    """Return the facts that count on `day`, in their order; none that was taken back."""
    seen = sorted((f for f in facts if f.on <= day), key=lambda f: (f.on, f.sequence))
    reverted = {f.reverts for f in seen if f.kind is FactKind.UNDONE}
    return [f for f in seen if f.kind is not FactKind.UNDONE and f.entry not in reverted]


def fold(facts: Iterable[Fact], day: date) -> dict[CellId, State]:
    """Return the state of each cell as seen on `day`, of those of which something was recorded.

    Said done twice, the earlier day stands; what is reopened in between may be done again.
    """
    states: dict[CellId, State] = {}
    for fact in standing_facts(facts, day):
        if fact.cell is not None:
            states[fact.cell] = states.get(fact.cell, UNTOUCHED).after(fact)
    return states


Closing = tuple[OrganisationId, MilestoneId, str, date, bool]
"""A cell of some roadmap, by its parts, with the day from which nothing is left to be done.

Last comes whether it is waived. Of these there may be very many, so they are plain.
"""


def closings(states: States) -> Iterator[Closing]:
    """Yield what is closed of some states."""
    for cell, state in states.items():
        if state.closed_on is not None:
            place = cell.organisation, cell.milestone, cell.occurrence
            yield *place, state.closed_on, state.waived


def closed_days(states: States) -> dict[CellId, date]:
    """Return the cells in which nothing is left to be done, each with the day of that."""
    return {cell: s.closed_on for cell, s in states.items() if s.closed_on is not None}


def done_facts(states: States) -> dict[CellId, Fact]:
    """Return the cells that were really done, each with the fact that says so.

    An anchor that has happened is a cell that is done; what is waived has no day to count from.
    """
    return {c: s.closing for c, s in states.items() if s.closing is not None and not s.waived}


def open_entries(facts: Iterable[Fact]) -> set[int]:
    """Return the entries that still stand and can be taken back."""
    kept = list(facts)
    reverted = {f.reverts for f in kept if f.kind is FactKind.UNDONE}
    return {f.entry for f in kept if f.kind is not FactKind.UNDONE} - reverted
