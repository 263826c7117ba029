"""A rehearsal: the books, read but never written; what would be written goes to a notebook.

A dry run and a simulation take the very path of a real check over such a notebook, and so
say what real checks on those days would say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Self

from lotrinh.application.books.acceptances import Configurations
from lotrinh.application.books.bulletins import NotedBulletins
from lotrinh.application.books.correspondents import NotedCorrespondents
from lotrinh.application.books.deliveries import Addresses, Deliveries, NoAddresses
from lotrinh.application.books.edits import Edits
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
from lotrinh.application.books.noted_facts import NotedFacts
from lotrinh.application.books.pace import Paces
from lotrinh.application.books.ports import (
    CheckRecord,
    Ledger,
    Outbox,
    UnitOfWork,
)
from lotrinh.application.books.thanks import RehearsalThanks
from lotrinh.application.books.tokens import Tokens
from lotrinh.application.books.trail import Trail
from lotrinh.application.office.codes import RehearsalCodes
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import RoadmapId

_AFTER_THE_BOOKS = 1 << 62
"""Greater than any number in the books."""

_Key = tuple[PersonId, CellId, date, str]

if TYPE_CHECKING:  # it speaks in the values of this layer
    from lotrinh.application.recording.correspondence import Letters


@dataclass
class RehearsalLedger:
    """The ledger with a notebook laid over it; without a ledger, an empty one."""

    under: Ledger | None = None
    checks: dict[RoadmapId, CheckRecord] = field(default_factory=dict)
    days: dict[RoadmapId, dict[OrganisationId, date]] = field(default_factory=dict)
    heard: dict[CellId, dict[PersonId, list[Said]]] = field(default_factory=dict)
    written: dict[_Key, Waiting] = field(default_factory=dict)
    unsaid: set[_Key] = field(default_factory=set)
    """Taken back before anybody was told."""
    told_now: set[_Key] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(_AFTER_THE_BOOKS))

    def last_check(self, roadmap: RoadmapId) -> CheckRecord | None:
        """Return the newest check of a roadmap."""
        if roadmap in self.checks or self.under is None:
            return self.checks.get(roadmap)
        return self.under.last_check(roadmap)

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:  # noqa: ARG002
        """Keep that a check was made."""
        self.checks[record.roadmap] = record

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        known = self.under.baselines(roadmap) if self.under else {}
        return {**self.days.get(roadmap, {}), **known}

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        days = self.days.setdefault(roadmap, {})
        for organisation in organisations:
            days.setdefault(organisation, day)

    def said(
        self, cells: Collection[CellId]
    ) -> Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]:
        """Return what each person was told of each cell, oldest first."""
        under = self.under.said(cells) if self.under else {}
        found: dict[CellId, Mapping[PersonId, tuple[Said, ...]]] = {}
        for cell in {*under, *(cell for cell in cells if cell in self.heard)}:
            books, notes = under.get(cell, {}), self.heard.get(cell, {})
            found[cell] = {
                person: self._still_said(cell, person, books.get(person, ()), notes.get(person, ()))
                for person in {*books, *notes}
            }
        return found

    def unsay(self, reminder: Reminder) -> None:
        """Forget a reminder that nobody was told of."""
        self.unsaid.add(_key_of(reminder))
        self.written.pop(_key_of(reminder), None)

    def tell(self, reminder: Reminder) -> None:
        """Keep that a reminder has reached its recipient."""
        self.told_now.add(_key_of(reminder))

    def _still_said(
        self, cell: CellId, person: PersonId, *said: Iterable[Said]
    ) -> tuple[Said, ...]:
        keyed = (((person, cell, one.due, one.rung), one) for some in said for one in some)
        return tuple(
            replace(one, told=one.told or key in self.told_now)
            for key, one in keyed
            if key not in self.unsaid
        )

    def told(self, roadmap: RoadmapId) -> Mapping[CellId, frozenset[date]]:
        """Return, for each cell that was ever spoken of, the due days last told."""
        found = dict(self.under.told(roadmap)) if self.under else {}
        for cell in {cell for _, cell, _, _ in self.told_now if cell.roadmap == roadmap}:
            said = self.said([cell])[cell].values()
            last = ([one.due for one in mine if one.told][-1:] for mine in said)
            found[cell] = frozenset(day for days in last for day in days)
        return found

    def enqueue(
        self,
        reminders: Sequence[Reminder],
        *,
        at: datetime,  # noqa: ARG002  (a notebook keeps no times)
        configuration: str,  # noqa: ARG002
    ) -> Sequence[Reminder]:
        """Write the reminders whose keys aren't there yet, and return those."""
        known = self.said({reminder.cell for reminder in reminders})
        new = [r for r in reminders if not _is_said(r, known)]
        fresh = {_key_of(reminder): reminder for reminder in new}
        for key, reminder in fresh.items():
            self.unsaid.discard(key)
            number = next(self._numbers)
            self.written[key] = Waiting(-number, reminder)
            people = self.heard.setdefault(reminder.cell, {})
            said = Said(reminder.due, reminder.rung, told=False, number=number)
            people.setdefault(reminder.recipient, []).append(said)
        return list(fresh.values())


def _key_of(reminder: Reminder) -> _Key:
    return reminder.recipient, reminder.cell, reminder.due, reminder.rung


def _is_said(
    reminder: Reminder, known: Mapping[CellId, Mapping[PersonId, tuple[Said, ...]]]
) -> bool:
    said = known.get(reminder.cell, {}).get(reminder.recipient, ())
    return any(one.due == reminder.due and one.rung == reminder.rung for one in said)


