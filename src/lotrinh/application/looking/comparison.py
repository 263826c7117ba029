"""Two timelines side by side: the cells that differ, found by arrays, made objects only then.

Flags go by the ids of organisations and columns by those of milestones, as the later plan
calls them; the registers may have other rows, and the matrices be cut otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, Flags
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import Milestone, MilestoneId
from lotrinh.domain.timeline import Deadline, Matrix, Timeline

_Key = tuple[MilestoneId, str]
_Parts = Sequence[tuple[Timeline, Matrix, int]]
"""The matrices that have a milestone occurrence, and the place of its column in each."""


@dataclass(frozen=True, eq=False)
class BothRegisters:
    """The organisations of two registers, each with one place, by what it is called now."""

    before: Organisations
    after: Organisations
    renames: Renames
    """Those of the later plan."""

    @cached_property
    def earlier_ids(self) -> Mapping[OrganisationId, OrganisationId]:
        """What each organisation of the earlier register is called there."""
        return {self.renames.organisation(id_): id_ for id_ in self.before.ids}

    @cached_property
    def places(self) -> Mapping[OrganisationId, int]:
        """The place of each organisation; those of the later register stand as they do there."""
        both = {**self.after.rows, **self.earlier_ids}
        return {id_: place for place, id_ in enumerate(both)}

    @cached_property
    def of_before(self) -> NDArray[np.int64]:
        """For each row of the earlier register: its place."""
        present = map(self.renames.organisation, self.before.ids)
        return np.array([self.places[id_] for id_ in present], np.int64)

    @cached_property
    def of_after(self) -> NDArray[np.int64]:
        """For each row of the later register: its place."""
        return np.arange(len(self.after))


@dataclass(frozen=True, eq=False)
class Side:
    """One milestone occurrence of one plan, over the organisations of both."""

    parts: _Parts
    places: NDArray[np.int64]
    """For each row of the register: its place."""
    due: DayArray
    state: NDArray[np.uint8]
    """Whether it is provisional, on hold, in need of a date: a number, to be compared."""
    applies: Flags

    @classmethod
    def of(cls, parts: _Parts, places: NDArray[np.int64], size: int) -> "Side":
        """Put a side together from its parts."""
        due, state = np.full(size, NOT_A_DAY), np.zeros(size, np.uint8)
        applies = np.zeros(size, np.bool_)
        for _, matrix, number in parts:
            here = places[matrix.rows]
            due[here] = matrix.due[:, number]
            state[here] = _state(matrix, number)
            applies[here] = matrix.applies[:, number]
        return cls(parts, places, due, state, applies)

    @property
    def milestone(self) -> Milestone | None:
        """What is to be done; None where this plan doesn't have it."""
        for _, matrix, number in self.parts:
            return matrix.columns[number].milestone
        return None

    def deadlines(self, wanted: Flags) -> Mapping[int, Deadline]:
        """Return the cells that apply at the places wanted."""
        chosen = wanted & self.applies
        found: dict[int, Deadline] = {}
        for timeline, matrix, number in self.parts:
            places = self.places[matrix.rows]
            for row in np.flatnonzero(chosen[places]):
                found[int(places[row])] = timeline.cell(matrix, int(row), number)
        return found


def _state(matrix: Matrix, number: int) -> NDArray[np.uint8]:
    flags = (matrix.provisional, matrix.suspended, matrix.needs_date)
    packed: NDArray[np.uint8] = np.packbits([flag[:, number] for flag in flags], axis=0)[0]
    return packed


@dataclass(frozen=True, eq=False)
class Pair:
    """The same milestone occurrence in the earlier and in the later plan."""

    before: Side
    after: Side

    @property
    def in_both(self) -> Flags:
        """Where both apply."""
        return self.before.applies & self.after.applies

    @property
    def differs(self) -> Flags:
        """Where only one applies, or the days aren't the same, or in another state."""
        before, after = self.before, self.after
        moved = before.due.view(np.int64) != after.due.view(np.int64)  # no day equals no day
        other = moved | (before.state != after.state)
        differs: Flags = (before.applies ^ after.applies) | (self.in_both & other)
        return differs


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two timelines of one roadmap; one that is new or gone has none on one side."""

    before: Timeline | None
    after: Timeline | None
    registers: BothRegisters
    renames: Renames
    """Those of the later plan."""

    def pairs(self) -> Iterator[Pair]:
        """Yield each milestone occurrence of the later plan, then those that are gone."""
        before, after = self._parts(self.before), self._parts(self.after)
        registers = self.registers
        for key in {**after, **before}:
            yield Pair(
                Side.of(before.get(key, ()), registers.of_before, len(registers.places)),
                Side.of(after.get(key, ()), registers.of_after, len(registers.places)),
            )

    def _parts(self, timeline: Timeline | None) -> Mapping[_Key, _Parts]:
        """Return the columns of a timeline by milestone, as it is called now, and occurrence."""
        found: dict[_Key, list[tuple[Timeline, Matrix, int]]] = {}
        if timeline is None:
            return found
        for matrix in timeline.matrices:
            for number, column in enumerate(matrix.columns):
                key = self._present(timeline, column.milestone.id), column.label
                found.setdefault(key, []).append((timeline, matrix, number))
        return found

    def _present(self, timeline: Timeline, milestone: MilestoneId) -> MilestoneId:
        roadmap = self.renames.roadmap(timeline.roadmap.id)
        return self.renames.milestone(roadmap, milestone)
