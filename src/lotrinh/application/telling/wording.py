"""What the use cases ask for in words, and the values that the words are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from lotrinh.application.books.bulletins import Sent
from lotrinh.application.books.deliveries import Destination
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.domain.facts import UNTOUCHED, Fact, FactKind, State
from lotrinh.domain.policy import is_late
from lotrinh.domain.registers import OrganisationId, Person, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import Milestone, RoadmapId
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
class Asked:
    """More time that was asked for and isn't decided on."""

    deadline: Deadline
    fact: Fact
    deciders: Sequence[PersonId]


LISTED = 15
"""No more lines of one kind are in a bulletin; the others are counted."""


@dataclass(frozen=True, slots=True)
class Daily:
    """What the coordinator's daily message tells; of a list that is long, its beginning."""

    since: datetime | None
    """When the one before was made; None where there was none."""
    unchecked: Sequence[tuple[RoadmapId, datetime | None]]
    """Roadmaps that should have been checked since, each with its last check."""
    problems: Sequence[str]
    """What is wrong with the files, in words."""
    due_today: int
    due_this_week: int
    overdue: int
    sent: Sent
    waiting: int
    given_up: int
    set_aside: Sequence[Destination]
    recorded: Mapping[FactKind, int]
    """What was recorded since, how much of each kind."""
    notes: Sequence[Fact]
    """The remarks among that."""
    asked: Sequence[Asked]
    dateless: Sequence[Deadline]
    """The first of those without a date."""
    dateless_count: int
    unheld: Sequence[Post]
    """Roles that lead what is to be done by now, and that nobody holds."""
    passed_over: Sequence[Post]
    """Posts up the line that should hear of what is overdue, and that nobody holds."""
    unreachable: Sequence[PersonId]
    """People with a role and no address that is used."""
    targets: Sequence[TargetTable] = ()
    """How the targets stand, of all together."""


@dataclass(frozen=True, slots=True)
class Column:
    """One milestone over the organisations below somebody."""

    roadmap: RoadmapId
    milestone: Milestone
    occurrence: str
    done: int
    total: int
    overdue: int
    due_this_week: int

    def __add__(self, other: "Column") -> "Column":
        return replace(
            self,
            done=self.done + other.done,
            total=self.total + other.total,
            overdue=self.overdue + other.overdue,
            due_this_week=self.due_this_week + other.due_this_week,
        )


@dataclass(frozen=True, slots=True)
class Weekly:
    """What a superior's weekly message tells."""

    columns: Sequence[Column]
    laggards: Sequence[tuple[OrganisationId, int]]
    """The organisations that owe most, each with how much; the worst first."""
    laggard_count: int
    due: Sequence[tuple[date, Column]]
    """What falls due this week, day by day; the column counts that day only."""
    asked: Sequence[Asked]
    """What waits for this person's decision."""
    targets: Sequence[TargetTable] = ()
    """How the targets stand of the organisations that this person answers for."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """How all stands, for one person."""

    kind: MessageKind
    person: PersonId
    content: Daily | Weekly
    instead_of: Sequence[PersonId] = ()
    """Those who are away and in whose place the person hears."""


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

    def bulletin(self, configuration: Configuration, bulletin: Bulletin, today: date) -> Worded:
        """Word how all stands."""
        ...

    def sign_in(
        self, configuration: Configuration, person: Person, link: str, today: date
    ) -> Worded:
        """Word the letter by which somebody signs in."""
        ...

    def notice(
        self, configuration: Configuration, person: Person, notice: Notice, today: date
    ) -> Worded:
        """Word something for the coordinator."""
        ...
