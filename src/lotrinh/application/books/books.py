"""The books by present ids: what was written under an old one is read under the one of today.

A thin layer between a use case and the books, laid where these are opened to go by some
configuration. What is renamed is neither forgotten nor said again; nothing is rewritten.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from lotrinh.application.books.acceptances import Configurations
from lotrinh.application.books.bulletins import Bulletins
from lotrinh.application.books.correspondents import Correspondents
from lotrinh.application.books.deliveries import Addresses, Deliveries
from lotrinh.application.books.edits import Edits, RenamedEdits
from lotrinh.application.books.file_changes import FileChanges
from lotrinh.application.books.links import Links
from lotrinh.application.books.messages import (
    DeliveryState,
    Draft,
    Leased,
    Message,
    Receipt,
    Waiting,
)
from lotrinh.application.books.pace import Paces
from lotrinh.application.books.ports import (
    CheckRecord,
    Facts,
    Ledger,
    Outbox,
    UnitOfWork,
)
from lotrinh.application.books.thanks import RenamedThanks, Thanks
from lotrinh.application.books.tokens import Tokens
from lotrinh.application.books.trail import Trail
from lotrinh.application.office.codes import Codes, RenamedCodes
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId, Closing, Fact, FactKind, closings, fold
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import MilestoneId, RoadmapId

if TYPE_CHECKING:  # it speaks in the values of this layer
    from lotrinh.application.recording.correspondence import Letters


def by_present_ids(uow: UnitOfWork, configuration: Configuration) -> UnitOfWork:
    """Return the books as a configuration names things; as they are, where it renames none."""
    return _Books(uow, configuration.renames) if configuration.renames else uow


@dataclass(frozen=True)
class RenamedFacts:
    """Facts by present ids."""

    under: Facts
    renames: Renames

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        return self.under.newest()

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        self.under.record(facts)

    def next_entry(self) -> int:
        """Return a number for the facts of one command."""
        return self.under.next_entry()

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        names = [name for cell in cells for name in self.renames.names_of_cell(cell)]
        return self._present(self.under.of_cells(names))

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones (all, if None), with those that take them back."""
        names = self.renames.names_of_milestone
        wanted = (
            None if milestones is None else [name for m in milestones for name in names(roadmap, m)]
        )
        return self._of_roadmap(roadmap, lambda name: self.under.of_milestones(name, wanted))

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        return self._of_roadmap(roadmap, lambda name: self.under.of_kinds(name, kinds))

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see."""
        return self._of_roadmap(roadmap, lambda name: self.under.since(name, sequence, day))

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        return self.under.counted_after(sequence)

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        return self._present(self.under.after(sequence, kinds))

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day, under whichever id it was recorded."""
        return closings(fold(self.of_milestones(roadmap), day))

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal, after which no other came."""
        return self._of_roadmap(roadmap, self.under.about_more_time)

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        return self._present(self.under.of_entry(entry))

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        return self._present(self.under.all())

    def _of_roadmap(
        self, roadmap: RoadmapId, ask: Callable[[RoadmapId], Sequence[Fact]]
    ) -> Sequence[Fact]:
        """Return what the books hold under any id of a roadmap, each fact once."""
        names = self.renames.names_of_roadmap(roadmap)
        found = {fact.sequence: fact for name in names for fact in ask(name)}
        return self._present(fact for _, fact in sorted(found.items()))

    def _present(self, facts: Iterable[Fact]) -> Sequence[Fact]:
        cell = self.renames.cell
        return [
            fact if fact.cell is None else replace(fact, cell=cell(fact.cell)) for fact in facts
        ]


@dataclass(frozen=True)
class RenamedLedger:
    """The ledger by present ids."""

    under: Ledger
    renames: Renames

    def last_check(self, roadmap: RoadmapId) -> CheckRecord | None:
        """Return the newest check of a roadmap."""
        names = reversed(self.renames.names_of_roadmap(roadmap))
        checks = [check for name in names if (check := self.under.last_check(name)) is not None]
        newest = max(checks, key=lambda check: check.at, default=None)
        return newest and replace(newest, roadmap=roadmap)

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:
        """Keep that a check was made."""
        self.under.record_check(record, counts)

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        days: dict[OrganisationId, date] = {}
        for name in self.renames.names_of_roadmap(roadmap):
            for organisation, day in self.under.baselines(name).items():
                days[organisation] = min(day, days.get(organisation, day))
        return days

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        self.under.set_baselines(roadmap, organisations, day)

    def said(
        self, cells: Collection[CellId]
    ) -> Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]:
        """Return what each person was told of each cell, oldest first."""
        asked = {name: cell for cell in cells for name in self.renames.names_of_cell(cell)}
        found: dict[CellId, dict[PersonId, tuple[Said, ...]]] = {}
        for name, heard in self.under.said(asked).items():
            people = found.setdefault(asked[name], {})
            for person, said in heard.items():
                both = (*people.get(person, ()), *said)
                people[person] = tuple(sorted(both, key=lambda one: one.number))
        return found

    def told(self, roadmap: RoadmapId) -> Mapping[CellId, frozenset[date]]:
        """Return, for each cell of which anybody was told, the due days last told.

        Of what was told under two ids both days: one that asks looks twice, and no harm is done.
        """
        found: dict[CellId, frozenset[date]] = {}
        for name in self.renames.names_of_roadmap(roadmap):
            for cell, days in self.under.told(name).items():
                present = self.renames.cell(cell)
                found[present] = found.get(present, frozenset()) | days
        return found

    def enqueue(
        self, reminders: Sequence[Reminder], *, at: datetime, configuration: str
    ) -> Sequence[Reminder]:
        """Write the reminders whose keys aren't there yet, and return those."""
        return self.under.enqueue(reminders, at=at, configuration=configuration)


