"""The room of an organisation: how far each of its deadlines may slip, and what is critical."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lotrinh.application.books.facts import Facts
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import outlooks
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is before one deadline."""

    slack: int
    """Working days that it may slip; negative where so many are missing."""
    critical: bool
    """Whether it is on the critical path."""


def rooms(
    configuration: Configuration, facts: Facts, organisation: OrganisationId, today: date
) -> Mapping[CellId, Room]:
    """Return what room an organisation's deadlines have, of those where it can be told."""
    timelines = Timelines(configuration, facts, today, {organisation})
    found: dict[CellId, Room] = {}
    for roadmap in configuration.roadmaps:
        if not _has_order(timelines.roadmap(roadmap)):
            continue
        for timeline, matrix, look in outlooks(timelines, roadmap):
            for row, column in matrix.cells():
                slack = look.slack(row, column)
                if slack is not None:
                    cell = timeline.cell(matrix, row, column).id
                    found[cell] = Room(slack, bool(look.critical(row, column)))
    return found


def _has_order(roadmap: Roadmap) -> bool:
    """Whether a roadmap says what needs what, or how long anything takes."""
    milestones = roadmap.milestones.values()
    return any(m.needs or m.barriers or m.takes is not None for m in milestones)
