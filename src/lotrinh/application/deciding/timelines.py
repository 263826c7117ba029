"""The timelines of one configuration as seen on one day, each resolved once.

What is done is asked for here as well: beside what was recorded it holds what follows from
it, for barriers and for those that succeed others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.facts import Facts
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.due import Phrase, references
from lotrinh.domain.facts import (
    MOVING,
    UNTOUCHED,
    CellId,
    Fact,
    FactKind,
    State,
    States,
    closed_days,
    done_facts,
    fold,
    standing_facts,
)
from lotrinh.domain.policy import Policy
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import derive, resolve
from lotrinh.domain.roadmap import Barrier, Milestone, MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.rollup import Progress, inherited, predecessors, progress
from lotrinh.domain.standings import Closed
from lotrinh.domain.steps import Step
from lotrinh.domain.timeline import Deadline, Timeline

Done = Mapping[CellId, date]


@dataclass
class Timelines:
    """Resolves roadmaps on demand; facts that move dates are fetched, no others."""

    configuration: Configuration
    facts: Facts
    today: date
    organisations: Collection[OrganisationId] | None = None
    """Keep to these, if not all."""
    _known: dict[RoadmapId, Timeline] = field(default_factory=dict)
    _moving: dict[RoadmapId, Done] = field(default_factory=dict)
    _recorded: dict[RoadmapId, Mapping[CellId, Fact]] = field(default_factory=dict)
    """Of what moves dates: what was recorded."""
    _moves: dict[RoadmapId, Sequence[Fact]] = field(default_factory=dict)
    """What moves the dates of single cells."""
    _progress: dict[tuple[RoadmapId, MilestoneId], Mapping[CellId, Progress]] = field(
        default_factory=dict
    )

    def of(self, roadmap: RoadmapId) -> Timeline:
        """Return the timeline of a roadmap."""
        if roadmap not in self._known:
            self._moving[roadmap] = self._moving_facts(roadmap)
            moves = self.facts.of_kinds(roadmap, MOVING)
            self._moves[roadmap] = standing_facts(moves, self.today)
            self._known[roadmap] = self._resolved(roadmap)
            self._follow_barriers(roadmap)
        return self._known[roadmap]

    def on(self, day: date) -> "Timelines":
        """Return the timelines of the same plan as seen on another day."""
        return Timelines(self.configuration, self.facts, day, self.organisations)

    def roadmap(self, id_: RoadmapId) -> Roadmap:
        """Return a roadmap as it is decided by today."""
        return self.configuration.roadmaps[id_].as_of(self.today)

    def derivation(self, deadline: Deadline) -> tuple[Step, ...]:
        """Return how a due date came about."""
        roadmap = deadline.id.roadmap
        timeline, strict = self.of(roadmap), self.configuration.strict
        return derive(
            timeline,
            deadline,
            done=self._moving[roadmap],
            strict=strict,
            moving=self._moves[roadmap],
            facts=self._recorded[roadmap],
        )

    def policy(self, roadmap: RoadmapId) -> Policy:
        """Return the policy of a roadmap."""
        return self.configuration.policies[self.configuration.roadmaps[roadmap].policy]

    def states(self, cells: Collection[CellId]) -> States:
        """Return what the facts of some cells, and those of others, add up to for each."""
        wanted = frozenset(cells)
        recorded = fold(self.facts.of_cells([*wanted, *self._before(wanted)]), self.today)
        found = self._followed(recorded, {cell.roadmap for cell in wanted})
        return {cell: found.get(cell, UNTOUCHED) for cell in wanted}

    def states_of(self, roadmap: RoadmapId) -> States:
        """Return the state of every cell of a roadmap of which there is anything to tell."""
        recorded = fold(self.facts.of_milestones(roadmap), self.today)
        return self._followed(recorded, [roadmap])

    def closed(self, roadmap: RoadmapId) -> Closed:
        """Return what is closed of a roadmap, recorded or following from it; for many cells."""
        register = self.configuration.organisations
        recorded = list(self.facts.closings(roadmap, self.today))
        known: Done = {}
        if register.successors:
            known = {CellId(roadmap, o, m, label): day for o, m, label, day, _ in recorded}
        follows = self.following(known, [roadmap])
        following = (
            (cell.organisation, cell.milestone, cell.occurrence, day, False)
            for cell, day in follows.items()
        )
        # What was recorded of a cell counts, whatever follows from others.
        return Closed(register, chain(following, recorded))

    def _followed(self, recorded: dict[CellId, State], roadmaps: Iterable[RoadmapId]) -> States:
        for cell, day in self.following(closed_days(recorded), roadmaps).items():
            recorded[cell] = recorded.get(cell, UNTOUCHED).following(day)
        return recorded

    def snoozed(self, roadmap: RoadmapId) -> Sequence[Fact]:
        """Return every time that a cell of a roadmap was snoozed, what came after left aside."""
        facts = self.facts.of_kinds(roadmap, [FactKind.SNOOZED])
        return standing_facts(facts, self.today)

    def following(self, recorded: Done, roadmaps: Iterable[RoadmapId]) -> Done:
        """Return what is done because other things are: barriers, and what was taken over."""
        found: dict[CellId, date] = {}
        for roadmap in self.configuration.roadmaps.keys() & {*roadmaps}:
            register = self.configuration.organisations
            found |= self._completed(roadmap)
            found |= inherited(self.roadmap(roadmap), register, recorded)
        return found

    def progress(self, roadmap: RoadmapId) -> Mapping[CellId, Progress]:
        """Return how far each barrier of a roadmap has come."""
        found: dict[CellId, Progress] = {}
        for milestone in self.roadmap(roadmap).milestones.values():
            found |= self.progress_of(roadmap, milestone)
        return found

    def counting(self, roadmap: RoadmapId) -> tuple[Mapping[Barrier, Timeline], Done]:
        """Return for each barrier of a roadmap where it counts, and what is done there."""
        counted: dict[Barrier, Timeline] = {}
        done: dict[CellId, date] = {}
        for milestone in self.roadmap(roadmap).milestones.values():
            for barrier in milestone.barriers:
                counted[barrier] = self._whole.of(barrier.roadmap or roadmap)
                done |= self._done_for(barrier, roadmap)
        return counted, done

    def progress_of(self, roadmap: RoadmapId, milestone: Milestone) -> Mapping[CellId, Progress]:
        """Return how far a milestone has come that is a barrier; it may count others."""
        key, barrier = (roadmap, milestone.id), milestone.done_when
        if barrier is None:
            return {}
        timeline, counted = self.of(roadmap), self._whole.of(barrier.roadmap or roadmap)
        if key not in self._progress:
            self._progress[key] = {}  # what waits for itself never comes to an end
            done = self._done_for(barrier, roadmap)
            self._progress[key] = progress(timeline, milestone, counted, done)
        return self._progress[key]

    def _done_for(self, barrier: Barrier, roadmap: RoadmapId) -> Done:
        """Return what is done of that which a barrier counts."""
        counted = self.roadmap(barrier.roadmap or roadmap)
        facts = self.facts.of_milestones(counted.id, [barrier.milestone])
        recorded = closed_days(fold(facts, self.today))
        taken_over = inherited(counted, self.configuration.organisations, recorded)
        milestone = counted.milestones.get(barrier.milestone)
        below = self._whole.progress_of(counted.id, milestone) if milestone else {}
        return {**_complete(below), **taken_over, **recorded}

    @cached_property
    def _whole(self) -> "Timelines":
        """All organisations: barriers count others than those looked at."""
        if self.organisations is None:
            return self
        return Timelines(self.configuration, self.facts, self.today)

    def _completed(self, roadmap: RoadmapId) -> Done:
        """Return the barriers of a roadmap that are done, each with its day."""
        return _complete(self.progress(roadmap))

    def _before(self, cells: Collection[CellId]) -> Iterator[CellId]:
        """Yield the same cells of those whose place some organisations have taken."""
        register = self.configuration.organisations
        for cell in cells if self._predecessors else ():
            for row in self._all_before(register.rows.get(cell.organisation, -1)):
                yield replace(cell, organisation=register.ids[row])

    def _all_before(self, row: int) -> set[int]:
        """Return whose place an organisation has taken, and whose place these had taken."""
        found: set[int] = set()
        waiting = [row]
        while waiting:
            further = set(self._predecessors.get(waiting.pop(), ())) - found
            found |= further
            waiting += further
        return found

    @cached_property
    def _predecessors(self) -> Mapping[int, tuple[int, ...]]:
        return predecessors(self.configuration.organisations)

    def _resolved(self, roadmap: RoadmapId) -> Timeline:
        configuration = self.configuration
        return resolve(
            self.roadmap(roadmap),
            configuration.organisations,
            configuration.calendars,
            done=self._moving[roadmap],
            moving=self._moves[roadmap],
            strict=configuration.strict,
            only=self._only(),
        )

    def _moving_facts(self, roadmap: RoadmapId) -> Done:
        """Return what is done of what moves dates, as far as it was recorded."""
        known = self.roadmap(roadmap)
        wanted = moving_milestones(known)
        facts = self.facts.of_milestones(roadmap, wanted) if wanted else ()
        self._recorded[roadmap] = done_facts(fold(facts, self.today))
        recorded = {cell: fact.on for cell, fact in self._recorded[roadmap].items()}
        return {**inherited(known, self.configuration.organisations, recorded), **recorded}

    def _follow_barriers(self, roadmap: RoadmapId) -> None:
        """Resolve again as long as barriers that are done move dates."""
        known = self.roadmap(roadmap)
        moving = moving_milestones(known)
        movers = [m for m in known.milestones.values() if m.done_when and m.id in moving]
        recorded = self._moving[roadmap]
        for _ in movers:
            completed = self._completed(roadmap).items()
            found = {
                **{cell: day for cell, day in completed if cell.milestone in moving},
                **recorded,
            }
            if found == self._moving[roadmap]:
                return
            self._moving[roadmap] = found
            self._known[roadmap] = self._resolved(roadmap)
            self._progress.clear()  # whom a barrier counts may hang on its own day

    def _only(self) -> NDArray[np.bool_] | None:
        if self.organisations is None:
            return None
        register = self.configuration.organisations
        chosen = np.zeros(len(register), np.bool_)
        chosen[[register.rows[organisation] for organisation in self.organisations]] = True
        return chosen


def _complete(reached: Mapping[CellId, Progress]) -> Done:
    """Return the barriers that are done, each with the day of the last that it counted."""
    return {c: p.last for c, p in reached.items() if p.is_complete and p.last is not None}


def moving_milestones(roadmap: Roadmap) -> frozenset[MilestoneId]:
    """Return the milestones whose Done moves dates, and the anchors that may have happened."""
    named = {reference.name for phrase in _phrases(roadmap) for reference in references(phrase)}
    moving = {m.id for m in roadmap.milestones.values() if m.marks or m.id in named}
    moving |= {MilestoneId(anchor) for anchor in roadmap.anchors}
    return frozenset(moving.union(*(a.rests_on_done for a in roadmap.amendments)))


def _phrases(roadmap: Roadmap) -> Iterator[Phrase]:
    yield from (milestone.due for milestone in roadmap.milestones.values())
    for anchor in roadmap.anchors.values():
        yield from (phrase for phrase in (anchor.at, anchor.window) if phrase is not None)
    for amendment in roadmap.amendments:
        yield from amendment.due.values()
