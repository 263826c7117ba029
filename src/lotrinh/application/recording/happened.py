"""Happened: the day that others are counted from has come, and is a fact from now on.

Where a milestone marks the anchor, its Done and "it happened" are one fact. An anchor that
several roadmaps have is one event: it has happened in all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import (
    RenamedIdError,
    UnknownWordError,
    known_organisation,
    known_roadmap,
)
from lotrinh.application.recording.mentions import NotApplicableError, check_day
from lotrinh.application.recording.record import Entry
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, Roadmap, RoadmapId, Term
from lotrinh.errors import LotrinhError


class BeforeTermError(LotrinhError):
    """A day more than a year before the term begins."""

    code = "before-term"


@dataclass(frozen=True, slots=True)
class Event:
    """An anchor of an organisation, as somebody wrote them: `congress`, `roadmap/congress`."""

    organisation: str
    anchor: str
    on: date
    note: str = ""
    evidence: str = ""
    """What proves it: a link, or the name of a copy that was kept."""


def happened(
    configuration: Configuration, uow: UnitOfWork, event: Event, *, by: str, now: datetime
) -> Entry:
    """Return the entry that says an anchor's day has come; `keep` writes it down.

    Args:
        configuration: The plan that the words are looked up in.
        uow: The books, only read.
        event: What happened, where and when.
        by: Who says so.
        now: When it is being recorded.

    Raises:
        LotrinhError: A word that isn't known, an anchor that the organisation doesn't have, a
            day to come.
    """
    today = now.astimezone(configuration.zone).date()
    organisation = known_organisation(configuration, event.organisation)
    check_day(event.on, today)
    timelines = Timelines(configuration, uow.facts, today)
    cells = list(_cells(timelines, organisation, event.anchor))
    for cell, _ in cells:
        _check_year(event.on, timelines.roadmap(cell.roadmap).term)
    if not cells:
        raise NotApplicableError(milestone=event.anchor, organisation=organisation)
    states = timelines.states([cell for cell, _ in cells])
    known = [cell for cell, state in states.items() if state.done_on is not None]
    number = uow.facts.next_entry()
    facts = tuple(
        Fact(number, kind, event.on, now, by, cell, event.note, evidence=event.evidence)
        for cell, kind in cells
        if cell not in known
    )
    return Entry(number, facts, tuple(known))


def _check_year(day: date, term: Term) -> None:
    """Refuse a day long before the term: surely a slip of the pen."""
    if day.year < term.first_year - 1:
        raise BeforeTermError(value=f"{day:%d/%m/%Y}", term=term.label)


def _cells(
    timelines: Timelines, organisation: OrganisationId, anchor: str
) -> Iterator[tuple[CellId, FactKind]]:
    """Yield, for each roadmap that counts from it, the cell that says it has happened."""
    for roadmap, id_ in _anchors(timelines.configuration, anchor):
        plan = timelines.roadmap(roadmap)
        marker = plan.markers.get(id_)
        cell = CellId(roadmap, organisation, marker or MilestoneId(id_))
        timeline = timelines.of(roadmap)
        if marker is not None and timeline.find(cell) is not None:
            yield cell, FactKind.DONE
        elif marker is None and _is_concerned(plan, timelines, organisation):
            yield cell, FactKind.HAPPENED


def _anchors(configuration: Configuration, name: str) -> list[tuple[RoadmapId, str]]:
    roadmap, _, bare = name.rpartition("/")
    wanted = [known_roadmap(configuration, roadmap)] if roadmap else configuration.roadmaps
    found = [(id_, bare) for id_ in wanted if bare in configuration.roadmaps[id_].anchors]
    for id_ in () if found else wanted:
        present = configuration.renames.milestone(id_, MilestoneId(bare))
        if present != bare:
            raise RenamedIdError(name, present)
    if not found:
        known = {anchor for id_ in wanted for anchor in configuration.roadmaps[id_].anchors}
        raise UnknownWordError("anchor", name, known)
    return found


def _is_concerned(plan: Roadmap, timelines: Timelines, organisation: OrganisationId) -> bool:
    register = timelines.configuration.organisations
    row = register.rows[organisation]
    return any(register.select(m.applies)[row] for m in plan.milestones.values())
