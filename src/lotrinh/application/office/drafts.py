"""A roadmap drawn up from an office's plan, before anybody has written it to a file.

What couldn't be read stays in it: a milestone without a day is written as a remark, to be
completed by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lotrinh.errors import Location


@dataclass(frozen=True, slots=True)
class DraftAnchor:
    """A day that phrases of the plan count from."""

    id: str
    title: str
    alias: str


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """What heads some milestones."""

    title: str
    where: Location


@dataclass(frozen=True, slots=True)
class DraftMilestone:
    """A row of the plan, as a milestone."""

    id: str
    title: str
    where: Location
    due: str
    """The phrase of its date; '' where none could be read."""
    lead: str
    support: tuple[str, ...] = ()
    basis: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    """Its other keys, each with a value as YAML writes it on one line."""
    number: str = ""
    """The one that the plan gives it."""
    written_due: str = ""
    """What the plan says of its date, where that was put in other words, or can't be read."""
    written_lead: str = ""
    """Likewise who leads and helps."""
    remarks: tuple[tuple[str, str], ...] = ()
    """What else the plan says, each with its heading."""


@dataclass(frozen=True, slots=True)
class RoadmapDraft:
    """Everything that goes into the file."""

    id: str
    title: str
    term: str
    source: str
    """The file that it comes from."""
    entries: tuple[DraftGroup | DraftMilestone, ...]
    more: Mapping[str, str] = field(default_factory=dict)
    """Its other keys, each with a value as YAML writes it on one line."""
    bases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id: each with its keys."""
    anchors: tuple[DraftAnchor, ...] = ()
    carried: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Whole parts, by their keys: what an export of ours has carried along."""

    @property
    def milestones(self) -> tuple[DraftMilestone, ...]:
        """Those of its entries that are to be done."""
        return tuple(one for one in self.entries if isinstance(one, DraftMilestone))
