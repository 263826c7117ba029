from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.distance import Unit
from lotrinh.domain.policy import Escalation, Extensions, Overdue, Rung, rung_table
from tests.builders import STUBBORN, a_calendar, a_policy

SATURDAY = date(2024, 12, 14)


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (date(2024, 11, 28), None),
        (date(2024, 11, 29), "T-14"),  # 30/11 is a Saturday
        (date(2024, 12, 6), "T-7"),  # 07/12 as well
        (date(2024, 12, 11), "T-3"),
        (date(2024, 12, 12), "T-3"),
        (date(2024, 12, 13), "T-0"),  # 13/12 is T-1 itself, and the working day before T-0
        (date(2024, 12, 14), "T-0"),
        (date(2024, 12, 15), "T-0"),
        (date(2024, 12, 16), "T+1wd"),
        (date(2024, 12, 17), "T+1wd"),
        (date(2024, 12, 18), "T+3wd"),
        (date(2025, 6, 1), "T+9wd"),
    ],
)
def test_the_current_rung_is_the_latest_whose_day_has_come(today: date, rung: str | None) -> None:
    table = rung_table(a_policy(overdue=STUBBORN).ladder, a_calendar())

    found = table.current(SATURDAY, today)

    assert (found and found.label) == rung


def test_overdue_days_that_fall_on_a_day_off_wait_for_the_next_working_day() -> None:
    overdue = Overdue(first=1, every=(7,), until=8, unit=Unit.DAY)
    table = rung_table(a_policy(0, overdue=overdue).ladder, a_calendar())

    friday = date(2024, 12, 13)
    spoken = [table.current(friday, friday + timedelta(days=n)) for n in range(4)]

    assert [rung.label for rung in spoken if rung] == ["T-0", "T-0", "T-0", "T+1"]


def test_what_is_urgent_and_overdue_comes_on_its_very_day() -> None:
    overdue = Overdue(first=1, every=(2, 5), until=10, unit=Unit.DAY)
    policy = replace(a_policy(1, 0, overdue=overdue), urgent=True)
    table, friday = policy.table(a_calendar()), date(2024, 12, 13)

    days = dict(table.days_of(friday))

    assert {day: rung.label for day, rung in days.items()} == {
        date(2024, 12, 12): "T-1",
        friday: "T-0",
        date(2024, 12, 14): "T+1",  # a Saturday
        date(2024, 12, 16): "T+3",
        date(2024, 12, 21): "T+8",  # as well
    }


def test_days_and_working_days_come_in_the_order_of_their_days_before_each_due_day() -> None:
    remind = (Rung(-10), Rung(-7, Unit.WORKING_DAY), Rung(0))
    table = rung_table(replace(a_policy(), remind=remind).ladder, a_calendar())

    def order(due: date) -> list[str]:
        days = (due + timedelta(days=n) for n in range(-20, 1))
        spoken = [rung.label for day in days if (rung := table.current(due, day))]
        return list(dict.fromkeys(spoken))

    assert order(date(2024, 12, 20)) == ["T-10", "T-7wd", "T-0"]
    assert order(date(2025, 2, 5)) == ["T-7wd", "T-10", "T-0"]  # across a week of holidays


def test_what_is_never_reminded_of_opens_on_its_due_day() -> None:
    policy, calendar, due = replace(a_policy(), remind=()), a_calendar(), date(2024, 12, 20)

    assert policy.begins(due, calendar) == due
    assert policy.begin(np.array([due], "M8[D]"), calendar).tolist() == [due]


def test_a_deadline_opens_with_the_first_day_of_its_reminders() -> None:
    remind = (Rung(-10), Rung(-7, Unit.WORKING_DAY), Rung(0))
    policy, calendar = replace(a_policy(), remind=remind), a_calendar()

    for due, begins in [
        (date(2024, 12, 20), date(2024, 12, 10)),
        (date(2025, 2, 5), date(2025, 1, 20)),
    ]:
        assert policy.begins(due, calendar) == begins
        assert policy.begin(np.array([due], "M8[D]"), calendar) == np.array([begins], "M8[D]")


def test_a_rung_may_be_named_by_supporting_roles_in_working_days() -> None:
    remind, hears = (Rung(-3), Rung(-3, Unit.WORKING_DAY)), {Rung(-3, Unit.WORKING_DAY)}
    policy = replace(a_policy(), remind=remind, support_hears=frozenset(hears))

    assert [rung.label for rung in policy.ladder] == ["T-3wd", "T-3"]
    assert [rung.label for rung in policy.support_ladder] == ["T-3wd"]


def test_which_rungs_have_come_and_which_is_the_current_one_are_one_law() -> None:
    calendar = a_calendar()
    table = rung_table(a_policy(overdue=STUBBORN).ladder, calendar)

    for today in (date(2024, 12, 1), date(2024, 12, 2), date(2025, 1, 30), date(2026, 2, 2)):
        since = today - timedelta(days=5)
        ever, lately = table.come(today), table.come(today, since)
        for index in range(3300, 3700):
            due = calendar.first + timedelta(days=index)
            rung = table.current(due, today)
            assert ever[index] == (rung is not None)
            assert lately[index] == (rung != table.current(due, since))


def test_a_due_day_outside_the_table_has_no_rung() -> None:
    calendar = a_calendar()
    table = rung_table(a_policy().ladder, calendar)

    for due in (date(2100, 1, 1), calendar.last + timedelta(days=1)):
        assert table.current(due, due) is None
    for due in (calendar.first - timedelta(days=1), date(1990, 1, 1)):
        assert table.current(due, calendar.last) is None


def test_no_more_hear_than_there_are_and_than_the_policy_says() -> None:
    levels = Escalation(3, 5, Unit.WORKING_DAY, levels=2)

    assert [len(levels.rungs(most)) for most in (0, 1, 2, 3)] == [0, 1, 2, 2]


def test_how_much_more_time_may_be_granted_is_counted_in_its_unit() -> None:
    friday, calendar = date(2024, 12, 13), a_calendar()

    assert Extensions().last_day(friday, calendar) is None
    assert Extensions(longest=5).last_day(friday, calendar) == date(2024, 12, 18)
    in_working_days = Extensions(longest=5, unit=Unit.WORKING_DAY)
    assert in_working_days.last_day(friday, calendar) == date(2024, 12, 20)


def test_only_what_is_urgent_and_due_by_now_passes_quiet_hours() -> None:
    urgent = replace(a_policy(), urgent=True)
    due = date(2024, 12, 13)

    days = [due - timedelta(days=1), due, due + timedelta(days=1)]
    assert [urgent.passes(due, day) for day in days] == [False, True, True]
    assert not any(a_policy().passes(due, day) for day in days)


def test_the_first_and_the_last_day_of_the_table_have_their_rungs() -> None:
    calendar = Calendar.of("x", date(2024, 12, 2), date(2024, 12, 13), announced=date.max)
    table = rung_table(a_policy(1, 0).ladder, calendar)

    assert table.current(calendar.first, calendar.first) == Rung(0)
    assert table.current(calendar.last, calendar.last) == Rung(0)
    assert table.come(calendar.first).tolist() == [True, True, *([False] * 10)]
    assert dict(table.days_of(calendar.first)) == {calendar.first: Rung(0)}, "the other is before"
    assert list(table.days_of(calendar.last + timedelta(days=1))) == []


def test_the_first_rung_of_all_has_come_on_its_day() -> None:
    table = rung_table((Rung(0),), a_calendar())

    assert table.come(date(2015, 1, 1)).sum() == 1
