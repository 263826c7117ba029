"""What happened, and what it adds up to.

Facts are only ever added. Each holds from a civil day (`on`); a look at some day sees the
facts with `on` up to it, in the order of day, then sequence. Undo is a fact as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId


@dataclass(frozen=True, slots=True, order=True)
class CellId:
    """One cell of a timeline: who has what to do, in which occurrence ('' for a one-off)."""

    roadmap: RoadmapId
    organisation: OrganisationId
    milestone: MilestoneId
    occurrence: str = ""


class FactKind(StrEnum):
    """What a fact says."""

    DONE = "done"
    HAPPENED = "happened"
    """The day that others are counted from has come: the cell's milestone is an anchor."""
    UNDONE = "undone"
    """Takes back all that was recorded in one entry."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was recorded; several recorded by one command share their `entry`."""

    entry: int
    kind: FactKind
    on: date
    recorded_at: datetime
    by: str
    cell: CellId | None = None
    note: str = ""
    reverts: int | None = None
    """The entry that an UNDONE takes back."""
    sequence: int = 0


def done_days(facts: Iterable[Fact], day: date) -> Mapping[CellId, date]:
    """Return the cells that are done as seen on `day`, each with the day it was done."""
    return {cell: fact.on for cell, fact in done_facts(facts, day).items()}


def done_facts(facts: Iterable[Fact], day: date) -> Mapping[CellId, Fact]:
    """Return the cells that are done as seen on `day`, each with the fact that says so.

    An anchor that has happened is a cell that is done.

    Said done twice, the earlier entry stands; an entry taken back counts for nothing.
    """
    seen = sorted((f for f in facts if f.on <= day), key=lambda f: (f.on, f.sequence))
    reverted = {f.reverts for f in seen if f.kind is FactKind.UNDONE}
    done: dict[CellId, Fact] = {}
    for fact in seen:
        if fact.kind is not FactKind.UNDONE and fact.cell and fact.entry not in reverted:
            done.setdefault(fact.cell, fact)
    return done


def last_entry(facts: Iterable[Fact]) -> int | None:
    """Return the newest entry that is still standing and can be taken back."""
    kept = list(facts)
    reverted = {f.reverts for f in kept if f.kind is FactKind.UNDONE}
    entries = {f.entry for f in kept if f.kind is not FactKind.UNDONE} - reverted
    return max((e for e in entries if e is not None), default=None)
