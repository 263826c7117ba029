"""Settling: shards that have all been checked count as one check of the whole.

What their marks add up to is never newer than the oldest of them; so going from shards to
whole checks and back, or to another cut, loses nothing and says nothing twice. What the
shards have come upon is told to the coordinator here, in one list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lotrinh.application.books.checks import Found, found_by, together
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.coordinator import Coordination
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.shards import Shard
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.times import civil_date


@dataclass(frozen=True, slots=True)
class Settled:
    """What shards have come to."""

    missing: tuple[Shard, ...] = ()
    """Those not checked since the last time that all were: as long as there are any, nothing
    is settled."""
    notices: tuple[Notice, ...] = ()
    """What the coordinator is to be told."""
    said: int = 0
    """How many reminders the shards have newly written."""


def settle(
    configuration: Configuration,
    uow: UnitOfWork,
    roadmap: RoadmapId,
    shards: Sequence[Shard],
    *,
    at: datetime,
) -> Settled:
    """Leave the mark of the whole, if all shards have left theirs since the last one.

    Args:
        configuration: The plan.
        uow: The books; the caller commits.
        roadmap: What was checked.
        shards: A whole cut.
        at: The instant whose standing the coordinator is told.
    """
    if not shards:
        return Settled()
    marks = uow.ledger.shards_checked(roadmap)
    newest = {mark.shard: mark for mark in marks}
    if missing := tuple(shard for shard in shards if shard.key not in newest):
        return Settled(missing)
    found = found_by(marks)
    notices = tuple(_notices(configuration, uow, roadmap, found, at))
    uow.ledger.record_check(together([newest[shard.key] for shard in shards]), {})
    return Settled(notices=notices, said=found.said)


def _notices(
    configuration: Configuration,
    uow: UnitOfWork,
    roadmap: RoadmapId,
    found: Found,
    at: datetime,
) -> Iterator[Notice]:
    today = civil_date(at, configuration.zone)
    timelines = Timelines(configuration, uow.facts, today)
    there = Coordination(
        timelines,
        timelines.of(roadmap),
        uow.ledger.last_check(roadmap),
        uow.ledger.baselines(roadmap),
        configuration.organisations.exist_on(today),
    )
    return there.notices(found)
