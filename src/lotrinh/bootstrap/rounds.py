"""Rounds: one check of a roadmap in shards, each checked where there is room, then settled.

Whoever makes a round begins it, has each shard checked, by whichever process, and settles;
each step is a transaction of its own and safe to run again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from lotrinh.application.books.present import by_present_ids
from lotrinh.application.deciding.settling import settle
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import selected_roadmaps
from lotrinh.application.telling.compose import compose_notices
from lotrinh.bootstrap.checking import shards_in
from lotrinh.bootstrap.office import Office
from lotrinh.bootstrap.order import in_order, marks_of
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.errors import LotrinhError
from lotrinh.rendering.messages.wording import TemplateWording

LEASE = timedelta(minutes=5)
"""For how long composing waits for a round of which nobody hears any more."""


class UncheckedError(LotrinhError):
    """Some shards could not be checked."""

    code = "shards-unchecked"


class ShardsNeedPostgresqlError(LotrinhError):
    """SQLite lets one process write at a time."""

    code = "shards-need-postgresql"


@dataclass(frozen=True, slots=True)
class Round:
    """One check of a roadmap, in shards."""

    roadmap: str
    at: datetime
    shards: tuple[str, ...]
    """The first organisation of each."""


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """What a round has come to."""

    missing: tuple[str, ...]
    """The shards that aren't checked yet: nothing is settled before they are."""
    said: int = 0
    """How many reminders were newly written."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Everything about checks in shards."""

    office: Office

    def begin(self, roadmap: str, at: datetime | None = None) -> Round | None:
        """Begin a check in shards; None where the settings, or the size, want none.

        Composing then waits: each message is to hold what all shards say to one person.
        """
        with self.office.store.begin() as uow:
            configuration = self.office.folder.present_or_last(uow, at)
            books, id_ = by_present_ids(uow, configuration), RoadmapId(roadmap)
            shards = shards_in(configuration, id_)
            if len(shards) < 2 or not in_shards(self.office, configuration):
                return None
            now = self.office.now()
            moment = in_order(at, marks_of(books.ledger, [id_]), now, free=False)
            uow.rounds.keep(id_, now + LEASE)
        ids = tuple(shard.id for shard in shards)
        return Round(roadmap, moment.astimezone(configuration.zone), ids)

    def keep(self, roadmap: str) -> None:
        """Say that a round is still under way."""
        with self.office.store.begin() as uow:
            uow.rounds.keep(RoadmapId(roadmap), self.office.now() + LEASE)

    def end(self, roadmap: str) -> None:
        """Have composing go on."""
        with self.office.store.begin() as uow:
            uow.rounds.end(RoadmapId(roadmap))

    def settle_what_is_done(self, at: datetime, roadmaps: Collection[str] | None) -> None:
        """Settle roadmaps all of whose shards are checked: one that was made up for by hand."""
        for roadmap in selected_roadmaps(self.office.configuration, roadmaps):
            self.settle(roadmap, at)

    def settle(self, roadmap: str, at: datetime) -> RoundEnd:
        """Settle the whole, if all its shards are checked, and tell the coordinator."""
        with self.office.store.begin() as uow:
            configuration = self.office.folder.present_or_last(uow, at)
            books = by_present_ids(uow, configuration)
            id_ = RoadmapId(roadmap)
            shards, moment = shards_in(configuration, id_), at.astimezone(configuration.zone)
            settled = settle(configuration, books, id_, shards, at=moment)
            wording = TemplateWording()
            compose_notices(configuration, books, settled.notices, at=moment, wording=wording)
        return RoundEnd(tuple(shard.id for shard in settled.missing), settled.said)


def in_shards(office: Office, configuration: Configuration) -> bool:
    """Return whether checks are made in shards; a demonstration's never are.

    Raises:
        ShardsNeedPostgresqlError: They are to be, and the books are an SQLite file.
    """
    if configuration.shard_size is None or office.store.is_demo:
        return False
    if office.database.startswith("sqlite"):
        raise ShardsNeedPostgresqlError
    return True
