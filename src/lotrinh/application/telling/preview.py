"""Preview: what one person would get if a check and a delivery ran at some instant, and why not.

All of it happens in a notebook: nothing is written, nothing is sent.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from lotrinh.application.books.messages import Message
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.check import check, decisions_of
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.recipients import Hearer
from lotrinh.application.telling.compose import compose_notices
from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.domain.calendar import Flags, as_day
from lotrinh.domain.policy import Policy, is_early, rung_table
from lotrinh.domain.registers import PersonId, Span, role_above
from lotrinh.domain.reminders import Decision, Part, Reason
from lotrinh.domain.roadmap import Milestone
from lotrinh.domain.timeline import Deadline, Matrix, Timeline
from lotrinh.domain.times import civil_date


@dataclass(frozen=True, slots=True)
class Coming:
    """The next rung of somebody's deadlines."""

    day: date
    rung: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person would get, or why nothing."""

    at: datetime
    person: PersonId
    messages: Sequence[Message]
    held: Sequence[Message]
    """Those that would wait: until their `not_before`."""
    reasons: Mapping[Reason, int]
    """How often each outcome comes among the person's deadlines."""
    coming: Coming | None
    """What speaks next, unless something changes."""
    away: Span | None = None
    """The days on which the person is away, where this is one of them: others hear."""
    instead: PersonId | None = None
    """Who hears in the person's place; None for nobody, or where the person is there."""
    untold: int = 0
    """Of what was said already: how much is only decided, and has not reached the person yet."""


_BETWEEN_RUNGS = frozenset(
    {
        *(Reason.UPCOMING, Reason.DUE_TODAY, Reason.OVERDUE, Reason.NOT_YET),
        *(Reason.ALREADY_SAID, Reason.SUPPORT_WAITS, Reason.ACKNOWLEDGED),
    }
)
"""What speaks when its next rung comes."""


def preview(outgoing: Outgoing, notebook: UnitOfWork, person: PersonId) -> Preview:
    """Return what a person would get if a check and a delivery ran at that instant."""
    configuration, at, wording = outgoing.configuration, outgoing.at, outgoing.wording
    timelines = Timelines(configuration, notebook.facts, civil_date(at, configuration.zone))
    decided = list(_decided(timelines, notebook, person, at))
    untold = _untold(notebook, person, decided)
    report = check(configuration, notebook, at=at)
    notices = compose_notices(configuration, notebook, report.notices, at=at, wording=wording)
    before = outgoing.before_sending(notebook)
    sent = (*before, *notices, *outgoing.after_sending(notebook))
    later = outgoing.before_sending(notebook, ahead=True)
    away = configuration.people.by_id[person].absence(timelines.today)
    return Preview(
        at,
        person,
        [m for m in sent if m.recipient == person and m.not_before <= at],
        [m for m in (*sent, *later) if m.recipient == person and m.not_before > at],
        Counter(decision.reason for _, _, decision in decided),
        min(_coming(timelines, decided), key=lambda next_: next_.day, default=None),
        away,
        configuration.people.present(person, timelines.today) if away is not None else None,
        untold,
    )


_Decided = tuple[Deadline, Hearer, Decision]


def _decided(
    timelines: Timelines, notebook: UnitOfWork, person: PersonId, at: datetime
) -> Iterator[_Decided]:
    """Yield what is decided on each deadline of which a person may hear."""
    for roadmap in timelines.configuration.roadmaps:
        timeline = timelines.of(roadmap)
        deadlines = list(_perhaps_heard(timelines, timeline, person))
        yield from decisions_of(person, deadlines, timelines, notebook, at=at)


def _untold(notebook: UnitOfWork, person: PersonId, decided: Sequence[_Decided]) -> int:
    """Return how much of what counts as said is in no message that has arrived."""
    cells = {d.id: d.due for d, _, found in decided if found.reason is Reason.ALREADY_SAID}
    said = notebook.ledger.said(list(cells))
    newest = (
        [one for one in said.get(cell, {}).get(person, ()) if one.due == due][-1:]
        for cell, due in cells.items()
    )
    return sum(not one.told for last in newest for one in last)


def _perhaps_heard(
    timelines: Timelines, timeline: Timeline, person: PersonId
) -> Iterator[Deadline]:
    """Yield the deadlines of the organisations at which a person may answer.

    Of those below only what can come up to these.
    """
    own, below = _places(timelines, person)
    policy = timelines.policy(timeline.roadmap.id)
    for matrix in timeline.matrices:
        for number, column in enumerate(matrix.columns):
            rises = _rises(matrix, number, column.milestone, policy, timelines.today)
            chosen = own[matrix.rows] | (below[matrix.rows] & rises)
            for row in np.flatnonzero(chosen & matrix.applies[:, number]):
                yield timeline.cell(matrix, int(row), number)


def _places(timelines: Timelines, person: PersonId) -> tuple[Flags, Flags]:
    """Return at which organisations somebody may answer, and which lie under these."""
    register, people = timelines.configuration.organisations, timelines.configuration.people
    own, below = np.zeros(len(register), np.bool_), np.zeros(len(register), np.bool_)
    for one in people.persons:
        if one.id == person or one.is_away(timelines.today):
            for holding in one.holds:
                row = register.rows[holding.organisation]
                own[row] = True
                below |= register.are_below(row)
    return own, below


def _rises(matrix: Matrix, column: int, milestone: Milestone, policy: Policy, today: date) -> Flags:
    """Return where somebody above may hear: by his or her role, or of what is overdue."""
    if any(role_above(role) is not None for role in (milestone.lead, *milestone.support)):
        return np.ones(len(matrix.rows), np.bool_)
    late: Flags = matrix.due[:, column] < as_day(today)
    return late if policy.escalation is not None else np.zeros(len(matrix.rows), np.bool_)


def _coming(timelines: Timelines, decided: Sequence[_Decided]) -> Iterator[Coming]:
    """Yield the next rung of each deadline that speaks again."""
    for deadline, hearer, decision in decided:
        policy = timelines.policy(deadline.id.roadmap)
        if (coming := next_rung(policy, deadline, hearer, decision, timelines.today)) is not None:
            yield coming


def next_rung(
    policy: Policy, deadline: Deadline, hearer: Hearer, decision: Decision, today: date
) -> Coming | None:
    """Return what somebody hears of a deadline next, unless something changes; None for nothing.

    Of those above each level hears once: to them nothing comes after that.
    """
    if deadline.due is None or decision.reason not in _BETWEEN_RUNGS or hearer.rung is not None:
        return None
    ladder = policy.support_ladder if hearer.part is Part.SUPPORT else policy.ladder
    known = decision.reason is Reason.ACKNOWLEDGED
    for day, rung in rung_table(ladder, deadline.calendar).days_of(deadline.due):
        if day > today and not (known and is_early(rung.label)):
            return Coming(day, rung.label, deadline)
    return None
