"""Columns: in which occurrences a milestone comes, its own or those of what it is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lotrinh.domain.due import references
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.roadmap import Milestone, MilestoneId, Roadmap
from lotrinh.domain.timeline import Column


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a roadmap, made once they are asked for."""

    roadmap: Roadmap
    _known: dict[MilestoneId, Mapping[str, Column]] = field(default_factory=dict)

    def of(self, milestone: Milestone) -> Mapping[str, Column]:
        """Return the columns of a milestone by their labels."""
        if milestone.id not in self._known:
            made = (Column(milestone, occurrence) for occurrence in self._occurrences(milestone))
            self._known[milestone.id] = {column.label: column for column in made}
        return self._known[milestone.id]

    def _occurrences(self, milestone: Milestone) -> Sequence[Occurrence | None]:
        term = self.roadmap.term
        if milestone.due.every is not None:
            first = _or(milestone.first_year, term.first_year)
            last = _or(milestone.last_year, term.last_year)
            return milestone.due.occurrences(first, last)
        followed = self._followed(milestone)
        if followed is None:
            return [None]
        return [o for o in self._occurrences(followed) if o is None or _within(milestone, o)]

    def _followed(self, milestone: Milestone) -> Milestone | None:
        """Return the milestone whose occurrences another takes over."""
        for reference in references(milestone.due):
            if reference.occurrence is None and reference.name in self.roadmap.milestones:
                return self.roadmap.milestones[MilestoneId(reference.name)]
        return None


def _within(milestone: Milestone, occurrence: Occurrence) -> bool:
    first, last = _or(milestone.first_year, 0), _or(milestone.last_year, 9999)
    return first <= occurrence.year <= last


def _or(year: int | None, otherwise: int) -> int:
    return otherwise if year is None else year
