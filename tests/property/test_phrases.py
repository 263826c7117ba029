"""Phrases against plain loops over the days: what the arrays say, a patient person would count.

Everything goes the whole way, from the words to the due days, over calendars with any days
off. The loops know nothing but weekdays and the days off that they are given.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.looking.explain import explain
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.roadmap import Term
from lotrinh.domain.timeline import Deadline
from lotrinh.loader.asked import ask_phrase

TERM = Term("2026", 2026, 2026)
DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2029, 12, 31)
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ROLLS = {"forward": "lùi", "back": "đẩy lên", "none": "giữ nguyên"}

in_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
Off = frozenset[date]


def _blocks(start: date, length: int) -> Off:
    return frozenset(start + number * DAY for number in range(length))


days_off = st.lists(
    st.builds(_blocks, st.dates(date(2025, 11, 1), date(2027, 2, 28)), st.integers(1, 12)),
    max_size=8,
).map(lambda blocks: frozenset().union(*blocks))


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days, both included, one by one."""
    while first <= last:
        yield first
        first += DAY


def works(day: date, off: Off) -> bool:
    return day.weekday() < 5 and day not in off


def rolled(day: date, how: str, off: Off) -> date:
    while how != "none" and not works(day, off):
        day += DAY if how == "forward" else -DAY
    return day


def counted(day: date, amount: int, off: Off) -> date:
    """Count working days, one step at a time; the day itself doesn't count."""
    step = DAY if amount > 0 else -DAY
    left = abs(amount)
    while left:
        day += step
        left -= works(day, off)
    return day


def deadlines(phrase: str, off: Off = frozenset(), **anchors: date) -> list[Deadline]:
    office = Calendar.of("office", FIRST, LAST, off, announced=LAST)
    meaning = ask_phrase(phrase, anchors, TERM)
    planned = explain(meaning, term=TERM, anchors=anchors, calendar=office)
    return [one.deadline for one in planned]


def due(phrase: str, off: Off = frozenset(), **anchors: date) -> list[date | None]:
    return [deadline.due for deadline in deadlines(phrase, off, **anchors)]


# Counting.


@given(x=in_2026, amount=st.integers(1, 60), off=days_off)
def test_working_days_are_those_that_a_person_counts(x: date, amount: int, off: Off) -> None:
    assert due(f"{amount} ngày làm việc sau x", off, x=x) == [counted(x, amount, off)]
    assert due(f"{amount} ngày làm việc trước x", off, x=x) == [counted(x, -amount, off)]


@given(x=in_2026, amount=st.integers(1, 60), off=days_off)
def test_a_period_ends_on_a_working_day(x: date, amount: int, off: Off) -> None:
    end = rolled(x + amount * DAY, "forward", off)

    assert due(f"trong {amount} ngày từ x", off, x=x) == [end]
    assert due(f"trong {amount} ngày làm việc từ x", off, x=x) == [counted(x, amount, off)]


@given(x=in_2026, amount=st.integers(1, 24))
def test_months_are_counted_by_their_numbers_and_end_with_the_month(x: date, amount: int) -> None:
    for sign, phrase in ((1, f"{amount} tháng sau x"), (-1, f"{amount} tháng trước x")):
        year, month = divmod(12 * x.year + x.month - 1 + sign * amount, 12)
        last = calendar.monthrange(year, month + 1)[1]
        assert due(phrase, x=x) == [date(year, month + 1, min(x.day, last))]


@given(day=in_2026, off=days_off, how=st.sampled_from(sorted(ROLLS)))
def test_a_day_off_is_left_as_the_phrase_says(day: date, off: Off, how: str) -> None:
    phrase = f"{day:%d/%m/%Y}, nếu trùng ngày nghỉ thì {ROLLS[how]}"

    assert due(phrase, off) == [rolled(day, how, off)]


# Months, quarters, years.


