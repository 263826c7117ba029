"""Check: which deadlines speak today, to whom, and why; what is to be said is written down.

One transaction, one `at`. Safe to run at any time and any number of times: the ledger
keeps one reminder for each key, and missed days coalesce because a rung is a state.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

import numpy as np

from lotrinh.application.books.checks import BEFORE_ALL, CheckRecord, Found, latest
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.candidates import Candidates
from lotrinh.application.deciding.changes import changes_since, extended_since
from lotrinh.application.deciding.coordinator import Coordination
from lotrinh.application.deciding.escalation import escalated_to, hearers
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import Hearer
from lotrinh.application.office.shards import EVERYTHING, shard_key
from lotrinh.domain.facts import CellId, State
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import (
    Decision,
    Part,
    Reason,
    Reminder,
    Said,
    Situation,
    decide,
    escalate,
)
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.status import Change
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date

Overheard: TypeAlias = tuple[CellId, PersonId | None, Decision]
"""One decision as it falls, with whom it concerns; None where nobody leads."""
Overhear: TypeAlias = Callable[[Overheard], object]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found, silent outcomes included."""

    at: datetime
    deadlines: int = 0
    """Cells that apply."""
    candidates: int = 0
    """Cells that the scan found might speak."""
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    """How often each outcome came: one a candidate and recipient."""
    reminders: tuple[Reminder, ...] = ()
    """Newly written ones."""
    changes: tuple[Change, ...] = ()
    """Deadlines that stand differently than at the check before."""
    extended: tuple[Deadline, ...] = ()
    """Deadlines that were granted more time since the check before."""
    notices: tuple[Notice, ...] = ()
    """What the coordinator is to be told."""

    @property
    def escalated(self) -> tuple[Reminder, ...]:
        """What is told to those above."""
        return tuple(r for r in self.reminders if r.part is Part.ABOVE)

    @property
    def enqueued(self) -> int:
        """How many reminders were newly written."""
        return len(self.reminders)

    def __add__(self, other: "CheckReport") -> "CheckReport":
        return CheckReport(
            self.at,
            self.deadlines + other.deadlines,
            self.candidates + other.candidates,
            Counter(self.reasons) + Counter(other.reasons),
            self.reminders + other.reminders,
            self.changes + other.changes,
            self.extended + other.extended,
            self.notices + other.notices,
        )


def check(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    roadmaps: Collection[RoadmapId] | None = None,
    organisations: Collection[OrganisationId] | None = None,
    overhear: Overhear = lambda _: None,
) -> CheckReport:
    """Decide every deadline at `at`, and write down what is to be said.

    Args:
        configuration: The plan.
        uow: The books; the caller commits.
        at: The instant that drives the plan.
        roadmaps: Keep to these, if not all.
        organisations: Keep to these, if not all: a shard. What the coordinator is to be told
            is then kept for `settle`.
        overhear: Is told every decision as it falls, the silent ones as well.
    """
    today = civil_date(at, configuration.zone)
    timelines = Timelines(configuration, uow.facts, today, organisations)
    report = CheckReport(at)
    for roadmap in roadmaps if roadmaps is not None else configuration.roadmaps:
        report += _Check(uow, at, timelines, timelines.of(roadmap), overhear).run()
    return report


def reminders_of(
    deadlines: Sequence[Deadline], timelines: Timelines, uow: UnitOfWork, *, at: datetime
) -> Iterator[Reminder]:
    """Yield what a check at `at` would say of some deadlines; nothing is written down."""
    for one, present in _checks(deadlines, timelines, uow, at):
        yield from one.decide(present)[1]


def decisions_of(
    person: PersonId,
    deadlines: Sequence[Deadline],
    timelines: Timelines,
    uow: UnitOfWork,
    *,
    at: datetime,
) -> Iterator[tuple[Deadline, Hearer, Decision]]:
    """Yield what a check would decide on those of some deadlines of which a person hears."""
    for one, present in _checks(deadlines, timelines, uow, at):
        yield from one.decisions_of(person, present)


