"""What `done` finds a deadline by: the organisation, and the milestone with its occurrence."""

from lotrinh.application.configuration import Configuration
from lotrinh.domain.facts import CellId


def code(configuration: Configuration, cell: CellId) -> str:
    """Return the words to hand to `done`: chi-bo-01 branch-review@2026."""
    having = [r for r in configuration.roadmaps.values() if cell.milestone in r.milestones]
    milestone = cell.milestone if len(having) == 1 else f"{cell.roadmap}/{cell.milestone}"
    occurrence = f"@{cell.occurrence}" if cell.occurrence else ""
    return f"{cell.organisation} {milestone}{occurrence}"
