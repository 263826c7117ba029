"""What is done because others have done theirs: barriers, and those that succeed others."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.calendar import NOT_A_DAY, as_day
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Barrier, MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.rollup import Progress, awaited, inherited, progress
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations

CALENDARS = {"office": a_calendar()}
BRANCHES = Selector(kinds=frozenset({"branch"}))
ALL_DONE = Barrier(BRANCHES, MilestoneId("review"))
FIRST, SECOND = date(2024, 12, 3), date(2024, 12, 9)


def a_ward(**fields: object) -> Organisations:
    """Return a ward with two branches, the second with a part of its own."""
    register = organisations("ward", "b1", "b2", "part")
    kinds = np.array(["ward", "branch", "branch", "branch"])
    parents = np.array([-1, 0, 0, 2])
    return replace(register, kinds=kinds, parents=parents, **fields)  # type: ignore[arg-type]


def a_plan(barrier: Barrier = ALL_DONE, due: str = "trước 15/12/2024") -> Roadmap:
    whole = a_milestone("all", due, applies=Selector(kinds=frozenset({"ward"})), done_when=barrier)
    return a_roadmap(a_milestone("review", due, applies=BRANCHES), whole)


def cell(organisation: str, milestone: str = "review", occurrence: str = "") -> CellId:
    ids = RoadmapId("plan"), OrganisationId(organisation), MilestoneId(milestone)
    return CellId(*ids, occurrence)


def reached(
    register: Organisations, done: dict[CellId, date], plan: Roadmap | None = None
) -> dict[CellId, Progress]:
    roadmap = plan or a_plan()
    timeline = resolve(roadmap, register, CALENDARS, done=done)
    return dict(progress(timeline, roadmap.milestones[MilestoneId("all")], timeline, done))


def test_it_is_done_on_the_day_on_which_the_last_was() -> None:
    done = {cell("b1"): SECOND, cell("b2"): FIRST}

    assert reached(a_ward(), done)[cell("ward", "all")] == Progress(2, 3, SECOND)
    whole = reached(a_ward(), {**done, cell("part"): FIRST})[cell("ward", "all")]
    assert (whole.is_complete, whole.last) == (True, SECOND)


def test_only_those_below_count_unless_it_says_otherwise() -> None:
    two = replace(a_ward(), parents=np.array([-1, 0, -1, 2]))
    everywhere = a_plan(replace(ALL_DONE, below=False))

    assert reached(two, {})[cell("ward", "all")].total == 1
    assert reached(two, {}, everywhere)[cell("ward", "all")].total == 3


def test_those_that_need_not_do_it_do_not_count_whatever_they_are() -> None:
    two = Selector(organisations=frozenset(map(OrganisationId, ("b1", "b2"))))
    plan = a_plan()
    review = replace(plan.milestones[MilestoneId("review")], applies=two)
    other = a_milestone("report", applies=BRANCHES)  # all of them have something to do
    plan = replace(plan, milestones={**plan.milestones, review.id: review, other.id: other})

    assert reached(a_ward(), {}, plan)[cell("ward", "all")] == Progress(0, 2, None)


def test_those_that_begin_or_end_on_its_day_count() -> None:
    day, none = as_day(date(2024, 12, 14)), NOT_A_DAY
    register = a_ward(
        valid_from=np.array([none, day, none, none]), valid_to=np.array([none, none, day, none])
    )

    assert reached(register, {})[cell("ward", "all")].total == 3


def test_those_that_do_not_exist_on_its_day_do_not_count() -> None:
    ended = np.array([NOT_A_DAY, NOT_A_DAY, as_day(date(2024, 12, 1)), NOT_A_DAY])
    begun = np.array([NOT_A_DAY, as_day(date(2025, 1, 1)), NOT_A_DAY, NOT_A_DAY])

    assert reached(a_ward(valid_to=ended), {})[cell("ward", "all")].total == 2
    assert reached(a_ward(valid_from=begun), {})[cell("ward", "all")].total == 2


def test_what_has_nobody_to_count_is_never_done() -> None:
    nobody = a_plan(Barrier(Selector(kinds=frozenset({"club"})), MilestoneId("review")))

    assert not reached(a_ward(), {}, nobody)[cell("ward", "all")].is_complete


def test_what_recurs_counts_the_same_occurrence() -> None:
    done = {cell(id_, occurrence="2025"): FIRST for id_ in ("b1", "b2", "part")}

    found = reached(a_ward(), done, a_plan(due="trước 15/12 hằng năm"))

    assert not found[cell("ward", "all", "2024")].is_complete
    assert found[cell("ward", "all", "2025")].is_complete


def test_each_occurrence_counts_what_comes_only_once() -> None:
    plan = a_plan(due="trước 15/12 hằng năm")
    once = replace(a_plan().milestones[MilestoneId("review")])
    plan = replace(plan, milestones={**plan.milestones, once.id: once})

    found = reached(a_ward(), {cell(id_): FIRST for id_ in ("b1", "b2", "part")}, plan)

    assert [one.is_complete for one in found.values()] == [True, True]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, None),
        ({cell("b1"): FIRST}, None),
        ({cell("b1"): FIRST, cell("b2"): SECOND}, SECOND),
    ],
)
def test_a_successor_has_done_what_all_before_it_had(
    done: dict[CellId, date], expected: date | None
) -> None:
    register = replace(organisations("b1", "b2", "new"), successors={0: (2,), 1: (2,)})

    found = inherited(a_roadmap(a_milestone("review")), register, done)

    assert found.get(cell("new")) == expected


def test_what_was_taken_over_is_taken_over_again_in_its_occurrence() -> None:
    register = replace(organisations("new", "b1", "b2"), successors={1: (2,), 2: (0,)})
    done = {cell("b1", occurrence="2024"): FIRST}

    found = inherited(a_roadmap(a_milestone("review", "trước 15/12 hằng năm")), register, done)

    assert found == {cell(id_, occurrence="2024"): FIRST for id_ in ("b2", "new")}


def test_a_successor_of_another_kind_has_done_what_those_before_it_had() -> None:
    register = replace(organisations("b1", "new"), successors={0: (1,)})
    register = replace(register, kinds=np.array(["branch", "club"]))
    roadmap = a_roadmap(a_milestone("review", applies=BRANCHES))

    assert inherited(roadmap, register, {cell("b1"): FIRST}) == {cell("new"): FIRST}


def test_one_that_did_not_have_it_to_do_holds_up_nobody() -> None:
    register = replace(organisations("b1", "b2", "new"), successors={0: (2,), 1: (2,)})
    register = replace(register, kinds=np.array(["branch", "club", "branch"]))
    roadmap = a_roadmap(a_milestone("review", applies=BRANCHES))

    assert inherited(roadmap, register, {cell("b1"): FIRST}) == {cell("new"): FIRST}


def test_what_is_awaited_of_others_is_one_thing_with_the_days_of_the_last() -> None:
    register, roadmap = a_ward(), a_plan()
    done = {cell("b1"): SECOND, cell("b2"): date(2024, 12, 30)}
    all_done = {**done, cell("part"): FIRST}

    def ward(done: dict[CellId, date]) -> tuple[list[str], list[str], list[bool]]:
        timeline = resolve(roadmap, register, CALENDARS, done={})
        matrix = next(m for m in timeline.matrices if m.columns[0].milestone.id == "all")
        (found,) = awaited(register, matrix, {ALL_DONE: timeline}, done)
        return [str(d) for d in found.due], [str(d) for d in found.done], found.applies.tolist()

    def ward_with(parents: list[int]) -> tuple[list[str], list[bool]]:
        few = replace(register, parents=np.array(parents))
        timeline = resolve(roadmap, few, CALENDARS, done={})
        matrix = next(m for m in timeline.matrices if m.columns[0].milestone.id == "all")
        (found,) = awaited(few, matrix, {ALL_DONE: timeline}, done)
        return [str(d) for d in found.done], found.applies.tolist()

    assert ward({}) == (["2024-12-14"], ["NaT"], [True])
    assert ward_with([-1, 0, -1, -1]) == ([str(SECOND)], [True])
    assert ward_with([-1, -1, -1, -1]) == (["NaT"], [False])
    assert ward(done) == (["2024-12-30"], ["NaT"], [True])
    assert ward(all_done) == (["2024-12-30"], ["2024-12-30"], [True])


@pytest.mark.parametrize("rests", ["suspended", "needs_date"])
def test_what_rests_leaves_what_waits_for_it_without_a_day(rests: str) -> None:
    register, roadmap = a_ward(), a_plan()
    timeline = resolve(roadmap, register, CALENDARS, done={})
    matrix = next(m for m in timeline.matrices if m.columns[0].milestone.id == "all")
    branches = next(m for m in timeline.matrices if m is not matrix)
    resting = replace(branches, **{rests: np.array([[True], [False], [False]])})  # type: ignore[arg-type]
    counted = replace(timeline, matrices=(matrix, resting))

    (found,) = awaited(register, matrix, {ALL_DONE: counted}, {})

    assert [str(day) for day in found.due] == ["NaT"]
