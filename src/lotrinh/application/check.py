"""Check: which deadlines speak today, to whom, and why; what is to be said is written down.

One transaction, one `at`. Safe to run at any time and any number of times: the ledger
keeps one reminder for each key, and missed days coalesce because a rung is a state.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from lotrinh.application.changes import changes_since
from lotrinh.application.configuration import Configuration
from lotrinh.application.ports import CheckRecord, MessageKind, UnitOfWork
from lotrinh.application.recipients import recipients
from lotrinh.application.timelines import Timelines, moving_milestones
from lotrinh.application.wording import Notice
from lotrinh.domain.facts import CellId, done_days
from lotrinh.domain.policy import rung_table
from lotrinh.domain.reminders import Decision, Part, Reason, Reminder, Situation, decide, scan
from lotrinh.domain.roadmap import OrganisationId, PersonId, RoadmapId
from lotrinh.domain.status import Change
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date

_BEFORE_ALL = date(1900, 1, 1)


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
    notices: tuple[Notice, ...] = ()
    """What the coordinator is to be told."""

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
            self.notices + other.notices,
        )


def check(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    roadmaps: Collection[RoadmapId] | None = None,
    organisations: Collection[OrganisationId] | None = None,
) -> CheckReport:
    """Decide every deadline at `at`, and write down what is to be said.

    Args:
        configuration: The plan.
        uow: The books; the caller commits.
        at: The instant that drives the plan.
        roadmaps: Keep to these, if not all.
        organisations: Keep to these, if not all. Such a check leaves no mark for the next
            one to start from, because it has not seen the rest.
    """
    today = civil_date(at, configuration.zone)
    timelines = Timelines(configuration, uow.facts, today, organisations)
    report = CheckReport(at)
    for roadmap in roadmaps if roadmaps is not None else configuration.roadmaps:
        report += _Check(configuration, uow, at, timelines.of(roadmap), timelines).run()
    return report


@dataclass(frozen=True, slots=True)
class _Candidate:
    deadline: Deadline
    situation: Situation


@dataclass
class _Check:
    """The check of one roadmap."""

    configuration: Configuration
    uow: UnitOfWork
    at: datetime
    timeline: Timeline
    timelines: Timelines
    unheld: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.today = self.timelines.today
        self.roadmap = self.timeline.roadmap
        self.policy = self.timelines.policy(self.roadmap.id)
        self.last = self.uow.ledger.last_check(self.roadmap.id)
        self.exists = self.configuration.organisations.exist_on(self.today)

    def run(self) -> CheckReport:
        baselines = self._baselines()
        candidates = self._candidates(baselines)
        reasons, reminders = self._decide(candidates)
        undated = self._undated()
        if undated:
            reasons[Reason.UNDATED] += undated
        written = self.uow.ledger.enqueue(
            reminders, at=self.at, configuration=self.configuration.hash
        )
        report = CheckReport(
            self.at,
            self.timeline.size,
            len(candidates),
            reasons,
            tuple(written),
            changes_since(self.last, self.timelines, self.timeline, self.uow.facts),
            tuple(self._notices(baselines)),
        )
        self._record(report)
        return report

    # The first check of an organisation is its baseline.

    def _baselines(self) -> Mapping[OrganisationId, date]:
        """Return each organisation's baseline, today for those not met before."""
        known = dict(self.uow.ledger.baselines(self.roadmap.id))
        self.fresh = [o for o in self._organisations() if o not in known]
        self.uow.ledger.set_baselines(self.roadmap.id, self.fresh, self.today)
        return known | dict.fromkeys(self.fresh, self.today)

    def _organisations(self) -> Iterator[OrganisationId]:
        ids = self.configuration.organisations.ids
        for matrix in self.timeline.matrices:
            present = self.exists[matrix.rows] & matrix.applies.any(axis=1)
            yield from (ids[row] for row in matrix.rows[present])

    # Which cells may speak.

    def _since(self) -> date | None:
        """Return the day up to which all was decided, None where more than time has moved."""
        if self.last is None or self.timelines.organisations is not None:
            return None
        seen = civil_date(self.last.at, self.configuration.zone)
        moved = (
            self.last.configuration != self.configuration.hash
            or self.today < seen
            or self._boundary_between(seen)
            or self._dates_moved(seen)
        )
        return None if moved else self.last.settled

    def _boundary_between(self, seen: date) -> bool:
        """Whether somebody's holding, or an organisation, has begun or ended since."""
        register = self.configuration.organisations
        days = np.concatenate((register.valid_from, register.valid_to))
        after = np.datetime64(seen, "D")
        until = np.datetime64(self.today, "D")
        if bool(((days >= after) & (days <= until)).any()):
            return True
        return any(seen <= day <= self.today for day in self.configuration.people.boundaries)

    def _dates_moved(self, seen: date) -> bool:
        if self.last is None:
            return False
        moving = moving_milestones(self.roadmap)
        news = self.uow.facts.since(self.roadmap.id, self.last.facts, seen)
        return any(fact.cell and fact.cell.milestone in moving for fact in news)

    def _candidates(self, baselines: Mapping[OrganisationId, date]) -> list[_Candidate]:
        since = self._since()
        found = {deadline.id: deadline for deadline in self._scanned(since)}
        for cell in self._touched(since):
            deadline = self.timeline.find(cell)
            if deadline is not None and deadline.id not in found:
                found[deadline.id] = deadline
        done = done_days(self.uow.facts.of_cells(found), self.today)
        return [self._candidate(deadline, baselines, done) for deadline in found.values()]

    def _scanned(self, since: date | None) -> Iterator[Deadline]:
        for matrix in self.timeline.matrices:
            rungs = rung_table(self.policy, matrix.calendar)
            present = self.exists[matrix.rows]
            for row, column in scan(matrix, rungs, today=self.today, since=since):
                if present[row]:
                    yield self.timeline.cell(matrix, row, column)

    def _touched(self, since: date | None) -> Iterator[CellId]:
        """Yield cells that may speak although no rung has come since the last check."""
        if self.last is None:
            return
        seen = civil_date(self.last.at, self.configuration.zone)
        for fact in self.uow.facts.since(self.roadmap.id, self.last.facts, seen):
            if fact.cell is not None:
                yield fact.cell
        if since is None:
            for cell, told in self.uow.ledger.told(self.roadmap.id).items():
                deadline = self.timeline.find(cell)
                if deadline is not None and told != {deadline.due}:
                    yield cell

    def _candidate(
        self,
        deadline: Deadline,
        baselines: Mapping[OrganisationId, date],
        done: Mapping[CellId, date],
    ) -> _Candidate:
        baseline = baselines.get(deadline.id.organisation, self.today)
        rungs = rung_table(self.policy, deadline.calendar)
        return _Candidate(
            deadline, Situation(self.policy, rungs, baseline, done=deadline.id in done)
        )

    # What each says to whom.

    def _decide(self, candidates: list[_Candidate]) -> tuple[Counter[Reason], list[Reminder]]:
        said = self.uow.ledger.said([candidate.deadline.id for candidate in candidates])
        reasons: Counter[Reason] = Counter()
        reminders: list[Reminder] = []
        for candidate in candidates:
            deadline = candidate.deadline
            hearers = recipients(
                self.configuration, deadline.milestone, deadline.id.organisation, self.today
            )
            if Part.LEAD not in hearers.values():
                reasons[self._unheld(candidate)] += 1
            heard = said.get(deadline.id, {})
            for person, part in hearers.items():
                decision = decide(
                    deadline, part, heard.get(person, ()), candidate.situation, self.today
                )
                reasons[decision.reason] += 1
                if decision.reason.speaks:
                    reminders.append(_reminder(person, part, deadline, decision))
        self.held = reasons[Reason.DAY_OFF] > 0
        return reasons, reminders

    def _unheld(self, candidate: _Candidate) -> Reason:
        """Return why a deadline whose lead role nobody holds is silent."""
        deadline = candidate.deadline
        reason = decide(deadline, Part.LEAD, (), candidate.situation, self.today).reason
        if not reason.speaks:
            return reason
        self.unheld.add(f"{deadline.milestone.lead}@{deadline.id.organisation}")
        return Reason.NO_HOLDER

    def _undated(self) -> int:
        return sum(
            int((m.applies & np.isnat(m.due))[self.exists[m.rows]].sum())
            for m in self.timeline.matrices
        )

    # What is left behind.

    def _notices(self, baselines: Mapping[OrganisationId, date]) -> Iterator[Notice]:
        backlog = self._backlog(frozenset(self.fresh)) if self.fresh else ()
        if backlog:
            key = f"backlog:{self.roadmap.id}:{self.today}:{len(baselines)}"
            yield Notice(MessageKind.BACKLOG, key, deadlines=backlog)
        if self.unheld:
            key = f"unheld:{self.roadmap.id}:{self.configuration.hash}:{self.today:%G-%V}"
            yield Notice(MessageKind.UNHELD, key, lines=sorted(self.unheld))

    def _backlog(self, fresh: frozenset[OrganisationId]) -> tuple[Deadline, ...]:
        """Return what was past due already when its organisation was first checked."""
        past = [deadline for deadline in self._past_due() if deadline.id.organisation in fresh]
        done = done_days(self.uow.facts.of_cells([d.id for d in past]), self.today)
        return tuple(deadline for deadline in past if deadline.id not in done)

    def _past_due(self) -> Iterator[Deadline]:
        for matrix in self.timeline.matrices:
            past = matrix.applies & (matrix.due < np.datetime64(self.today, "D"))
            past[~self.exists[matrix.rows]] = False
            for row, column in np.argwhere(past):
                yield self.timeline.cell(matrix, int(row), int(column))

    def _record(self, report: CheckReport) -> None:
        if self.timelines.organisations is not None:
            return
        settled_before = self.last.settled if self.last else _BEFORE_ALL
        record = CheckRecord(
            self.roadmap.id,
            self.at,
            self.configuration.hash,
            self.uow.facts.newest(),
            settled_before if self.held else self.today,
        )
        counts = {str(reason): count for reason, count in report.reasons.items()}
        self.uow.ledger.record_check(record, counts)


def _reminder(person: PersonId, part: Part, deadline: Deadline, decision: Decision) -> Reminder:
    due, rung = deadline.due, decision.rung
    assert due is not None and rung is not None  # noqa: S101, PT018  (what speaks has both)
    return Reminder(person, deadline.id, due, rung, decision.reason, part)
