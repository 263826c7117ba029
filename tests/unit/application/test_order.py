"""The order of time."""

from datetime import timedelta

import pytest

from lotrinh.application.books.checks import CheckRecord
from lotrinh.bootstrap.order import TimeOrderError, in_order
from lotrinh.domain.roadmap import RoadmapId
from tests.builders import hanoi

NOW = hanoi("2026-11-22 07:30")


def last(at: str) -> CheckRecord:
    return CheckRecord(RoadmapId("plan"), hanoi(at), "first", 0, hanoi(at).date())


def test_now_is_now() -> None:
    assert in_order(None, [last("2026-11-21 07:30")], NOW, free=False) == NOW


def test_a_clock_set_back_a_little_stops_nobody() -> None:
    ahead = last("2026-11-22 08:00")

    assert in_order(None, [ahead], NOW, free=False) == ahead.at


def test_a_ledger_far_ahead_of_the_clock_is_told_not_followed() -> None:
    with pytest.raises(TimeOrderError) as refused:
        in_order(None, [last("2036-01-01 07:30")], NOW, free=False)

    assert refused.value.code == "check-behind"


def test_a_check_is_never_for_a_time_to_come_but_in_a_demonstration() -> None:
    tomorrow = NOW + timedelta(days=1)

    with pytest.raises(TimeOrderError) as refused:
        in_order(tomorrow, [], NOW, free=False)
    assert refused.value.code == "check-ahead"
    assert in_order(tomorrow, [], NOW, free=True) == tomorrow
