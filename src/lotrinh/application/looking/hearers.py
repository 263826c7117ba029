"""Who hears of a milestone under one configuration, and who under another."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from lotrinh.application.deciding.escalation import escalated_to, hearers
from lotrinh.application.looking.comparison import BothRegisters, Pair, Side
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import holders
from lotrinh.domain.calendar import Flags, as_day
from lotrinh.domain.policy import Escalation
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.roadmap import Milestone
from lotrinh.domain.timeline import Deadline


@dataclass
class Hearers:
    """The hearers of two configurations on one day; roles that changed hands are found once."""

    before: Configuration
    after: Configuration
    today: date
    registers: BothRegisters
    _changed: dict[RoleId, Flags] = field(default_factory=dict)

    def differ(self, pair: Pair) -> Flags:
        """Return where others may hear of a deadline that both configurations have."""
        changed = np.zeros(len(self.registers.places), np.bool_)
        before, after = pair.before.milestone, pair.after.milestone
        if before is None or after is None:
            return changed
        if _roles(before) != _roles(after):
            return pair.in_both
        for role in _roles(after):
            changed |= self._changed_hands(role)
        if (late := self._late(pair)).any():
            changed |= late & self._change_above(pair, after)
        return changed & pair.in_both

    def _late(self, pair: Pair) -> Flags:
        """Return where a deadline has passed, so that those above may hear of it."""
        late: Flags = pair.before.due < as_day(self.today)
        return late | (pair.after.due < as_day(self.today))

    def _change_above(self, pair: Pair, milestone: Milestone) -> Flags:
        """Return where others above may hear: by another policy, or as roles changed hands."""
        before = _escalation(self.before, pair.before)
        after = _escalation(self.after, pair.after)
        if before != after:
            return pair.in_both
        below = np.zeros(len(self.registers.places), np.bool_)
        if after is not None:
            register, role = self.after.organisations, after.role(milestone.lead)
            for row in np.flatnonzero(self._changed_hands(role)[: len(register)]):
                below[: len(register)] |= register.are_below(int(row))
        return below

    def of(
        self, before: Deadline | None, after: Deadline | None
    ) -> tuple[frozenset[PersonId], frozenset[PersonId]]:
        """Return who hears of a deadline before, and who after."""
        return _of(self.before, before, self.today), _of(self.after, after, self.today)

    @cached_property
    def _same_people(self) -> bool:
        """Whether nobody's roles, and nothing that they lean on, can have changed."""
        before, after = self.before, self.after
        earlier, later = before.organisations, after.organisations
        return (
            before.people.persons == after.people.persons
            and before.kinds == after.kinds
            and earlier.ids == later.ids
            and np.array_equal(earlier.parents, later.parents)
            and np.array_equal(earlier.kinds, later.kinds)
        )

    def _changed_hands(self, role: RoleId) -> Flags:
        """Return where others hold a role."""
        if role not in self._changed:
            changed = np.zeros(len(self.registers.places), np.bool_)
            for organisation, place in () if self._same_people else self.registers.places.items():
                known = self.registers.earlier_ids.get(organisation, organisation)
                changed[place] = self._held(self.before, role, known) != self._held(
                    self.after, role, organisation
                )
            self._changed[role] = changed
        return self._changed[role]

    def _held(
        self, configuration: Configuration, role: RoleId, organisation: OrganisationId
    ) -> frozenset[PersonId]:
        if organisation not in configuration.organisations.rows:
            return frozenset()
        return frozenset(holders(configuration, role, organisation, self.today))


def _of(
    configuration: Configuration, deadline: Deadline | None, today: date
) -> frozenset[PersonId]:
    if deadline is None:
        return frozenset()
    policy = configuration.policies[configuration.roadmaps[deadline.id.roadmap].policy]
    told = escalated_to(configuration, policy, deadline, today)
    return frozenset(hearers(configuration, deadline, told, today))


def _escalation(configuration: Configuration, side: Side) -> Escalation | None:
    """Return when those above hear, by the policy of the roadmap."""
    timeline, *_ = side.parts[0]
    return configuration.policies[timeline.roadmap.policy].escalation


def _roles(milestone: Milestone) -> tuple[RoleId, ...]:
    return (milestone.lead, *milestone.support)
