"""Implements `ports.Facts`: a table that is only ever added to.

Writers take turns, so that facts become visible in the order of their sequence: a check
that has seen the newest one has seen all before it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    SelectBase,
    Text,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
)

from lotrinh.domain.facts import (
    ABOUT_MORE_TIME,
    CellId,
    Closing,
    Fact,
    FactKind,
    Via,
    closings,
    fold,
)
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.store.dialects import Turn, take_turn
from lotrinh.store.figures import columns_of_figure, figure_of
from lotrinh.store.notes import Candidates, cell_of, columns_of, is_candidate
from lotrinh.store.tables import CELL, candidates
from lotrinh.store.tables import facts as recorded

_OWN = (
    *("entry", "kind", "on", "recorded_at", "by", "note"),
    *("reverts", "until", "basis", "evidence", "role", "state"),
)
_NO_CELL = dict.fromkeys(CELL)
_FACT = select(recorded)
_SEQUENCE = select(recorded.c.sequence)
_PENDING = ABOUT_MORE_TIME - {FactKind.EXTENSION_GRANTED}
_PLACES = select(recorded.c.sequence, recorded.c.entry)


_CLOSES = frozenset(
    {
        FactKind.DONE,
        FactKind.HAPPENED,
        FactKind.MEASURED,
        FactKind.WAIVED,
        FactKind.REOPENED,
    }
)
_CLOSING = select(
    *(recorded.c[name] for name in ("organisation", "milestone", "occurrence", "on")),
    type_coerce(recorded.c.kind, Text),
)


def _on(roadmap: RoadmapId, day: date) -> ColumnElement[bool]:
    """Return which facts of a roadmap close or open a cell by a day, and stand."""
    taken_back = select(recorded.c.reverts).where(recorded.c.reverts.is_not(None))
    return and_(
        recorded.c.roadmap == roadmap,
        recorded.c.kind.in_(_CLOSES),
        recorded.c.on <= day,
        recorded.c.entry.not_in(taken_back),
    )


def _stand_after(sequence: int) -> ColumnElement[bool]:
    """Return which facts were recorded after one, and stand; what takes some back does."""
    later = recorded.c.sequence > sequence
    taken_back = select(recorded.c.reverts).where(later, recorded.c.reverts.is_not(None))
    return and_(later, recorded.c.entry.not_in(taken_back))


class SqlFacts:
    """What was recorded."""

    def __init__(self, connection: Connection, cells: Candidates) -> None:
        self._connection, self._candidates = connection, cells
        self.added: list[Fact] = []
        """What was recorded here, in this transaction."""

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        return self._connection.scalar(select(func.max(recorded.c.sequence))) or 0

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        take_turn(self._connection, Turn.FACTS)
        if facts:
            self._connection.execute(insert(recorded), [_row(fact) for fact in facts])
            self.added.extend(facts)

    def next_entry(self) -> int:
        """Return a number for the facts of one command; nobody else gets it meanwhile."""
        take_turn(self._connection, Turn.FACTS)
        return (self._connection.scalar(select(func.max(recorded.c.entry))) or 0) + 1

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        self._candidates.put(cells)
        return self._standing(_PLACES.join_from(candidates, recorded, is_candidate(recorded)))

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones (all, if None), with those that take them back."""
        wanted = _PLACES.where(recorded.c.roadmap == roadmap)
        if milestones is not None:
            wanted = wanted.where(recorded.c.milestone.in_(milestones))
        return self._standing(wanted)

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        return self._standing(
            _PLACES.where(recorded.c.roadmap == roadmap, recorded.c.kind.in_(kinds))
        )

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see.

        For a fact that takes back an entry, also what it takes back.
        """
        # Joined, never combined with OR: else the databases read every fact of the roadmap.
        later = _SEQUENCE.where(recorded.c.sequence > sequence)
        unseen = later.union(_SEQUENCE.where(recorded.c.on > day)).cte("unseen")
        new = _FACT.join_from(unseen, recorded, recorded.c.sequence == unseen.c.sequence).cte("new")
        undone = _PLACES.join_from(new, recorded, recorded.c.entry == new.c.reverts)
        here = select(new.c.sequence, new.c.entry).where(new.c.roadmap == roadmap)
        return self._standing(here.union(undone.where(recorded.c.roadmap == roadmap)))

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        counted = select(recorded.c.kind, func.count()).where(_stand_after(sequence))
        return dict(self._connection.execute(counted.group_by(recorded.c.kind)).tuples().all())

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        return self._fetch(_FACT.where(_stand_after(sequence), recorded.c.kind.in_(kinds)))

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day, as it was recorded.

        Nearly every cell was closed once and for all: such a row says it by itself. Only where
        there is more to add up do rows become facts.
        """
        once: dict[tuple[OrganisationId, MilestoneId, str], tuple[date, str]] = {}
        several: set[CellId] = set()
        for *place, on, kind in self._connection.execute(_CLOSING.where(_on(roadmap, day))):
            key = (place[0], place[1], place[2])
            if key in once:
                several.add(CellId(roadmap, *key))
            once[key] = (on, kind)
        for cell in several:
            del once[cell.organisation, cell.milestone, cell.occurrence]
        yield from (
            (*key, on, kind == FactKind.WAIVED)
            for key, (on, kind) in once.items()
            if kind != FactKind.REOPENED
        )
        if several:
            yield from closings(fold(self.of_cells(several), day))

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal, after which no other came."""
        later = recorded.alias("later")
        undoing = recorded.alias("undoing")
        taken_back = exists().where(undoing.c.reverts == later.c.entry)
        after = or_(
            later.c.on > recorded.c.on,
            and_(later.c.on == recorded.c.on, later.c.sequence > recorded.c.sequence),
        )
        same_cell = and_(*(later.c[name] == recorded.c[name] for name in CELL))
        about = later.c.kind.in_(ABOUT_MORE_TIME)
        superseded = exists().where(same_cell, about, after, ~taken_back)
        pending = recorded.c.kind.in_(_PENDING)
        return self._fetch(_FACT.where(recorded.c.roadmap == roadmap, pending, ~superseded))

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        return self._standing(_PLACES.where(recorded.c.entry == entry))

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        return self._fetch(_FACT)

    def _standing(self, chosen: SelectBase) -> Sequence[Fact]:
        """Return the facts chosen, and all that take back an entry among them."""
        places = chosen.cte("places")
        undoing = _SEQUENCE.join_from(places, recorded, recorded.c.reverts == places.c.entry)
        wanted = select(places.c.sequence).union(undoing).cte("wanted")
        return self._fetch(
            _FACT.join_from(wanted, recorded, recorded.c.sequence == wanted.c.sequence)
        )

    def _fetch(self, wanted: Select[Any]) -> Sequence[Fact]:
        rows = self._connection.execute(wanted.order_by(recorded.c.sequence)).mappings()
        return [fact_of(row) for row in rows]


def _row(fact: Fact) -> dict[str, Any]:
    own = {name: getattr(fact, name) for name in _OWN} | columns_of_figure(fact.value)
    came = {"way": fact.via.way, "person": fact.via.person}
    return own | came | (_NO_CELL if fact.cell is None else columns_of(fact.cell))


def fact_of(row: RowMapping) -> Fact:
    """Return the fact that a row holds."""
    cell = None if row["roadmap"] is None else cell_of(row)
    own = {name: row[name] for name in _OWN}
    figure, via = figure_of(row), Via(row["way"], row["person"])
    return Fact(cell=cell, sequence=row["sequence"], value=figure, via=via, **own)
