"""Whether a roadmap meets the registers: somebody it is for, and somebody who holds each role.

All of it is warnings: registers are filled in bit by bit, and the plan is right without
them. Who is missing is said once per role and kind, with one organisation as an example.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lotrinh.domain.calendar import Flags
from lotrinh.domain.due import references
from lotrinh.domain.people import People
from lotrinh.domain.registers import (
    Kind,
    OrganisationId,
    Organisations,
    RoleId,
    Selector,
    role_above,
)
from lotrinh.domain.roadmap import Milestone, MilestoneId, Roadmap
from lotrinh.errors import Location
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.written import Text


@dataclass(frozen=True)
class Registers:
    """Organisations and people, asked for many rows at once."""

    organisations: Organisations
    people: People
    kinds: Mapping[str, Kind]
    roles: Vocabulary
    told: set[tuple[str, str]] = field(default_factory=set)
    """The roles and kinds whose missing holders are reported already."""

    @cached_property
    def _held(self) -> Mapping[RoleId, Flags]:
        rows = self.organisations.rows
        held: dict[RoleId, Flags] = {}
        for role, organisation in self.people.posts:
            row = rows.get(organisation)
            if row is not None:
                if role not in held:
                    held[role] = np.zeros(len(self.organisations), np.bool_)
                held[role][row] = True
        return held

    def held(self, role: RoleId) -> Flags:
        """Return the organisations where somebody holds a role, or the one that stands in."""
        nobody = np.zeros(len(self.organisations), np.bool_)
        held = self._held.get(role, nobody).copy()
        for kind in self.kinds.values():
            stand_in = kind.stands_in.get(role)
            if stand_in is not None:
                of_kind = self.organisations.kinds == kind.id
                held |= of_kind & self._held.get(stand_in, nobody)
        return held

    def is_held(self, role: RoleId, organisation: OrganisationId) -> bool:
        """Whether somebody answers for a role at an organisation, at some time."""
        return bool(self.held(role)[self.organisations.rows[organisation]])

    def answered(self, lead: RoleId) -> Flags:
        """Return the organisations where somebody answers for what `lead` leads."""
        bare, above = role_above(lead), self.organisations.parents
        return self.held(lead) if bare is None else self.held(bare)[above] & (above >= 0)

    def know(self, selector: Selector) -> bool:
        """Whether everything that a selector names is there."""
        return (
            selector.kinds <= self.kinds.keys()
            and selector.organisations <= self.organisations.rows.keys()
            and selector.tags <= self.organisations.tags.keys()
        )


@dataclass(frozen=True, slots=True)
class _Duty:
    """A milestone, the organisations that it is for, and how it was written."""

    milestone: Milestone
    rows: Flags
    where: Location
    lead: Text
    due: Text
    officers: Sequence[Text]
    """Those who keep the figures, where it is the report on a target."""


def check_coverage(
    shape: RoadmapShape,
    roadmap: Roadmap,
    registers: Registers,
    findings: Findings,
    *,
    of_targets: bool = False,
) -> None:
    """Report milestones for nobody, roles without holders, and dates of other organisations.

    What was taken over from another roadmap may be for more kinds than are here. Who supports
    may be missing; only where the milestones are reports on targets it is who has the figures.
    """
    for duty in _duties(shape, roadmap, registers.organisations):
        if duty.rows.any():
            _check_held(duty, duty.milestone.lead, duty.lead.where, registers, findings)
            for officer in duty.officers if of_targets else ():
                _check_held(duty, RoleId(str(officer)), officer.where, registers, findings)
            _check_references(duty, roadmap, registers.organisations, findings)
        elif duty.where.path == shape.where.path and registers.know(duty.milestone.applies):
            findings.warning("for-nobody", duty.where, value=str(duty.milestone.id))


def _duties(shape: RoadmapShape, roadmap: Roadmap, organisations: Organisations) -> Iterator[_Duty]:
    written = {str(m.id): (m.where, m.lead, m.due, m.support) for m in shape.every_milestone}
    asked = {str(name): (a.place("ask"), a.ask, a.by, ()) for name, a in shape.anchors.items()}
    for milestone in roadmap.milestones.values():
        rows = organisations.select(milestone.applies)
        yield _Duty(milestone, rows, *(asked if milestone.asks else written)[milestone.id])


def _check_held(
    duty: _Duty, role: RoleId, where: Location, registers: Registers, findings: Findings
) -> None:
    organisations = registers.organisations
    if (role_above(role) or role) not in registers.roles:
        return
    stays = np.isnat(organisations.valid_to)
    missing = duty.rows & stays & ~registers.answered(role)
    for kind in np.unique(organisations.kinds[missing]) if missing.any() else ():
        if (role, str(kind)) in registers.told:
            continue
        registers.told.add((role, str(kind)))
        rows = np.flatnonzero(missing & (organisations.kinds == kind))
        example = organisations.ids[rows[0]]
        values = {"role": str(role), "organisation": example, "count": str(len(rows))}
        findings.warning("no-holder", where, **values)


def _check_references(
    duty: _Duty, roadmap: Roadmap, organisations: Organisations, findings: Findings
) -> None:
    """Warn where a date is counted from what some of these organisations don't have to do."""
    for reference in references(duty.milestone.due):
        other = roadmap.milestones.get(MilestoneId(reference.name))
        if other is None or other.asks:  # an anchor has days for whom nobody asks, too
            continue
        without = np.flatnonzero(duty.rows & ~organisations.select(other.applies))
        if len(without):
            values = {"value": reference.name, "organisation": organisations.ids[without[0]]}
            findings.warning("other-organisations", duty.due.where, **values)
