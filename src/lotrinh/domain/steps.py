"""Steps: how a day came about, one part of a phrase after another, and what each rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from lotrinh.domain.distance import Reference
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.frame import Node
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import Amendment, MilestoneId, Roadmap


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: what part of the phrase gave which day."""

    node: Node
    day: date | None
    provisional: bool
    amendment: Amendment | None = None
    """What the phrase stands in, if not in the milestone itself."""
    source: str = ""
    """Where it is written: the line of the phrase, or the cell of the register."""
    fact: Fact | None = None
    """What was recorded, where the day is that of something that happened."""
    replaced: date | None = None
    """The day since which other words stand in that line, where they do."""


@dataclass(frozen=True, eq=False)
class Origins:
    """What the days of one organisation rest on, that a phrase only names."""

    roadmap: Roadmap
    organisations: Organisations
    organisation: OrganisationId
    facts: Mapping[CellId, Fact]
    markers: Mapping[str, MilestoneId]
    """For an anchor: the milestone whose Done says that it happened."""

    def fact(self, reference: Reference, occurrence: str) -> Fact | None:
        """Return what was recorded of an anchor or of a milestone in an occurrence."""
        thing = self.markers.get(reference.name, MilestoneId(reference.name))
        of_occurrence, once = (
            self.facts.get(CellId(self.roadmap.id, self.organisation, thing, label))
            for label in (reference.occurrence or occurrence, "")
        )
        return of_occurrence or once

    def source(self, reference: Reference) -> str:
        """Return the cell in which the organisation has set the day of an anchor, if it has."""
        days, register = self.organisations.anchors.get(reference.name), self.organisations.source
        row = self.organisations.rows[self.organisation]
        if days is None or register is None or np.isnat(days[row]):
            return ""
        return register.cell(row, reference.name)
