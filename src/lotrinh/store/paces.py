"""Implements `pace.Paces`: a row for each place of a channel, taken by compare and set.

Nothing is locked while a message is sent; who loses the race for a place asks again.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, update

from lotrinh.application.books.pace import MINUTE, until_free
from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import paces

_AT_ONCE = timedelta(milliseconds=10)
"""When to ask again after somebody else was quicker."""


class SqlPaces:
    """When each place of each channel was used last."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, channel: str, per_minute: int, now: datetime) -> timedelta:
        """Take a place for a send that begins now, or say how long to wait."""
        mine = (paces.c.channel == channel, paces.c.place < per_minute)
        free = or_(paces.c.used_at <= now - MINUTE, paces.c.used_at > now + MINUTE)
        place = self._connection.scalar(select(paces.c.place).where(*mine, free).limit(1))
        if place is not None:
            taken = update(paces).where(*mine, free, paces.c.place == place)
            changed = self._connection.execute(taken.values(used_at=now)).rowcount
            return timedelta() if changed else _AT_ONCE
        used, oldest = self._connection.execute(
            select(func.count(), func.min(paces.c.used_at)).where(*mine)
        ).one()
        if used >= per_minute:
            return until_free(oldest, now) or _AT_ONCE
        new = insert_new(self._connection, paces).returning(paces.c.place)
        row = {"channel": channel, "place": used, "used_at": now}
        return timedelta() if self._connection.scalar(new, row) is not None else _AT_ONCE
