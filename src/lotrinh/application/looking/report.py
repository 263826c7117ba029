"""Reports: the plan with its derivations, and how everything stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from lotrinh.application.books.facts import Facts
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import deciders
from lotrinh.domain.due import parts
from lotrinh.domain.facts import UNTOUCHED, State, closed_days
from lotrinh.domain.feasibility import Outlook, outlook
from lotrinh.domain.people import Answering
from lotrinh.domain.policy import Policy
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import end_of_snooze
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.rollup import Progress
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.steps import Step
from lotrinh.domain.stretches import DayOfPeriod
from lotrinh.domain.timeline import Deadline, Matrix, Timeline

_EVERYWHERE = 28
"""The last day that every month has."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One cell of the plan, with how its day came about and what is odd about it."""

    deadline: Deadline
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    """Codes: those of `Oddity`, ``suspended``, ``needs-date`` and ``clamped``."""
    slack: int | None = None
    """Working days that it may slip; None where there is no telling."""
    critical: bool | None = None
    """Whether it is on the critical path; None where it can't be on any."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One cell, and how it stands."""

    deadline: Deadline
    standing: Standing
    state: State
    """What was recorded of it."""
    progress: Progress | None = None
    """How far those have come whom it counts, where it is done once all of them are."""
    deciders: tuple[PersonId, ...] = ()
    """Who decides on the more time that was asked for and waits."""

    def answers(self, today: date) -> Mapping[str, date]:
        """Return which answers hold on a day, each with the day that it names."""
        if self.state.closed_on is not None or self.deadline.due is None:
            return {}
        known, snooze, asked = self.state.acknowledged, self.state.snoozed, self.state.asked
        wakes = end_of_snooze(self.deadline, snooze) if snooze is not None else None
        named = {
            "acknowledged": known.until if known and known.until == self.deadline.due else None,
            "snoozed": wakes if wakes is not None and today < wakes else None,
            "asked": asked.until if asked is not None else None,
        }
        return {name: day for name, day in named.items() if day is not None}


def plan(
    configuration: Configuration,
    facts: Facts,
    *,
    today: date,
    roadmaps: Collection[RoadmapId] | None = None,
    organisations: Collection[OrganisationId] | None = None,
    explained: bool = True,
) -> Iterator[Planned]:
    """Yield every deadline as seen on `today`, past ones included.

    Args:
        configuration: The plan.
        facts: What was recorded.
        today: The day that it is seen on.
        roadmaps: Keep to these, if not all.
        organisations: Keep to these, if not all.
        explained: Whether each comes with its steps, which cost more than all else of it.
    """
    timelines = Timelines(configuration, facts, today, organisations)
    for roadmap in roadmaps if roadmaps is not None else configuration.roadmaps:
        for timeline, matrix, look in outlooks(timelines, roadmap):
            for row, column in matrix.cells():
                deadline = timeline.cell(matrix, row, column)
                wanted = explained or _may_be_clamped(deadline)
                steps = timelines.derivation(deadline) if wanted else ()
                odd = (*pauses(deadline), *map(str, look.oddities(row, column)), *clamped(steps))
                room = look.slack(row, column), look.critical(row, column)
                yield Planned(deadline, steps, odd, *room)


def outlooks(
    timelines: Timelines, roadmap: RoadmapId
) -> Iterator[tuple[Timeline, Matrix, Outlook]]:
    """Yield the matrices of a roadmap, each with how its due days look with what is done."""
    done = closed_days(timelines.states_of(roadmap))
    timeline = timelines.of(roadmap)
    counted, counted_done = timelines.counting(roadmap)
    known = {**counted_done, **done}
    for matrix in timeline.matrices:
        yield timeline, matrix, outlook(timeline, matrix, known, timelines.today, counted=counted)


def pauses(deadline: Deadline) -> Iterator[str]:
    """Yield why nothing is said of a deadline for now."""
    if deadline.suspended:
        yield "suspended"
    if deadline.needs_date:
        yield "needs-date"


def _may_be_clamped(deadline: Deadline) -> bool:
    """Whether its steps may tell of a month that doesn't have the day that was written."""
    nodes = chain(parts(deadline.phrase), parts(deadline.milestone.due))
    return any(isinstance(node, DayOfPeriod) and node.day > _EVERYWHERE for node in nodes)


def clamped(steps: Iterable[Step]) -> Iterator[str]:
    """Yield a warning where a month doesn't have the day that was written."""
    for step in steps:
        if isinstance(step.node, DayOfPeriod) and step.day and step.day.day != step.node.day:
            yield "clamped"


def status(
    configuration: Configuration,
    facts: Facts,
    *,
    today: date,
    roadmaps: Collection[RoadmapId] | None = None,
    organisations: Collection[OrganisationId] | None = None,
) -> Iterator[Stand]:
    """Yield how every deadline stands on `today`."""
    timelines = Timelines(configuration, facts, today, organisations)
    for roadmap in roadmaps if roadmaps is not None else configuration.roadmaps:
        policy = timelines.policy(roadmap)
        who = partial(_deciders, configuration, policy, today)
        states, progress = timelines.states_of(roadmap), timelines.progress(roadmap)
        for deadline in timelines.of(roadmap).cells():
            state, reached = states.get(deadline.id, UNTOUCHED), progress.get(deadline.id)
            stands, asked = standing(deadline, state, policy, today), state.asked is not None
            yield Stand(deadline, stands, state, reached, tuple(who(deadline)) if asked else ())


def _deciders(
    configuration: Configuration, policy: Policy, today: date, deadline: Deadline
) -> Answering:
    organisation = deadline.id.organisation
    return deciders(configuration, policy, deadline.milestone, organisation, today)