@given(off=days_off)
def test_first_and_last_working_days_are_found_by_looking_at_each_day(off: Off) -> None:
    for which, pick in (("đầu tiên", min), ("cuối cùng", max)):
        for period, months in (("tháng", 1), ("quý", 3), ("năm", 12)):
            found = []
            for number in range(12 // months):
                year = days(date(2026, 1, 1), date(2026, 12, 31))
                within = [d for d in year if (d.month - 1) // months == number and works(d, off)]
                found.append(pick(within) if within else None)
            asked = due(f"ngày làm việc {which} của {period} hằng {period}", off)
            assert [a for a, f in zip(asked, found, strict=True) if f] == [f for f in found if f]


@given(year=st.integers(2024, 2029), month=st.integers(1, 12))
def test_a_month_opens_on_its_first_day_and_ends_on_its_last(year: int, month: int) -> None:
    mine = [d for d in days(FIRST, LAST) if (d.year, d.month) == (year, month)]
    name = f"tháng {month}/{year}"

    (window,) = deadlines(f"trong {name}")
    (week,) = deadlines(f"tuần đầu {name}")

    assert (window.opens, window.due) == (mine[0], mine[-1])
    assert (week.opens, week.due) == (mine[0], mine[6])
    edges = [due(f"{edge} {name}") for edge in ("đầu", "giữa", "cuối")]
    assert edges == [[mine[0]], [mine[14]], [mine[-1]]]
    assert due(f"trước {name}") == [mine[0] - DAY]


@given(first=in_2026, last=in_2026)
def test_a_yearly_window_holds_the_days_between_and_crosses_the_year(
    first: date, last: date
) -> None:
    (window,) = deadlines(f"từ {first:%d/%m} đến {last:%d/%m} hằng năm")

    held = [first]
    while (held[-1].day, held[-1].month) != (last.day, last.month):
        held.append(held[-1] + DAY)
    assert (window.opens, window.due) == (held[0], held[-1])
    assert window.id.occurrence == "2026"


# What comes round.


@given(number=st.integers(1, 31))
def test_a_day_of_each_month_is_there_or_is_its_last(number: int) -> None:
    found = []
    for month in range(1, 13):
        mine = [d for d in days(date(2026, 1, 1), date(2026, 12, 31)) if d.month == month]
        found.append(max(d for d in mine if d.day <= number))

    assert due(f"ngày {number} hằng tháng") == found


@given(weekday=st.integers(0, 6))
def test_a_weekday_comes_once_in_each_week_of_the_year(weekday: int) -> None:
    around = days(date(2025, 12, 1), date(2027, 1, 31))
    mine = [d for d in around if d.weekday() == weekday and d.isocalendar().year == 2026]

    found = deadlines(f"{WEEKDAYS[weekday]} hằng tuần")

    assert [deadline.due for deadline in found] == mine
    assert [deadline.id.occurrence for deadline in found] == [f"{d:%G-W%V}" for d in mine]


def test_terms_in_a_row_share_no_week_and_miss_none() -> None:
    labels = []
    for year in range(2015, 2036):
        meaning = ask_phrase("thứ Năm hằng tuần", (), Term("", year, year))
        labels += [str(week) for week in meaning.occurrences(year, year)]

    thursdays = [d for d in days(date(2015, 1, 1), date(2035, 12, 31)) if d.weekday() == 3]
    assert labels == [f"{d:%G-W%V}" for d in thursdays]


@given(first=st.integers(0, 6), last=st.integers(0, 6))
def test_a_weekly_window_may_run_into_the_next_week(first: int, last: int) -> None:
    for window in deadlines(f"từ {WEEKDAYS[first]} đến {WEEKDAYS[last]} hằng tuần"):
        assert window.opens is not None
        held = [window.opens]
        while held[-1].weekday() != last:
            held.append(held[-1] + DAY)
        assert (window.opens.weekday(), window.due) == (first, held[-1])
        assert window.id.occurrence == f"{window.opens:%G-W%V}"


@given(number=st.integers(1, 31), off=days_off, how=st.sampled_from(sorted(ROLLS)))
def test_what_comes_round_rolls_each_time(number: int, off: Off, how: str) -> None:
    plain = due(f"ngày {number} hằng tháng", off)
    asked = due(f"ngày {number} hằng tháng, nếu trùng ngày nghỉ thì {ROLLS[how]}", off)

    assert asked == [rolled(day, how, off) for day in plain if day]


@given(day=st.integers(1, 31), every=st.integers(1, 6), start=in_2026)
def test_a_rule_of_months_has_the_days_that_a_loop_finds(day: int, every: int, start: date) -> None:
    months = {start.month + every * n for n in range(12)}
    year = days(start, date(2026, 12, 31))
    mine = [d for d in year if d.day == day and d.month in months]
    rule = f"FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={day};DTSTART={start:%Y%m%d}"

    if mine:
        found = deadlines(f"rrule: {rule}")
        assert [deadline.due for deadline in found] == mine
        assert [deadline.id.occurrence for deadline in found] == [d.isoformat() for d in mine]


@given(weekday=st.integers(0, 6), every=st.integers(1, 5), start=in_2026)
def test_a_rule_of_weeks_has_the_days_that_a_loop_finds(
    weekday: int, every: int, start: date
) -> None:
    monday = start - start.weekday() * DAY
    mine = [
        d
        for d in days(start, date(2026, 12, 31))
        if d.weekday() == weekday and (d - monday).days // 7 % every == 0
    ]
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
    rule = f"FREQ=WEEKLY;INTERVAL={every};BYDAY={name};DTSTART={start:%Y%m%d}"

    if mine:
        assert due(f"rrule: {rule}") == mine
