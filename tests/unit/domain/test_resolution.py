"""What a cell's due date rests on: anchors, facts, selectors, time of existence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.calendar import as_day
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.resolution import derive, resolve
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations

CALENDARS = {"office": a_calendar()}
JANUARY = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025"))


def cell(organisation: str, milestone: str, occurrence: str = "") -> CellId:
    return CellId(
        RoadmapId("plan"), OrganisationId(organisation), MilestoneId(milestone), occurrence
    )


def resolved(
    roadmap: Roadmap, register: Organisations, done: Mapping[CellId, date] | None = None
) -> Timeline:
    return resolve(roadmap, register, CALENDARS, done=done or {})


def found(timeline: Timeline, id_: CellId) -> Deadline:
    deadline = timeline.find(id_)
    assert deadline is not None
    return deadline


def test_an_anchor_is_a_forecast_until_an_organisation_has_its_own_date() -> None:
    roadmap = a_roadmap(a_milestone("papers", "10 ngày trước congress"), congress=JANUARY)
    register = organisations("a", "b", anchors={"congress": [date(2025, 1, 20), None]})
    timeline = resolved(roadmap, register)

    own, forecast = found(timeline, cell("a", "papers")), found(timeline, cell("b", "papers"))

    assert (own.due, own.provisional) == (date(2025, 1, 10), False)
    assert (forecast.due, forecast.provisional) == (date(2025, 1, 21), True)


def test_without_date_or_window_a_cell_is_undated() -> None:
    bare = Anchor("congress", "Đại hội")
    timeline = resolved(
        a_roadmap(a_milestone("papers", "10 ngày trước congress"), congress=bare),
        organisations("a"),
    )

    assert found(timeline, cell("a", "papers")).due is None


def test_done_of_what_marks_an_anchor_says_when_it_happened() -> None:
    roadmap = a_roadmap(
        a_milestone("session", "ngày congress", marks="congress"),
        a_milestone("report", "congress + 5 ngày"),
        congress=JANUARY,
    )
    register = organisations("a", anchors={"congress": [date(2025, 1, 20)]})

    timeline = resolved(roadmap, register, {cell("a", "session"): date(2025, 1, 22)})

    assert found(timeline, cell("a", "report")).due == date(2025, 1, 27)


@pytest.mark.parametrize("first", ["session", "report"])
def test_what_marks_an_anchor_is_not_late_by_itself_and_moves_all_others(first: str) -> None:
    closing = Anchor("closing", "Bế mạc", at=parse_phrase("congress + 1 ngày"))
    session = a_milestone("session", marks="congress")
    session = replace(session, due=parse_phrase("2 ngày trước closing"))
    report = replace(a_milestone("report"), due=parse_phrase("closing + 5 ngày"))
    order = (session, report) if first == "session" else (report, session)
    roadmap = a_roadmap(*order, congress=JANUARY, closing=closing)
    register = organisations("a", anchors={"congress": [date(2025, 1, 20)]})

    timeline = resolved(roadmap, register, {cell("a", "session"): date(2025, 1, 22)})

    assert found(timeline, cell("a", "session")).due == date(2025, 1, 19)
    assert found(timeline, cell("a", "report")).due == date(2025, 1, 28)


def test_what_counts_from_a_milestone_is_firm_from_the_day_it_was_done() -> None:
    roadmap = a_roadmap(
        a_milestone("review"), a_milestone("report", "trong 3 ngày làm việc từ review")
    )
    register = organisations("a")
    forecast = found(resolved(roadmap, register), cell("a", "report"))
    done = {cell("a", "review"): date(2024, 12, 10)}

    firm = found(resolved(roadmap, register, done), cell("a", "report"))

    assert (forecast.due, forecast.provisional) == (date(2024, 12, 18), True)
    assert (firm.due, firm.provisional) == (date(2024, 12, 13), False)


def test_what_counts_from_a_recurring_milestone_takes_its_occurrences() -> None:
    roadmap = a_roadmap(
        a_milestone("review", "trước 15/12 hằng năm"), a_milestone("report", "review + 2 ngày")
    )
    timeline = resolved(roadmap, organisations("a"))

    assert timeline.occurrences(MilestoneId("report"), OrganisationId("a")) == ["2024", "2025"]
    assert found(timeline, cell("a", "report", "2025")).due == date(2025, 12, 16)


def test_a_certain_occurrence_can_be_counted_from() -> None:
    roadmap = a_roadmap(
        a_milestone("review", "trước 15/12 hằng năm"), a_milestone("report", "review@2025 + 2 ngày")
    )

    assert found(resolved(roadmap, organisations("a")), cell("a", "report")).due == date(
        2025, 12, 16
    )


def test_a_milestone_may_start_before_its_term_and_end_early() -> None:
    early = a_milestone("review", "trước 15/12 hằng năm", first_year=2023, last_year=2024)
    timeline = resolved(a_roadmap(early), organisations("a"))

    assert timeline.occurrences(MilestoneId("review"), OrganisationId("a")) == ["2023", "2024"]


def test_a_selector_chooses_organisations_and_others_have_no_cell() -> None:
    only = Selector(organisations=frozenset({OrganisationId("b")}))
    timeline = resolved(a_roadmap(a_milestone("review", applies=only)), organisations("a", "b"))

    assert timeline.size == 1
    assert timeline.find(cell("a", "review")) is None


@pytest.mark.parametrize(("ends", "cells"), [(date(2024, 12, 13), 0), (date(2024, 12, 14), 1)])
def test_what_is_due_after_an_organisation_has_ended_is_not_its_own(ends: date, cells: int) -> None:
    register = replace(organisations("a"), valid_to=np.array([as_day(ends)]))

    assert resolved(a_roadmap(), register).size == cells


def test_strict_false_keeps_the_named_day() -> None:
    lenient = resolve(a_roadmap(), organisations("a"), CALENDARS, done={}, strict=False)

    assert found(lenient, cell("a", "review")).due == date(2024, 12, 15)


def test_deriving_one_cell_is_the_law_of_the_whole_matrix() -> None:
    roadmap = a_roadmap(
        a_milestone("review"),
        a_milestone("report", "trong 3 ngày làm việc từ review"),
        a_milestone("papers", "2 tuần trước congress"),
        congress=JANUARY,
    )
    register = organisations("a", "b", anchors={"congress": [date(2025, 1, 20), None]})
    timeline = resolved(roadmap, register)

    for deadline in timeline.cells():
        steps = derive(timeline, deadline, done={}, strict=True)
        assert steps[-1].day == deadline.due


def test_a_follower_keeps_to_its_own_years() -> None:
    roadmap = a_roadmap(
        a_milestone("review", "trước 15/12 hằng năm"),
        a_milestone("report", "review + 2 ngày", last_year=2024),
    )
    timeline = resolved(roadmap, organisations("a"))

    assert timeline.occurrences(MilestoneId("report"), OrganisationId("a")) == ["2024"]


def test_a_period_before_an_organisation_existed_is_not_its_own_but_a_single_day_is() -> None:
    register = replace(organisations("a"), valid_from=np.array([as_day(date(2025, 7, 1))]))
    recurring = resolved(a_roadmap(a_milestone("review", "trước 15/12 hằng năm")), register)
    once = resolved(a_roadmap(a_milestone("review", "trước 13/06/2025")), register)

    assert recurring.occurrences(MilestoneId("review"), OrganisationId("a")) == ["2025"]
    assert once.size == 1, "it is shown, with a warning"


@pytest.mark.parametrize(("founded", "own"), [(14, ["2024", "2025"]), (15, ["2025"])])
def test_what_is_due_on_the_day_an_organisation_begins_is_its_own(
    founded: int, own: list[str]
) -> None:
    register = replace(organisations("a"), valid_from=np.array([as_day(date(2024, 12, founded))]))
    yearly = a_milestone("review", "trước 15/12 hằng năm")

    timeline = resolved(a_roadmap(yearly), register)

    assert timeline.occurrences(MilestoneId("review"), OrganisationId("a")) == own


@pytest.mark.parametrize("asks", [False, True])
def test_what_a_directive_drops_is_nobodys_whatever_else_would_make_it_his(*, asks: bool) -> None:
    """A milestone that recurs, and one that asks for a day that nobody has set."""
    yearly, asking = (
        a_milestone("review", "trước 15/12 hằng năm"),
        a_milestone("congress", asks=True),
    )
    dropped = asking if asks else yearly
    roadmap = replace(
        a_roadmap(dropped, congress=JANUARY),
        amendments=(Amendment(date(2024, 11, 1), drops=frozenset({dropped.id})),),
    )

    assert resolved(replace(roadmap, amendments=()), organisations("a")).size > 0
    assert resolved(roadmap, organisations("a")).size == 0


def test_an_anchor_is_expected_when_it_was_though_nobody_is_asked_for_its_day_any_more() -> None:
    asking = a_milestone("congress", asks=True)
    papers = a_milestone("papers", "10 ngày trước congress")
    drop = Amendment(date(2024, 11, 1), drops=frozenset({asking.id}))
    roadmap = replace(a_roadmap(papers, asking, congress=JANUARY), amendments=(drop,))

    assert found(resolved(roadmap, organisations("a")), cell("a", "papers")).due == date(
        2025, 1, 21
    )


def test_what_was_expected_and_taken_back_is_not_expected_any_more() -> None:
    february = {(MilestoneId("congress"), ""): parse_phrase("trong tháng 2/2025")}
    taken_back = Amendment(date(2024, 11, 1), due=february, until=date(2024, 12, 1))
    papers = a_milestone("papers", "10 ngày trước congress")
    roadmap = replace(a_roadmap(papers, congress=JANUARY), amendments=(taken_back,))

    assert found(resolved(roadmap, organisations("a")), cell("a", "papers")).due == date(
        2025, 1, 21
    )


def test_of_two_that_mark_anchors_each_sees_the_other_ones_day_as_everybody_does() -> None:
    """The congress was held two days late, so the closing is expected that much later."""
    closing = Anchor(
        "closing", "Bế mạc", at=parse_phrase("congress + 3 ngày", {"congress": "congress"})
    )
    roadmap = a_roadmap(
        replace(a_milestone("session", marks="congress"), due=parse_phrase("3 ngày trước closing")),
        replace(a_milestone("last", marks="opening"), due=parse_phrase("1 ngày trước closing")),
        congress=JANUARY,
        closing=closing,
        opening=Anchor("opening", "Khai mạc"),
    )
    register = organisations("a", anchors={"congress": [date(2025, 1, 20)]})

    timeline = resolved(roadmap, register, {cell("a", "session"): date(2025, 1, 22)})

    days = [found(timeline, cell("a", name)).due for name in ("session", "last")]
    assert days == [date(2025, 1, 20), date(2025, 1, 24)]


def test_between_an_anchor_and_what_recurs_is_once_each_time_that_it_does() -> None:
    roadmap = a_roadmap(
        a_milestone("report", "trước 15/12 hằng năm"),
        a_milestone("papers", "từ congress đến report"),
        congress=Anchor("congress", "Đại hội", at=parse_phrase("01/12/2024")),
    )

    timeline = resolved(roadmap, organisations("a"))

    assert timeline.occurrences(MilestoneId("papers"), OrganisationId("a")) == ["2024", "2025"]


def test_kept_to_some_organisations_it_says_nothing_of_those_it_is_not_for() -> None:
    only_b = Selector(organisations=frozenset({OrganisationId("b")}))
    roadmap, register = a_roadmap(a_milestone(applies=only_b)), organisations("a", "b", "c")

    timeline = resolve(roadmap, register, CALENDARS, done={}, only=np.array([True, True, False]))

    assert [matrix.rows.tolist() for matrix in timeline.matrices] == [[1]]


def test_what_marks_an_anchor_can_be_late_itself() -> None:
    roadmap = a_roadmap(a_milestone("session", "ngày congress", marks="congress"), congress=JANUARY)
    register = organisations("a", anchors={"congress": [date(2025, 1, 20)]})

    timeline = resolved(roadmap, register, {cell("a", "session"): date(2025, 1, 28)})

    assert found(timeline, cell("a", "session")).due == date(2025, 1, 20)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("30 ngày trước tháng 6/2025", date(2025, 5, 2)),
        ("5 ngày trước quý I/2025", date(2024, 12, 27)),
        ("5 ngày sau tháng 6/2025", date(2025, 7, 5)),
    ],
)
def test_back_from_a_window_is_back_from_its_opening(due: str, expected: date) -> None:
    timeline = resolved(a_roadmap(a_milestone("papers", due)), organisations("a"))

    assert found(timeline, cell("a", "papers")).due == expected


def test_an_empty_column_of_dates_changes_nothing() -> None:
    june = Anchor("congress", "Đại hội", at=parse_phrase("trong tháng 6/2025"))
    roadmap = a_roadmap(a_milestone("papers", "trước congress"), congress=june)
    without = resolved(roadmap, organisations("a"))
    empty = resolved(roadmap, organisations("a", anchors={"congress": [None]}))

    days = {found(timeline, cell("a", "papers")).due for timeline in (without, empty)}
    assert days == {date(2025, 6, 29)}


def test_what_follows_another_comes_round_in_its_own_years_alone() -> None:
    review = a_milestone("review", "trước 15/12 hằng năm")
    report = a_milestone("report", "review + 5 ngày", first_year=2025, last_year=2025)

    timeline = resolved(a_roadmap(review, report), organisations("a"))

    assert timeline.find(cell("a", "report", "2024")) is None
    assert found(timeline, cell("a", "report", "2025")).due == date(2025, 12, 19)


def test_a_day_is_decided_on_its_day() -> None:
    added = a_milestone("report", "20/05/2025", added=date(2025, 4, 1))
    edit = Amendment(date(2025, 4, 1), until=date(2025, 5, 1))
    roadmap = replace(a_roadmap(a_milestone("review"), added), amendments=(edit,))

    (before, last), (taken_back,) = (
        [roadmap.as_of(date(2025, 4, day)).amendments[0].until for day in (1, 30)],
        [roadmap.as_of(date(2025, 5, 1)).amendments[0].until],
    )

    assert (before, last, taken_back) == (None, None, date(2025, 5, 1))
    assert roadmap.as_of(date(2025, 3, 31)).milestones.keys() == {"review"}
    assert roadmap.as_of(date(2025, 4, 1)).milestones.keys() == {"review", "report"}


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_matrix_in_pieces_has_all_its_rows_once(size: int) -> None:
    (matrix,) = resolved(a_roadmap(), organisations("a", "b", "c")).matrices

    pieces = list(matrix.blocks(size))

    assert [row for piece in pieces for row in piece.rows.tolist()] == [0, 1, 2]
    assert all(len(piece.due) == len(piece.rows) <= size for piece in pieces)
    assert (pieces[0] is matrix) == (size >= 3)
