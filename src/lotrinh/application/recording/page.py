"""The answer page: what somebody who follows a link is shown, and what a press records.

A link opens only what is its holder's still: whoever has left a post sees nothing of it any
more, whatever the letter said. What is pressed twice is recorded once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.escalation import escalated_to, hearers
from lotrinh.application.deciding.requests import may_decide
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import deciders
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.measuring import Told, measure, sure_entry
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.facts import CellId, Fact, FactKind, State, Via, Way, standing_facts
from lotrinh.domain.policy import Extensions
from lotrinh.domain.registers import Person, PersonId
from lotrinh.domain.reminders import Part
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.targets import Target
from lotrinh.domain.timeline import Deadline
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError

ANSWERS = frozenset(
    {
        FactKind.DONE,
        FactKind.ACKNOWLEDGED,
        FactKind.SNOOZED,
        FactKind.EXTENSION_ASKED,
        FactKind.NOTE,
    }
)
"""What whoever leads may say."""
DECISIONS = frozenset({FactKind.EXTENSION_GRANTED, FactKind.EXTENSION_REFUSED})
"""What whoever decides on more time may say, where it was asked for."""


class NotYoursError(LotrinhError):
    """It isn't, or is no longer, this person's to say."""

    code = "not-yours"


@dataclass(frozen=True, slots=True)
class PageItem:
    """One deadline as somebody sees it who may answer for it."""

    code: int
    deadline: Deadline
    standing: Standing
    state: State
    part: Part | None
    """What he or she has to do with it; None for whoever only decides on more time."""
    decides: bool
    """Whether more time was asked for, and he or she decides on it."""
    deciders: Sequence[PersonId]
    """Who decides on more time, whether any was asked for or not."""
    rung: str
    """Of the reminder that came last; '' where none did."""
    recorded: Sequence[Fact]
    """What counts of what was recorded, the oldest first."""
    undoable: frozenset[int]
    """The entries that he or she has made today, and may take back."""
    limits: Extensions
    last_day: date | None
    """The last day that may be granted; None where there is no limit."""
    target: Target | None = None
    """What a figure is asked for of, where it is a report."""
    writes_for: bool = False
    """Whether it is another's, who has told the office: the coordinator writes that down."""
    taken_back: Fact | None = None
    """What he or she took back last of it, today."""

    @property
    def is_open(self) -> bool:
        """Whether anything is left to be done."""
        return self.state.closed_on is None

    @property
    def allowed(self) -> frozenset[FactKind]:
        """What may be said of it, on the page or by letter, beside taking back."""
        return self._sayable if self.is_open else frozenset()

    def admits(self, kind: FactKind) -> bool:
        """Whether whoever looks may say this, or is told that it is done already.

        What was waived isn't done: nobody but the lead says that it is.
        """
        is_done = not self.is_open and self.state.done_on is not None
        wants_figure = kind is FactKind.DONE and FactKind.MEASURED in self._sayable
        return is_done or wants_figure or kind in self._sayable

    @property
    def _sayable(self) -> frozenset[FactKind]:
        mine: frozenset[FactKind] = DECISIONS if self.decides else frozenset()
        if self.part is not Part.LEAD and not self.writes_for:
            return mine | {FactKind.NOTE}
        dated = self.deadline.due is not None
        answers = mine | (ANSWERS if dated else {FactKind.DONE, FactKind.NOTE})
        return answers if self.target is None else answers - {FactKind.DONE} | {FactKind.MEASURED}


@dataclass(frozen=True, slots=True)
class Press:
    """What somebody has pressed, and written beside it."""

    code: int
    kind: FactKind
    on: date | None = None
    until: date | None = None
    note: str = ""
    evidence: str = ""
    reverts: int | None = None
    """The entry that an UNDONE takes back."""
    value: str = ""
    """The figure of a target, as it was written."""
    sure: bool = False
    """Whether it is said to be right, however odd."""


