"""Implements `rounds.Rounds`: one row for each roadmap that is being checked in shards."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from lotrinh.domain.roadmap import RoadmapId
from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import rounds


class SqlRounds:
    """Which roadmaps are being checked in shards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, roadmap: RoadmapId, until: datetime) -> None:
        """Say that a roadmap is being checked, at the latest until an instant."""
        new = insert_new(self._connection, rounds).values(roadmap=roadmap, until=until)
        self._connection.execute(new)
        mine = update(rounds).where(rounds.c.roadmap == roadmap)
        self._connection.execute(mine.values(until=until))

    def end(self, roadmap: RoadmapId) -> None:
        """Say that it isn't any more."""
        self._connection.execute(delete(rounds).where(rounds.c.roadmap == roadmap))

    def under_way(self, now: datetime) -> Collection[RoadmapId]:
        """Return the roadmaps that are being checked."""
        found = self._connection.scalars(select(rounds.c.roadmap).where(rounds.c.until > now))
        return [RoadmapId(roadmap) for roadmap in found]
