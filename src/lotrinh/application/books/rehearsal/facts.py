"""Facts in a notebook: what a rehearsal records is laid over the facts in the books.

Whoever asks gets both, and the books know nothing of it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lotrinh.application.books.facts import Facts
from lotrinh.domain.facts import ABOUT_MORE_TIME, CellId, Closing, Fact, FactKind, closings, fold
from lotrinh.domain.roadmap import MilestoneId, RoadmapId


@dataclass
class NotedFacts:
    """The facts with a notebook laid over them."""

    under: Facts | None = None
    noted: list[Fact] = field(default_factory=list)

    def newest(self) -> int:
        """Return the sequence of the newest fact, 0 where there is none."""
        if self.noted:
            return self.noted[-1].sequence
        return self.under.newest() if self.under else 0

    def record(self, facts: Sequence[Fact]) -> None:
        """Add facts; their sequence is given here."""
        for fact in facts:
            self.noted.append(replace(fact, sequence=self.newest() + 1))

    def next_entry(self) -> int:
        """Return a number for the facts of one command."""
        return max((fact.entry for fact in self.all()), default=0) + 1

    def of_cells(self, cells: Collection[CellId]) -> Sequence[Fact]:
        """Return the facts of some cells, with those that take them back."""
        wanted = frozenset(cells)
        under = self.under.of_cells(cells) if self.under else ()
        return [*under, *self._with_undone(lambda f: f.cell in wanted)]

    def of_milestones(
        self, roadmap: RoadmapId, milestones: Collection[MilestoneId] | None = None
    ) -> Sequence[Fact]:
        """Return the facts of whole milestones, with those that take them back."""
        under = self.under.of_milestones(roadmap, milestones) if self.under else ()

        def is_meant(fact: Fact) -> bool:
            cell = fact.cell
            return (
                cell is not None
                and cell.roadmap == roadmap
                and (milestones is None or cell.milestone in milestones)
            )

        return [*under, *self._with_undone(is_meant)]

    def of_kinds(self, roadmap: RoadmapId, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return a roadmap's facts of some kinds, with those that take them back."""
        under = self.under.of_kinds(roadmap, kinds) if self.under else ()

        def is_meant(fact: Fact) -> bool:
            return fact.cell is not None and fact.cell.roadmap == roadmap and fact.kind in kinds

        return [*under, *self._with_undone(is_meant)]

    def since(self, roadmap: RoadmapId, sequence: int, day: date) -> Sequence[Fact]:
        """Return what a look on `day`, when `sequence` was the newest, could not see."""
        under = self.under.since(roadmap, sequence, day) if self.under else ()
        news = [f for f in self.noted if f.sequence > sequence or f.on > day]
        undone = {f.reverts for f in news if f.kind is FactKind.UNDONE}
        taken_back = [f for f in self.noted if f.entry in undone and f not in news]
        return [*under, *(f for f in news + taken_back if not f.cell or f.cell.roadmap == roadmap)]

    def counted_after(self, sequence: int) -> Mapping[FactKind, int]:
        """Return how many facts of each kind were recorded after one, and stand."""
        if self.under is not None and not self.noted:
            return self.under.counted_after(sequence)
        return Counter(fact.kind for fact in self.after(sequence, tuple(FactKind)))

    def after(self, sequence: int, kinds: Collection[FactKind]) -> Sequence[Fact]:
        """Return the facts of some kinds recorded after one that stand, oldest first."""
        under = self.under.after(sequence, kinds) if self.under else ()
        undone = {fact.reverts for fact in self.noted if fact.kind is FactKind.UNDONE}
        noted = (f for f in self.noted if f.sequence > sequence and f.kind in kinds)
        return [fact for fact in (*under, *noted) if fact.entry not in undone]

    def closings(self, roadmap: RoadmapId, day: date) -> Iterable[Closing]:
        """Return what is closed of a roadmap on a day."""
        if self.under is not None and not self.noted:
            return self.under.closings(roadmap, day)
        return closings(fold(self.of_milestones(roadmap), day))

    def about_more_time(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return each request for more time, and each refusal; older ones as well."""
        under = self.under.about_more_time(roadmap) if self.under else ()
        noted = (fact for fact in self.noted if fact.kind in ABOUT_MORE_TIME)
        return [*under, *(f for f in noted if f.cell and f.cell.roadmap == roadmap)]

    def of_entry(self, entry: int) -> Sequence[Fact]:
        """Return the facts of one entry, with those that take it back."""
        under = self.under.of_entry(entry) if self.under else ()
        return [*under, *(f for f in self.noted if entry in {f.entry, f.reverts})]

    def all(self) -> Sequence[Fact]:
        """Return every fact, oldest first."""
        return [*(self.under.all() if self.under else ()), *self.noted]

    def _with_undone(self, is_meant: Callable[[Fact], bool]) -> Iterator[Fact]:
        entries = {fact.entry for fact in self.noted if is_meant(fact)}
        return (fact for fact in self.noted if is_meant(fact) or fact.reverts in entries)
