"""When a message is tried again, and when it is given up."""

from datetime import timedelta

import pytest

from lotrinh.application.books.messages import (
    DeliveryState,
    Leased,
    Message,
    MessageKind,
    Outcome,
    Receipt,
)
from lotrinh.application.sending.retry import after
from lotrinh.domain.registers import PersonId
from tests.builders import hanoi

NOW = hanoi("2026-12-01 08:00")
HOURS_3 = timedelta(hours=3)


def leased(attempt: int = 1, *, key: str = "m1", after_unknown: bool = False) -> Leased:
    message = Message(key, MessageKind.REMINDERS, PersonId("lan"), "s", "t", "", NOW, NOW, "h")
    return Leased(message, attempt, after_unknown)


@pytest.mark.parametrize(
    ("one", "outcome", "state"),
    [
        (leased(), Outcome.ACCEPTED, DeliveryState.SENT),
        (leased(), Outcome.TEMPORARY, DeliveryState.WAITING),
        (leased(19), Outcome.TEMPORARY, DeliveryState.WAITING),
        (leased(20), Outcome.TEMPORARY, DeliveryState.DEAD),
        (leased(), Outcome.PERMANENT, DeliveryState.DEAD),
        (leased(), Outcome.UNKNOWN, DeliveryState.WAITING),
        (leased(2, after_unknown=True), Outcome.UNKNOWN, DeliveryState.DEAD),
        (leased(2, after_unknown=True), Outcome.TEMPORARY, DeliveryState.WAITING),
    ],
)
def test_what_becomes_of_a_message_after_a_try(
    one: Leased, outcome: Outcome, state: DeliveryState
) -> None:
    found, next_try = after(one, Receipt(outcome), NOW)

    assert found is state
    assert (next_try is not None) == (state is DeliveryState.WAITING)


@pytest.mark.parametrize(
    ("attempt", "longest"),
    [(1, timedelta(minutes=1)), (2, timedelta(minutes=5)), (5, HOURS_3), (19, HOURS_3)],
)
def test_waits_grow_up_to_three_hours_and_many_messages_spread_over_them(
    attempt: int, longest: timedelta
) -> None:
    waits = set()
    for number in range(200):
        _, next_try = after(leased(attempt, key=f"m{number}"), Receipt(Outcome.TEMPORARY), NOW)
        assert next_try is not None
        waits.add(next_try - NOW)

    assert timedelta() <= min(waits) < longest / 4
    assert longest * 3 / 4 < max(waits) <= longest


def test_a_server_that_says_when_is_heeded() -> None:
    said = Receipt(Outcome.TEMPORARY, retry_after=timedelta(minutes=7))

    assert after(leased(), said, NOW) == (DeliveryState.WAITING, NOW + timedelta(minutes=7))
