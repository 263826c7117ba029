"""A pace holds over all workers together, whatever their sends cost."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotrinh.application.books.pace import MINUTE
from lotrinh.store.database import SqlStore
from tests.integration.store.books import at_once

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_numbers = count(1)
some_examples = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def take(store: SqlStore, channel: str, per_minute: int, now: datetime) -> timedelta:
    with store.begin() as uow:
        return uow.paces.take(channel, per_minute, now)


@some_examples
@given(
    per_minute=st.integers(1, 6),
    turns=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 25_000)), max_size=25),
)
def test_no_minute_has_more_sends_than_allowed_by_all_workers_together(
    store: SqlStore, per_minute: int, turns: list[tuple[int, int]]
) -> None:
    """Each worker sends when it may, and then takes so long; whoever is earlier comes first."""
    channel, sent = f"channel-{next(_numbers)}", []
    clocks = [NOON] * 3

    for worker, cost in turns:
        while delay := take(store, channel, per_minute, clocks[worker]):
            clocks[worker] += delay
        sent.append(clocks[worker])
        clocks = [max(clock, clocks[worker]) for clock in clocks]
        clocks[worker] += timedelta(milliseconds=cost)

    for start in sent:
        assert sum(start <= moment < start + MINUTE for moment in sent) <= per_minute


@some_examples
@given(back=st.integers(0, 10_000))
def test_a_clock_set_back_never_holds_a_send_up_for_longer_than_two_minutes(
    store: SqlStore, back: int
) -> None:
    channel, now = f"channel-{next(_numbers)}", NOON - timedelta(seconds=back)
    assert not take(store, channel, 1, NOON)

    waited = timedelta()
    while delay := take(store, channel, 1, now + waited):
        waited += delay

    assert waited <= 2 * MINUTE


def test_of_workers_that_ask_at_once_no_more_get_a_place_than_there_are(store: SqlStore) -> None:
    take(store, "email", 3, NOON - 2 * MINUTE)

    delays = at_once(*[partial(take, store, "email", 3, NOON)] * 8)
    for _ in range(8):
        delays.append(take(store, "email", 3, NOON))

    assert sum(not delay for delay in delays) == 3


def test_a_channel_that_is_to_be_slower_from_now_on_is(store: SqlStore) -> None:
    assert [take(store, "email", 2, NOON) for _ in range(2)] == [timedelta()] * 2

    later = NOON + MINUTE
    assert take(store, "email", 1, later) == timedelta()
    assert take(store, "email", 1, later) == MINUTE
