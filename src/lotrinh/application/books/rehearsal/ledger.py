"""The ledger with a notebook laid over it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.ledger import Ledger
from lotrinh.application.books.messages import Waiting
from lotrinh.application.office.shards import EVERYTHING
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.roadmap import RoadmapId

_AFTER_THE_BOOKS = 1 << 62
"""Greater than any number in the books."""

_Key = tuple[PersonId, CellId, date, str]


@dataclass
class NotedLedger:
    """The ledger with a notebook laid over it; without a ledger, an empty one."""

    under: Ledger | None = None
    checks: dict[RoadmapId, list[CheckRecord]] = field(default_factory=dict)
    days: dict[RoadmapId, dict[OrganisationId, date]] = field(default_factory=dict)
    heard: dict[CellId, dict[PersonId, list[Said]]] = field(default_factory=dict)
    written: dict[_Key, Waiting] = field(default_factory=dict)
    unsaid: set[_Key] = field(default_factory=set)
    """Taken back before anybody was told."""
    told_now: set[_Key] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(_AFTER_THE_BOOKS))

    def last_check(self, roadmap: RoadmapId, shard: str = EVERYTHING) -> CheckRecord | None:
        """Return the newest check of a roadmap as a whole, or of one shard of it alone."""
        mine = (one for one in reversed(self.checks.get(roadmap, ())) if one.shard == shard)
        under = self.under
        return next(mine, None) or (under.last_check(roadmap, shard) if under else None)

    def shards_checked(self, roadmap: RoadmapId) -> Sequence[CheckRecord]:
        """Return the checks of shards made since the last of the whole, oldest first."""
        mine = self.checks.get(roadmap, [])
        wholes = [number for number, one in enumerate(mine) if one.shard == EVERYTHING]
        if wholes:
            return mine[wholes[-1] + 1 :]
        return [*(self.under.shards_checked(roadmap) if self.under else ()), *mine]

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:  # noqa: ARG002
        """Keep that a check was made."""
        self.checks.setdefault(record.roadmap, []).append(record)

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

    def draw_back(self, day: date) -> None:
        """Have no first check lie after a day: at one that does the clock was ahead."""
        for days in self.days.values():
            days.update({organisation: min(first, day) for organisation, first in days.items()})

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