def items_of(
    configuration: Configuration,
    uow: UnitOfWork,
    ticket: Ticket,
    today: date,
    *,
    for_others: bool = False,
) -> tuple[PageItem, ...]:
    """Return what a link shows its holder today, the most urgent first.

    Args:
        configuration: The plan that is gone by.
        uow: The books, by present ids.
        ticket: Whose link it is, and what it names.
        today: The day on which it is looked at.
        for_others: Whether the holder writes down what others say: the coordinator, signed in.
    """
    cells = _known(configuration, uow.codes.cells(ticket.codes))
    organisations = {cell.organisation for cell in cells.values()}
    timelines = Timelines(configuration, uow.facts, today, organisations)
    states = timelines.states(list(cells.values())) if cells else {}
    said = uow.ledger.said(list(cells.values())) if cells else {}
    facts = uow.facts.of_cells(list(cells.values())) if cells else ()
    person = configuration.people.by_id[ticket.person]
    desk = _Desk(configuration, timelines, person, for_others=for_others)
    found = [
        desk.item(code, cell, states[cell], facts, [one.rung for one in heard])
        for code, cell in cells.items()
        for heard in (said.get(cell, {}).get(ticket.person, ()),)
    ]
    return tuple(sorted((item for item in found if item), key=lambda item: item.deadline.by_day))


def held_request(
    configuration: Configuration, uow: UnitOfWork, ticket: Ticket, today: date
) -> bool:
    """Whether a link told its holder of a request for more time, which may be gone by now."""
    cells = _known(configuration, uow.codes.cells(ticket.codes))
    facts = uow.facts.of_cells(list(cells.values())) if cells else ()
    asked = {fact.cell for fact in facts if fact.kind is FactKind.EXTENSION_ASKED}
    organisations = {cell.organisation for cell in cells.values()}
    timelines = Timelines(configuration, uow.facts, today, organisations)
    found = (timelines.of(cell.roadmap).find(cell) for cell in cells.values() if cell in asked)
    return any(may_decide(timelines, one, ticket.person) for one in found if one is not None)


def press(
    configuration: Configuration,
    uow: UnitOfWork,
    ticket: Ticket,
    pressed: Press,
    now: datetime,
    *,
    for_others: bool = False,
) -> bool:
    """Write down what was pressed; return whether it was new.

    Writers take turns from the start, so that of two presses at once the second sees what the
    first has written.

    Raises:
        NotYoursError: It isn't this person's to say.
        LotrinhError: Something speaks against it.
    """
    uow.facts.next_entry()
    today = civil_date(now, configuration.zone)
    named = replace(ticket, codes=_of(ticket, pressed))
    items = items_of(configuration, uow, named, today, for_others=for_others)
    if not items:
        raise NotYoursError
    (item,) = items
    person = configuration.people.by_id[ticket.person]
    if pressed.kind is FactKind.UNDONE:
        return _take_back(uow, item, pressed, person, now)
    if _is_known(item, pressed, person, today):
        return False
    if not item.admits(pressed.kind):
        raise NotYoursError
    mention = _mention(item.deadline.id, pressed)
    entry = _entry(configuration, uow, mention, pressed, by=person.name, now=now, today=today)
    if entry.facts:
        record.keep(uow, entry, Via(Way.PAGE, person.id))
    return bool(entry.facts)


def _of(ticket: Ticket, pressed: Press) -> tuple[int, ...]:
    return tuple(code for code in ticket.codes if code == pressed.code)


def _entry(
    configuration: Configuration,
    uow: UnitOfWork,
    mention: Mention,
    pressed: Press,
    *,
    by: str,
    now: datetime,
    today: date,
) -> record.Entry:
    """Return what a press records, by the use case that every other way of answering takes."""
    mentions = [mention]
    if pressed.kind is FactKind.DONE:
        on = pressed.on or today
        return record.done(configuration, uow, mentions, on=on, by=by, now=now, today=today)
    if pressed.kind is FactKind.MEASURED:
        told, on = [Told(mention, pressed.value)], pressed.on or today
        measured = measure(configuration, uow, told, on=on, by=by, now=now, today=today)
        return sure_entry(measured, sure=pressed.sure)
    said = Answer(pressed.kind, pressed.until)
    return answer(configuration, uow, mentions, said, on=today, by=by, now=now, today=today)


def _mention(cell: CellId, pressed: Press) -> Mention:
    occurrence = f"@{cell.occurrence}" if cell.occurrence else ""
    milestone = f"{cell.roadmap}/{cell.milestone}{occurrence}"
    return Mention(
        cell.organisation, milestone, pressed.on, pressed.note, evidence=pressed.evidence
    )


