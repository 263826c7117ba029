"""What a date was before it was edited in place, and what still hangs on that."""

from dataclasses import replace
from datetime import date

from lotrinh.domain.editing import Wording, as_written, edited
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, Roadmap, RoadmapId
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations

REVIEW = MilestoneId("review")
FIRST, SECOND, THIRD = "trước 15/12/2024", "trước 20/12/2024", "trước 25/12/2024"
NOVEMBER, DECEMBER = date(2024, 11, 5), date(2024, 12, 2)


def said(*wordings: tuple[str, date]) -> list[Wording]:
    names = {"congress": "congress", "report": "report", "review": "review"}
    return [Wording(parse_phrase(phrase, names), since) for phrase, since in wordings]


def after(
    first: str, *wordings: tuple[str, date], roadmap: Roadmap | None = None
) -> Roadmap | None:
    """Return a roadmap whose review was edited; its file says what it was edited to at last."""
    plain = roadmap or a_roadmap(a_milestone("review", wordings[-1][0]))
    (only,) = said((first, NOVEMBER))
    return edited(plain, REVIEW, only.phrase, said(*wordings))


def due(
    roadmap: Roadmap | None, day: date = date(2025, 1, 5), done: date | None = None
) -> dict[str, date | None]:
    """Return the due days of the review, of the first branch and of the one that has done it."""
    assert roadmap is not None
    ours = CellId(RoadmapId("plan"), OrganisationId("done"), REVIEW, "")
    timeline = resolve(
        roadmap.as_of(day),
        organisations("open", "done"),
        {"office": a_calendar()},
        done={ours: done} if done else {},
    )
    return {d.id.organisation: d.due for d in timeline.cells() if d.id.milestone == REVIEW}


def test_what_was_done_by_the_day_of_an_edit_keeps_its_date() -> None:
    roadmap = after(FIRST, (SECOND, NOVEMBER))

    assert due(roadmap, done=NOVEMBER) == {"open": date(2024, 12, 19), "done": date(2024, 12, 14)}
    assert due(roadmap, done=DECEMBER) == {"open": date(2024, 12, 19), "done": date(2024, 12, 19)}


def test_before_an_edit_was_seen_its_file_said_something_else() -> None:
    roadmap = after(FIRST, (SECOND, NOVEMBER))

    assert due(roadmap, date(2024, 11, 4))["open"] == date(2024, 12, 14)
    assert due(roadmap, NOVEMBER)["open"] == date(2024, 12, 19)


def test_of_an_edit_and_a_directive_the_later_wins_and_of_one_day_the_directive() -> None:
    to_third = {(REVIEW, ""): parse_phrase(THIRD, {})}
    file = a_roadmap(a_milestone("review", SECOND))
    days = {
        effective: due(
            after(
                FIRST,
                (SECOND, NOVEMBER),
                roadmap=replace(file, amendments=(Amendment(effective, due=to_third),)),
            )
        )["open"]
        for effective in (date(2024, 11, 4), NOVEMBER, DECEMBER)
    }

    assert list(days.values()) == [date(2024, 12, 19), date(2024, 12, 24), date(2024, 12, 24)]


def test_put_back_it_is_as_if_it_had_never_been_edited() -> None:
    directive = Amendment(date(2024, 11, 1), due={(REVIEW, ""): parse_phrase(THIRD, {})})
    file = replace(a_roadmap(a_milestone("review", FIRST)), amendments=(directive,))

    roadmap = after(FIRST, (SECOND, NOVEMBER), (FIRST, DECEMBER), roadmap=file)

    assert due(roadmap)["open"] == date(2024, 12, 24)
    assert due(roadmap, date(2024, 11, 20))["open"] == date(2024, 12, 19)


def test_put_back_what_was_done_meanwhile_keeps_the_date_of_that_time() -> None:
    roadmap = after(FIRST, (SECOND, NOVEMBER), (FIRST, DECEMBER))

    done = {
        day: due(roadmap, done=day)["done"]
        for day in (NOVEMBER, date(2024, 11, 20), DECEMBER, date(2024, 12, 3))
    }

    assert list(done.values()) == [
        date(2024, 12, 14),
        date(2024, 12, 19),
        date(2024, 12, 19),
        date(2024, 12, 14),
    ]


def test_back_and_forth_on_one_day_leaves_nothing_behind() -> None:
    file = a_roadmap(a_milestone("review", FIRST))

    roadmap = after(FIRST, (SECOND, NOVEMBER), (FIRST, NOVEMBER), roadmap=file)

    assert roadmap is not None
    assert roadmap.amendments == ()
    assert due(roadmap) == due(file)


def test_where_time_was_turned_back_the_order_of_the_edits_stays() -> None:
    roadmap = after(FIRST, (SECOND, DECEMBER), (THIRD, NOVEMBER))

    assert due(roadmap)["open"] == date(2024, 12, 24)
    assert due(roadmap, date(2024, 12, 1))["open"] == date(2024, 12, 14)


def test_each_wording_knows_where_it_stood_and_until_when() -> None:
    file = a_roadmap(a_milestone("review", THIRD))
    file = replace(
        file,
        milestones={
            REVIEW: replace(
                file.milestones[REVIEW],
                due=replace(file.milestones[REVIEW].due, source="plan.yaml:7"),
            )
        },
    )

    roadmap = after(FIRST, (SECOND, NOVEMBER), (THIRD, DECEMBER), roadmap=file)

    assert roadmap is not None
    phrases = roadmap.phrases["review"]
    assert [phrase.replaced for phrase in phrases] == [NOVEMBER, DECEMBER, None]
    assert {phrase.source for phrase in phrases} == {"plan.yaml:7"}


