"""The test vectors of the field (domain notes §4.5), each by its number."""

from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.looking.explain import explain
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.roadmap import Term
from lotrinh.loader.asked import ask_calendar, ask_phrase
from lotrinh.loader.reading.folder import read_folder

CONFIG = Path(__file__).parents[3] / "config"
TERM = Term("2024-2030", 2024, 2030)


@pytest.fixture(scope="module")
def office() -> Calendar:
    return ask_calendar(read_folder(CONFIG), "public-sector", TERM)


def due(phrase: str, calendar: Calendar, **anchors: date) -> list[date | None]:
    planned = explain(
        ask_phrase(phrase, anchors, TERM), term=TERM, anchors=anchors, calendar=calendar
    )
    return [one.deadline.due for one in planned]


@pytest.mark.parametrize(
    ("number", "phrase", "x", "expected"),
    [
        (1, "105 ngày trước x", date(2021, 5, 23), date(2021, 2, 7)),
        (2, "30 ngày làm việc trước x", date(2025, 8, 15), date(2025, 7, 4)),
        (3, "45 ngày làm việc trước x", date(2025, 8, 15), date(2025, 6, 13)),
        (4, "45 ngày làm việc trước x", date(2025, 5, 20), date(2025, 3, 13)),
        (4, "30 ngày làm việc trước x", date(2025, 5, 20), date(2025, 4, 3)),
        (5, "trong 7 ngày làm việc từ x", date(2025, 8, 16), date(2025, 8, 26)),
        (5, "trong 15 ngày làm việc từ x", date(2025, 8, 26), date(2025, 9, 18)),
        (6, "trong 7 ngày làm việc từ x", date(2024, 12, 20), date(2024, 12, 31)),
        (6, "trong 15 ngày làm việc từ x", date(2024, 12, 31), date(2025, 1, 22)),
        (7, "trong 7 ngày làm việc từ x", date(2025, 6, 25), date(2025, 7, 4)),
        (7, "trong 15 ngày làm việc từ x", date(2025, 7, 4), date(2025, 7, 25)),
    ],
)
def test_counting_from_an_anchor(
    number: int, phrase: str, x: date, expected: date, office: Calendar
) -> None:
    assert due(phrase, office, x=x) == [expected], f"vector {number}"


@pytest.mark.parametrize(
    ("number", "phrase", "day", "working"),
    [
        (8, "trước 15/12/2024", date(2024, 12, 14), date(2024, 12, 13)),
        (9, "trước 31/08/2025", date(2025, 8, 30), date(2025, 8, 29)),
    ],
)
def test_before_is_strict_and_people_plan_by_the_working_day(
    number: int, phrase: str, day: date, working: date, office: Calendar
) -> None:
    planned = explain(ask_phrase(phrase, (), TERM), term=TERM, anchors={}, calendar=office)

    assert [one.deadline.due for one in planned] == [day], f"vector {number}"
    assert planned[0].deadline.last_working_day == working


def test_before_15_12_in_each_year_of_the_term_falls_on_the_weekdays_known(
    office: Calendar,
) -> None:
    """Vector 13: the 15th is Sun, Mon, Tue, Wed, Fri, Sat, Sun; the day before it is due."""
    days = due("trước 15/12 hằng năm", office)

    assert [day.isoweekday() % 7 for day in days if day] == [6, 0, 1, 2, 4, 5, 6]
    assert date(2026, 12, 14) in days


@pytest.mark.parametrize(
    ("number", "occurrence", "expected"),
    [(10, "2026-01", date(2026, 1, 5)), (11, "2026-02", date(2026, 2, 2))],
)
def test_the_first_of_a_month_rolls_over_all_days_off(
    number: int, occurrence: str, expected: date, office: Calendar
) -> None:
    """Of 01/2026: a holiday, a day that was swapped, a weekend."""
    phrase = ask_phrase("ngày 01 hằng tháng, nếu trùng ngày nghỉ thì lùi", (), TERM)
    planned = explain(phrase, term=TERM, anchors={}, calendar=office)

    days = {one.deadline.id.occurrence: one.deadline.due for one in planned}
    assert days[occurrence] == expected, f"vector {number}"


def test_the_swap_of_january_2026_is_known_where_the_library_misses_it(office: Calendar) -> None:
    """Vector 14: 02/01/2026 is off, 10/01/2026 is worked."""
    assert office.is_off(date(2026, 1, 2))
    assert not office.is_off(date(2026, 1, 10))


def test_residential_branches_are_not_bound_by_swaps() -> None:
    residential = ask_calendar(read_folder(CONFIG), "residential", TERM)

    assert not residential.is_off(date(2026, 1, 2))
    assert residential.is_off(date(2026, 1, 10))


def test_tet_2030_is_the_vietnamese_one(office: Calendar) -> None:
    """Vector 12: 02/02/2030, a Saturday; the Chinese new year is a day later."""
    assert office.is_off(date(2030, 2, 1)), "the eve is off as well"
    assert office.is_off(date(2030, 2, 4))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("3 tháng trước x", date(2025, 2, 28)),
        ("x + 2 tuần", date(2025, 6, 14)),
        ("1 ngày sau x", date(2025, 6, 1)),
        ("trong 15 ngày từ x", date(2025, 6, 16)),
        ("ngày x", date(2025, 5, 31)),
        ("trước x", date(2025, 5, 30)),
    ],
)
def test_other_distances_from_saturday_31_05_2025(
    phrase: str, expected: date, office: Calendar
) -> None:
    """Months clamp to the month's end; only a period rolls (15/06 is a Sunday)."""
    assert due(phrase, office, x=date(2025, 5, 31)) == [expected]


@pytest.mark.parametrize(
    ("phrase", "first", "count"),
    [
        ("ngày 25 hằng tháng", date(2024, 1, 25), 84),
        ("ngày 31 hằng tháng", date(2024, 1, 31), 84),
        ("25/03 hằng quý", date(2024, 3, 25), 28),
        ("trước 01/01 hằng năm", date(2023, 12, 31), 7),
    ],
)
def test_recurrences_have_one_occurrence_a_period(
    phrase: str, first: date, count: int, office: Calendar
) -> None:
    days = due(phrase, office)

    assert (days[0], len(days)) == (first, count)


def test_what_leans_on_days_off_not_announced_yet_is_provisional(office: Calendar) -> None:
    x = date(2028, 1, 20)
    planned = explain(
        ask_phrase("trong 7 ngày làm việc từ x", {"x"}, TERM),
        term=TERM,
        anchors={"x": x},
        calendar=office,
    )

    assert planned[0].deadline.provisional
