"""What differs between two configurations, whatever it was that moved the dates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.looking.diff import Alteration, Difference, diff
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.domain.registers import RoleId
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId, RoadmapId
from lotrinh.domain.status import Standing
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    a_calendar,
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    morning,
    organisations,
)

TODAY = date(2024, 12, 3)
FORECAST = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 3/2025"))


def plan(*due: str, anchor: Anchor = FORECAST, **changes: object) -> Configuration:
    """Return a plan of two branches; milestones are `review`, `report`, `outline`."""
    names = ("review", "report", "outline")
    milestones = (a_milestone(*pair) for pair in zip(names, due, strict=False))
    return replace(a_configuration(a_roadmap(*milestones, congress=anchor)), **changes)  # type: ignore[arg-type]


def found(
    before: Configuration, after: Configuration, books: Rehearsal | None = None
) -> list[Difference]:
    return list(diff(before, after, books or Rehearsal(), today=TODAY).differences)


def shown(before: Configuration, after: Configuration) -> set[tuple[str, str, str]]:
    return {
        (f"{one.cell.organisation} {one.cell.milestone}", str(one.alteration), f"{one.days}")
        for one in found(before, after)
    }


def told(configuration: Configuration, day: date) -> Rehearsal:
    """Return books in which everybody was told what a check of that day says."""
    books = Rehearsal()
    check(configuration, books, at=morning(day))
    compose(configuration, books, at=morning(day), wording=TemplateWording())
    return books


def test_the_same_plan_differs_in_nothing() -> None:
    assert found(plan("trước 15/12/2024"), plan("trước 15/12/2024")) == []


REVIEW = plan("trước 15/12/2024", "trong 3 ngày làm việc từ review")
COUNTED = plan("20 ngày trước congress")
NEW_YEAR = plan("trong 3 ngày làm việc từ 27/12/2024")
SWAPPED = {"office": a_calendar(date(2024, 12, 30), date(2025, 1, 1))}
CHOSEN = organisations("cb-1", "cb-2", anchors={"congress": [date(2025, 3, 20), None]})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            REVIEW,
            plan("trước 20/12/2024", "trong 3 ngày làm việc từ review"),
            {("review", "moved", "5"), ("report", "moved", "6")},
            id="an edited phrase, and what is counted from it",
        ),
        pytest.param(
            NEW_YEAR,
            replace(NEW_YEAR, calendars=SWAPPED),
            {("review", "moved", "1")},
            id="a calendar with another day off",
        ),
        pytest.param(
            REVIEW,
            replace(REVIEW, strict=False),
            {("review", "moved", "1")},
            id="a setting",
        ),
        pytest.param(
            COUNTED,
            plan("20 ngày trước congress", anchor=Anchor("congress", "Đại hội")),
            {("review", "undated", "None")},
            id="a forecast taken back",
        ),
        pytest.param(
            plan("trước 15/12/2024"),
            REVIEW,
            {("report", "added", "None")},
            id="a milestone added",
        ),
        pytest.param(
            REVIEW,
            plan("trước 15/12/2024"),
            {("report", "removed", "None")},
            id="a milestone removed",
        ),
    ],
)
def test_all_that_moves_dates_is_found(
    before: Configuration, after: Configuration, expected: set[tuple[str, str, str]]
) -> None:
    assert shown(before, after) == {
        (f"{branch} {milestone}", *rest)
        for branch in ("cb-1", "cb-2")
        for milestone, *rest in expected
    }


def test_a_day_that_one_organisation_has_chosen_moves_its_own_deadlines_only() -> None:
    (one,) = found(COUNTED, replace(COUNTED, organisations=CHOSEN))

    assert (one.cell.organisation, one.days) == ("cb-1", -11)
    assert one.before is not None
    assert one.after is not None
    assert (one.before.provisional, one.after.provisional) == (True, False)


def test_the_same_day_may_become_firm_or_provisional() -> None:
    last = organisations("cb-1", "cb-2", anchors={"congress": [date(2025, 3, 31), None]})
    chosen = replace(COUNTED, organisations=last)

    assert shown(COUNTED, chosen) == {("cb-1 review", "firm", "0")}
    assert shown(chosen, COUNTED) == {("cb-1 review", "provisional", "0")}


def test_an_anchor_that_gets_a_day_gives_its_deadlines_one() -> None:
    unknown = plan("20 ngày trước congress", anchor=Anchor("congress", "Đại hội"))

    assert shown(unknown, replace(unknown, organisations=CHOSEN)) == {
        ("cb-1 review", "dated", "None")
    }


def test_organisations_may_come_and_go_and_change_places() -> None:
    other = replace(REVIEW, organisations=organisations("cb-3", "cb-1"))

    assert shown(REVIEW, other) == {
        (f"{branch} {milestone}", change, "None")
        for branch, change in (("cb-3", "added"), ("cb-2", "removed"))
        for milestone in ("review", "report")
    }


def test_a_roadmap_may_come_and_go() -> None:
    both = a_configuration(
        a_roadmap(a_milestone()), a_roadmap(a_milestone("report"), id_="another")
    )
    one = a_configuration(a_roadmap(a_milestone()))

    assert {(o.cell.roadmap, o.alteration) for o in found(one, both)} == {
        ("another", Alteration.ADDED)
    }
    assert {(o.cell.roadmap, o.alteration) for o in found(both, one)} == {
        ("another", Alteration.REMOVED)
    }


def test_its_standing_is_told_before_and_after() -> None:
    before, after = plan("chậm nhất 03/12/2024"), plan("chậm nhất 30/12/2024")

    standings = {(one.standing_before, one.standing_after) for one in found(before, after)}

    assert standings == {(Standing.DUE_TODAY, Standing.PLANNED)}


def amended(*amendments: Amendment) -> Configuration:
    roadmap = replace(a_roadmap(a_milestone()), amendments=amendments)
    return a_configuration(roadmap)


HOLD = Amendment(date(2024, 12, 2), suspends=frozenset({MilestoneId("review")}))
MOVE = Amendment(
    date(2024, 12, 10), due={(MilestoneId("review"), ""): parse_phrase("trước 15/06/2025")}
)


def test_what_a_directive_puts_on_hold_and_lets_go_on() -> None:
    assert {one.alteration for one in found(amended(), amended(HOLD))} == {Alteration.SUSPENDED}
    assert {one.alteration for one in found(amended(HOLD), amended())} == {Alteration.RESUMED}


def test_what_takes_effect_later_is_named_and_seen_by_looking_ahead() -> None:
    now = diff(amended(), amended(MOVE), Rehearsal(), today=TODAY)
    then = diff(amended(), amended(MOVE), Rehearsal(), today=MOVE.effective)

    assert (now.differences, now.later) == ((), (MOVE.effective,))
    assert ({one.alteration for one in then.differences}, then.later) == ({Alteration.MOVED}, ())
    assert diff(amended(MOVE), amended(MOVE), Rehearsal(), today=TODAY).later == ()


def test_whoever_was_told_is_corrected_and_nobody_else() -> None:
    before, after = plan("trước 15/12/2024"), plan("trước 15/06/2025")
    books = told(before, date(2024, 12, 2))

    assert {(one.corrected, one.reminded) for one in found(before, after, books)} == {
        (("bt-cb-1",), ()),
        (("bt-cb-2",), ()),
    }
    assert {(one.corrected, one.reminded) for one in found(before, after)} == {((), ())}


def test_what_comes_near_is_reminded_of_and_what_is_done_is_not() -> None:
    before, after = plan("trước 15/06/2025"), plan("trước 15/12/2024")
    books = told(before, date(2024, 12, 2))
    mention = Mention("cb-1", "review")
    entry = record.done(before, books, [mention], on=TODAY, by="x", now=morning(TODAY), today=TODAY)
    record.keep(books, entry)

    assert [(one.standing_after, one.reminded) for one in found(before, after, books)] == [
        (Standing.DONE, ()),
        (Standing.OPEN, ("bt-cb-2",)),
    ]


def led_by(role: str, *people: str) -> Configuration:
    """Return a plan whose milestone is led by a role; each person is written name=post."""
    milestone = a_milestone(due="trước 15/06/2025", lead=RoleId(role))
    persons = (a_person(*written.split("=")) for written in people)
    return a_configuration(a_roadmap(milestone), people=list(persons))


@pytest.mark.parametrize(
    "after",
    [
        led_by("secretary", "an=secretary@cb-1", "ba=secretary@cb-2"),
        led_by("office", "bình=secretary@cb-1", "an=office@cb-1", "ba=office@cb-2"),
    ],
    ids=["another holder", "another role"],
)
def test_who_hears_from_now_on_and_who_no_longer_does(after: Configuration) -> None:
    before = led_by("secretary", "bình=secretary@cb-1", "ba=secretary@cb-2")

    (one,) = found(before, after)

    assert one.alteration is Alteration.HEARERS
    assert (one.joining, one.leaving) == (("an",), ("bình",))
    assert one.cell.organisation == "cb-1"


def test_who_hears_of_what_is_done_makes_no_difference() -> None:
    before = led_by("secretary", "bình=secretary@cb-1")
    after = led_by("secretary", "an=secretary@cb-1")
    books = Rehearsal()
    entry = record.done(
        before,
        books,
        [Mention("cb-1", "review")],
        on=date(2024, 12, 2),
        by="x",
        now=morning(TODAY),
        today=TODAY,
    )
    record.keep(books, entry)

    assert found(before, after, books) == []


def renamed(due: str, report: str = "trong 3 ngày làm việc từ outline") -> Configuration:
    milestones = (
        a_milestone("outline", due, formerly=(MilestoneId("review"),)),
        a_milestone("report", report),
    )
    roadmap = replace(a_roadmap(*milestones, id_="scheme"), formerly=(RoadmapId("plan"),))
    return a_configuration(roadmap, hash_="second")


def test_a_rename_is_no_difference_and_a_date_moved_with_it_is_one() -> None:
    assert found(REVIEW, renamed("trước 15/12/2024")) == []
    assert shown(REVIEW, renamed("trước 20/12/2024")) == {
        (f"{branch} {milestone}", "moved", days)
        for branch in ("cb-1", "cb-2")
        for milestone, days in (("outline", "5"), ("report", "6"))
    }


@pytest.mark.parametrize("recorded_by", [lambda: REVIEW, lambda: renamed("trước 15/12/2024")])
def test_what_was_recorded_counts_in_both_whatever_it_was_called_then(
    recorded_by: Callable[[], Configuration],
) -> None:
    notebook, recording = Rehearsal(), recorded_by()
    books = by_present_ids(notebook, recording)
    (name, *_) = recording.roadmaps[next(iter(recording.roadmaps))].milestones
    mentions = [Mention(branch, name) for branch in ("cb-1", "cb-2")]
    entry = record.done(
        recording, books, mentions, on=TODAY, by="x", now=morning(TODAY), today=TODAY
    )
    record.keep(books, entry)

    assert found(REVIEW, renamed("trước 15/12/2024"), notebook) == []
    later = renamed("trước 15/12/2024", "trong 4 ngày làm việc từ outline")
    days = [
        (one.before and one.before.due, one.after and one.after.due)
        for one in found(REVIEW, later, notebook)
    ]
    assert days == [(date(2024, 12, 6), date(2024, 12, 9))] * 2


def test_the_order_of_a_register_is_no_difference() -> None:
    assert found(REVIEW, replace(REVIEW, organisations=organisations("cb-2", "cb-1"))) == []
