from datetime import date

import pytest

from lotrinh.application.books.correspondents import Rhythm
from tests.builders import a_calendar

# 2026-11-02 is a Monday.


@pytest.mark.parametrize(
    ("rhythm", "off", "days"),
    [
        (Rhythm.DAILY, [], [2, 3, 4, 5, 6, 9, 10]),
        (Rhythm.TWICE_A_WEEK, [], [2, 5, 9]),
        (Rhythm.WEEKLY, [], [2, 9]),
        (Rhythm.WEEKLY, [2], [3, 9]),
        (Rhythm.WEEKLY, [2, 3, 4, 5, 6], [9]),
        (Rhythm.TWICE_A_WEEK, [5], [2, 6, 9]),
        (Rhythm.TWICE_A_WEEK, [5, 6], [2, 9]),
    ],
)
def test_letters_come_on_the_days_of_a_rhythm_or_on_the_working_day_after(
    rhythm: Rhythm, off: list[int], days: list[int]
) -> None:
    weekends = [1, 7, 8]
    calendar = a_calendar(*(date(2026, 11, day) for day in {*off, *weekends}))

    come = [day for day in range(2, 11) if rhythm.is_day(date(2026, 11, day), calendar)]

    assert come == days