def _take_back(
    uow: UnitOfWork, item: PageItem, pressed: Press, person: Person, now: datetime
) -> bool:
    """Take back what the person has recorded today; False where that is done already."""
    if pressed.reverts is None or pressed.reverts not in item.undoable:
        return False
    if len({fact.cell for fact in uow.facts.of_entry(pressed.reverts) if fact.cell}) != 1:
        raise NotYoursError
    entry, _ = record.undo(uow, by=person.name, now=now, entry=pressed.reverts)
    record.keep(uow, entry, Via(Way.PAGE, person.id))
    return True


def _is_known(item: PageItem, pressed: Press, person: Person, today: date) -> bool:
    """Whether the person has said just that already: on another tab, or by a second press."""
    return any(
        fact.kind is pressed.kind
        and fact.via.person == person.id
        and fact.on == (pressed.on or today)
        and fact.note == pressed.note
        and (pressed.until is None or fact.until == pressed.until)
        and pressed.kind is not FactKind.MEASURED  # which figure that was, the use case knows
        for fact in item.recorded
    )


def _known(configuration: Configuration, cells: Mapping[int, CellId]) -> dict[int, CellId]:
    """Return those cells that the present files have a roadmap and an organisation of."""
    rows = configuration.organisations.rows
    return {
        code: cell
        for code, cell in cells.items()
        if cell.roadmap in configuration.roadmaps and cell.organisation in rows
    }


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the page of one person is put together."""

    configuration: Configuration
    timelines: Timelines
    person: Person
    for_others: bool

    def item(
        self, code: int, cell: CellId, state: State, facts: Sequence[Fact], rungs: Sequence[str]
    ) -> PageItem | None:
        """Return a cell as the person sees it; None where it isn't his or hers."""
        timelines, today = self.timelines, self.timelines.today
        deadline = timelines.of(cell.roadmap).find(cell)
        if deadline is None:
            return None
        recorded = [f for f in standing_facts(facts, today) if f.cell == cell]
        own = [fact for fact in recorded if self._is_own(fact)]
        policy = timelines.policy(cell.roadmap)
        milestone, organisation = deadline.milestone, cell.organisation
        decide = deciders(self.configuration, policy, milestone, organisation, today)
        part, decides = self._part(deadline), self.for_others or self.person.id in decide
        # What was decided today stays in sight, to be taken back.
        concerns = state.asked is not None or any(fact.kind in DECISIONS for fact in own)
        if part is None and not self.for_others and not (decides and concerns):
            return None
        limits, due = policy.extensions, deadline.due
        return PageItem(
            code,
            deadline,
            standing(deadline, state, policy, today),
            state,
            part,
            decides and state.asked is not None,
            tuple(decide),
            rungs[-1] if rungs else "",
            recorded,
            frozenset(fact.entry for fact in own),
            limits,
            limits.last_day(due, deadline.calendar) if due is not None else None,
            self.configuration.targets.get(cell.roadmap, {}).get(cell.milestone),
            self.for_others and part is not Part.LEAD,
            self._taken_back(cell, facts),
        )

    def _part(self, deadline: Deadline) -> Part | None:
        configuration, today = self.configuration, self.timelines.today
        policy = self.timelines.policy(deadline.id.roadmap)
        above = escalated_to(configuration, policy, deadline, today)
        mine = hearers(configuration, deadline, above, today).get(self.person.id)
        return mine.part if mine is not None else None

    def _taken_back(self, cell: CellId, facts: Sequence[Fact]) -> Fact | None:
        """Return what the person has taken back last of a cell today."""
        entries = {fact.entry: fact for fact in facts if fact.cell == cell}
        mine = (f.reverts for f in facts if f.kind is FactKind.UNDONE and self._is_own(f))
        back = [entries[entry] for entry in mine if entry in entries]
        return back[-1] if back else None

    def _is_own(self, fact: Fact) -> bool:
        """Whether the person has recorded it today."""
        day = civil_date(fact.recorded_at, self.configuration.zone)
        return fact.via.person == self.person.id and day == self.timelines.today