@dataclass
class RehearsalOutbox:
    """The outbox with a notebook laid over it: messages are composed, none is sent."""

    ledger: RehearsalLedger
    under: Outbox | None = None
    posted: dict[str, Message] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    recalled: dict[int, Waiting] = field(default_factory=dict)
    """What was only previewed, and is to be told."""
    told_in: dict[str, list[Reminder]] = field(default_factory=dict)
    """By a message's key: the reminders that it tells."""

    def waiting(self) -> Sequence[Waiting]:
        """Return the reminders that are in no message yet, oldest first."""
        under = self.under.waiting() if self.under else ()
        everything = [*under, *self.recalled.values(), *self.ledger.written.values()]
        return [waiting for waiting in everything if waiting.id not in self.taken]

    def drop(self, ids: Collection[int]) -> None:
        """Take back reminders that have become pointless before anybody was told."""
        for waiting in self.waiting():
            if waiting.id in ids:
                self.ledger.unsay(waiting.reminder)
        self.taken.update(ids)

    def previewed(self) -> Sequence[Waiting]:
        """Return the reminders whose message was only written to a file here, oldest first."""
        found = self.under.previewed() if self.under else ()
        return [waiting for waiting in found if waiting.id not in self.taken]

    def recall(self, previewed: Collection[int] = ()) -> None:
        """Recall what was only previewed; what a rehearsal composes counts as told."""
        if previewed:
            self.recalled |= {one.id: one for one in self.previewed() if one.id in previewed}

    def post(self, message: Message, reminders: Collection[int] = ()) -> bool:
        """Put a message into the box, with the reminders it tells."""
        return bool(self.post_all([Draft(message, tuple(reminders))]))

    def post_all(self, drafts: Sequence[Draft]) -> Collection[str]:
        """Post many messages at once, and return the keys of those that were posted."""
        new = [draft for draft in drafts if draft.message.key not in self.posted]
        told = {id_: draft.message.key for draft in new for id_ in draft.reminders}
        for waiting in self.waiting():
            if waiting.id in told:
                self.ledger.tell(waiting.reminder)
                self.told_in.setdefault(told[waiting.id], []).append(waiting.reminder)
        self.posted |= {draft.message.key: draft.message for draft in new}
        self.taken |= told.keys()
        return {draft.message.key for draft in new}

    def lease(
        self,
        *,
        now: datetime,  # noqa: ARG002  (nothing is ever due)
        at: datetime,  # noqa: ARG002
        until: datetime,  # noqa: ARG002
        limit: int,  # noqa: ARG002
        only: Collection[str] = (),  # noqa: ARG002
    ) -> Sequence[Leased]:
        """Take nothing: a rehearsal sends nothing."""
        return ()

    def renew(
        self,
        leased: Collection[Leased],  # noqa: ARG002
        until: datetime,  # noqa: ARG002
    ) -> Collection[str]:
        """Have nothing to keep."""
        return ()

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
        """Have nothing to settle."""

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state; what is composed here counts as sent."""
        under = dict(self.under.counts()) if self.under else {}
        return under | {DeliveryState.SENT: under.get(DeliveryState.SENT, 0) + len(self.posted)}


class NoBooksError(LookupError):
    """A rehearsal from nothing has no books to look into."""


class Rehearsal:
    """A unit of work that is never committed; `under` is only read."""

    def __init__(self, under: UnitOfWork | None = None, *, fresh: bool = False) -> None:
        """Lay a notebook over the books; a fresh one knows the facts, but of nothing said."""
        said = under if not fresh else None
        self.ledger = RehearsalLedger(said.ledger if said else None)
        self.facts = NotedFacts(under.facts if under else None)
        self.outbox = RehearsalOutbox(self.ledger, said.outbox if said else None)
        self.codes = RehearsalCodes(under.codes if under else None)
        self.correspondents = NotedCorrespondents(under.correspondents if under else None)
        thanks = said.thanks if said else None
        self.thanks = RehearsalThanks(self.ledger, self.facts, self.outbox, thanks)
        self.bulletins = NotedBulletins(self.outbox, said.bulletins if said else None)
        self._under = under

    @property
    def configurations(self) -> Configurations:
        """What was accepted; a rehearsal accepts nothing."""
        return self._books.configurations

    @property
    def edits(self) -> Edits:
        """What was edited in the configurations that were accepted."""
        return self._books.edits

    @property
    def file_changes(self) -> FileChanges:
        """Which files were changed with this program; a rehearsal changes none."""
        return self._books.file_changes

    @property
    def deliveries(self) -> Deliveries:
        """What was sent in earnest; a rehearsal sends nothing."""
        return self._books.deliveries

    @property
    def addresses(self) -> Addresses:
        """Which addresses proved to be no good, in earnest."""
        return self._under.addresses if self._under is not None else NoAddresses()

    @property
    def paces(self) -> Paces:
        """How fast each channel may be used."""
        return self._books.paces

    @property
    def _books(self) -> UnitOfWork:
        if self._under is None:
            raise NoBooksError
        return self._under

    @property
    def links(self) -> Links:
        """Where people have shown to be reached; a rehearsal links nobody."""
        return self._books.links

    @property
    def trail(self) -> Trail:
        """What people did in earnest."""
        return self._books.trail

    @property
    def letters(self) -> "Letters":
        """What people wrote; a rehearsal reads none."""
        return self._books.letters

    @property
    def tokens(self) -> Tokens:
        """What was given out for long; a rehearsal gives nothing."""
        return self._books.tokens

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget nothing: the notebook goes on to the next day of the rehearsal."""
