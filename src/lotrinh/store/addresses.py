"""Implements `deliveries.Addresses`: refusals in a row, by the digest of an address."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, or_, select, update

from lotrinh.application.books.deliveries import REFUSALS, REFUSALS_APART, Destination
from lotrinh.domain.registers import PersonId
from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import addresses

_DESTINATION = (addresses.c.person, addresses.c.channel, addresses.c.digest)
_FORGOTTEN = delete(addresses).where(*(column == bindparam(column.name) for column in _DESTINATION))
"""Built once: each message that arrives takes it."""
_ASIDE = addresses.c.set_aside_at.is_not(None)


class SqlAddresses:
    """Addresses that were refused since they last took a message."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_aside(self) -> frozenset[Destination]:
        """Return those that aren't used any more."""
        return frozenset(self._those(_ASIDE))

    def refused(self, destination: Destination, now: datetime) -> bool:
        """Count a refusal for good, and return whether the address is set aside by now."""
        new = insert_new(self._connection, addresses)
        self._connection.execute(new.values(**_columns(destination), refusals=0))
        last = addresses.c.refused_at
        news = or_(last.is_(None), last <= now - REFUSALS_APART)
        counted = {"refusals": addresses.c.refusals + 1, "refused_at": now}
        mine = update(addresses).where(_is(destination))
        self._connection.execute(mine.where(news).values(**counted))
        enough = and_(addresses.c.refusals >= REFUSALS, addresses.c.set_aside_at.is_(None))
        self._connection.execute(mine.where(enough).values(set_aside_at=now))
        aside = select(addresses.c.set_aside_at).where(_is(destination))
        return self._connection.scalar(aside) is not None

    def accepted(self, destination: Destination) -> None:
        """Forget the refusals of an address that has taken a message."""
        self._connection.execute(_FORGOTTEN, _columns(destination))

    def take_back(self, person: PersonId) -> int:
        """Use all addresses of a person again, and return how many were set aside."""
        gone = delete(addresses).where(addresses.c.person == person)
        rows = self._connection.execute(gone.returning(addresses.c.set_aside_at))
        return sum(since is not None for (since,) in rows)

    def unreported(self) -> Sequence[Destination]:
        """Return what was set aside without the coordinator knowing yet."""
        return self._those(and_(_ASIDE, addresses.c.reported_at.is_(None)))

    def mark_reported(self, destinations: Collection[Destination], now: datetime) -> None:
        """Keep that the coordinator is told of these."""
        if destinations:
            told = or_(*(_is(destination) for destination in destinations))
            self._connection.execute(update(addresses).where(told).values(reported_at=now))

    def _those(self, wanted: ColumnElement[bool]) -> list[Destination]:
        rows = self._connection.execute(select(*_DESTINATION).where(wanted).order_by(*_DESTINATION))
        return [Destination(*row) for row in rows]


def _columns(destination: Destination) -> dict[str, Any]:
    return {
        "person": destination.person,
        "channel": destination.channel,
        "digest": destination.digest,
    }


def _is(destination: Destination) -> ColumnElement[bool]:
    return and_(*(addresses.c[name] == value for name, value in _columns(destination).items()))
