"""Steps: how a day came about, one part of a phrase after another, and what each rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    markers: Mapping[str, MilestoneId] = field(default_factory=dict)
    """For an anchor: the milestone whose Done says that it happened."""

    def fact(self, reference: Reference, occurrence: str) -> Fact | None:
        """Return what was recorded of an anchor or of a milestone in an occurrence."""
        for cell in self._cells(reference, occurrence):
            if cell in self.facts:
                return self.facts[cell]
        return None

    def source(self, reference: Reference) -> str:
        """Return the cell in which the organisation has set the day of an anchor, if it has."""
        days, register = self.organisations.anchors.get(reference.name), self.organisations.source
        row = self.organisations.rows[self.organisation]
        if days is None or register is None or np.isnat(days[row]):
            return ""
        return register.cell(row, reference.name)

    def _cells(self, reference: Reference, occurrence: str) -> Iterator[CellId]:
        is_anchor = reference.name in self.roadmap.anchors
        name = MilestoneId(reference.name)
        known = self.markers.get(reference.name, name) if is_anchor else name
        label = reference.occurrence if reference.occurrence is not None else occurrence
        for one in dict.fromkeys(("",) if is_anchor else (label, "")):
            yield CellId(self.roadmap.id, self.organisation, known, one)
