"""Barriers, once all roadmaps and the register are known: that there is something to count.

A barrier may count a milestone of another roadmap; and one that counts nobody would never be
done.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lotrinh.domain.cycles import cycles
from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.roadmap import Barrier, Milestone, MilestoneId, Roadmap, RoadmapId
from lotrinh.loader.parts.roadmap_shape import BarrierShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.written import Text


@dataclass(frozen=True, slots=True)
class Plans:
    """All that barriers may be about."""

    roadmaps: Mapping[RoadmapId, Roadmap]
    organisations: Organisations
    kinds: Collection[str]


def check_barriers(shape: RoadmapShape, roadmap: Roadmap, plans: Plans, findings: Findings) -> None:
    """Report barriers of one roadmap that count what isn't there, or nobody."""
    times = Counter(written.id for written in shape.every_milestone)
    for written in shape.every_milestone:
        milestone = roadmap.milestones.get(MilestoneId(written.id))
        if milestone is None or milestone.asks or times[written.id] > 1:
            continue  # of an id that is used twice, which was reported, either may be meant
        for place, barrier in zip(written.barriers, milestone.barriers, strict=True):
            counted = _counted(roadmap, place, barrier, plans, findings)
            if counted is None or not barrier.counts.kinds <= {*plans.kinds}:
                continue
            lonely = _lonely(milestone, barrier, counted, plans.organisations)
            if lonely is not None:
                values = {"value": str(place.done), "organisation": lonely}
                findings.warning("empty-barrier", place.where, **values)


def check_circles(shapes: Sequence[RoadmapShape], findings: Findings) -> None:
    """Report what waits for itself by way of another roadmap: it is never done.

    What does so within one roadmap was reported with that.
    """
    needs = {
        f"{shape.roadmap}/{milestone.id}": {_whole(shape, need): need for need in milestone.awaited}
        for shape in shapes
        for milestone in shape.every_milestone
    }
    for circle in cycles(needs):
        steps = [needs[one][other] for one, other in pairwise(circle)]
        far = next((step for step in steps if "/" in step), None)
        if far is not None:
            places = ", ".join(str(step.where) for step in steps)
            findings.error("circular-barriers", far.where, cycle=" → ".join(circle), places=places)


def _whole(shape: RoadmapShape, milestone: Text) -> str:
    """Return the id of a milestone with that of its roadmap."""
    return str(milestone) if "/" in milestone else f"{shape.roadmap}/{milestone}"


def _counted(
    roadmap: Roadmap, place: BarrierShape, barrier: Barrier, plans: Plans, findings: Findings
) -> Milestone | None:
    """Return the milestone that is counted; one that another roadmap lacks is reported."""
    plan = plans.roadmaps.get(barrier.roadmap) if barrier.roadmap else roadmap
    if plan is None:
        return None
    if barrier.roadmap:
        start = len(barrier.roadmap) + 1
        where, known = place.done.at(start + 1), Vocabulary(plan.milestones)
        findings.expect_at(place.done[start:], where, known, "unknown-milestone")
    return plan.milestones.get(barrier.milestone)


def _lonely(
    milestone: Milestone, barrier: Barrier, counted: Milestone, organisations: Organisations
) -> OrganisationId | None:
    """Return an organisation that waits for nobody."""
    waiting = organisations.select(milestone.applies)
    rows = organisations.select(counted.applies) & organisations.select(barrier.counts)
    if not barrier.below:
        return None if rows.any() else next(iter(organisations.ids), None)
    for above in organisations.ancestors():
        waiting[above[rows & (above >= 0)]] = False
    lonely = np.flatnonzero(waiting)
    return organisations.ids[lonely[0]] if len(lonely) else None
