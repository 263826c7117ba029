"""The ledger by present ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.books.checks import CheckRecord, Found
from lotrinh.application.books.ledger import Ledger
from lotrinh.application.office.configuration import Post
from lotrinh.application.office.shards import EVERYTHING
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reminder, Said
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import RoadmapId


@dataclass(frozen=True)
class RenamedLedger:
    """The ledger by present ids."""

    under: Ledger
    renames: Renames

    def last_check(self, roadmap: RoadmapId, shard: str = EVERYTHING) -> CheckRecord | None:
        """Return the newest check of a roadmap as a whole, or of one shard of it alone."""
        names = reversed(self.renames.names_of_roadmap(roadmap))
        found = [self.under.last_check(name, shard) for name in names]
        checks = [check for check in found if check is not None]
        newest = max(checks, key=lambda check: check.at, default=None)
        return newest and replace(newest, roadmap=roadmap, found=self._present(newest.found))

    def _present(self, found: Found) -> Found:
        return replace(
            found,
            unheld=frozenset(map(self._post, found.unheld)),
            passed_over=frozenset(map(self._post, found.passed_over)),
        )

    def _post(self, post: Post) -> Post:
        return replace(post, organisation=self.renames.organisation(post.organisation))

    def shards_checked(self, roadmap: RoadmapId) -> Sequence[CheckRecord]:
        """Return the checks of shards made since the last of the whole, oldest first.

        Those of an old id, and of shards that one was in, are left aside: the whole is settled
        once all are made anew.
        """
        return self.under.shards_checked(roadmap)

    def record_check(self, record: CheckRecord, counts: Mapping[str, int]) -> None:
        """Keep that a check was made."""
        self.under.record_check(record, counts)

    def baselines(self, roadmap: RoadmapId) -> Mapping[OrganisationId, date]:
        """Return the day of each organisation's first check under a roadmap."""
        days: dict[OrganisationId, date] = {}
        for name in self.renames.names_of_roadmap(roadmap):
            for known, day in self.under.baselines(name).items():
                organisation = self.renames.organisation(known)
                days[organisation] = min(day, days.get(organisation, day))
        return days

    def set_baselines(
        self, roadmap: RoadmapId, organisations: Collection[OrganisationId], day: date
    ) -> None:
        """Keep the day of a first check; a day that is there already stays."""
        self.under.set_baselines(roadmap, organisations, day)

    def draw_back(self, day: date) -> None:
        """Have no first check lie after a day: at one that does the clock was ahead."""
        self.under.draw_back(day)

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
