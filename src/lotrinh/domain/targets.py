"""Targets (chỉ tiêu): what is to be reached by when, in numbers, and how it is judged.

A set of targets is a roadmap whose milestones are their reports: so who is asked for a figure
is reminded by the same ladder as everybody else. What is planned and how a figure compares is
said here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from lotrinh.domain.due import Phrase
from lotrinh.domain.quantity import PERCENT, Quantity
from lotrinh.domain.registers import RoleId
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId

EVERY_YEAR = 0
"""The year under which stands what is planned for all that no other number is written for."""


class Comparator(StrEnum):
    """When a figure is as it should be."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    BELOW = "below"
    KEEP = "keep"
    """Just what is planned; where more, or less, would do as well, that is to be said."""
    DONE = "done"
    """It has no number: it is reached, or it isn't."""


class Period(StrEnum):
    """What is counted for: each year anew, or the whole term."""

    YEAR = "year"
    TERM = "term"


class RollUp(StrEnum):
    """How the figures of several organisations become one."""

    SUM = "sum"
    RATIO = "ratio"
    """The sum of the parts over the sum of the wholes."""
    COUNT = "count"
    """How many of them have reached it."""


class TargetState(StrEnum):
    """How a target stands, as reports count them."""

    DONE = "done"
    EXCEEDED = "exceeded"
    CAN_BE_DONE = "can-be-done"
    AT_RISK = "at-risk"
    WILL_BE_MISSED = "will-be-missed"
    MISSED = "missed"
    """The day has passed, and it wasn't reached."""
    UNKNOWN = "unknown"
    """The day has passed, and nobody has given a figure: it isn't said that it was missed."""
    NOT_DUE = "not-due"
    """No figure has been asked for yet."""

    @property
    def is_reached(self) -> bool:
        """Whether reports count it among those that are done."""
        return self in {TargetState.DONE, TargetState.EXCEEDED}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Which part of what is planned a forecast has to reach; both in hundredths."""

    at_risk: Decimal = Decimal(100)
    """Below it, the target is at risk."""
    missed: Decimal = Decimal(90)
    """Below it, the target will be missed."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target, as its file says it."""

    id: MilestoneId
    title: str
    due: Phrase
    """By when it is to be reached; its reports are due when its milestone is."""
    lead: RoleId
    comparator: Comparator = Comparator.AT_LEAST
    unit: str = ""
    planned: Mapping[int, Quantity] = field(default_factory=dict)
    """By year; under EVERY_YEAR what holds for the others, or for the whole term."""
    period: Period = Period.YEAR
    officer: RoleId | None = None
    """The role that gathers the figures, beside the one that answers for them."""
    accumulates: bool = True
    """Whether figures grow through the period, as counts do; rates go up and down."""
    roll_up: RollUp = RollUp.SUM
    thresholds: Thresholds = Thresholds()
    most: Decimal | None = None
    """More than that isn't possible."""
    digits: int = 2
    """After the comma, where a percentage is worked out."""
    baseline: Quantity | None = None
    """Where it started from."""
    before: Mapping[str, Quantity] = field(default_factory=dict)
    """Figures of the time before there were records, by their occurrence."""

    def plan(self, year: int) -> Quantity | None:
        """Return what is planned for a year, or for the term that it is in."""
        return self.planned.get(year, self.planned.get(EVERY_YEAR))

    def size(self, figure: Quantity) -> Decimal:
        """Return what a figure is compared by: of a rate its hundredths, else what is counted."""
        return figure.size if self.is_rate else figure.value

    def takes(self, figure: Quantity) -> bool:
        """Whether a figure is in its unit; parts of a rate may be counted in anything."""
        return figure.unit == self.unit or (self.is_rate and figure.is_share)

    @property
    def is_rate(self) -> bool:
        """Whether it is counted in hundredths of something."""
        return self.unit == PERCENT


Targets = Mapping[MilestoneId, Target]
"""A set of targets, in the order in which they are written."""
TargetSets = Mapping[RoadmapId, Targets]
"""Each set by the id of the roadmap of its reports."""


def aims(roadmap: Roadmap, targets: Targets) -> Roadmap:
    """Return the roadmap of the days by which targets are to be reached, not reported on."""
    milestones = {
        target.id: replace(roadmap.milestones[target.id], due=target.due)
        for target in targets.values()
        if target.id in roadmap.milestones
    }
    return replace(roadmap, milestones=milestones, amendments=())
