"""Implements `correspondence.Letters`: what was read, by the digest of what names it."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import letters


class SqlLetters:
    """Letters that were read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, id_: str, channel: str, writer: str, now: datetime) -> bool:
        """Keep that a letter is being read; of two who take one at once, one has it."""
        row = {"id": id_, "channel": channel, "writer": writer, "at": now}
        new = insert_new(self._connection, letters).values(row)
        return self._connection.scalar(new.returning(letters.c.id)) is not None

    def reply(self, id_: str, text: str, *, idle: bool) -> None:
        """Keep what it is answered with."""
        mine = update(letters).where(letters.c.id == id_)
        self._connection.execute(mine.values(reply=text, idle=idle))

    def idle_replies(self, writer: str, since: datetime) -> int:
        """Return how many letters of one writer were answered to no effect since an instant."""
        mine = (letters.c.writer == writer, letters.c.idle, letters.c.at >= since)
        return self._connection.scalar(select(func.count()).where(*mine)) or 0

    def unanswered(self, id_: str) -> str:
        """Return the reply that didn't leave yet; '' where there is none."""
        waiting = select(letters.c.reply).where(
            letters.c.id == id_, letters.c.answered_at.is_(None)
        )
        return self._connection.scalar(waiting) or ""

    def answered(self, id_: str, now: datetime) -> None:
        """Keep that the reply has left."""
        mine = update(letters).where(letters.c.id == id_)
        self._connection.execute(mine.values(answered_at=now))
