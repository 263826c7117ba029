"""Marks: what is true of these books as a whole, a word each in the table `meta`."""

import json
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.trail import DeedKind
from lotrinh.store.tables import deeds, meta

DEMO = "demo"
"""They are a demonstration's, in which time may go back."""
RESTORED = "restored"
"""They were made of a backup: of when it was, and when that was done."""
CODES_FROM = "codes-from"
"""Up to this number, short codes may have been given that the books don't know of."""


def marked(connection: Connection, key: str) -> str | None:
    """Return what a mark says, None where there is none."""
    value: str | None = connection.scalar(select(meta.c.value).where(meta.c.key == key))
    return value


def mark(connection: Connection, key: str, value: str) -> None:
    """Say something of the books; what the mark said before is gone."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))


def mark_restored(connection: Connection, restored: Restored) -> None:
    """Say of which backup these books were made."""
    mark(connection, RESTORED, json.dumps([restored.made.isoformat(), restored.at.isoformat()]))


def restored_and_not_looked_at(connection: Connection) -> Restored | None:
    """Return of which backup these books were made, until a person has let go what is held."""
    said = marked(connection, RESTORED)
    if said is None:
        return None
    found = Restored(*map(datetime.fromisoformat, json.loads(said)))
    released = released_at(connection)
    return found if released is None or released < found.at else None


def released_at(connection: Connection) -> datetime | None:
    """Return when a person last let go what was held."""
    released = select(deeds.c.at).where(deeds.c.kind == DeedKind.RELEASED)
    at: datetime | None = connection.scalar(released.order_by(deeds.c.number.desc()).limit(1))
    return at
