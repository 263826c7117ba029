"""Working days against a plain loop over days."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.domain.calendar import Calendar, as_date, as_day
from tests.builders import a_calendar

days = st.dates(date(2023, 1, 1), date(2028, 12, 31))
free_days = st.lists(st.dates(date(2022, 6, 1), date(2029, 6, 30)), max_size=200)


def shifted_by_hand(calendar: Calendar, day: date, count: int) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        count -= 0 if calendar.is_off(day) else (1 if count > 0 else -1)
    return day


@given(off=free_days, day=days, count=st.integers(-60, 60).filter(bool))
def test_working_days_are_counted_as_one_would_on_paper(
    off: list[date], day: date, count: int
) -> None:
    calendar = a_calendar(*off)

    shifted = as_date(calendar.shift(np.array([as_day(day)]), count)[0])

    assert shifted == shifted_by_hand(calendar, day, count)


@given(off=free_days, day=days)
def test_rolling_goes_to_the_nearest_working_day_on_its_side(off: list[date], day: date) -> None:
    calendar, array = a_calendar(*off), np.array([as_day(day)])
    forward, back = as_date(calendar.roll_forward(array)[0]), as_date(calendar.roll_back(array)[0])

    assert forward is not None
    assert back is not None
    assert back <= day <= forward
    assert not calendar.is_off(forward)
    assert not calendar.is_off(back)
    between = (forward - back).days - 1
    assert all(calendar.is_off(back + timedelta(days=n)) for n in range(1, between + 1))


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2100, 1, 1)])
def test_a_day_outside_the_table_has_no_answer(day: date) -> None:
    calendar = a_calendar()

    assert as_date(calendar.shift(np.array([as_day(day)]), 1)[0]) is None
    assert calendar.last_working_day(day) is None


def test_the_last_working_day_before_the_table_ends_is_known() -> None:
    calendar = Calendar.of("x", date(2024, 1, 6), date(2024, 1, 31), announced=date(2024, 1, 31))

    assert calendar.last_working_day(date(2024, 1, 7)) is None, "the table starts with a weekend"
    assert calendar.last_working_day(date(2024, 1, 28)) == date(2024, 1, 26)


def test_a_table_begins_with_its_first_day_and_ends_with_its_last() -> None:
    first, last = date(2024, 1, 6), date(2024, 1, 20)  # Saturdays
    calendar = Calendar.of("x", first, last, [date(2024, 1, 8)], announced=last)
    array = np.array([first - timedelta(days=1), first, last, last + timedelta(days=1)], "M8[D]")

    assert calendar.last == last
    assert calendar.are_off(array).tolist() == [False, True, True, False]
    assert [calendar.is_off(day) for day in array.tolist()] == [False, True, True, False]
    assert calendar.roll_forward(array).tolist() == [None, date(2024, 1, 9), None, None]


def test_nothing_counted_from_a_day_off_is_the_working_day_before_it() -> None:
    saturday = np.array([date(2024, 12, 14)], "M8[D]")

    assert a_calendar().shift(saturday, 0).tolist() == [date(2024, 12, 13)]


def test_a_calendar_that_knows_of_no_tet_has_none() -> None:
    days = np.array([date(2025, 1, 29), date(2100, 1, 1)], "M8[D]")

    assert a_calendar().are_tet(days).tolist() == [False, False]


def test_no_working_day_ends_before_the_first() -> None:
    calendar = a_calendar()

    found = calendar.nth_working_day(np.array([0.0, 1.0, np.nan]))

    assert found.tolist() == [None, date(2015, 1, 1), None]


def test_working_days_between_two_days_are_counted_within_the_table_alone() -> None:
    first, last = date(2024, 12, 2), date(2024, 12, 13)
    calendar = Calendar.of("x", first, last, announced=last)
    before, after = first - timedelta(days=1), last + timedelta(days=1)

    assert calendar.working_days_between(first, last) == 9
    assert calendar.working_days_between(last, first) == -9
    assert calendar.working_days_between(first, first) == 0
    for day, later in ((before, last), (first, after), (after, first), (last, before)):
        assert calendar.working_days_between(day, later) is None


def test_what_was_decided_about_the_days_between_two_is_told_once_and_with_both_ends() -> None:
    days = {date(2025, 5, 1): "a", date(2025, 5, 2): "b", date(2025, 5, 3): "b"}
    calendar = replace(a_calendar(), decided={**days, date(2025, 5, 4): "c"})

    assert calendar.decisions(date(2025, 5, 1), date(2025, 5, 3)) == ("a", "b")
    assert calendar.decisions(date(2025, 5, 4), date(2025, 5, 2)) == ("b", "c")
