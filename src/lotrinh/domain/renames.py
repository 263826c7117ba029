"""Renames: which ids in the books belong to what is called otherwise today.

The books are never rewritten. What stands in them under an old id is read as what
`formerly` says it is called now; what is written goes under the present id. Anchors count
as milestones here: they share one namespace, and facts name both alike.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId

_Milestone = tuple[RoadmapId, MilestoneId]


@dataclass(frozen=True, eq=False)
class Renames:
    """Old ids, each with the present one; milestones and anchors by their roadmap's present id."""

    roadmaps: Mapping[RoadmapId, RoadmapId] = field(default_factory=dict)
    milestones: Mapping[_Milestone, MilestoneId] = field(default_factory=dict)
    organisations: Mapping[OrganisationId, OrganisationId] = field(default_factory=dict)

    @classmethod
    def of(cls, roadmaps: Iterable[Roadmap], register: Organisations | None = None) -> "Renames":
        """Return what the files say that roadmaps, milestones, organisations were called before."""
        known = list(roadmaps)
        return cls(
            {old: roadmap.id for roadmap in known for old in roadmap.formerly},
            {
                (roadmap.id, MilestoneId(old)): id_
                for roadmap in known
                for id_, formerly in _named(roadmap)
                for old in formerly
            },
            register.renamed if register is not None else {},
        )

    def seen_from(self, earlier: Iterable[Roadmap], register: Organisations) -> "Renames":
        """Return the same the other way round: by the ids that an earlier plan has.

        So the earlier plan finds what was recorded under ids that it doesn't know yet.
        """
        known = list(earlier)
        in_use = {roadmap.id for roadmap in known}
        roadmaps: dict[RoadmapId, RoadmapId] = {}
        milestones: dict[_Milestone, MilestoneId] = {}
        for roadmap in known:
            present = self.roadmap(roadmap.id)
            for name in {*self.names_of_roadmap(present), *roadmap.formerly} - in_use:
                roadmaps.setdefault(name, roadmap.id)
            taken = {id_ for id_, _ in _named(roadmap)}
            for id_, formerly in _named(roadmap):
                names = self.names_of_milestone(present, self.milestone(present, id_))
                for other in {*names, *map(MilestoneId, formerly)} - taken:
                    milestones.setdefault((roadmap.id, other), id_)
        return Renames(roadmaps, milestones, self._organisations_seen_from(register))

    def _organisations_seen_from(
        self, register: Organisations
    ) -> Mapping[OrganisationId, OrganisationId]:
        found: dict[OrganisationId, OrganisationId] = {}
        renamed = {*self.organisations, *self._old_organisations, *register.renamed.values()}
        for id_ in sorted(renamed & register.rows.keys()):
            formerly = register.formerly.get(register.rows[id_], ())
            names = {*self.names_of_organisation(self.organisation(id_)), *formerly}
            for name in names - register.rows.keys():
                found.setdefault(name, id_)
        return found

    def __bool__(self) -> bool:
        return bool(self.roadmaps or self.milestones or self.organisations)

    def roadmap(self, id_: RoadmapId) -> RoadmapId:
        """Return what a roadmap is called now."""
        return self.roadmaps.get(id_, id_)

    def milestone(self, roadmap: RoadmapId, id_: MilestoneId) -> MilestoneId:
        """Return what a milestone of a roadmap (by its present id) is called now."""
        return self.milestones.get((roadmap, id_), id_)

    def organisation(self, id_: OrganisationId) -> OrganisationId:
        """Return what an organisation is called now."""
        return self.organisations.get(id_, id_)

    def cell(self, cell: CellId) -> CellId:
        """Return what a cell is called now."""
        if not self:
            return cell
        roadmap = self.roadmap(cell.roadmap)
        milestone = self.milestone(roadmap, cell.milestone)
        return replace(
            cell,
            roadmap=roadmap,
            organisation=self.organisation(cell.organisation),
            milestone=milestone,
        )

    def names_of_roadmap(self, id_: RoadmapId) -> tuple[RoadmapId, ...]:
        """Return all ids of a roadmap, the oldest first, the present one last."""
        return (*self._old_roadmaps.get(id_, ()), id_)

    def names_of_milestone(self, roadmap: RoadmapId, id_: MilestoneId) -> tuple[MilestoneId, ...]:
        """Return all ids of a milestone, the oldest first, the present one last."""
        return (*self._old_milestones.get((roadmap, id_), ()), id_)

    def names_of_organisation(self, id_: OrganisationId) -> tuple[OrganisationId, ...]:
        """Return all ids of an organisation, the oldest first, the present one last."""
        return (*self._old_organisations.get(id_, ()), id_)

    def names_of_cell(self, cell: CellId) -> Iterator[CellId]:
        """Yield all ids of a cell, the oldest first, the present one last."""
        for roadmap, organisation, milestone in product(
            self.names_of_roadmap(cell.roadmap),
            self.names_of_organisation(cell.organisation),
            self.names_of_milestone(cell.roadmap, cell.milestone),
        ):
            yield replace(cell, roadmap=roadmap, organisation=organisation, milestone=milestone)

    def first(self, cell: CellId) -> CellId:
        """Return what a cell was called first: no later rename changes that."""
        return next(self.names_of_cell(cell))

    @cached_property
    def _old_roadmaps(self) -> Mapping[RoadmapId, list[RoadmapId]]:
        found: dict[RoadmapId, list[RoadmapId]] = {}
        for old, now in self.roadmaps.items():
            found.setdefault(now, []).append(old)
        return found

    @cached_property
    def _old_organisations(self) -> Mapping[OrganisationId, list[OrganisationId]]:
        found: dict[OrganisationId, list[OrganisationId]] = {}
        for old, now in self.organisations.items():
            found.setdefault(now, []).append(old)
        return found

    @cached_property
    def _old_milestones(self) -> Mapping[_Milestone, list[MilestoneId]]:
        found: dict[_Milestone, list[MilestoneId]] = {}
        for (roadmap, old), now in self.milestones.items():
            found.setdefault((roadmap, now), []).append(old)
        return found


def _named(roadmap: Roadmap) -> Iterator[tuple[MilestoneId, tuple[str, ...]]]:
    """Yield the ids of anchors and milestones, each with those that it had before."""
    anchors = {MilestoneId(a.id): a.formerly for a in roadmap.anchors.values()}
    milestones = {m.id: m.formerly for m in roadmap.milestones.values()}
    for id_ in {**anchors, **milestones}:  # a milestone that asks for an anchor has its id
        yield id_, (*anchors.get(id_, ()), *milestones.get(id_, ()))
