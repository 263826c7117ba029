"""Mine: what one person has to do in all roadmaps, by urgency, and how those below stand.

Cells are chosen as numbers in arrays; only the few that are shown become deadlines. What
may be pressed of each is for the answer page to say: it is the same use case.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.board import Sheet, sheets
from lotrinh.application.deciding.requests import concerned, open_requests
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.office.recipients import recipients
from lotrinh.application.recording.page import DECISIONS, PageItem, items_of
from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.calendar import as_day
from lotrinh.domain.facts import CellId, standing_facts
from lotrinh.domain.registers import OrganisationId, role_above
from lotrinh.domain.roadmap import Milestone, RoadmapId
from lotrinh.domain.standings import STANDINGS
from lotrinh.domain.status import Standing
from lotrinh.domain.times import civil_date

AHEAD = timedelta(days=60)
"""What is due later isn't shown yet."""
BACK = timedelta(days=14)
"""What was done longer ago isn't shown any more."""
_WEEK = timedelta(days=7)
MOST = 60
"""How many of each urgency are shown: nobody reads more, and each has its buttons."""

_OPEN = frozenset(
    {
        Standing.OVERDUE,
        Standing.DUE_TODAY,
        Standing.DUE_SOON,
        Standing.OPEN,
        Standing.PLANNED,
    }
)
_DONE = frozenset({Standing.DONE, Standing.DONE_LATE})


class Urgency(StrEnum):
    """In which order somebody should look."""

    DECIDE = "decide"
    """More time that others ask for, on which he or she decides: for that they wait."""
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    BACKLOG = "backlog"
    """Past due already when its organisation was first checked: nobody is reminded of it."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Section:
    """What is equally urgent."""

    urgency: Urgency
    items: tuple[PageItem, ...]
    left_out: int = 0
    """How many more there are."""


@dataclass(frozen=True, slots=True)
class Below:
    """How far behind those below are in one roadmap."""

    roadmap: RoadmapId
    title: str
    late: int
    """Deadlines that are overdue."""
    behind: int
    """Organisations that have one."""
    organisations: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cells that are shown, before they have numbers."""

    cells: Mapping[CellId, Urgency]
    left_out: Mapping[Urgency, int]
    below: tuple[Below, ...]


def choose(viewer: Viewer, uow: UnitOfWork) -> Chosen:
    """Return which deadlines are a viewer's to see first, and how those below stand."""
    return _Search(viewer, uow).chosen()


def sections_of(
    viewer: Viewer, uow: UnitOfWork, chosen: Chosen, ticket: Ticket
) -> tuple[Section, ...]:
    """Return what is shown, by urgency; the ticket has the numbers of what was chosen."""
    items = items_of(viewer.configuration, uow, ticket, viewer.today)
    found: dict[Urgency, list[PageItem]] = {urgency: [] for urgency in Urgency}
    for item in items:
        found[chosen.cells[item.deadline.id]].append(item)
    return tuple(
        Section(urgency, tuple(listed), chosen.left_out.get(urgency, 0))
        for urgency, listed in found.items()
        if listed
    )


