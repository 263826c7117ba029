"""What the use cases ask for in words, and the values that the words are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lotrinh.application.configuration import Configuration
from lotrinh.application.deliveries import Delivery, Destination
from lotrinh.application.messages import MessageKind
from lotrinh.domain.facts import UNTOUCHED, State
from lotrinh.domain.registers import Person
from lotrinh.domain.reminders import Reminder
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
        self, configuration: Configuration, person: Person, items: Sequence[Item], today: date
    ) -> Worded:
        """Word all the reminders of one person."""
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
