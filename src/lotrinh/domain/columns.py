"""Columns: in which occurrences a milestone comes, its own or those of what it is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lotrinh.domain.due import references
from lotrinh.domain.occurrence import Occurrence
from lotrinh.domain.roadmap import Milestone, MilestoneId, Roadmap, Term
from lotrinh.domain.timeline import Column

_ALWAYS = Term("", 0, 9999)


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
        if milestone.due.every is not None:
            return milestone.due.occurrences(*milestone.years(self.roadmap.term))
        followed = followed_by(milestone, self.roadmap)
        if followed is None:
            return [None]
        return [o for o in self._occurrences(followed) if o is None or _within(milestone, o)]


def followed_by(milestone: Milestone, roadmap: Roadmap) -> Milestone | None:
    """Return the milestone whose occurrences another one takes over, None where there is none."""
    for reference in references(milestone.due):
        if reference.name in roadmap.anchors:
            continue  # what asks for an anchor's day has its id, but is not what is meant
        if reference.occurrence is None and reference.name in roadmap.milestones:
            return roadmap.milestones[MilestoneId(reference.name)]
    return None


def _within(milestone: Milestone, occurrence: Occurrence) -> bool:
    first, last = milestone.years(_ALWAYS)
    return first <= occurrence.year <= last
