"""Whether a roadmap meets the registers: somebody it is for, and somebody who holds each role.

All of it is warnings: registers are filled in bit by bit, and the plan is right without
them. Who is missing is said once per role and kind, with one organisation as an example.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.due import references
from lotrinh.domain.roadmap import (
    Kind,
    Milestone,
    MilestoneId,
    Organisations,
    People,
    Roadmap,
    RoleId,
)
from lotrinh.errors import Location
from lotrinh.loader.findings import Findings
from lotrinh.loader.roadmap_shape import MilestoneShape, RoadmapShape

_Rows = NDArray[np.bool_]
_ABOVE = "parent."


@dataclass(frozen=True)
class Registers:
    """Organisations and people, asked for many rows at once."""

    organisations: Organisations
    people: People
    kinds: Mapping[str, Kind]
    told: set[tuple[str, str]] = field(default_factory=set)
    """The roles and kinds whose missing holders are reported already."""

    @cached_property
    def _held(self) -> Mapping[RoleId, _Rows]:
        rows = self.organisations.rows
        held: dict[RoleId, _Rows] = {}
        for person in self.people.persons:
            for holding in person.holds:
                row = rows.get(holding.organisation)
                if row is not None:
                    nobody = np.zeros(len(self.organisations), np.bool_)
                    held.setdefault(holding.role, nobody)[row] = True
        return held

    def held(self, role: RoleId) -> _Rows:
        """Return the organisations where somebody holds a role, or the one that stands in."""
        nobody = np.zeros(len(self.organisations), np.bool_)
        held = self._held.get(role, nobody).copy()
        for kind in self.kinds.values():
            stand_in = kind.stands_in.get(role)
            if stand_in is not None:
                of_kind = self.organisations.kinds == kind.id
                held |= of_kind & self._held.get(stand_in, nobody)
        return held

    def answered(self, lead: RoleId) -> _Rows:
        """Return the organisations where somebody answers for what `lead` leads."""
        if not lead.startswith(_ABOVE):
            return self.held(lead)
        above = self.organisations.parents
        return self.held(RoleId(lead.removeprefix(_ABOVE)))[above] & (above >= 0)


def check_coverage(
    shape: RoadmapShape, roadmap: Roadmap, registers: Registers, findings: Findings
) -> None:
    """Report milestones for nobody, roles without holders, and dates of other organisations."""
    written = {str(milestone.id): milestone for milestone in shape.milestones}
    for milestone in roadmap.milestones.values():
        mine = registers.organisations.select(milestone.applies)
        place = written[milestone.id]
        if not mine.any():
            findings.warning("for-nobody", place.where, value=str(milestone.id))
            continue
        _check_lead(milestone, mine, place.lead.where, registers, findings)
        _check_references(roadmap, milestone, mine, place, registers, findings)


def _check_lead(
    milestone: Milestone, mine: _Rows, where: Location, registers: Registers, findings: Findings
) -> None:
    organisations = registers.organisations
    ending = ~np.isnat(organisations.valid_to)
    missing = mine & ~registers.answered(milestone.lead) & ~ending
    for kind in np.unique(organisations.kinds[missing]):
        if (milestone.lead, str(kind)) in registers.told:
            continue
        registers.told.add((milestone.lead, str(kind)))
        rows = np.flatnonzero(missing & (organisations.kinds == kind))
        example = str(organisations.ids[rows[0]])
        values = {"role": str(milestone.lead), "organisation": example, "count": str(len(rows))}
        findings.warning("no-holder", where, **values)


def _check_references(
    roadmap: Roadmap,
    milestone: Milestone,
    mine: _Rows,
    place: MilestoneShape,
    registers: Registers,
    findings: Findings,
) -> None:
    """Warn where a date is counted from what some of these organisations don't have to do."""
    for reference in references(milestone.due):
        other = roadmap.milestones.get(MilestoneId(reference.name))
        if other is None:
            continue
        without = mine & ~registers.organisations.select(other.applies)
        if without.any():
            example = str(registers.organisations.ids[int(np.flatnonzero(without)[0])])
            values = {"value": reference.name, "organisation": example}
            findings.warning("other-organisations", place.due.where, **values)
