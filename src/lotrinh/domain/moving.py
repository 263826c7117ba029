"""Facts that move the dates of single cells: extensions granted, cells put on hold.

And those that move a cell to another role.

They are laid over a column as amendments are, in the order in which they take effect; of
both on the same day the fact is the later decision, for whoever granted it knew the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from lotrinh.domain.amending import Cells
from lotrinh.domain.calendar import as_day
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.frame import Days, Frame, everywhere
from lotrinh.domain.registers import Organisations, RoleId
from lotrinh.domain.roadmap import MilestoneId


@dataclass(frozen=True, slots=True)
class Granted:
    """The day that an extension gives: what a derivation says where no phrase does."""

    fact: Fact
    day: date

    def resolve(self, frame: Frame) -> Days:
        """Return the day that was granted."""
        return frame.note(self, everywhere(frame, as_day(self.day)))


@dataclass(frozen=True, slots=True)
class Move:
    """What facts of one kind say from one day on of some rows, by the row's place."""

    kind: FactKind
    on: date
    facts: Mapping[int, Fact]

    def apply(self, cells: Cells) -> None:
        """Do to a column what it says."""
        rows = np.zeros(len(cells.days.day), np.bool_)
        rows[list(self.facts)] = True
        match self.kind:
            case FactKind.SUSPENDED:
                cells.suspend(rows, as_day(self.on))
            case FactKind.RESUMED:
                cells.resume(rows, as_day(self.on))
            case _:
                cells.extend(self.facts)

    @property
    def granted(self) -> Iterator[Granted]:
        """The extensions among it."""
        return (Granted(fact, fact.until) for fact in self.facts.values() if fact.until)


Recorded = Mapping[tuple[MilestoneId, str], list[tuple[int, Fact]]]
"""For each column: the rows of the register that a fact moves, in the order of effect."""


def by_column(facts: Iterable[Fact], organisations: Organisations) -> Recorded:
    """Return the facts of one roadmap that move dates, column by column."""
    found: dict[tuple[MilestoneId, str], list[tuple[int, Fact]]] = {}
    for fact in facts:
        row = organisations.rows.get(fact.cell.organisation) if fact.cell else None
        if fact.cell is not None and row is not None and fact.kind is not FactKind.REASSIGNED:
            found.setdefault((fact.cell.milestone, fact.cell.occurrence), []).append((row, fact))
    return found


def leads(facts: Iterable[Fact]) -> Mapping[CellId, RoleId]:
    """Return the role that leads in each cell that was given to another than the plan's."""
    given = (fact for fact in facts if fact.kind is FactKind.REASSIGNED)
    return {fact.cell: fact.role for fact in given if fact.cell is not None}


def moves(recorded: Iterable[tuple[int, Fact]], places: Mapping[int, int]) -> list[Move]:
    """Return what moves some rows of a column, those of one day and kind together.

    Args:
        recorded: The facts of the column with the rows of the register that they are about.
        places: For each of these rows its place in the column; of others nothing is said.
    """
    here = ((places[row], fact) for row, fact in recorded if row in places)
    together = groupby(here, key=lambda one: (one[1].on, one[1].kind))
    return [Move(kind, on, dict(facts)) for (on, kind), facts in together]
