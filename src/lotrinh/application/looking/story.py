"""The story of a cell: how its day came about, what was recorded and told, and what comes next.

Only its own organisation is resolved, and only its own facts are read, however many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lotrinh.application.books.deliveries import Telling
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.check import decisions_of
from lotrinh.application.deciding.escalation import escalated_to, hearers, schedule
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import clamped, pauses
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import answering, deciders
from lotrinh.application.telling.preview import Coming, next_rung
from lotrinh.domain.facts import CellId, Fact, FactKind, State
from lotrinh.domain.registers import PersonId, RoleId
from lotrinh.domain.reminders import Decision, Part
from lotrinh.domain.rollup import Progress
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.steps import Step
from lotrinh.domain.timeline import Deadline
from lotrinh.domain.times import civil_date


@dataclass(frozen=True, slots=True)
class Noted:
    """One fact, and whether it was taken back."""

    fact: Fact
    undone: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One person who hears of the cell: as what, what a check would decide now, what comes."""

    person: PersonId
    part: Part
    decision: Decision
    coming: Coming | None


@dataclass(frozen=True, slots=True)
class Story:
    """All that there is to tell of one cell."""

    deadline: Deadline
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    standing: Standing
    state: State
    progress: Progress | None
    """How far those have come whom it counts."""
    noted: Sequence[Noted]
    """What was recorded, oldest first."""
    told: Sequence[Telling]
    """What was said of it, oldest first."""
    heard: Sequence[Heard]
    held: Mapping[RoleId, tuple[PersonId, ...]]
    """Who answers for the roles that lead and support."""
    deciders: tuple[PersonId, ...]
    """Who decides on more time."""
    above: Sequence[tuple[date, Post]]
    """When who above is told, if it stays overdue."""

    @property
    def next(self) -> Coming | None:
        """The next rung of whoever hears first."""
        coming = (one.coming for one in self.heard if one.coming is not None)
        return min(coming, key=lambda one: one.day, default=None)


def story(
    configuration: Configuration, uow: UnitOfWork, cell: CellId, *, at: datetime
) -> Story | None:
    """Return the story of a cell as seen at `at`; None where it doesn't apply.

    Args:
        configuration: Has its roadmap and its organisation.
        uow: The books by present ids.
        cell: By its present id.
        at: When one looks.
    """
    today = civil_date(at, configuration.zone)
    timelines = Timelines(configuration, uow.facts, today, [cell.organisation])
    deadline = timelines.of(cell.roadmap).find(cell)
    if deadline is None:
        return None
    policy, milestone = timelines.policy(cell.roadmap), deadline.milestone
    state = timelines.states([cell])[cell]
    steps = timelines.derivation(deadline)
    return Story(
        deadline,
        steps,
        (*pauses(deadline), *clamped(steps)),
        standing(deadline, state, policy, today),
        state,
        timelines.progress_of(cell.roadmap, milestone).get(cell),
        noted_of(uow.facts.of_cells([cell]), cell),
        [one for name in configuration.renames.names_of_cell(cell) for one in _told(uow, name)],
        list(_heard(timelines, uow, deadline, at)),
        {
            role: tuple(answering(configuration, role, cell.organisation, today))
            for role in (milestone.lead, *milestone.support)
        },
        tuple(deciders(configuration, policy, milestone, cell.organisation, today)),
        tuple(schedule(configuration, policy, deadline, today)),
    )


def _told(uow: UnitOfWork, cell: CellId) -> Sequence[Telling]:
    return uow.deliveries.about(cell)


def noted_of(facts: Sequence[Fact], cell: CellId) -> list[Noted]:
    """Return the facts of a cell; what takes back others shows on these."""
    undone = {fact.reverts for fact in facts if fact.kind is FactKind.UNDONE}
    return [Noted(fact, fact.entry in undone) for fact in facts if fact.cell == cell]


def _heard(
    timelines: Timelines, uow: UnitOfWork, deadline: Deadline, at: datetime
) -> Iterator[Heard]:
    """Yield everybody who hears of a deadline."""
    configuration, today = timelines.configuration, timelines.today
    policy = timelines.policy(deadline.id.roadmap)
    above = escalated_to(configuration, policy, deadline, today)
    for person in hearers(configuration, deadline, above, today):
        for _, hearer, decision in decisions_of(person, [deadline], timelines, uow, at=at):
            coming = next_rung(policy, deadline, hearer, decision, today)
            yield Heard(person, hearer.part, decision, coming)
