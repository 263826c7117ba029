"""Requests for more time: who decides on them hears of them, and who asked what was decided.

Each is a reminder like any other, with rungs of its own: the ledger keeps it from being said
twice, and what somebody has decided or done meanwhile is taken back before it is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.changes import extended_since
from lotrinh.application.deciding.check import reminders_of
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import answering, deciders
from lotrinh.domain.calendar import as_date
from lotrinh.domain.facts import CellId, State
from lotrinh.domain.people import Answering
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Part, Reason, Reminder, Said, request_rung
from lotrinh.domain.timeline import Deadline
from lotrinh.domain.times import civil_date

_PATIENCE = 3
"""After so many working days whoever decides is reminded, once."""
_NEWS = timedelta(days=14)
"""A refusal that is older is no news to anybody who doesn't know of it."""


@dataclass(frozen=True, slots=True)
class Request:
    """More time that was asked for one deadline and isn't decided on, or was refused last."""

    deadline: Deadline
    state: State

    @property
    def label(self) -> str:
        """The rung by which it is told first."""
        return self._rung(again=False)

    @property
    def later_label(self) -> str:
        """The rung by which whoever decides is reminded."""
        return self._rung(again=True)

    def _rung(self, *, again: bool) -> str:
        fact = self.state.asked or self.state.refused
        assert fact is not None  # noqa: S101  (else it is none)
        reason = Reason.ASKED if self.state.asked else Reason.REFUSED
        return request_rung(reason, fact.entry, again=again)

    def is_told_by(self, rung: str) -> bool:
        """Whether a rung still tells of it: nothing was asked or decided since.

        An earlier request of the same deadline has a rung of another number.
        """
        return rung in {self.label, self.later_label}

    def is_late(self, today: date) -> bool:
        """Whether whoever decides has had time enough."""
        asked = self.state.asked
        if asked is None:
            return False
        ends = as_date(self.deadline.calendar.shift(np.array([asked.on], "M8[D]"), _PATIENCE)[0])
        return ends is not None and ends <= today


def request_of(deadline: Deadline, state: State) -> Request | None:
    """Return the request, or the refusal, that holds for a deadline; None where there is none."""
    nothing = state.asked is None and state.refused is None
    if nothing or state.closed_on is not None or deadline.rests or deadline.due is None:
        return None
    return Request(deadline, state)


def concerned(timelines: Timelines, request: Request) -> Answering:
    """Return who hears of a request: those who decide on it; of a refusal, those who lead."""
    configuration, today = timelines.configuration, timelines.today
    milestone, organisation = request.deadline.milestone, request.deadline.id.organisation
    if request.state.asked is None:
        return answering(configuration, milestone.lead, organisation, today)
    policy = timelines.policy(request.deadline.id.roadmap)
    return deciders(configuration, policy, milestone, organisation, today)


def may_decide(timelines: Timelines, deadline: Deadline, person: PersonId) -> bool:
    """Whether a person decides on more time for a deadline; the office's own command may anyway."""
    policy = timelines.policy(deadline.id.roadmap)
    milestone, organisation = deadline.milestone, deadline.id.organisation
    configuration, today = timelines.configuration, timelines.today
    return person in deciders(configuration, policy, milestone, organisation, today)


def open_requests(timelines: Timelines) -> Iterator[Request]:
    """Yield what was asked for of more time, and what was refused last, in every roadmap."""
    exists = timelines.configuration.organisations.exist_on(timelines.today)
    rows = timelines.configuration.organisations.rows
    for roadmap in timelines.configuration.roadmaps:
        facts = timelines.facts.about_more_time(roadmap)
        cells = dict.fromkeys(fact.cell for fact in facts if fact.cell is not None)
        states = timelines.states(list(cells)) if cells else {}
        for cell in cells:
            deadline = timelines.of(roadmap).find(cell)
            if deadline is not None and exists[rows[cell.organisation]]:
                request = request_of(deadline, states[cell])
                if request is not None:
                    yield request


def tell_requests(
    configuration: Configuration, uow: UnitOfWork, *, at: datetime
) -> Sequence[Reminder]:
    """Write down what is to be said of more time asked for, refused or granted.

    Safe to run at any time: what was said is said. It needs no check, so that nobody waits
    until the next one.

    Returns:
        What is newly written.
    """
    today = civil_date(at, configuration.zone)
    desk = _Requests(uow, at, Timelines(configuration, uow.facts, today))
    reminders = [*desk.pending(), *desk.granted()]
    if not reminders:
        return ()
    return uow.ledger.enqueue(reminders, at=at, configuration=configuration.hash)


@dataclass
class _Requests:
    """The requests of all roadmaps at one instant."""

    uow: UnitOfWork
    at: datetime
    timelines: Timelines
    _asked: dict[PersonId, list[Request]] = field(default_factory=dict)
    _said: dict[CellId, Mapping[PersonId, tuple[Said, ...]]] = field(default_factory=dict)

    def pending(self) -> Iterator[Reminder]:
        """Yield what is to be said of requests and refusals."""
        for request in open_requests(self.timelines):
            refused = request.state.asked is None and request.state.refused
            if refused and self.timelines.today - refused.on > _NEWS:
                continue
            for person in concerned(self.timelines, request):
                if refused:
                    yield _reminder(person, request, request.label)
                else:
                    self._asked.setdefault(person, []).append(request)
        for person, requests in self._asked.items():
            yield from self._for(person, requests)

    def _for(self, person: PersonId, requests: Sequence[Request]) -> Iterator[Reminder]:
        """Yield the requests that one person decides on; all are reminded of with the first."""
        today = self.timelines.today
        told = {r.deadline.id: self._heard(r.deadline.id, person) for r in requests}
        late = {r.deadline.id for r in requests if r.is_late(today)}
        again = any(
            r.later_label not in told[r.deadline.id] for r in requests if r.deadline.id in late
        )
        for request in requests:
            cell = request.deadline.id
            reminds = again and request.label in told[cell]
            is_second = reminds or cell in late or request.later_label in told[cell]
            yield _reminder(person, request, request.later_label if is_second else request.label)

    def _heard(self, cell: CellId, person: PersonId) -> frozenset[str]:
        """Return the rungs that a person was told of, or is to be."""
        if cell not in self._said:
            self._said |= {cell: {}, **self.uow.ledger.said([cell])}
        return frozenset(one.rung for one in self._said[cell].get(person, ()))

    def granted(self) -> Iterator[Reminder]:
        """Yield what is to be said of more time that was granted since the last check.

        That check would say the same, only later.
        """
        configuration, facts = self.timelines.configuration, self.uow.facts
        newest = facts.newest()
        for roadmap in configuration.roadmaps:
            last = self.uow.ledger.last_check(roadmap)
            if last is None or newest <= last.facts or not (last.facts or last.saw_everything):
                continue
            timeline = self.timelines.of(roadmap)
            deadlines = list(extended_since(last, self.timelines, timeline, facts))
            for reminder in reminders_of(deadlines, self.timelines, self.uow, at=self.at):
                if reminder.reason is Reason.MOVED:
                    yield reminder


def _reminder(person: PersonId, request: Request, rung: str) -> Reminder:
    deadline, is_asked = request.deadline, request.state.asked is not None
    assert deadline.due is not None  # noqa: S101  (else it is no request)
    reason, part = (Reason.ASKED, Part.DECIDES) if is_asked else (Reason.REFUSED, Part.LEAD)
    return Reminder(person, deadline.id, deadline.due, rung, reason, part)
