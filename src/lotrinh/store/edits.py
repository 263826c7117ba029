"""Implements `edits.Edits`: one row for each due date that was edited in place."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from lotrinh.application.books.edits import Edit
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.store.tables import edits


class SqlEdits:
    """What was edited in place."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, new: Sequence[Edit], at: datetime) -> None:
        """Keep what was new in the configuration that was accepted at an instant."""
        rows = [
            {
                "roadmap": edit.roadmap,
                "thing": edit.thing,
                "before": edit.before,
                "after": edit.after,
                "seen": edit.seen,
                "at": at,
            }
            for edit in new
        ]
        if rows:
            self._connection.execute(insert(edits), rows)

    def all(self, before: datetime | None = None) -> Sequence[Edit]:
        """Return every edit, or those accepted before some instant, the oldest first."""
        wanted = select(edits).order_by(edits.c.id)
        if before is not None:
            wanted = wanted.where(edits.c.at < before)
        return [_edit(row) for row in self._connection.execute(wanted)]

    def draw_back(self, day: date) -> None:
        """Have none been seen after a day: where one was, the clock was ahead."""
        self._connection.execute(update(edits).where(edits.c.seen > day).values(seen=day))


def _edit(row: Row[Any]) -> Edit:
    return Edit(RoadmapId(row.roadmap), MilestoneId(row.thing), row.before, row.after, row.seen)
