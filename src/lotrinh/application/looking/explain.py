"""Explain: what one date phrase means, laid over one organisation by the law of the plan."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from lotrinh.application.looking.report import Planned, clamped
from lotrinh.domain.calendar import NOT_A_DAY, Calendar, as_day
from lotrinh.domain.due import Phrase
from lotrinh.domain.registers import ALL_CONTENTS, OrganisationId, Organisations, RoleId
from lotrinh.domain.resolution import derive, resolve
from lotrinh.domain.roadmap import Anchor, Milestone, MilestoneId, Roadmap, RoadmapId, Term
from lotrinh.domain.timeline import Deadline, Timeline


def explain(
    phrase: Phrase,
    *,
    term: Term,
    anchors: Mapping[str, date],
    calendar: Calendar,
    strict: bool = True,
) -> list[Planned]:
    """Return every occurrence of a phrase within a term, each with its derivation."""
    milestone = Milestone(MilestoneId("explained"), "", phrase, RoleId(""))
    roadmap = Roadmap(
        RoadmapId("explained"),
        "",
        term,
        cron="",
        policy="",
        anchors={name: Anchor(name, name) for name in anchors},
        milestones={milestone.id: milestone},
    )
    organisations = _alone(anchors, calendar)
    timeline = resolve(roadmap, organisations, {calendar.name: calendar}, done={}, strict=strict)
    return [_planned(timeline, deadline, strict=strict) for deadline in timeline.cells()]


def _planned(timeline: Timeline, deadline: Deadline, *, strict: bool) -> Planned:
    steps = derive(timeline, deadline, done={}, strict=strict)
    off = deadline.due is not None and deadline.calendar.is_off(deadline.due)
    return Planned(deadline, steps, (*(["day-off"] if off else []), *clamped(steps)))


def _alone(anchors: Mapping[str, date], calendar: Calendar) -> Organisations:
    """Return a register of one organisation that holds the given anchors."""
    nothing = np.array([NOT_A_DAY])
    return Organisations(
        ids=(OrganisationId("explained"),),
        names=("",),
        kinds=np.array([""]),
        calendars=np.array([calendar.name]),
        parents=np.array([-1]),
        valid_from=nothing,
        valid_to=nothing,
        contents=np.array([ALL_CONTENTS]),
        anchors={name: np.array([as_day(day)]) for name, day in anchors.items()},
    )
