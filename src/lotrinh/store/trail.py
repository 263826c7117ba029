"""Implements `trail.Trail`: what was recorded and done, a page at a time, newest first.

What takes back an entry has no cell of its own: it is joined to the facts that it takes back.
Both kinds are cut to a page before they are put together, so that no page reads the whole.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    false,
    insert,
    literal,
    or_,
    select,
)

from lotrinh.application.books.trail import Deed, Place, Sought, Step
from lotrinh.domain.facts import CellId, FactKind, Via
from lotrinh.store.facts import fact_of
from lotrinh.store.notes import batches, put_down
from lotrinh.store.tables import CELL, deeds, facts, seen

_OF_CELL = frozenset(CELL)
_TAKEN = facts.alias("taken")


class SqlTrail:
    """What people recorded and did."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def steps(
        self, sought: Sought, *, before: Place | None = None, limit: int | None
    ) -> Sequence[Step]:
        """Return the steps that come before some place (before none: the newest), newest first."""
        if sought.organisations is not None:
            rows = [{"organisation": one} for one in sought.organisations]
            put_down(self._connection, seen, rows)
        halves = [_page(half, before, limit) for half in (_said(sought), _undone(sought))]
        both = halves[0].union_all(halves[1]).subquery()
        ordered = select(both).order_by(both.c.sequence.desc(), both.c.taken_back.desc())
        found = self._connection.execute(ordered.limit(limit)).mappings()
        return [Step(fact_of(row), row["taken_back"]) for row in found]

    def undone(self, entries: Collection[int]) -> Mapping[int, int]:
        """Return those of some entries that were taken back, each with the one that did it."""
        found: dict[int, int] = {}
        for some in batches(entries):
            wanted = select(facts.c.reverts, facts.c.entry).where(facts.c.reverts.in_(some))
            found.update(self._connection.execute(wanted).tuples().all())
        return found

    def authors(self) -> Sequence[str]:
        """Return everybody who has recorded anything, as it was written."""
        return self._connection.scalars(select(facts.c.by).distinct()).all()

    def do(self, deed: Deed) -> None:
        """Keep that somebody has done something."""
        own = {name: getattr(deed, name) for name in ("kind", "at", "by", "subject", "count")}
        came = {"way": deed.via.way, "person": deed.via.person}
        self._connection.execute(insert(deeds).values(own | came))

    def deeds(
        self,
        *,
        before: int | None = None,
        limit: int | None,
        since: datetime | None = None,
        until: datetime | None = None,
        by: str = "",
    ) -> Sequence[Deed]:
        """Return what was done before the deed of a number, newest first."""
        wanted = select(deeds).where(*_within(deeds.c.at, since, until))
        if before is not None:
            wanted = wanted.where(deeds.c.number < before)
        if by:
            wanted = wanted.where(or_(deeds.c.by == by, deeds.c.person == by))
        return self._deeds(wanted.order_by(deeds.c.number.desc()).limit(limit))

    def done_to(self, subject: str) -> Sequence[Deed]:
        """Return what was done to one message alone, oldest first."""
        mine = select(deeds).where(deeds.c.subject == subject)
        return self._deeds(mine.order_by(deeds.c.number))

    def _deeds(self, wanted: Select[Any]) -> Sequence[Deed]:
        return [_deed_of(row) for row in self._connection.execute(wanted).mappings()]


def _said(sought: Sought) -> Select[Any]:
    """Return what was said of cells."""
    columns = (*facts.c, literal(0).label("taken_back"))
    said = select(*columns).where(facts.c.kind != FactKind.UNDONE)
    return said.where(*_wanted(sought), *_place(sought, facts))


def _undone(sought: Sought) -> Select[Any]:
    """Return what takes back others, once for each cell that it takes back."""
    own = (column for column in facts.c if column.name not in _OF_CELL)
    cell = (_TAKEN.c[name] for name in CELL)
    by_name = {column.name: column for column in (*own, *cell)}
    ordered = (by_name[column.name] for column in facts.c)
    undone = select(*ordered, _TAKEN.c.sequence.label("taken_back"))
    joined = undone.join_from(facts, _TAKEN, _TAKEN.c.entry == facts.c.reverts)
    return joined.where(facts.c.kind == FactKind.UNDONE, *_wanted(sought), *_place(sought, _TAKEN))


def _page(half: Select[Any], before: Place | None, limit: int | None) -> Select[Any]:
    """Cut one half to what may stand on a page."""
    own = half.subquery()
    wanted = select(own)
    if before is not None:
        sequence, taken_back = before
        same = and_(own.c.sequence == sequence, own.c.taken_back < taken_back)
        earlier = or_(own.c.sequence < sequence, same)
        wanted = wanted.where(own.c.sequence <= sequence, earlier)
    ordered = wanted.order_by(own.c.sequence.desc(), own.c.taken_back.desc()).limit(limit)
    return select(ordered.subquery())


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    """Return who wrote it, when, and what."""
    wanted = _within(facts.c.recorded_at, sought.since, sought.until)
    if sought.authors is not None:
        authors = list(sought.authors)
        wanted.append(or_(facts.c.by.in_(authors), facts.c.person.in_(authors)))
    if sought.kinds is not None:
        wanted.append(facts.c.kind.in_(list(sought.kinds)))
    return wanted


def _within(
    at: ColumnElement[Any], since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    wanted = [at >= since] if since is not None else []
    return [*wanted, at < until] if until is not None else wanted


def _place(sought: Sought, where: FromClause) -> list[ColumnElement[bool]]:
    """Return of which organisations and milestones."""
    wanted: list[ColumnElement[bool]] = []
    if sought.organisations is not None:
        wanted.append(where.c.organisation.in_(select(seen.c.organisation)))
    if sought.cells is not None:
        wanted.append(or_(false(), *(_is(cell, where) for cell in sought.cells)))
    return wanted


def _is(cell: CellId, where: FromClause) -> ColumnElement[bool]:
    named = (name for name in ("roadmap", "milestone", "occurrence") if getattr(cell, name))
    return and_(*(where.c[name] == getattr(cell, name) for name in named))


def _deed_of(row: RowMapping) -> Deed:
    via = Via(row["way"], row["person"])
    subject, count = row["subject"], row["count"]
    return Deed(row["kind"], row["at"], row["by"], via, subject, count, row["number"])