@dataclass
class _Search:
    """One look over all roadmaps."""

    viewer: Viewer
    uow: UnitOfWork

    def chosen(self) -> Chosen:
        """Return what was found."""
        urgencies: dict[Urgency, list[tuple[date, CellId]]] = {one: [] for one in Urgency}
        below: list[Below] = []
        for roadmap in self.viewer.configuration.roadmaps:
            matrices = sheets(self._timelines, roadmap)
            for sheet in matrices:
                for urgency, day, cell in self._mine(sheet):
                    urgencies[urgency].append((day, cell))
            below += self._below(roadmap, matrices)
        urgencies[Urgency.DECIDE] += self._requests()
        urgencies[Urgency.DONE] += self._decided()
        shown: dict[CellId, Urgency] = {}
        for urgency, found in urgencies.items():  # where it is two things, it is the more urgent
            for cell in _first(found, urgency):
                shown.setdefault(cell, urgency)
        left = {one: max(0, len(found) - MOST) for one, found in urgencies.items()}
        return Chosen(shown, left, tuple(below))

    @cached_property
    def _timelines(self) -> Timelines:
        viewer = self.viewer
        seen = {*viewer.organisations, *self._near}
        whole = len(seen) == len(viewer.configuration.organisations)
        return Timelines(
            viewer.configuration, self.uow.facts, viewer.today, None if whole else seen
        )

    @cached_property
    def _near(self) -> frozenset[OrganisationId]:
        """The organisations whose deadlines a person may lead: the own ones and those below."""
        register = self.viewer.configuration.organisations
        own = self.viewer.own
        return own.union(*(register.below(organisation) for organisation in own))

    def _mine(self, sheet: Sheet) -> Iterator[tuple[Urgency, date, CellId]]:
        """Yield what a person leads or supports, as far as it is shown."""
        configuration, today = self.viewer.configuration, self.viewer.today
        for row, column in np.argwhere(self._shown(sheet)):
            deadline = sheet.deadline(int(row), int(column))
            cell, standing = deadline.id, sheet.standing(int(row), int(column))
            if standing is None or deadline.due is None:
                continue
            heard = recipients(configuration, deadline.milestone, cell.organisation, today)
            if self.viewer.person.id in heard:
                urgency = _urgency(standing, deadline.due, today)
                if urgency is Urgency.OVERDUE and self._is_backlog(cell, deadline.due):
                    urgency = Urgency.BACKLOG
                yield urgency, deadline.due, cell

    def _is_backlog(self, cell: CellId, due: date) -> bool:
        """Whether something was past due before its organisation was followed."""
        if cell.roadmap not in self._baselines:
            self._baselines[cell.roadmap] = self.uow.ledger.baselines(cell.roadmap)
        first = self._baselines[cell.roadmap].get(cell.organisation)
        return first is not None and due < first

    @cached_property
    def _baselines(self) -> dict[RoadmapId, Mapping[OrganisationId, date]]:
        return {}

    def _shown(self, sheet: Sheet) -> NDArray[np.bool_]:
        """Return which cells may be this person's, and are open or lately done."""
        today, due, closed = self.viewer.today, sheet.matrix.due, self._closed(sheet)
        open_ = _stands(sheet, _OPEN) & (due <= as_day(today + AHEAD))
        done = _stands(sheet, _DONE) & (closed >= as_day(today - BACK))
        reached = np.zeros(due.shape, np.bool_)
        for number, organisation in enumerate(sheet.organisations):
            if organisation in self.viewer.own:
                reached[number] = True
            elif organisation in self._near:
                reached[number] = [_is_led_above(c.milestone) for c in sheet.columns]
        return (open_ | done) & reached

    def _closed(self, sheet: Sheet) -> NDArray[np.datetime64]:
        states = self._states(sheet.timeline.roadmap.id)
        return sheet.timeline.laid_out(sheet.matrix, states)

    def _states(self, roadmap: RoadmapId) -> Mapping[CellId, date]:
        if roadmap not in self._closings:
            states = self._timelines.states_of(roadmap)
            self._closings[roadmap] = {
                cell: state.closed_on for cell, state in states.items() if state.closed_on
            }
        return self._closings[roadmap]

    @cached_property
    def _closings(self) -> dict[RoadmapId, Mapping[CellId, date]]:
        return {}

    def _requests(self) -> Iterator[tuple[date, CellId]]:
        for request in open_requests(self._timelines):
            decides = request.state.asked is not None
            if decides and self.viewer.person.id in concerned(self._timelines, request):
                yield request.deadline.by_day

    def _decided(self) -> Iterator[tuple[date, CellId]]:
        """Yield on what more time the viewer has decided today: that can still be taken back."""
        facts, zone = self.uow.facts, self.viewer.configuration.zone
        for roadmap in self.viewer.configuration.roadmaps:
            for fact in standing_facts(facts.of_kinds(roadmap, DECISIONS), self.viewer.today):
                own = fact.via.person == self.viewer.person.id
                today = civil_date(fact.recorded_at, zone) == self.viewer.today
                if own and today and fact.cell is not None:
                    yield fact.on, fact.cell

    def _below(self, roadmap: RoadmapId, matrices: Sequence[Sheet]) -> Iterator[Below]:
        """Yield how those below stand, where there are any that this roadmap is for."""
        late, behind, organisations = 0, set[OrganisationId](), set[OrganisationId]()
        for sheet in matrices:
            overdue = np.sum(_stands(sheet, {Standing.OVERDUE}), axis=1)
            applies = np.sum(sheet.matrix.applies, axis=1)
            for row, organisation in enumerate(sheet.organisations):
                if applies[row] and organisation in self._under:
                    organisations.add(organisation)
                    late += int(overdue[row])
                    behind |= {organisation} if overdue[row] else set()
        if organisations:
            title = self.viewer.configuration.roadmaps[roadmap].title
            yield Below(roadmap, title, late, len(behind), len(organisations))

    @cached_property
    def _under(self) -> frozenset[OrganisationId]:
        return frozenset(self.viewer.organisations) - self.viewer.own


def _first(found: Collection[tuple[date, CellId]], urgency: Urgency) -> list[CellId]:
    """Return those that are shown: the oldest, of what is done the newest."""
    ordered = sorted(found, reverse=urgency is Urgency.DONE)
    return [cell for _, cell in ordered[:MOST]]


def _stands(sheet: Sheet, wanted: Collection[Standing]) -> NDArray[np.bool_]:
    return np.isin(sheet.standings, [STANDINGS.index(standing) for standing in wanted])


def _is_led_above(milestone: Milestone) -> bool:
    return any(role_above(role) for role in (milestone.lead, *milestone.support))


def _urgency(standing: Standing, due: date, today: date) -> Urgency:
    if standing in _DONE:
        return Urgency.DONE
    if standing is Standing.OVERDUE:
        return Urgency.OVERDUE
    if due == today:
        return Urgency.TODAY
    return Urgency.WEEK if due <= today + _WEEK else Urgency.LATER
