"""Civil days and instants: quiet hours to the minute, and the days of another zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lotrinh.domain.times import NaiveInstantError, QuietHours, civil_date, instant_at
from tests.builders import HANOI, hanoi

NIGHT, NOON = QuietHours(time(21), time(7)), QuietHours(time(11, 30), time(13, 30))


@pytest.mark.parametrize(
    ("quiet", "wall", "covered"),
    [
        (NIGHT, time(20, 59), False),
        (NIGHT, time(21), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NOON, time(11, 29), False),
        (NOON, time(11, 30), True),
        (NOON, time(13, 29), True),
        (NOON, time(13, 30), False),
        (QuietHours(time(7), time(7)), time(7), False),
        (QuietHours(time(7), time(7)), time(12), False),
    ],
)
def test_quiet_hours_begin_with_their_first_minute_and_end_before_their_last(
    quiet: QuietHours, wall: time, *, covered: bool
) -> None:
    assert quiet.cover(wall) == covered


@pytest.mark.parametrize(
    ("at", "released"),
    [
        ("2024-12-14 20:59", "2024-12-14 20:59"),
        ("2024-12-14 21:00", "2024-12-15 07:00"),
        ("2024-12-15 00:00", "2024-12-15 07:00"),
        ("2024-12-15 06:59", "2024-12-15 07:00"),
        ("2024-12-15 07:00", "2024-12-15 07:00"),
    ],
)
def test_a_night_is_over_on_the_morning_after_it(at: str, released: str) -> None:
    utc = hanoi(at).astimezone(UTC)  # the machine's zone says nothing

    assert NIGHT.release(utc, HANOI) == hanoi(released)


def test_a_day_begins_at_midnight_of_its_zone_wherever_the_instant_was_read() -> None:
    assert civil_date(datetime(2026, 9, 29, 16, 59, tzinfo=UTC), HANOI) == date(2026, 9, 29)
    assert civil_date(datetime(2026, 9, 29, 17, 0, tzinfo=UTC), HANOI) == date(2026, 9, 30)
    assert instant_at(date(2026, 9, 30), time(0), HANOI) == datetime(2026, 9, 29, 17, tzinfo=UTC)
    assert instant_at(date(2026, 9, 30), time(0), HANOI).tzinfo is UTC


def test_an_instant_without_a_zone_is_refused_by_what_it_says() -> None:
    with pytest.raises(NaiveInstantError, match="2026-09-30T09:00:00"):
        civil_date(datetime(2026, 9, 30, 9), ZoneInfo("UTC"))  # noqa: DTZ001
