"""What the use cases need from outside, as small protocols, and the values they exchange.

A `UnitOfWork` is one transaction over the books: facts, ledger, outbox and accepted
configurations. `store` keeps them in a database; `rehearsal` lays a notebook over them
that is thrown away, so that a rehearsal takes the very path of the real thing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from lotrinh.application.books.messages import (
    DeliveryState,
    Draft,
    Leased,
    Message,
    Receipt,
    Waiting,
)
from lotrinh.domain.facts import CellId, Closing, Fact, FactKind
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import MilestoneId, RoadmapId

if TYPE_CHECKING:  # they speak in the values below
    from lotrinh.application.books.acceptances import Configurations
    from lotrinh.application.books.bulletins import Bulletins
    from lotrinh.application.books.correspondents import Correspondents
    from lotrinh.application.books.deliveries import Addresses, Deliveries
    from lotrinh.application.books.edits import Edits
    from lotrinh.application.books.file_changes import FileChanges
    from lotrinh.application.books.links import Links
    from lotrinh.application.books.pace import Paces
    from lotrinh.application.books.thanks import Thanks
    from lotrinh.application.books.tokens import Tokens
    from lotrinh.application.books.trail import Trail
    from lotrinh.application.office.codes import Codes
    from lotrinh.application.recording.correspondence import Letters


BEFORE_ALL = date(1900, 1, 1)
"""A day on which nothing was decided yet."""


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """What a check leaves behind for the next one of the same roadmap."""

    roadmap: RoadmapId
    at: datetime
    configuration: str
    """Hash of the configuration that it used; '' where the next check must look at all."""
    facts: int
    """The sequence of the newest fact that it could see."""
    settled: date
    """The day up to which every rung that came was decided for good."""

    @property
    def saw_everything(self) -> bool:
        """Whether it looked at all organisations, and nothing was taken back since."""
        return bool(self.configuration)


class Ledger(Protocol):
    """What was said to whom, when and why."""

    def last_check(self, roadmap: RoadmapId) -> CheckRecord | None:
        """Return the newest check of a roadmap."""
        ...

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:
        """Keep that a check was made."""
        ...

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        ...

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        ...

    def said(
        self, cells: Collection[CellId]
    ) -> Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]:
        """Return what each person was told of each cell, oldest first."""
        ...

    def told(self, roadmap: RoadmapId) -> Mapping[CellId, frozenset[date]]:
        """Return, for each cell of which anybody was told, the due days last told."""
        ...

    def enqueue(
        self, reminders: Sequence[Reminder], *, at: datetime, configuration: str
    ) -> Sequence[Reminder]:
        """Write the reminders whose keys aren't there yet, and return those."""
        ...


class Facts(Protocol):
    """What was recorded; only ever added to."""

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        ...

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        ...

    def next_entry(self) -> int:
        """Return a number for the facts of one command."""
        ...

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        ...

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones (all, if None), with those that take them back."""
        ...

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        ...

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see.

        Those are the facts recorded later, and those that hold from a later day; for one
        that takes back an entry, also what it takes back.
        """
        ...

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        ...

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        ...

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day, as it was recorded."""
        ...

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal, after which no other came.

        Perhaps a few more than those; what the facts of a cell add up to says it for sure.
        """
        ...

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        ...

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        ...


class Outbox(Protocol):
    """Reminders and messages that are not delivered yet."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        ...

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told.

        The ledger forgets them: should they hold again, they are said.
        """
        ...

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        ...

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Take apart the messages of reminders that wait for a try, or for another.

        So are those of some reminders that were only previewed, by their ids: nobody was told.
        Their reminders wait again, to be told as things stand when that is composed. The
        same contents on the same day make the same message, tries and all. Whoever composes
        begins with this, and then has the turn to compose until the end of the transaction.
        """
        ...

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells; False if its key is there.

        The key of a message that was recalled takes up its tries where they were.

        A reminder that another worker has put into a message meanwhile refuses the whole
        message (False): compose again.
        """
        ...

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        ...

    def lease(
        self,
        *,
        now: datetime,
        at: datetime,
        until: datetime,
        limit: int,
        only: Collection[str] = (),
    ) -> Sequence[Leased]:
        """Take messages for sending, by compare and set, so that no two workers share one.

        Of some keys only, if any are named.
        A message is due when it waits, its `not_before` has come at `at`, and its next
        try at `now`; or when its lease has ended by `now`: its worker is taken for dead,
        and the end of that send is unknown.
        """
        ...

    def renew(self, leased: Collection[Leased], until: datetime) -> Collection[str]:
        """Keep messages for longer, and return the keys of those that are still ours."""
        ...

    def settle(
        self,
        leased: Leased,
        receipt: Receipt,
        *,
        channel: str,
        state: DeliveryState,
        now: datetime,
        next_try: datetime | None,
    ) -> None:
        """Write down how a send ended, and what state the message is in now."""
        ...

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        ...


class UnitOfWork(Protocol):
    """One transaction over the books: commits on leaving, rolls back on an exception."""

    @property
    def ledger(self) -> Ledger:
        """What was said."""
        ...

    @property
    def facts(self) -> Facts:
        """What happened."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is still to be delivered."""
        ...

    @property
    def deliveries(self) -> "Deliveries":
        """The same, for whoever looks after it."""
        ...

    @property
    def addresses(self) -> "Addresses":
        """Which addresses proved to be no good."""
        ...

    @property
    def configurations(self) -> "Configurations":
        """What was accepted."""
        ...

    @property
    def bulletins(self) -> "Bulletins":
        """Which bulletins were made, and what was sent between them."""
        ...

    @property
    def edits(self) -> "Edits":
        """What was edited in place from one of those to the next."""
        ...

    @property
    def file_changes(self) -> "FileChanges":
        """Which files were changed with this program, and by whom."""
        ...

    @property
    def links(self) -> "Links":
        """Where people have shown to be reached."""
        ...

    @property
    def codes(self) -> "Codes":
        """The numbers of deadlines."""
        ...

    @property
    def letters(self) -> "Letters":
        """What people wrote."""
        ...

    @property
    def correspondents(self) -> "Correspondents":
        """What people have chosen, and since when their links are void."""
        ...

    @property
    def paces(self) -> "Paces":
        """How fast each channel may be used."""
        ...

    @property
    def thanks(self) -> "Thanks":
        """What was done since people were told of it."""
        ...

    @property
    def trail(self) -> "Trail":
        """What people did, for whoever looks back on it."""
        ...

    @property
    def tokens(self) -> "Tokens":
        """What was given out for long."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Store(Protocol):
    """The books themselves."""

    def begin(self) -> UnitOfWork:
        """Open a transaction that may write."""
        ...

    def look(self) -> UnitOfWork:
        """Open a transaction that only reads, and holds up nobody."""
        ...

    def mark_demo(self) -> None:
        """Say for good that these books are a demonstration's."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...

    @property
    def schema(self) -> str:
        """The revision of its tables."""
        ...

    @property
    def is_demo(self) -> bool:
        """Whether the books are a demonstration's, in which time may go back."""
        ...


class Channel(Protocol):
    """One way of reaching people."""

    name: str

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over a message, and say how that ended; raises nothing for a failed send.

        Args:
            message: What is to be said.
            address: To whom.
            again: Whether it may have arrived before: nobody knows how an earlier try ended.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