@dataclass(frozen=True)
class RenamedOutbox:
    """The outbox by present ids; messages have none."""

    under: Outbox
    renames: Renames

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        return [self._present(one) for one in self.under.waiting()]

    def _present(self, one: Waiting) -> Waiting:
        cell = self.renames.cell(one.reminder.cell)
        return replace(one, reminder=replace(one.reminder, cell=cell))

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told."""
        self.under.drop(ids)

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        return [self._present(one) for one in self.under.previewed()]

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Take apart the messages of reminders that wait for a try, or for another."""
        self.under.recall(previewed)

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells; False if its key is there."""
        return self.under.post(message, reminders)

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        return self.under.post_all(drafts)

    def lease(
        self,
        *,
        now: datetime,
        at: datetime,
        until: datetime,
        limit: int,
        only: Collection[str] = (),
    ) -> Sequence[Leased]:
        """Take messages for sending, so that no two workers share one."""
        return self.under.lease(now=now, at=at, until=until, limit=limit, only=only)

    def renew(self, leased: Collection[Leased], until: datetime) -> Collection[str]:
        """Keep messages for longer, and return the keys of those that are still ours."""
        return self.under.renew(leased, until)

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
        self.under.settle(leased, receipt, channel=channel, state=state, now=now, next_try=next_try)

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        return self.under.counts()


class _Books:
    """A unit of work by present ids; it is entered and left with the one under it."""

    def __init__(self, under: UnitOfWork, renames: Renames) -> None:
        self.ledger: Ledger = RenamedLedger(under.ledger, renames)
        self.facts: Facts = RenamedFacts(under.facts, renames)
        self.outbox: Outbox = RenamedOutbox(under.outbox, renames)
        self.codes: Codes = RenamedCodes(under.codes, renames)
        self.thanks: Thanks = RenamedThanks(under.thanks, renames)
        self._under = under
        self._renames = renames

    @property
    def deliveries(self) -> Deliveries:
        """What a person looks after; reminders there bear the ids that they were written under."""
        return self._under.deliveries

    @property
    def addresses(self) -> Addresses:
        """Which addresses proved to be no good."""
        return self._under.addresses

    @property
    def configurations(self) -> Configurations:
        """What was accepted."""
        return self._under.configurations

    @property
    def bulletins(self) -> Bulletins:
        """Which bulletins were made; there are no ids in them."""
        return self._under.bulletins

    @property
    def edits(self) -> Edits:
        """What was edited in place."""
        return RenamedEdits(self._under.edits, self._renames)

    @property
    def file_changes(self) -> FileChanges:
        """Which files were changed with this program; files have no ids."""
        return self._under.file_changes

    @property
    def links(self) -> Links:
        """Where people have shown to be reached."""
        return self._under.links

    @property
    def correspondents(self) -> Correspondents:
        """What people have chosen; renames concern no persons."""
        return self._under.correspondents

    @property
    def paces(self) -> Paces:
        """How fast each channel may be used."""
        return self._under.paces

    @property
    def trail(self) -> Trail:
        """What people did; cells there bear the ids that they were recorded under."""
        return self._under.trail

    @property
    def letters(self) -> "Letters":
        """What people wrote."""
        return self._under.letters

    @property
    def tokens(self) -> Tokens:
        """What was given out for long."""
        return self._under.tokens

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the books to whoever opened them."""
