"""What directives change, from which day, for whom, and what stays as it was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from lotrinh.domain.facts import UNTOUCHED, CellId
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.resolution import derive, resolve
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_policy, a_roadmap, organisations

CALENDARS = {"office": a_calendar()}
REVIEW = MilestoneId("review")
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
HOLD = Amendment(MARCH, suspends=frozenset({REVIEW}))
GO_ON = Amendment(APRIL, resumes=frozenset({REVIEW}))


def to(phrase: str, effective: date, occurrence: str = "", **fields: object) -> Amendment:
    """Return an amendment that gives the review another day."""
    due = {(REVIEW, occurrence): parse_phrase(phrase, {})}
    return Amendment(effective, due=due, **fields)  # type: ignore[arg-type]


def amended(due: str, *amendments: Amendment) -> Roadmap:
    return replace(a_roadmap(a_milestone("review", due)), amendments=amendments)


def cell(organisation: str = "a", milestone: str = "review", occurrence: str = "") -> CellId:
    ids = RoadmapId("plan"), OrganisationId(organisation), MilestoneId(milestone)
    return CellId(*ids, occurrence)


def on(
    roadmap: Roadmap,
    day: date,
    done: Mapping[CellId, date] | None = None,
    register: Organisations | None = None,
) -> Timeline:
    chosen = register if register is not None else organisations("a", "b")
    return resolve(roadmap.as_of(day), chosen, CALENDARS, done=done or {})


def found(timeline: Timeline, id_: CellId) -> Deadline:
    deadline = timeline.find(id_)
    assert deadline is not None
    return deadline


def test_a_new_date_holds_from_the_day_of_its_directive() -> None:
    roadmap = amended("trước 30/06/2025", to("trước 31/08/2025", APRIL, basis="ct-45"))

    before, after = (found(on(roadmap, day), cell()) for day in (date(2025, 3, 31), APRIL))

    assert (before.due, before.basis) == (date(2025, 6, 29), None)
    assert (after.due, after.basis) == (date(2025, 8, 30), "ct-45")


def test_the_later_decision_wins_however_the_file_is_ordered() -> None:
    first, second = to("trước 31/07/2025", MARCH), to("trước 31/08/2025", APRIL)
    roadmap = amended("trước 30/06/2025", first, second)

    assert found(on(roadmap, MARCH), cell()).due == date(2025, 7, 30)
    assert found(on(roadmap, APRIL), cell()).due == date(2025, 8, 30)


@pytest.mark.parametrize(
    ("done_on", "due"),
    [(date(2025, 3, 31), date(2025, 6, 29)), (date(2025, 4, 2), date(2025, 8, 30))],
)
def test_what_is_done_by_then_keeps_its_date(done_on: date, due: date) -> None:
    roadmap = amended("trước 30/06/2025", to("trước 31/08/2025", APRIL))

    assert found(on(roadmap, date(2025, 5, 1), {cell(): done_on}), cell()).due == due


def test_a_wave_is_an_amendment_for_some() -> None:
    pilot = Selector(organisations=frozenset({OrganisationId("b")}))
    timeline = on(amended("trước 30/06/2025", to("20/02/2025", MARCH, applies=pilot)), MARCH)

    assert found(timeline, cell("a")).due == date(2025, 6, 29)
    assert found(timeline, cell("b")).due == date(2025, 2, 20)


def test_of_what_recurs_every_occurrence_that_is_not_done_moves() -> None:
    roadmap = amended("trước 15/12 hằng năm", to("trước 20/12 hằng năm", date(2025, 11, 1)))
    done = {cell(occurrence="2024"): date(2024, 12, 10)}
    timeline = on(roadmap, date(2025, 11, 1), done)

    assert found(timeline, cell(occurrence="2024")).due == date(2024, 12, 14)
    assert found(timeline, cell(occurrence="2025")).due == date(2025, 12, 19)


def test_one_occurrence_may_be_moved_alone() -> None:
    roadmap = amended("trước 15/12 hằng năm", to("31/12/2024", date(2024, 11, 1), "2024"))
    timeline = on(roadmap, date(2024, 11, 1))

    assert found(timeline, cell(occurrence="2024")).due == date(2024, 12, 31)
    assert found(timeline, cell(occurrence="2025")).due == date(2025, 12, 14)


def test_what_is_counted_from_it_moves_along() -> None:
    roadmap = a_roadmap(
        a_milestone("review", "trước 30/06/2025"), a_milestone("report", "review + 5 ngày")
    )
    roadmap = replace(roadmap, amendments=(to("trước 31/08/2025", APRIL),))

    assert found(on(roadmap, APRIL), cell(milestone="report")).due == date(2025, 9, 4)


def test_the_day_on_which_an_anchor_is_expected_may_move_as_well() -> None:
    expected = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 6/2025"))
    later = {(MilestoneId("congress"), ""): parse_phrase("trong tháng 8/2025", {})}
    roadmap = a_roadmap(a_milestone("review", "10 ngày trước congress"), congress=expected)
    roadmap = replace(roadmap, amendments=(Amendment(APRIL, due=later),))
    register = organisations("a", "b", anchors={"congress": [None, date(2025, 6, 20)]})

    before, after = (
        [found(on(roadmap, day, register=register), cell(id_)).due for id_ in ("a", "b")]
        for day in (MARCH, APRIL)
    )

    assert before == [date(2025, 6, 20), date(2025, 6, 10)]
    assert after == [date(2025, 8, 21), date(2025, 6, 10)]


def test_an_anchor_that_has_a_day_of_its_own_keeps_one_when_that_is_moved() -> None:
    closing = Anchor("congress", "Đại hội", at=parse_phrase("20/06/2025"))
    later = {(MilestoneId("congress"), ""): parse_phrase("20/08/2025", {})}
    roadmap = a_roadmap(a_milestone("review", "10 ngày trước congress"), congress=closing)
    roadmap = replace(roadmap, amendments=(Amendment(APRIL, due=later),))

    before, after = (found(on(roadmap, day), cell()) for day in (MARCH, APRIL))

    assert (before.due, before.provisional) == (date(2025, 6, 10), False)
    assert (after.due, after.provisional) == (date(2025, 8, 10), False)


def test_a_directive_about_something_else_leaves_an_anchor_where_it_was() -> None:
    expected = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 6/2025"))
    later = {(MilestoneId("closing"), ""): parse_phrase("20/08/2025", {})}
    closing = Anchor("closing", "Bế mạc", window=parse_phrase("trong tháng 7/2025"))
    for amendment in (Amendment(APRIL, due=later), replace(HOLD, effective=APRIL)):
        roadmap = a_roadmap(
            a_milestone("report", "10 ngày trước congress"), congress=expected, closing=closing
        )
        timeline = on(replace(roadmap, amendments=(amendment,)), APRIL)
        assert found(timeline, cell(milestone="report")).due == date(2025, 6, 20)


def test_a_window_may_become_a_day_and_a_day_a_window() -> None:
    window = amended("trong tháng 6/2025", to("20/07/2025", APRIL))
    day = amended("20/07/2025", to("trong tháng 6/2025", APRIL))

    assert found(on(window, APRIL), cell()).opens is None
    assert found(on(day, APRIL), cell()).opens == date(2025, 6, 1)


def test_on_hold_nothing_is_overdue_and_the_past_stays_as_it_was() -> None:
    roadmap = amended("trước 15/03/2025", HOLD)

    before, later = (found(on(roadmap, day), cell()) for day in (date(2025, 2, 28), APRIL))

    assert not before.suspended
    assert standing(later, UNTOUCHED, a_policy(), APRIL) is Standing.SUSPENDED


@pytest.mark.parametrize(
    ("due", "needs_date"),
    [("28/02/2025", False), ("01/03/2025", True), ("31/03/2025", True), ("01/04/2025", False)],
)
def test_a_day_that_passed_on_hold_needs_another(due: str, *, needs_date: bool) -> None:
    """From the day of the hold to the day before it ends."""
    deadline = found(on(amended(due, HOLD, GO_ON), APRIL), cell())

    assert deadline.needs_date == needs_date
    found_to_be = standing(deadline, UNTOUCHED, a_policy(), APRIL)
    assert (found_to_be is Standing.NEEDS_DATE) == needs_date


def test_what_is_on_hold_already_stays_so_from_its_own_day() -> None:
    again = replace(HOLD, effective=date(2025, 3, 20))
    deadline = found(on(amended("15/03/2025", HOLD, again, GO_ON), APRIL), cell())

    assert deadline.needs_date


@pytest.mark.parametrize("due", ["20/02/2025", "20/04/2025"])
def test_a_day_before_or_after_the_hold_stays(due: str) -> None:
    deadline = found(on(amended(due, HOLD, GO_ON), APRIL), cell())

    assert not deadline.rests
    assert deadline.due in {date(2025, 2, 20), date(2025, 4, 20)}


def test_whoever_lets_it_go_on_may_set_the_day_as_well() -> None:
    both = replace(GO_ON, due={(REVIEW, ""): parse_phrase("20/05/2025", {})})
    deadline = found(on(amended("trước 15/03/2025", HOLD, both), APRIL), cell())

    assert (deadline.due, deadline.rests) == (date(2025, 5, 20), False)


def test_dropped_it_is_gone_unless_it_was_done() -> None:
    roadmap = amended("trước 15/03/2025", Amendment(MARCH, drops=frozenset({REVIEW})))
    timeline = on(roadmap, MARCH, {cell("b"): date(2025, 2, 1)})

    assert timeline.find(cell("a")) is None
    assert timeline.find(cell("b")) is not None


def test_what_is_added_is_not_there_before() -> None:
    added = a_milestone("report", "20/05/2025", added=APRIL)
    roadmap = a_roadmap(a_milestone("review"), added)

    assert on(roadmap, date(2025, 3, 31)).find(cell(milestone="report")) is None
    assert on(roadmap, APRIL).find(cell(milestone="report")) is not None


def test_what_is_counted_from_what_is_not_there_yet_has_no_day_until_then() -> None:
    added = a_milestone("report", "20/05/2025", added=APRIL)
    roadmap = a_roadmap(a_milestone("review", "report + 1 ngày"), added)

    before, after = (found(on(roadmap, day), cell()).due for day in (MARCH, APRIL))

    assert (before, after) == (None, date(2025, 5, 21))


def test_a_derivation_names_the_amendments_that_count_for_the_row() -> None:
    pilot = Selector(organisations=frozenset({OrganisationId("b")}))
    amendment = to("20/02/2025", MARCH, applies=pilot)
    timeline = on(amended("trước 30/06/2025", amendment), MARCH)

    steps = [
        derive(timeline, found(timeline, cell(id_)), done={}, strict=True) for id_ in ("a", "b")
    ]

    assert [step.amendment for step in steps[0]] == [None] * len(steps[0])
    assert steps[1][-1].amendment is amendment
    assert steps[1][-1].day == date(2025, 2, 20)
