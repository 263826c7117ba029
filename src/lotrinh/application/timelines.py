"""The timelines of one configuration as seen on one day, each resolved once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.configuration import Configuration
from lotrinh.application.ports import Facts
from lotrinh.domain.due import references
from lotrinh.domain.facts import CellId, done_days
from lotrinh.domain.policy import Policy
from lotrinh.domain.resolution import Step, derive, resolve
from lotrinh.domain.roadmap import MilestoneId, OrganisationId, Roadmap, RoadmapId
from lotrinh.domain.timeline import Deadline, Timeline


@dataclass
class Timelines:
    """Resolves roadmaps on demand; facts that move dates are fetched, no others."""

    configuration: Configuration
    facts: Facts
    today: date
    organisations: Collection[OrganisationId] | None = None
    """Keep to these, if not all."""
    _known: dict[RoadmapId, Timeline] = field(default_factory=dict)
    _moving: dict[RoadmapId, Mapping[CellId, date]] = field(default_factory=dict)

    def of(self, roadmap: RoadmapId) -> Timeline:
        """Return the timeline of a roadmap."""
        if roadmap not in self._known:
            configuration = self.configuration
            self._known[roadmap] = resolve(
                configuration.roadmaps[roadmap],
                configuration.organisations,
                configuration.calendars,
                done=self._moving_facts(roadmap),
                strict=configuration.strict,
                only=self._only(),
            )
        return self._known[roadmap]

    def derivation(self, deadline: Deadline) -> tuple[Step, ...]:
        """Return how a due date came about."""
        roadmap = deadline.id.roadmap
        strict = self.configuration.strict
        return derive(self.of(roadmap), deadline, done=self._moving_facts(roadmap), strict=strict)

    def policy(self, roadmap: RoadmapId) -> Policy:
        """Return the policy of a roadmap."""
        return self.configuration.policies[self.configuration.roadmaps[roadmap].policy]

    def _moving_facts(self, roadmap: RoadmapId) -> Mapping[CellId, date]:
        if roadmap not in self._moving:
            wanted = moving_milestones(self.configuration.roadmaps[roadmap])
            facts = self.facts.of_milestones(roadmap, wanted) if wanted else ()
            self._moving[roadmap] = done_days(facts, self.today)
        return self._moving[roadmap]

    def _only(self) -> NDArray[np.bool_] | None:
        if self.organisations is None:
            return None
        register = self.configuration.organisations
        chosen = np.zeros(len(register), np.bool_)
        chosen[[register.rows[organisation] for organisation in self.organisations]] = True
        return chosen


def moving_milestones(roadmap: Roadmap) -> frozenset[MilestoneId]:
    """Return the milestones whose Done moves dates: counted from, or marking an anchor."""
    phrases = [m.due for m in roadmap.milestones.values()]
    phrases += [p for a in roadmap.anchors.values() for p in (a.at, a.window) if p is not None]
    named = {reference.name for phrase in phrases for reference in references(phrase)}
    return frozenset(m.id for m in roadmap.milestones.values() if m.marks or m.id in named)
