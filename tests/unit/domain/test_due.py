"""Windows and parts of periods to the day: where they open, where they close, how they roll."""

from dataclasses import replace
from datetime import date

import pytest

from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Anchor, MilestoneId
from lotrinh.domain.timeline import Deadline
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, organisations


def found(due: str, strict: bool = True, **anchors: Anchor) -> Deadline:  # noqa: FBT001, FBT002
    roadmap = replace(a_roadmap(a_milestone("review", due)), anchors=anchors)
    register = organisations("a", anchors={name: [None] for name in anchors})
    timeline = resolve(roadmap, register, {"office": a_calendar()}, done={}, strict=strict)
    (deadline, *_) = (d for d in timeline.cells() if d.id.milestone == MilestoneId("review"))
    assert deadline.id.organisation == OrganisationId("a")
    return deadline


@pytest.mark.parametrize(
    ("due", "opens", "closes"),
    [
        ("trong tháng 6/2025", date(2025, 6, 1), date(2025, 6, 30)),
        ("trong quý II/2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("trong tháng 6/2025, nếu trùng ngày nghỉ thì lùi", date(2025, 6, 1), date(2025, 6, 30)),
        (
            "trong tháng 8/2025, nếu trùng ngày nghỉ thì đẩy lên",
            date(2025, 8, 1),
            date(2025, 8, 29),
        ),
        ("trong tháng 8/2025, nếu trùng ngày nghỉ thì lùi", date(2025, 8, 1), date(2025, 9, 1)),
        ("tuần đầu tháng 1/2025", date(2025, 1, 1), date(2025, 1, 7)),
        ("từ 10/11/2025 đến 20/11/2025", date(2025, 11, 10), date(2025, 11, 20)),
        ("từ tháng 3/2025 đến tháng 5/2025", date(2025, 3, 1), date(2025, 5, 31)),
        ("năm 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("tuần đầu tháng 3 hằng năm", date(2024, 3, 1), date(2024, 3, 7)),
    ],
)
def test_a_window_opens_on_its_first_day_and_is_due_on_its_last(
    due: str, opens: date, closes: date
) -> None:
    deadline = found(due)

    assert (deadline.opens, deadline.due) == (opens, closes)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("giữa tháng 6/2025", date(2025, 6, 15)),
        ("giữa năm 2025", date(2025, 6, 30)),
        ("cuối quý II/2025", date(2025, 6, 30)),
        ("trước tháng 6/2025", date(2025, 5, 31)),
    ],
)
def test_the_edges_and_the_middle_of_a_period_are_days(due: str, day: date) -> None:
    assert found(due).due == day


def test_before_a_window_is_before_its_first_day_whatever_the_settings_say() -> None:
    assert found("trước tháng 6/2025", strict=False).due == date(2025, 5, 31)
    assert found("trước 15/06/2025", strict=False).due == date(2025, 6, 15)
    assert found("trước 15/06/2025").due == date(2025, 6, 14)


def test_a_window_between_two_days_that_are_counted_is_as_sure_as_what_they_lean_on() -> None:
    congress = Anchor("congress", "Đại hội", at=parse_phrase("20/06/2025"))
    perhaps = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 6/2025"))
    words = "từ 7 ngày trước congress đến 1 ngày trước congress"

    firm, forecast = found(words, congress=congress), found(words, congress=perhaps)

    assert (firm.opens, firm.due) == (date(2025, 6, 13), date(2025, 6, 19))
    assert (forecast.opens, forecast.due) == (date(2025, 6, 23), date(2025, 6, 29))
    assert (firm.provisional, forecast.provisional) == (False, True)


def test_a_window_that_ends_on_a_sure_day_is_a_forecast_while_its_beginning_is() -> None:
    perhaps = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 6/2025"))

    deadline = found("từ 7 ngày trước congress đến 01/07/2025", congress=perhaps)

    assert (deadline.opens, deadline.due) == (date(2025, 6, 23), date(2025, 7, 1))
    assert deadline.provisional


def test_from_a_month_is_from_its_first_day() -> None:
    congress = Anchor("congress", "Đại hội", at=parse_phrase("10/07/2025"))

    deadline = found("từ tháng 6/2025 đến congress", congress=congress)

    assert (deadline.opens, deadline.due) == (date(2025, 6, 1), date(2025, 7, 10))


def test_what_comes_once_has_no_periods() -> None:
    assert parse_phrase("trước 15/12/2024").occurrences(2024, 2025) == ()
    assert len(parse_phrase("trước 15/12 hằng năm").occurrences(2024, 2025)) == 2


def test_days_off_are_guesses_only_after_the_last_day_that_was_announced() -> None:
    announced, later = (found(f"trong 1 ngày từ {day}") for day in ("30/12/2026", "31/12/2026"))

    assert (announced.due, announced.provisional) == (date(2026, 12, 31), False)
    assert later.provisional