def _checks(
    deadlines: Sequence[Deadline], timelines: Timelines, uow: UnitOfWork, at: datetime
) -> Iterator[tuple["_Check", list[Deadline]]]:
    """Yield the check of each roadmap that some deadlines are of, with those that exist."""
    exists = timelines.configuration.organisations.exist_on(timelines.today)
    rows = timelines.configuration.organisations.rows
    by_roadmap: dict[RoadmapId, list[Deadline]] = {}
    for deadline in deadlines:
        if exists[rows[deadline.id.organisation]]:
            by_roadmap.setdefault(deadline.id.roadmap, []).append(deadline)
    for roadmap, present in by_roadmap.items():
        yield _Check(uow, at, timelines, timelines.of(roadmap)), present


@dataclass
class _Check:
    """The check of one roadmap."""

    uow: UnitOfWork
    at: datetime
    timelines: Timelines
    timeline: Timeline
    overhear: Overhear = lambda _: None

    def __post_init__(self) -> None:
        self.configuration = self.timelines.configuration
        self.today = self.timelines.today
        self.roadmap = self.timeline.roadmap
        self.policy = self.timelines.policy(self.roadmap.id)
        # Asked before any fact is read: one that is recorded meanwhile is news next time.
        self.newest_fact = self.uow.facts.newest()
        self.shard = shard_key(self.timelines.organisations)
        self.last = self._last_mark()
        self.exists = self.configuration.organisations.exist_on(self.today)
        self.baselines = self.uow.ledger.baselines(self.roadmap.id)
        self.unheld: set[Post] = set()
        self.passed_over: set[Post] = set()
        self.waiting: set[CellId] = set()
        """Overdue, and today is a day off."""

    def _last_mark(self) -> CheckRecord | None:
        """Return from where this check may start."""
        ledger, roadmap = self.uow.ledger, self.roadmap.id
        whole = ledger.last_check(roadmap)
        if self.shard == EVERYTHING:
            return whole
        return latest(whole, ledger.last_check(roadmap, self.shard))

    def run(self) -> CheckReport:
        self._set_baselines()
        scope = Candidates(self.uow, self.timelines, self.timeline, self.last, self.exists)
        candidates = list(scope)
        reasons, reminders = self.decide(candidates)
        written = self.uow.ledger.enqueue(
            reminders, at=self.at, configuration=self.configuration.hash
        )
        everything = scope.since is None
        found = Found(frozenset(self.unheld), frozenset(self.passed_over), everything, len(written))
        self._record(reasons, scope, found)
        return CheckReport(
            self.at,
            self.timeline.size,
            len(candidates),
            reasons,
            tuple(written),
            changes_since(self.last, self.timelines, self.timeline, self.uow.facts),
            tuple(extended_since(self.last, self.timelines, self.timeline, self.uow.facts)),
            tuple(self._notices(found)),
        )

    def _notices(self, found: Found) -> Iterator[Notice]:
        """Yield what the coordinator is to be told: of a shard nothing until all are done."""
        if self.shard == EVERYTHING:
            there = Coordination(
                self.timelines, self.timeline, self.last, self.baselines, self.exists
            )
            yield from there.notices(found)

    def _set_baselines(self) -> None:
        """Keep today as the baseline of those never checked before."""
        fresh = [o for o in self._organisations() if o not in self.baselines]
        self.uow.ledger.set_baselines(self.roadmap.id, fresh, self.today)

    def _organisations(self) -> Iterator[OrganisationId]:
        """Yield the organisations that exist and have something to do."""
        ids = self.configuration.organisations.ids
        for matrix in self.timeline.matrices:
            present = self.exists[matrix.rows] & matrix.applies.any(axis=1)
            yield from (ids[row] for row in matrix.rows[present])

    def decide(self, candidates: Sequence[Deadline]) -> tuple[Counter[Reason], list[Reminder]]:
        """Return how often each outcome comes, and what is to be said."""
        cells = [deadline.id for deadline in candidates]
        states = self.timelines.states(cells)
        said = self.uow.ledger.said(cells)
        reasons: Counter[Reason] = Counter()
        reminders: list[Reminder] = []
        for deadline in candidates:
            situation = self._situation(deadline, states[deadline.id])
            for reason, reminder in self._outcomes(deadline, situation, said.get(deadline.id, {})):
                reasons[reason] += 1
                if reminder is not None:
                    reminders.append(reminder)
        if undated := self._undated():
            reasons[Reason.UNDATED] = undated
        return reasons, reminders

    def _situation(self, deadline: Deadline, state: State) -> Situation:
        baseline = self.baselines.get(deadline.id.organisation, self.today)
        rungs = {
            Part.LEAD: self.policy.table(deadline.calendar),
            Part.SUPPORT: self.policy.support_table(deadline.calendar),
        }
        return Situation(rungs, baseline, state, self.policy.urgent)

    def _outcomes(
        self,
        deadline: Deadline,
        situation: Situation,
        heard: Mapping[PersonId, tuple[Said, ...]],
    ) -> Iterator[tuple[Reason, Reminder | None]]:
        """Yield what the decision is for each person concerned, and its reminder."""
        told = escalated_to(self.configuration, self.policy, deadline, self.today)
        concerned = hearers(self.configuration, deadline, told, self.today)
        if all(hearer.part is not Part.LEAD for hearer in concerned.values()):
            reason = self._nobody_leads(deadline, situation)
            self.overhear((deadline.id, None, Decision(reason)))
            yield reason, None
        for person, hearer in concerned.items():
            decision = self._decision(deadline, hearer, heard.get(person, ()), situation)
            if decision.reason is Reason.DAY_OFF:
                self.waiting.add(deadline.id)
            self.overhear((deadline.id, person, decision))
            yield decision.reason, _reminder(person, hearer.part, deadline, decision)
        for rung, level in told:
            if level.passed_over and escalate(deadline, rung, (), situation, self.today).speaks:
                self.passed_over.update(level.passed_over)

    def decisions_of(
        self, person: PersonId, deadlines: Sequence[Deadline]
    ) -> Iterator[tuple[Deadline, Hearer, Decision]]:
        """Yield as what one person hears of each deadline, and what is decided on that."""
        cells = [deadline.id for deadline in deadlines]
        states, said = self.timelines.states(cells), self.uow.ledger.said(cells)
        for deadline in deadlines:
            told = escalated_to(self.configuration, self.policy, deadline, self.today)
            hearer = hearers(self.configuration, deadline, told, self.today).get(person)
            if hearer is not None:
                heard = said.get(deadline.id, {}).get(person, ())
                situation = self._situation(deadline, states[deadline.id])
                yield deadline, hearer, self._decision(deadline, hearer, heard, situation)

    def _decision(
        self, deadline: Deadline, hearer: Hearer, heard: tuple[Said, ...], situation: Situation
    ) -> Decision:
        if hearer.rung is not None:
            return escalate(deadline, hearer.rung, heard, situation, self.today)
        return decide(deadline, hearer.part, heard, situation, self.today)

    def _nobody_leads(self, deadline: Deadline, situation: Situation) -> Reason:
        """Return why a deadline whose lead role nobody holds is silent."""
        reason = decide(deadline, Part.LEAD, (), situation, self.today).reason
        if not reason.speaks:
            return reason
        self.unheld.add(Post(deadline.milestone.lead, deadline.id.organisation))
        return Reason.NO_HOLDER

    def _undated(self) -> int:
        return sum(
            int((m.applies & np.isnat(m.due))[self.exists[m.rows]].sum())
            for m in self.timeline.matrices
        )

    def _record(self, reasons: Mapping[Reason, int], scope: Candidates, found: Found) -> None:
        """Leave a mark for the next check.

        Where something waits for a working day, nothing is settled beyond the day from
        which this check has looked; and where only a new fact had brought it up, which is no
        news the next time, that looks at all.
        """
        settled = (scope.since or BEFORE_ALL) if Reason.DAY_OFF in reasons else self.today
        mark = CheckRecord(
            self.roadmap.id,
            self.at,
            self.configuration.hash,
            self.newest_fact,
            settled,
            self.shard,
            found,
        )
        if not self.waiting.isdisjoint(scope.touched):
            mark = mark.look_again
        self.uow.ledger.record_check(mark, {str(r): count for r, count in reasons.items()})


def _reminder(
    person: PersonId, part: Part, deadline: Deadline, decision: Decision
) -> Reminder | None:
    if not decision.speaks or deadline.due is None or decision.rung is None:
        return None
    return Reminder(person, deadline.id, deadline.due, decision.rung, decision.reason, part)
