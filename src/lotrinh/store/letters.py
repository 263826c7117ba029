"""Implements `correspondence.Letters`: what was read, by the digest of what names it."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import letters


class SqlLetters:
    """Letters that were read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, id_: str, channel: str, now: datetime) -> bool:
        """Keep that a letter is being read; of two who take one at once, one has it."""
        new = insert_new(self._connection, letters).values(id=id_, channel=channel, at=now)
        return self._connection.scalar(new.returning(letters.c.id)) is not None

    def reply(self, id_: str, text: str) -> None:
        """Keep what it is answered with."""
        self._connection.execute(update(letters).where(letters.c.id == id_).values(reply=text))

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
