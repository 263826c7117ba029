"""Implements `bulletins.Bulletins`: which bulletins were made, and what was sent between them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select

from lotrinh.application.books.bulletins import BulletinRecord, Sent
from lotrinh.application.books.messages import DeliveryState, MessageKind
from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import bulletins, messages, reminders

_RECORD = ("kind", "day", "at", "facts")


class SqlBulletins:
    """The bulletins that were made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, kind: MessageKind, before: date) -> BulletinRecord | None:
        """Return the newest bulletin of a kind for a day before another."""
        earlier = and_(bulletins.c.kind == kind, bulletins.c.day < before)
        wanted = select(*(bulletins.c[name] for name in _RECORD)).where(earlier)
        row = self._connection.execute(wanted.order_by(bulletins.c.day.desc()).limit(1)).first()
        return None if row is None else BulletinRecord(*row)

    def is_made(self, kind: MessageKind, day: date) -> bool:
        """Whether the bulletin of that day was made."""
        wanted = select(bulletins.c.day).where(bulletins.c.kind == kind, bulletins.c.day == day)
        return self._connection.execute(wanted).first() is not None

    def record(self, record: BulletinRecord, counts: Mapping[str, int]) -> bool:
        """Keep that a bulletin was made, and its outcomes; False if that of the day was."""
        values = {name: getattr(record, name) for name in _RECORD}
        new = insert_new(self._connection, bulletins).values(**values, counts=dict(counts))
        return self._connection.execute(new.returning(bulletins.c.day)).first() is not None

    def sent(self, since: datetime | None, until: datetime) -> Sent:
        """Return what was composed after one instant and up to another, and has been sent."""
        meant = and_(messages.c.state == DeliveryState.SENT, messages.c.at <= until)
        if since is not None:
            meant = and_(meant, messages.c.at > since)
        people = func.count(messages.c.recipient.distinct())
        counted = self._connection.execute(select(func.count(), people).where(meant)).one()
        told = (
            select(reminders.c.reason, func.count())
            .join_from(messages, reminders, reminders.c.message == messages.c.key)
            .where(meant)
            .group_by(reminders.c.reason)
        )
        by_reason = dict(self._connection.execute(told).tuples().all())
        return Sent(counted[0], counted[1], by_reason)
