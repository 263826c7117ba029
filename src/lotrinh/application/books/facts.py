"""Facts in the books: what was recorded; only ever added to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from lotrinh.domain.facts import CellId, Closing, Fact, FactKind
from lotrinh.domain.roadmap import MilestoneId, RoadmapId


class Facts(Protocol):
    """What was recorded; only ever added to."""

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        ...

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        ...

    def next_entry(self) -> int:
        """Return a number for the facts of one command."""
        ...

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        ...

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones (all, if None), with those that take them back."""
        ...

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        ...

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see.

        Those are the facts recorded later, and those that hold from a later day; for one
        that takes back an entry, also what it takes back.
        """
        ...

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        ...

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        ...

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day, as it was recorded."""
        ...

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal, after which no other came.

        Perhaps a few more than those; what the facts of a cell add up to says it for sure.
        """
        ...

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        ...

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        ...
