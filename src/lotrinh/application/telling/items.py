"""Items: what waits for somebody, as it stands today; nothing of it where it no longer holds.

What is the same for everybody is asked of the books once, not once an item.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lotrinh.application.books.messages import MessageKind, Waiting
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.thanks import LONG_AGO, Owed
from lotrinh.application.deciding.escalation import escalated_to, hearers
from lotrinh.application.deciding.requests import concerned, request_of
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import Hearer, recipients
from lotrinh.application.telling.wording import Item
from lotrinh.domain.facts import CellId, State, States
from lotrinh.domain.registers import Person, PersonId
from lotrinh.domain.reminders import Part, Reason, Reminder, Said, answered
from lotrinh.domain.status import standing
from lotrinh.domain.timeline import Deadline

OF_REQUESTS: Mapping[Reason, MessageKind] = {
    Reason.ASKED: MessageKind.EXTENSIONS,
    Reason.REFUSED: MessageKind.REFUSED,
}
"""What a message of its own tells; all else is in the one of the reminders."""


@dataclass
class Items:
    """What the messages of one day are made of."""

    configuration: Configuration
    uow: UnitOfWork
    today: date
    codes: Mapping[CellId, int] = field(default_factory=dict)
    states: States = field(default_factory=dict)
    owed: Owed = field(default_factory=dict)
    """What people were told of, and may be done since."""
    said: Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]] = field(default_factory=dict)
    newest_fact: int = 0
    _found: dict[CellId, Deadline | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.timelines = Timelines(self.configuration, self.uow.facts, self.today)
        self.exists = self.configuration.organisations.exist_on(self.today)

    def look_up(self, waiting: Sequence[Waiting]) -> None:
        """Ask the books for all that the messages need to know, once for everybody."""
        self.newest_fact = self.uow.facts.newest()
        cells = {one.reminder.cell for one in waiting}
        self.owed = self.uow.thanks.owed(
            {one.reminder.recipient for one in waiting}, self.today - LONG_AGO
        )
        self.codes = self.uow.codes.give(cells)
        self.said = self.uow.ledger.said(cells)
        self.states = self.timelines.states(cells.union(*self.owed.values()))

    def of(self, waiting: Sequence[Waiting]) -> Iterator[tuple[int, Item]]:
        """Yield what still holds: the same due date, the same role, not done, not answered."""
        for one in waiting:
            item = self._item(one, self.states[one.reminder.cell])
            if item is not None:
                yield one.id, item

    def _item(self, waiting: Waiting, state: State) -> Item | None:
        reminder = waiting.reminder
        deadline = self.deadline_of(reminder.cell)
        if (
            deadline is None
            or deadline.due != reminder.due
            or state.closed_on is not None
            or deadline.rests
        ):
            return None
        row = self.configuration.organisations.rows[reminder.cell.organisation]
        hearer = self._hearer(reminder, deadline, state) if self.exists[row] else None
        if hearer is None:
            return None
        policy = self.timelines.policy(reminder.cell.roadmap)
        milestone = deadline.milestone
        progress = self.timelines.progress_of(reminder.cell.roadmap, milestone).get(reminder.cell)
        stands = standing(deadline, state, policy, self.today)
        said = self.said.get(reminder.cell, {}).get(reminder.recipient, ())
        told = tuple(one for one in said if one.told)
        return Item(
            reminder,
            deadline,
            stands,
            self.codes[reminder.cell],
            progress,
            state,
            told,
            hearer.instead_of,
        )

    def deadline_of(self, cell: CellId) -> Deadline | None:
        """Return a cell as it stands today, None where the plan has it no more."""
        if cell not in self._found:
            known = cell.roadmap in self.configuration.roadmaps
            self._found[cell] = self.timelines.of(cell.roadmap).find(cell) if known else None
        return self._found[cell]

    def _hearer(self, reminder: Reminder, deadline: Deadline, state: State) -> Hearer | None:
        """Return as what its recipient still has to hear of it; None where that is over."""
        if reminder.reason in OF_REQUESTS:
            request = request_of(deadline, state)
            if request is None or not request.is_told_by(reminder.rung):
                return None
            instead_of = concerned(self.timelines, request).get(reminder.recipient)
            return None if instead_of is None else Hearer(reminder.part, instead_of=instead_of)
        if reminder.part is Part.ABOVE:
            return self._above(reminder.recipient, deadline) if state.asked is None else None
        organisation, moved = reminder.cell.organisation, reminder.reason is Reason.MOVED
        if not moved and answered(deadline, state, reminder.rung, self.today):
            return None
        everybody = recipients(self.configuration, deadline.milestone, organisation, self.today)
        return everybody.get(reminder.recipient)

    def _above(self, person: PersonId, deadline: Deadline) -> Hearer | None:
        """Return somebody as one of those above who hear that it is overdue, if that is so."""
        policy = self.timelines.policy(deadline.id.roadmap)
        told = escalated_to(self.configuration, policy, deadline, self.today)
        hearer = hearers(self.configuration, deadline, told, self.today).get(person)
        return hearer if hearer is not None and hearer.part is Part.ABOVE else None

    def thanked(self, person: Person) -> Iterator[Deadline]:
        """Yield what was the person's to do, and is done since the last message."""
        for cell in sorted(self.owed.get(person.id, ())):
            deadline = self.deadline_of(cell) if self.states[cell].done_on else None
            if deadline is not None and person.id in recipients(
                self.configuration, deadline.milestone, cell.organisation, self.today
            ):
                yield deadline
