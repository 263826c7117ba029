"""What is odd about a due day: each oddity alone, and only where it belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.calendar import Calendar, as_day
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import CellId
from lotrinh.domain.feasibility import outlook
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import (
    Amendment,
    Anchor,
    Barrier,
    Basis,
    Duration,
    Milestone,
    MilestoneId,
    RoadmapId,
)
from lotrinh.domain.timeline import Timeline
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations

TET = [date(2025, 1, day) for day in range(25, 32)]
FIVE = Duration(5, Unit.WORKING_DAY)


def with_tet() -> Calendar:
    calendar = a_calendar()
    tet = np.zeros_like(calendar.off)
    tet[[(day - calendar.first).days for day in TET]] = True
    return replace(calendar, tet=tet)


def a_timeline(
    *milestones: Milestone,
    since: date | None = None,
    amendments: Iterable[Amendment] = (),
    **anchors: Anchor,
) -> Timeline:
    """Return the timeline of one branch, founded on some day."""
    bases = {
        "ct-35": Basis("ct-35", "35-CT/TW", issued=date(2024, 6, 14)),
        "qd-24": Basis("qd-24", "24-QĐ/TW"),
    }
    branch = organisations("cb-1")
    if since is not None:
        branch = replace(branch, valid_from=np.array([as_day(since)]))
    roadmap = a_roadmap(*milestones)
    roadmap = replace(roadmap, bases=bases, amendments=tuple(amendments), anchors=anchors)
    return resolve(roadmap, branch, {"office": with_tet()}, done={})


def done_on(**days: date) -> Mapping[CellId, date]:
    cell = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId(""))
    return {replace(cell, milestone=MilestoneId(name)): day for name, day in days.items()}


def found(
    timeline: Timeline, done: Mapping[CellId, date] | None = None, today: date | None = None
) -> dict[str, Iterable[str]]:
    """Return what is odd, by milestone and occurrence."""
    (matrix,) = timeline.matrices
    look = outlook(timeline, matrix, done or {}, today)
    names = [f"{c.milestone.id}@{c.label}".rstrip("@") for c in matrix.columns]
    odd = {names[column]: [*map(str, look.oddities(row, column))] for row, column in matrix.cells()}
    return {name: oddities for name, oddities in odd.items() if oddities}


def test_due_before_the_organisation_exists() -> None:
    """The trap: 45 working days before 15/08/2025 is before the wards of 01/07/2025 existed."""
    timeline = a_timeline(
        a_milestone("approval", "45 ngày làm việc trước 15/08/2025"),
        a_milestone("summons", "01/07/2025"),
        since=date(2025, 7, 1),
    )

    assert found(timeline) == {"approval": ["before-organisation"]}


@pytest.mark.parametrize(
    ("due", "basis", "odd"),
    [
        ("13/06/2024", "ct-35", {"review": ["past-when-set"]}),
        ("14/06/2024", "ct-35", {}),
        ("13/06/2024", "qd-24", {}),
        ("13/06/2024", None, {}),
        ("chậm nhất 10/06 hằng năm", "ct-35", {"review@2024": ["past-when-set"]}),
    ],
)
def test_already_past_when_it_was_set(
    due: str, basis: str | None, odd: dict[str, list[str]]
) -> None:
    assert found(a_timeline(a_milestone("review", due, basis=basis))) == odd


def test_a_day_that_an_amendment_set_is_past_where_that_took_effect_later() -> None:
    days = {(MilestoneId("review"), ""): parse_phrase("04/03/2025")}
    directive = Amendment(date(2025, 3, 5), basis="qd-24", due=days)
    timeline = a_timeline(
        a_milestone("review", "30/06/2025", basis="ct-35"),
        a_milestone("report", "04/03/2025", basis="ct-35"),
        amendments=[directive],
    )

    assert found(timeline) == {"review": ["past-when-set"]}


def test_only_what_takes_some_known_time_can_be_on_the_critical_path() -> None:
    timeline = a_timeline(
        a_milestone("review", "14/03/2025", takes=FIVE),
        a_milestone("report", "21/03/2025", needs=("review",)),
        a_milestone("summary", "10 ngày sau congress", takes=FIVE),
        congress=Anchor("congress", "Đại hội"),
    )
    (matrix,) = timeline.matrices

    look = outlook(timeline, matrix, {}, date(2025, 3, 3))

    assert [look.slack(0, column) for column in range(3)] == [5, 5, None]
    assert [look.critical(0, column) for column in range(3)] == [True, None, None]


def test_what_is_on_hold_leaves_no_slack_and_makes_nothing_late() -> None:
    hold = Amendment(date(2025, 3, 1), suspends=frozenset({MilestoneId("review")}))
    milestones = (
        a_milestone("review", "14/03/2025", takes=FIVE),
        a_milestone("report", "13/03/2025", needs=("review",)),
    )

    (matrix,) = a_timeline(*milestones, amendments=[hold]).matrices
    look = outlook(a_timeline(*milestones), matrix, {}, date(2025, 3, 13))

    assert found(a_timeline(*milestones)) == {"report": ["before-needs"]}
    assert found(a_timeline(*milestones, amendments=[hold])) == {}
    assert [look.slack(0, column) for column in (0, 1)] == [None, None]


def test_due_before_what_it_needs_is_due_until_one_of_them_is_done() -> None:
    timeline = a_timeline(
        a_milestone("review", "14/03/2025"),
        a_milestone("report", "13/03/2025", needs=("review",)),
        a_milestone("summary", "13/03/2025", needs=("report",)),  # even if the review is in time
    )

    assert found(timeline) == {"report": ["before-needs"], "summary": ["too-tight"]}
    assert found(timeline, done_on(review=date(2025, 3, 3))) == {}
    assert found(timeline, done_on(report=date(2025, 3, 3))) == {}


def test_one_need_that_comes_too_late_is_enough_whichever_it_is() -> None:
    early, late = a_milestone("draft", "03/03/2025"), a_milestone("review", "14/03/2025")

    for needs in (("draft", "review"), ("review", "draft")):
        report = a_milestone("report", "13/03/2025", needs=needs)
        assert found(a_timeline(early, late, report)) == {"report": ["before-needs"]}


def test_too_few_working_days_are_told_unless_the_order_of_the_days_says_it_already() -> None:
    timeline = a_timeline(
        a_milestone("review", "07/03/2025"),
        a_milestone("report", "13/03/2025", needs=("review",), takes=FIVE),
        a_milestone("letter", "14/03/2025", needs=("review",), takes=FIVE),
        a_milestone("summary", "06/03/2025", needs=("review",), takes=FIVE),
    )

    assert found(timeline) == {"report": ["too-tight"], "summary": ["before-needs"]}


def test_what_is_overdue_is_not_called_too_tight_as_well() -> None:
    timeline = a_timeline(a_milestone("report", "14/03/2025", takes=FIVE))

    assert found(timeline) == {}
    assert found(timeline, today=date(2025, 3, 10)) == {}
    assert found(timeline, today=date(2025, 3, 11)) == {"report": ["too-tight"]}
    assert found(timeline, today=date(2025, 3, 14)) == {"report": ["too-tight"]}
    assert found(timeline, today=date(2025, 3, 15)) == {}


def test_what_waits_for_others_has_the_time_since_the_last_of_them() -> None:
    """The branches are due on Friday 14/03; the report takes 17–21, the summary the day after."""
    kinds = {kind: Selector(kinds=frozenset({kind})) for kind in ("ward", "branch")}
    all_met = Barrier(kinds["branch"], MilestoneId("meeting"))
    roadmap = a_roadmap(
        a_milestone("meeting", "14/03/2025", applies=kinds["branch"]),
        a_milestone(
            "report", "24/03/2025", applies=kinds["ward"], waits_for=(all_met,), takes=FIVE
        ),
        a_milestone("summary", "13/03/2025", applies=kinds["ward"], done_when=all_met),
    )
    register = replace(
        organisations("ward", "b1", "b2"),
        kinds=np.array(["ward", "branch", "branch"]),
        parents=np.array([-1, 0, 0]),
    )
    timeline = resolve(roadmap, register, {"office": with_tet()}, done={})
    (ward,) = (m for m in timeline.matrices if m.columns[0].milestone.id == "report")

    look = outlook(timeline, ward, {}, counted={all_met: timeline})
    alone = outlook(timeline, ward, {})

    assert [look.slack(0, column) for column in (0, 1)] == [1, -1]
    assert [*look.oddities(0, 1)] == ["before-needs"]
    assert alone.slack(0, 1) is None


def test_tet_is_told_by_its_name_and_other_days_off_as_such() -> None:
    timeline = a_timeline(
        a_milestone("review", "29/01/2025"),
        a_milestone("eve", "25/01/2025"),
        a_milestone("report", "15/03/2025"),
        a_milestone("letter", "14/03/2025"),
    )

    assert found(timeline) == {"review": ["on-tet"], "eve": ["on-tet"], "report": ["day-off"]}
