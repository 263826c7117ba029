"""What the use cases ask for in words, and the values that the words are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lotrinh.application.configuration import Configuration
from lotrinh.application.deliveries import Delivery, Destination
from lotrinh.application.messages import Excess, MessageKind
from lotrinh.application.ports import CheckRecord
from lotrinh.domain.facts import UNTOUCHED, State
from lotrinh.domain.policy import is_late
from lotrinh.domain.registers import Person, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.rollup import Progress
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Deadline


@dataclass(frozen=True, slots=True)
class Item:
    """One reminder as its message tells it: the cell as it stands today."""

    reminder: Reminder
    deadline: Deadline
    standing: Standing
    code: int
    """Its number, by which people name it in an answer."""
    progress: Progress | None = None
    """How far those have come whom it counts, where it is done once all of them are."""
    state: State = UNTOUCHED
    """What was recorded of it."""
    told: Sequence[Said] = ()
    """What its recipient was told of it before, oldest first."""
    instead_of: Sequence[PersonId] = ()
    """Those who are away and in whose place its recipient hears."""

    @property
    def is_new(self) -> bool:
        """Whether its recipient hears of it for the first time."""
        return not self.told

    @property
    def told_before(self) -> date | None:
        """The due day that its recipient was told last, if that was another."""
        last = self.told[-1].due if self.told else self.reminder.due
        return last if last != self.reminder.due else None

    @property
    def times(self) -> int:
        """How often its recipient is told that it is overdue, this time included."""
        due = self.reminder.due
        return 1 + sum(one.due == due and is_late(one.rung) for one in self.told)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the coordinator is told once."""

    kind: MessageKind
    key: str
    """The same for the same thing: it is told once."""
    deadlines: Sequence[Deadline] = ()
    failures: Sequence[Delivery] = ()
    """Messages that were given up."""
    set_aside: Sequence[Destination] = ()
    """Addresses that aren't used any more."""
    lines: Sequence[str] = ()
    checks: Sequence[CheckRecord] = ()
    """The last of roadmaps that should have been checked since."""
    excess: Excess | None = None
    """A run that is held."""
    passed_over: Sequence[str] = ()
    """Posts above that nobody holds, so that what is overdue was told further up, if at all."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A message in words."""

    subject: str
    text: str
    html: str
    brief: str
    """Short and plain, at most `ports.BRIEF` characters; what it leaves out is said."""


class Wording(Protocol):
    """Puts values into one person's words."""

    def reminders(
        self,
        configuration: Configuration,
        person: Person,
        items: Sequence[Item],
        today: date,
        thanked: Sequence[Deadline] = (),
    ) -> Worded:
        """Word all the reminders of one person, who is thanked for what is done since the last."""
        ...

    def requests(
        self,
        configuration: Configuration,
        person: Person,
        kind: MessageKind,
        items: Sequence[Item],
        today: date,
    ) -> Worded:
        """Word what was asked for of more time, for who decides, or that it is refused."""
        ...

    def notice(
        self, configuration: Configuration, person: Person, notice: Notice, today: date
    ) -> Worded:
        """Word something for the coordinator."""
        ...
