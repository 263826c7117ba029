"""Implements `ports.Links`: who has shown by which code where to be reached.

Links are only ever added, the newest holds, and an empty address ends one. A code is used
up by compare and set, so that of two who send it one has it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from lotrinh.application.books.links import Link
from lotrinh.domain.registers import PersonId
from lotrinh.store.tables import link_codes, links

_ENDED = ""


class SqlLinks:
    """Links between people and conversations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def offer(self, channel: str, person: PersonId, digest: str, until: datetime) -> None:
        """Keep a code for a person, by its digest; an earlier one that waits is void."""
        self._void(channel, person)
        new = insert(link_codes).values(digest=digest, channel=channel, person=person, until=until)
        self._connection.execute(new)

    def redeem(self, channel: str, digest: str, address: str, now: datetime) -> PersonId | None:
        """Use a code up, and link its person; None where there is no such code any more."""
        meant = and_(link_codes.c.digest == digest, link_codes.c.channel == channel)
        unused = and_(meant, link_codes.c.used_by.is_(None), link_codes.c.until > now)
        use = update(link_codes).where(unused).values(used_by=address)
        person: str | None = self._connection.scalar(use.returning(link_codes.c.person))
        if person is not None:
            self._add(channel, PersonId(person), address, now)
            return PersonId(person)
        used = select(link_codes.c.person).where(meant, link_codes.c.used_by == address)
        before: str | None = self._connection.scalar(used)
        known = before is not None and Link(channel, PersonId(before), address) in self.all()
        return PersonId(before) if before is not None and known else None

    def cut(self, channel: str, person: PersonId, now: datetime) -> bool:
        """End a person's link, and void a code that waits; False if there was no link."""
        self._void(channel, person)
        if not any(link.channel == channel and link.person == person for link in self.all()):
            return False
        self._add(channel, person, _ENDED, now)
        return True

    def all(self) -> Sequence[Link]:
        """Return every link that holds."""
        newest = select(func.max(links.c.id)).group_by(links.c.channel, links.c.person)
        holding = select(links).where(links.c.id.in_(newest), links.c.address != _ENDED)
        rows = self._connection.execute(holding.order_by(links.c.id))
        return [Link(row.channel, PersonId(row.person), row.address) for row in rows]

    def _add(self, channel: str, person: PersonId, address: str, now: datetime) -> None:
        values = {"channel": channel, "person": person, "address": address, "at": now}
        self._connection.execute(insert(links).values(**values))

    def _void(self, channel: str, person: PersonId) -> None:
        waits = and_(link_codes.c.channel == channel, link_codes.c.person == person)
        self._connection.execute(delete(link_codes).where(waits, link_codes.c.used_by.is_(None)))
