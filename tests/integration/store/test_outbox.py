"""The outbox: each message has one sender at a time, and each reminder one message."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lotrinh.application.books.messages import (
    DeliveryState,
    Leased,
    MessageKind,
    Outcome,
    Receipt,
)
from lotrinh.domain.times import NaiveInstantError
from lotrinh.store.database import SqlStore
from lotrinh.store.outbox import LEASE_ENDED
from lotrinh.store.tables import ReminderState, attempts, reminders
from tests.integration.store.books import (
    ACCEPTED,
    CHECKED,
    LEASE,
    a_message,
    a_reminder,
    at_once,
    enqueue,
    reminders_of,
    rows,
)

AFTER_LEASE = CHECKED + LEASE
STATES = select(reminders.c.state, reminders.c.message).order_by(reminders.c.id)
ATTEMPTS = select(
    attempts.c.attempt, attempts.c.channel, attempts.c.outcome, attempts.c.detail
).order_by(attempts.c.attempt)


def lease(store: SqlStore, now: datetime = CHECKED, limit: int = 10) -> Sequence[Leased]:
    with store.begin() as books:
        return books.outbox.lease(now=now, at=now, until=now + LEASE, limit=limit)


def post(store: SqlStore, key: str = "m1", reminders: Sequence[int] = ()) -> bool:
    with store.begin() as books:
        return books.outbox.post(a_message(key), reminders)


def settle(
    store: SqlStore,
    leased: Leased,
    receipt: Receipt = ACCEPTED,
    state: DeliveryState = DeliveryState.SENT,
    next_try: datetime | None = None,
) -> None:
    with store.begin() as books:
        books.outbox.settle(
            leased, receipt, channel="mail", state=state, now=CHECKED, next_try=next_try
        )


def waiting(store: SqlStore) -> list[int]:
    with store.look() as books:
        return [waiting.id for waiting in books.outbox.waiting()]


def state_of(store: SqlStore) -> DeliveryState:
    with store.look() as books:
        (state,) = (state for state, count in books.outbox.counts().items() if count)
        return state


def test_a_reminder_waits_until_it_is_in_a_message(store: SqlStore) -> None:
    enqueue(store, a_reminder(), a_reminder(rung="T-7"))

    with store.begin() as books:
        first, second = books.outbox.waiting()
        assert (first.reminder, second.reminder) == (a_reminder(), a_reminder(rung="T-7"))
        assert books.outbox.post(a_message(), [first.id])
        assert [left.id for left in books.outbox.waiting()] == [second.id]


def test_a_message_is_posted_once(store: SqlStore) -> None:
    enqueue(store, a_reminder())

    assert post(store, "m1")
    assert not post(store, "m1", waiting(store))
    assert len(waiting(store)) == 1


def test_a_key_is_refused_once_what_has_it_is_told_but_not_while_it_is_written_anew(
    store: SqlStore,
) -> None:
    enqueue(store, a_reminder())
    post(store, "m1", waiting(store))
    with store.begin() as books:
        assert set(books.outbox.refused(["m1", "m2"])) == set()
    (leased,) = lease(store)
    with store.begin() as books:
        assert set(books.outbox.refused(["m1", "m2"])) == {"m1"}
    settle(store, leased)
    with store.begin() as books:
        assert set(books.outbox.refused(["m1", "m2"])) == {"m1"}
        assert not books.outbox.post(leased.message)


def test_a_reminder_that_is_taken_refuses_the_whole_message(store: SqlStore) -> None:
    enqueue(store, *reminders_of(range(3)))
    first, second, third = waiting(store)

    assert post(store, "m1", [second])
    assert not post(store, "m2", [first, second, third])

    assert waiting(store) == [first, third]
    assert post(store, "m2", [first, third])


def test_a_refused_message_leaves_the_rest_of_its_transaction(store: SqlStore) -> None:
    with store.begin() as books:
        assert books.outbox.post(a_message("m1"))
        assert not books.outbox.post(a_message("m2"), [404])
        assert books.outbox.post(a_message("m3"))

    assert [leased.message.key for leased in lease(store)] == ["m1", "m3"]


def test_two_workers_cannot_put_one_reminder_into_two_messages(store: SqlStore) -> None:
    enqueue(store, *reminders_of(range(20)))
    ids = waiting(store)

    posted = at_once(lambda: post(store, "m1", ids), lambda: post(store, "m2", ids[::-1]))

    assert sorted(posted) == [False, True]
    assert waiting(store) == []


def test_a_dropped_reminder_was_never_said_and_may_be_written_again(store: SqlStore) -> None:
    enqueue(store, a_reminder())

    with store.begin() as books:
        books.outbox.drop([waiting.id for waiting in books.outbox.waiting()])

    assert waiting(store) == []
    assert len(enqueue(store, a_reminder())) == 1


def test_a_reminder_that_is_in_a_message_is_not_dropped(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    ids = waiting(store)
    with store.begin() as books:
        books.outbox.post(a_message(), ids)
        books.outbox.drop(ids)

    assert enqueue(store, a_reminder()) == []


def test_more_reminders_can_be_dropped_than_a_statement_takes_values(store: SqlStore) -> None:
    with store.begin() as books:
        books.outbox.drop(range(40_000))


def test_a_message_that_waits_can_be_recalled_and_takes_up_its_tries(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    (reminder,) = waiting(store)
    post(store, "m1", [reminder])
    (first,) = lease(store)
    settle(store, first, Receipt(Outcome.TEMPORARY), DeliveryState.WAITING)

    with store.begin() as books:
        books.outbox.recall()
    assert waiting(store) == [reminder]
    assert lease(store) == []
    assert post(store, "m1", [reminder])

    (second,) = lease(store)
    assert second.attempt == 2


def test_what_is_on_its_way_is_not_recalled(store: SqlStore) -> None:
    post(store, "leased")
    lease(store)
    with store.begin() as books:
        books.outbox.recall()

    assert state_of(store) is DeliveryState.SENDING


def test_a_recalled_message_remembers_that_it_may_have_arrived(store: SqlStore) -> None:
    post(store)
    (first,) = lease(store)
    settle(store, first, Receipt(Outcome.UNKNOWN), DeliveryState.WAITING)
    with store.begin() as books:
        books.outbox.recall()
    post(store)

    (second,) = lease(store)
    assert second.after_unknown


def test_a_dead_letter_that_may_have_arrived_is_not_taken_for_told(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    post(store, "m1", waiting(store))
    (first,) = lease(store)
    settle(store, first, Receipt(Outcome.UNKNOWN), DeliveryState.DEAD)
    post(store, "m2")
    (second,) = lease(store)
    settle(store, second)

    with store.look() as books:
        assert len(books.deliveries.dead_letters()) == 1


def test_what_keeps_failing_is_shown_before_it_is_given_up(store: SqlStore) -> None:
    post(store)
    for _ in range(5):
        (leased,) = lease(store)
        settle(store, leased, Receipt(Outcome.TEMPORARY, "451"), DeliveryState.WAITING)

    with store.look() as books:
        (letter,) = books.deliveries.dead_letters()
    assert letter.detail == "451"


def test_a_leased_message_is_the_one_that_was_posted(store: SqlStore) -> None:
    post(store)

    assert lease(store) == [Leased(a_message(), attempt=1)]


def test_a_message_waits_for_the_end_of_the_quiet_hours(store: SqlStore) -> None:
    morning = CHECKED + timedelta(hours=8)
    with store.begin() as books:
        books.outbox.post(a_message("later", not_before=morning))
        books.outbox.post(a_message("now"))

    assert [leased.message.key for leased in lease(store)] == ["now"]
    with store.begin() as books:
        at_its_time = books.outbox.lease(now=CHECKED, at=morning, until=AFTER_LEASE, limit=10)
    assert [leased.message.key for leased in at_its_time] == ["later"]


def test_a_lease_takes_the_oldest_and_no_more_than_asked(store: SqlStore) -> None:
    with store.begin() as books:
        for hours in (1, 3, 2):
            earlier = CHECKED - timedelta(hours=hours)
            books.outbox.post(a_message(f"m{hours}", not_before=earlier))

    assert [leased.message.key for leased in lease(store, limit=2)] == ["m3", "m2"]
    assert [leased.message.key for leased in lease(store, limit=2)] == ["m1"]


def test_two_workers_share_no_message(store: SqlStore) -> None:
    keys = {f"m{number:02d}" for number in range(40)}
    for key in keys:
        post(store, key)

    def worker() -> list[str]:
        mine: list[str] = []
        while leased := lease(store, limit=3):
            mine += [one.message.key for one in leased]
        return mine

    first, second = at_once(worker, worker)
    left_by_both = [one.message.key for one in lease(store, limit=40)]

    assert sorted(first + second + left_by_both) == sorted(keys)


def test_a_lease_that_is_renewed_holds_for_longer_and_one_that_is_gone_stays_gone(
    store: SqlStore,
) -> None:
    post(store, "m1")
    post(store, "m2")
    first = lease(store)
    settle(store, first[0])

    with store.begin() as books:
        assert books.outbox.renew(first, AFTER_LEASE + LEASE) == ["m2"]

    assert lease(store, AFTER_LEASE) == []
    (again,) = lease(store, AFTER_LEASE + LEASE)
    with store.begin() as books:
        assert books.outbox.renew(first, AFTER_LEASE + 2 * LEASE) == []
    assert again.message.key == "m2"


def test_a_lease_that_ran_out_is_a_send_whose_end_is_unknown(
    store: SqlStore, database_url: str
) -> None:
    post(store)
    lease(store)

    assert lease(store, AFTER_LEASE - timedelta(seconds=1)) == []
    assert lease(store, AFTER_LEASE) == [Leased(a_message(), attempt=2, after_unknown=True)]
    assert rows(database_url, ATTEMPTS) == [(1, "", Outcome.UNKNOWN, LEASE_ENDED)]


def test_a_lease_of_a_time_that_did_not_come_holds_nobody_up(store: SqlStore) -> None:
    post(store, "m1")
    lease(store, CHECKED + timedelta(days=8))

    with store.begin() as books:
        books.outbox.give_up_leases(CHECKED)

    assert [leased.message.key for leased in lease(store)] == ["m1"]


def test_a_worker_that_lost_its_lease_settles_nothing(store: SqlStore, database_url: str) -> None:
    post(store)
    (lost,) = lease(store)
    (present,) = lease(store, AFTER_LEASE)

    settle(store, lost)
    assert state_of(store) is DeliveryState.SENDING

    settle(store, present)
    assert state_of(store) is DeliveryState.SENT
    assert rows(database_url, ATTEMPTS) == [
        (1, "", Outcome.UNKNOWN, LEASE_ENDED),
        (2, "mail", Outcome.ACCEPTED, "250"),
    ]


def test_a_message_is_not_settled_twice(store: SqlStore) -> None:
    post(store)
    (leased,) = lease(store)

    settle(store, leased)
    settle(store, leased, Receipt(Outcome.PERMANENT), DeliveryState.DEAD)

    assert state_of(store) is DeliveryState.SENT


def test_a_temporary_failure_waits_for_its_next_try(store: SqlStore, database_url: str) -> None:
    post(store)
    (leased,) = lease(store)
    refused = Receipt(Outcome.TEMPORARY, "451 4.7.1")
    in_a_minute = CHECKED + timedelta(minutes=1)

    settle(store, leased, refused, DeliveryState.WAITING, in_a_minute)

    assert lease(store) == []
    assert lease(store, in_a_minute) == [Leased(a_message(), attempt=2)]
    assert rows(database_url, ATTEMPTS) == [(1, "mail", Outcome.TEMPORARY, "451 4.7.1")]


def test_an_unknown_end_is_remembered_by_all_later_tries(store: SqlStore) -> None:
    post(store)
    for receipt in (Receipt(Outcome.UNKNOWN), Receipt(Outcome.TEMPORARY)):
        (leased,) = lease(store)
        settle(store, leased, receipt, DeliveryState.WAITING, CHECKED)

    assert lease(store) == [Leased(a_message(), attempt=3, after_unknown=True)]


@pytest.mark.parametrize(
    ("outcome", "state", "becomes"),
    [
        (Outcome.ACCEPTED, DeliveryState.SENT, (ReminderState.TOLD, "m1")),
        (Outcome.TEMPORARY, DeliveryState.WAITING, (ReminderState.WAITING, "m1")),
        (Outcome.UNKNOWN, DeliveryState.DEAD, (ReminderState.WAITING, "m1")),
        (Outcome.TEMPORARY, DeliveryState.DEAD, (ReminderState.WAITING, None)),
        (Outcome.PERMANENT, DeliveryState.DEAD, (ReminderState.WAITING, None)),
        (Outcome.TEMPORARY, DeliveryState.WITHDRAWN, (ReminderState.WAITING, None)),
    ],
)
def test_reminders_wait_again_where_their_message_surely_failed(
    store: SqlStore,
    database_url: str,
    outcome: Outcome,
    state: DeliveryState,
    becomes: tuple[ReminderState, str | None],
) -> None:
    enqueue(store, a_reminder())
    post(store, "m1", waiting(store))
    (leased,) = lease(store)

    settle(store, leased, Receipt(outcome), state)

    assert state_of(store) is state
    assert rows(database_url, STATES) == [becomes]


def test_every_state_is_counted_even_where_nothing_is_in_it(store: SqlStore) -> None:
    post(store)

    with store.begin() as books:
        counts = books.outbox.counts()

    assert counts == dict.fromkeys(DeliveryState, 0) | {DeliveryState.WAITING: 1}


def test_a_lease_until_nobody_knows_when_is_refused(store: SqlStore) -> None:
    naive = AFTER_LEASE.replace(tzinfo=None)

    with store.begin() as books, pytest.raises(NaiveInstantError):
        books.outbox.lease(now=CHECKED, at=CHECKED, until=naive, limit=1)


PREVIEWED = Receipt(Outcome.ACCEPTED, "a.eml", stays_here=True)


def test_what_only_a_file_has_told_can_be_recalled_and_is_told_once(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    (reminder,) = waiting(store)
    post(store, "m1", [reminder])
    (first,) = lease(store)
    settle(store, first, PREVIEWED)
    with store.begin() as books:
        assert [one.id for one in books.outbox.previewed()] == [reminder]
        assert books.deliveries.previewed() == 1
        books.outbox.recall([reminder])

    assert waiting(store) == [reminder]
    assert post(store, "m1", [reminder])
    (second,) = lease(store)
    settle(store, second)
    with store.begin() as books:
        assert (books.outbox.previewed(), books.deliveries.previewed()) == ([], 0)
        books.outbox.recall([reminder])
    assert waiting(store) == []


def test_a_notice_that_only_a_file_has_told_is_sent_as_it_is_or_made_anew(store: SqlStore) -> None:
    backlog = replace(a_message("b1"), kind=MessageKind.BACKLOG)
    unheld = replace(a_message("u1"), kind=MessageKind.UNHELD)
    for message in (backlog, unheld):
        with store.begin() as books:
            assert books.outbox.post(message)
        (leased,) = lease(store)
        settle(store, leased, PREVIEWED)
    with store.begin() as books:
        found = books.outbox.previewed_notices()
        assert {key: kind for key, (_, kind) in found.items()} == {
            "b1": MessageKind.BACKLOG,
            "u1": MessageKind.UNHELD,
        }
        books.outbox.tell_again(found)
        assert books.outbox.previewed_notices() == {}

    (again,) = lease(store)
    assert again.message.key == "b1"
    settle(store, again)
    with store.begin() as books:
        books.outbox.tell_again(["b1"])
        assert books.outbox.post(unheld), "its key is free"
        assert not books.outbox.post(backlog)


def test_what_was_really_sent_is_never_recalled(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    told = waiting(store)
    post(store, "m1", told)
    (leased,) = lease(store)
    settle(store, leased)
    with store.begin() as books:
        assert books.outbox.previewed() == []
        books.outbox.recall(told)

    assert waiting(store) == []
    assert state_of(store) is DeliveryState.SENT
