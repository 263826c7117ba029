"""Roadmaps: what is to be done, by when, on which basis, and what directives have changed.

Values only, as the loader made them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NewType

from lotrinh.domain.distance import Unit
from lotrinh.domain.due import Phrase
from lotrinh.domain.registers import EVERYBODY, RoleId, Selector

RoadmapId = NewType("RoadmapId", str)
MilestoneId = NewType("MilestoneId", str)

LONGEST_ROW = 50
"""Dates are resolved by recursion; no plan comes near this, and a copied mistake may."""


class Scope(StrEnum):
    """How far the document that a date rests on reaches."""

    NATIONAL = "national"
    LOCAL = "local"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Basis:
    """The document that a date rests on: 45-CT/TW of 14/04/2025."""

    id: str
    number: str
    title: str = ""
    issued: date | None = None
    scope: Scope = Scope.LOCAL


@dataclass(frozen=True, slots=True)
class Term:
    """The years that a roadmap covers, all of them whole; the label is as offices write it."""

    label: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that others are counted from: a forecast until an organisation has its own date."""

    id: str
    title: str
    at: Phrase | None = None
    """Counted from another anchor."""
    window: Phrase | None = None
    """When it is expected; its last day is the forecast."""
    within: Phrase | None = None
    """The days of which an organisation has to choose one."""
    formerly: tuple[str, ...] = ()
    """Ids that it had before, the oldest first."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """Whether all of some organisations have done a milestone."""

    counts: Selector
    milestone: MilestoneId
    roadmap: RoadmapId | None = None
    """Where the milestone is, if not in the same roadmap."""
    below: bool = True
    """Only those under the organisation that waits, however deep."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long work takes, in working days or in days."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to be done by a date, with a role that answers for it."""

    id: MilestoneId
    title: str
    due: Phrase
    lead: RoleId
    support: tuple[RoleId, ...] = ()
    applies: Selector = EVERYBODY
    basis: str | None = None
    needs: tuple[str, ...] = ()
    marks: str | None = None
    """The anchor that has happened when this is done."""
    first_year: int | None = None
    last_year: int | None = None
    formerly: tuple[MilestoneId, ...] = ()
    """Ids that it had before, the oldest first."""
    takes: Duration | None = None
    """How long the work takes; only such milestones can be on a critical path."""
    done_when: Barrier | None = None
    """It is done once all those have done theirs."""
    waits_for: tuple[Barrier, ...] = ()
    """What others have to have done before it can start."""
    asks: bool = False
    """Whether it asks for the day of the anchor of the same id; done once that is known."""
    added: date | None = None
    """The day from which it is part of the plan, where an amendment brought it."""

    @property
    def barriers(self) -> tuple[Barrier, ...]:
        """All that others have to have done: for this to be done, and for it to begin."""
        return self.waits_for if self.done_when is None else (self.done_when, *self.waits_for)

    def years(self, term: Term) -> tuple[int, int]:
        """Return the first and the last year of what recurs: its own, or those of the term."""
        first = term.first_year if self.first_year is None else self.first_year
        return first, term.last_year if self.last_year is None else self.last_year


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a directive changes from a day on, for the cells that aren't done by then."""

    effective: date
    basis: str | None = None
    applies: Selector = EVERYBODY
    due: Mapping[tuple[MilestoneId, str], Phrase] = field(default_factory=dict)
    """New dates, of one occurrence or ('') of all; under an anchor's id, when it is expected."""
    drops: frozenset[MilestoneId] = frozenset()
    suspends: frozenset[MilestoneId] = frozenset()
    resumes: frozenset[MilestoneId] = frozenset()
    edited: bool = False
    """Whether no document says so: a date was edited in its file, and seen on this day."""
    until: date | None = None
    """The day on which it was taken back: only what was done under it keeps its date."""

    @property
    def rests_on_done(self) -> frozenset[MilestoneId]:
        """The milestones of which it matters whether they were done by its day."""
        return self.drops | {milestone for milestone, _ in self.due}

    @property
    def concerns(self) -> frozenset[MilestoneId]:
        """The milestones, and anchors, that it does anything to."""
        return self.rests_on_done | self.suspends | self.resumes

    def as_of(self, day: date) -> "Amendment":
        """Return it as it was known on a day: not taken back by what comes later."""
        taken_back_later = self.until is not None and self.until > day
        return replace(self, until=None) if taken_back_later else self


@dataclass(frozen=True, slots=True)
class Roadmap:
    """One YAML file: a titled set of milestones for some organisations, checked on schedule."""

    id: RoadmapId
    title: str
    term: Term
    cron: str
    policy: str
    applies: Selector = EVERYBODY
    bases: Mapping[str, Basis] = field(default_factory=dict)
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    milestones: Mapping[MilestoneId, Milestone] = field(default_factory=dict)
    formerly: tuple[RoadmapId, ...] = ()
    """Ids that it had before, the oldest first."""
    amendments: tuple[Amendment, ...] = ()
    """In the order in which they take effect: the later decision wins."""

    def as_of(self, day: date) -> "Roadmap":
        """Return the roadmap with what is decided by a day, and nothing that comes later."""
        milestones = {
            m.id: m for m in self.milestones.values() if m.added is None or m.added <= day
        }
        amendments = tuple(a.as_of(day) for a in self.amendments if a.effective <= day)
        return replace(self, milestones=milestones, amendments=amendments)

    @property
    def barriers(self) -> frozenset[Barrier]:
        """All that others have to have done, of all its milestones."""
        return frozenset(b for milestone in self.milestones.values() for b in milestone.barriers)

    @property
    def markers(self) -> Mapping[str, MilestoneId]:
        """For an anchor: the milestone whose Done says that it happened."""
        return {m.marks: m.id for m in self.milestones.values() if m.marks}

    @property
    def phrases(self) -> Mapping[str, list[Phrase]]:
        """For each anchor and milestone: all that gives it its day, at one time or another."""
        found: dict[str, list[Phrase]] = {}
        for milestone in self.milestones.values():
            if milestone.id not in self.anchors:  # what asks for an anchor has its id
                found[milestone.id] = [milestone.due]
        for anchor in self.anchors.values():
            found[anchor.id] = [one for one in (anchor.at, anchor.window) if one is not None]
        for amendment in self.amendments:
            for (name, _), phrase in amendment.due.items():
                found.setdefault(name, []).append(phrase)
        return found

    @property
    def turning_days(self) -> Iterator[date]:
        """The days on which the plan becomes another one."""
        for amendment in self.amendments:
            yield from (day for day in (amendment.effective, amendment.until) if day is not None)
        yield from (m.added for m in self.milestones.values() if m.added is not None)
