"""Facts by present ids."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lotrinh.application.books.facts import Facts
from lotrinh.domain.facts import CellId, Closing, Fact, FactKind, closings, fold
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import MilestoneId, RoadmapId


@dataclass(frozen=True)
class RenamedFacts:
    """Facts by present ids."""

    under: Facts
    renames: Renames

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        return self.under.newest()

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        self.under.record(facts)

    def next_entry(self) -> int:
        """Return a number for the facts of one command."""
        return self.under.next_entry()

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        names = [name for cell in cells for name in self.renames.names_of_cell(cell)]
        return self._present(self.under.of_cells(names))

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones (all, if None), with those that take them back."""
        names = self.renames.names_of_milestone
        wanted = (
            None if milestones is None else [name for m in milestones for name in names(roadmap, m)]
        )
        return self._of_roadmap(roadmap, lambda name: self.under.of_milestones(name, wanted))

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        return self._of_roadmap(roadmap, lambda name: self.under.of_kinds(name, kinds))

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see."""
        return self._of_roadmap(roadmap, lambda name: self.under.since(name, sequence, day))

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        return self.under.counted_after(sequence)

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        return self._present(self.under.after(sequence, kinds))

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day, under whichever id it was recorded."""
        return closings(fold(self.of_milestones(roadmap), day))

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal, after which no other came."""
        return self._of_roadmap(roadmap, self.under.about_more_time)

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        return self._present(self.under.of_entry(entry))

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        return self._present(self.under.all())

    def _of_roadmap(
        self, roadmap: RoadmapId, ask: Callable[[RoadmapId], Sequence[Fact]]
    ) -> Sequence[Fact]:
        """Return what the books hold under any id of a roadmap, each fact once."""
        names = self.renames.names_of_roadmap(roadmap)
        found = {fact.sequence: fact for name in names for fact in ask(name)}
        return self._present(fact for _, fact in sorted(found.items()))

    def _present(self, facts: Iterable[Fact]) -> Sequence[Fact]:
        cell = self.renames.cell
        return [
            fact if fact.cell is None else replace(fact, cell=cell(fact.cell)) for fact in facts
        ]
