"""A pace is kept whatever the sends cost, and no batch outlives its lease."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.pace import Pace, fitting

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, LEASE, SEND = timedelta(minutes=1), timedelta(minutes=30), timedelta(seconds=30)
costs = st.lists(st.integers(0, 20_000), max_size=60)


def sends(per_minute: int, milliseconds: list[int]) -> list[datetime]:
    """Return when messages leave that cost so much each."""
    pace, now, sent = Pace(per_minute), NOON, []
    for cost in milliseconds:
        now += pace.delay(now)
        pace.count(now)
        sent.append(now)
        now += timedelta(milliseconds=cost)
    return sent


@given(per_minute=st.integers(1, 12), milliseconds=costs)
def test_no_minute_has_more_sends_than_allowed(per_minute: int, milliseconds: list[int]) -> None:
    """In any stretch of a minute, its end excluded, there are at most so many."""
    sent = sends(per_minute, milliseconds)

    for start in sent:
        assert sum(start <= moment < start + MINUTE for moment in sent) <= per_minute


@given(per_minute=st.integers(1, 12), back=st.integers(0, 10_000))
def test_a_clock_set_back_never_holds_a_send_up_for_longer_than_a_minute(
    per_minute: int, back: int
) -> None:
    pace = Pace(per_minute)
    for _ in range(per_minute):
        pace.count(NOON)

    assert timedelta() <= pace.delay(NOON - timedelta(seconds=back)) <= MINUTE


@given(per_minute=st.integers(1, 9999))
def test_a_batch_is_over_before_its_lease(per_minute: int) -> None:
    """Even if each send takes as long as it may, and the minute before was full."""
    size = fitting(per_minute, longest=SEND, lease=LEASE, most=50)
    pace, now = Pace(per_minute), NOON
    for _ in range(per_minute):
        pace.count(now)

    for _ in range(size):
        now += pace.delay(now)
        pace.count(now)
        now += SEND

    assert 1 <= size <= 50
    assert now - NOON <= LEASE