def test_an_anchor_is_expected_on_another_day_from_the_edit_on() -> None:
    window = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025"))
    file = a_roadmap(a_milestone("review", "10 ngày trước congress"), congress=window)

    roadmap = edited(
        file,
        MilestoneId("congress"),
        parse_phrase("trong tháng 12/2024"),
        said(("trong tháng 1/2025", NOVEMBER)),
    )

    assert due(roadmap, date(2024, 11, 4))["open"] == date(2024, 12, 21)
    assert due(roadmap, NOVEMBER)["open"] == date(2025, 1, 21)


def test_an_anchor_that_is_counted_from_another_was_so_before_the_edit_as_well() -> None:
    """Its day is sure as that of the other; a window would be a forecast."""
    other = Anchor("report", "Báo cáo", at=parse_phrase("01/12/2024"))
    names = {"report": "report"}
    now = Anchor("congress", "Đại hội", at=parse_phrase("report + 30 ngày", names))
    review = a_milestone("review", "10 ngày trước congress")
    file = a_roadmap(review, congress=now, report=other)

    roadmap = edited(
        file,
        MilestoneId("congress"),
        parse_phrase("report + 20 ngày", names),
        said(("report + 30 ngày", NOVEMBER)),
    )

    assert due(roadmap, date(2024, 11, 4))["open"] == date(2024, 12, 11)
    assert due(roadmap, NOVEMBER)["open"] == date(2024, 12, 21)
    assert roadmap is not None
    assert roadmap.anchors["congress"].window is None


def test_what_the_file_does_not_say_now_was_never_edited_to() -> None:
    (first,) = said((FIRST, NOVEMBER))
    file = a_roadmap(a_milestone("review", THIRD))

    assert edited(file, REVIEW, first.phrase, said((SECOND, NOVEMBER))) is None
    assert edited(file, MilestoneId("gone"), first.phrase, said((THIRD, NOVEMBER))) is None


def test_as_written_it_says_what_its_file_says_and_directives_stay_decisions() -> None:
    directive = Amendment(DECEMBER, due={(REVIEW, ""): parse_phrase("trước 28/12/2024", {})})
    file = replace(a_roadmap(a_milestone("review", FIRST)), amendments=(directive,))
    back = after(FIRST, (SECOND, NOVEMBER), (THIRD, DECEMBER), (FIRST, DECEMBER), roadmap=file)
    once = replace(file, milestones={REVIEW: a_milestone("review", SECOND)})
    there = after(FIRST, (SECOND, NOVEMBER), roadmap=once)

    assert back is not None
    assert there is not None
    assert [a.until for a in back.amendments if a.edited] == [DECEMBER]
    assert as_written(back) == file
    assert as_written(there) == once


def test_as_written_an_anchor_is_expected_when_its_file_says() -> None:
    window = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025"))
    file = a_roadmap(a_milestone("review", "10 ngày trước congress"), congress=window)
    roadmap = edited(
        file,
        MilestoneId("congress"),
        parse_phrase("trong tháng 12/2024"),
        said(("trong tháng 1/2025", NOVEMBER)),
    )

    assert roadmap is not None
    assert as_written(roadmap) == file


def test_what_came_round_otherwise_is_no_earlier_wording() -> None:
    yearly, monthly = "trước 15/12 hằng năm", "ngày 15 hằng tháng"

    assert after(yearly, ("trước 20/12 hằng năm", NOVEMBER)) is not None
    for first, now in ((yearly, FIRST), (FIRST, yearly), (yearly, monthly)):
        assert after(first, (now, NOVEMBER)) is None


def test_what_takes_its_occurrences_from_another_is_told_from_what_comes_once() -> None:
    report = a_milestone("report", "trước 10/12 hằng năm")

    def with_review(now: str) -> Roadmap:
        return a_roadmap(report, a_milestone("review", now))

    follows, once = "5 ngày sau report", FIRST
    later = "7 ngày sau report"
    assert after(follows, (later, NOVEMBER), roadmap=with_review(later)) is not None
    assert after(follows, (once, NOVEMBER), roadmap=with_review(once)) is None


def test_no_earlier_wording_leads_into_a_circle() -> None:
    file = a_roadmap(a_milestone("review", FIRST), a_milestone("report", "5 ngày sau review"))

    assert after("5 ngày trước report", (FIRST, NOVEMBER), roadmap=file) is None
    assert after("5 ngày sau review", (FIRST, NOVEMBER), roadmap=file) is None


def test_what_names_an_occurrence_that_is_gone_is_no_earlier_wording() -> None:
    file = a_roadmap(a_milestone("report", "trước 10/12 hằng năm"), a_milestone("review", FIRST))

    assert after("5 ngày sau report@2024", (FIRST, NOVEMBER), roadmap=file) is not None
    assert after("5 ngày sau report@2031", (FIRST, NOVEMBER), roadmap=file) is None


def test_of_two_edits_of_one_day_the_first_was_outranked_until_the_second_was_taken_back() -> None:
    """Whichever of them the file went back to later; what was done meanwhile goes by the second."""
    third_day = date(2024, 12, 3)
    put_back = after(FIRST, (SECOND, DECEMBER), (THIRD, DECEMBER), (SECOND, third_day))

    assert due(put_back, DECEMBER)["open"] == date(2024, 12, 24)
    assert due(put_back, third_day, done=third_day) == {
        "open": date(2024, 12, 19),
        "done": date(2024, 12, 24),
    }
