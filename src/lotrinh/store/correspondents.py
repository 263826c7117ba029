"""Implements `correspondents.Correspondents`: one row for each person of whom anything is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from lotrinh.application.books.correspondents import Correspondent, Rhythm
from lotrinh.domain.registers import PersonId
from lotrinh.store.dialects import insert_new
from lotrinh.store.tables import correspondents

_SLOW = correspondents.c.rhythm != Rhythm.DAILY


class SqlCorrespondents:
    """What people have chosen, and since when their links are void."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[Correspondent]:
        """Return everybody who has chosen something, or whose links were voided."""
        revoked, signed_in = correspondents.c.revoked_at, correspondents.c.signed_in_by
        told = or_(_SLOW, revoked.is_not(None), signed_in.is_(None))
        wanted = select(correspondents).where(told).order_by(correspondents.c.person)
        rows = self._connection.execute(wanted)
        return [_of(row) for row in rows]

    def rhythms(self) -> Mapping[PersonId, Rhythm]:
        """Return the rhythm of everybody who has chosen another than the usual one."""
        rows = self._connection.execute(select(correspondents).where(_SLOW))
        return {PersonId(row.person): row.rhythm for row in rows}

    def of(self, person: PersonId) -> Correspondent:
        """Return what is kept of a person."""
        mine = select(correspondents).where(correspondents.c.person == person)
        row = self._connection.execute(mine).first()
        return _of(row) if row is not None else Correspondent(person)

    def choose(self, person: PersonId, rhythm: Rhythm) -> None:
        """Keep how often somebody wants letters."""
        self._set(person, rhythm=rhythm)

    def revoke(self, person: PersonId, now: datetime) -> None:
        """Void every link that a person has got so far."""
        self._set(person, revoked_at=now)

    def use_sign_in(self, person: PersonId, issued: datetime) -> bool:
        """Use up the sign-in links issued up to then; False if this one was used up before."""
        self._add(person)
        used = correspondents.c.signed_in_by
        unused = update(correspondents).where(
            correspondents.c.person == person, or_(used.is_(None), used < issued)
        )
        use = unused.values(signed_in_by=issued).returning(correspondents.c.person)
        return self._connection.scalar(use) is not None

    def sign_out(self, person: PersonId, now: datetime) -> None:
        """End the sessions that a person has begun so far."""
        self._set(person, signed_out_at=now)

    def draw_back(self, now: datetime) -> None:
        """Have nobody have signed in or out later than now: the clock was ahead then."""
        for instant in (correspondents.c.signed_in_by, correspondents.c.signed_out_at):
            later = update(correspondents).where(instant > now)
            self._connection.execute(later.values({instant: now}))

    def _add(self, person: PersonId) -> None:
        new = insert_new(self._connection, correspondents)
        self._connection.execute(new.values(person=person, rhythm=Rhythm.DAILY))

    def _set(self, person: PersonId, **values: Any) -> None:
        self._add(person)
        mine = update(correspondents).where(correspondents.c.person == person)
        self._connection.execute(mine.values(**values))


def _of(row: Row[Any]) -> Correspondent:
    return Correspondent(
        PersonId(row.person), row.rhythm, row.revoked_at, row.signed_in_by, row.signed_out_at
    )
