"""The outbox as a person looks after it, and addresses that are set aside."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from lotrinh.application.books.deliveries import Delivery, Destination
from lotrinh.application.books.messages import (
    DeliveryState,
    Leased,
    MessageKind,
    Outcome,
    Receipt,
)
from lotrinh.domain.registers import Address, PersonId
from lotrinh.store.database import SqlStore
from lotrinh.store.tables import ReminderState, reminders
from tests.integration.store.books import (
    CHECKED,
    LEASE,
    a_message,
    a_reminder,
    at_once,
    enqueue,
    rows,
)

STATES = select(reminders.c.state, reminders.c.message).order_by(reminders.c.id)
LAN = PersonId("lan")
EMAIL = Destination.of(LAN, Address("email", "lan@example.vn"))
REFUSED = Receipt(Outcome.PERMANENT, "550 5.1.1")
LATER = CHECKED + timedelta(hours=3)


def post(store: SqlStore, key: str = "m1", **fields: object) -> None:
    """Post a message with all reminders that wait."""
    with store.begin() as books:
        message = replace(a_message(key), **fields)  # type: ignore[arg-type]  # as the test says
        assert books.outbox.post(message, [waiting.id for waiting in books.outbox.waiting()])


def lease(store: SqlStore, now: datetime = CHECKED) -> list[Leased]:
    with store.begin() as books:
        return list(books.outbox.lease(now=now, at=now, until=now + LEASE, limit=10))


def end(
    store: SqlStore,
    state: DeliveryState,
    receipt: Receipt = REFUSED,
    next_try: datetime | None = None,
) -> None:
    (leased,) = lease(store)
    with store.begin() as books:
        books.outbox.settle(
            leased, receipt, channel="email", state=state, now=CHECKED, next_try=next_try
        )


def listed(store: SqlStore, *states: DeliveryState) -> list[Delivery]:
    with store.look() as books:
        return list(books.deliveries.list(states))


def retry(store: SqlStore, *keys: str) -> Collection[str]:
    with store.begin() as books:
        return books.deliveries.retry(keys)


def withdraw(store: SqlStore, *keys: str) -> Collection[str]:
    with store.begin() as books:
        return books.deliveries.withdraw(keys, by="office", now=LATER)


def test_every_message_is_listed_with_how_its_last_try_ended(store: SqlStore) -> None:
    post(store)
    end(store, DeliveryState.WAITING, Receipt(Outcome.TEMPORARY, "451"), LATER)
    post(store, "m2", at=LATER, recipient=PersonId("minh"))

    newest, oldest = listed(store)

    assert (newest.key, newest.tries, newest.outcome, newest.channel) == ("m2", 0, None, "")
    assert (oldest.key, oldest.tries, oldest.detail, oldest.next_try) == ("m1", 1, "451", LATER)
    with store.look() as books:
        assert [one.key for one in books.deliveries.list((), [LAN])] == ["m1"]
        assert books.deliveries.list([DeliveryState.DEAD]) == []


def test_a_message_is_opened_with_its_reminders_and_tries(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    post(store)
    end(store, DeliveryState.DEAD)

    with store.look() as books:
        opened = books.deliveries.open("m1")
        assert books.deliveries.open("m2") is None
    assert opened is not None
    assert (opened.text, opened.reminders) == (a_message().text, [a_reminder()])
    assert [(one.number, one.receipt) for one in opened.attempts] == [(1, REFUSED)]


def test_what_a_later_message_has_taken_over_is_that_ones(store: SqlStore) -> None:
    enqueue(store, a_reminder())
    post(store)
    end(store, DeliveryState.DEAD)
    post(store, "m2")

    with store.look() as books:
        opened = [books.deliveries.open(key) for key in ("m1", "m2")]
    assert [len(one.reminders) for one in opened if one] == [0, 1]


@pytest.mark.parametrize("receipt", [REFUSED, Receipt(Outcome.UNKNOWN)])
def test_a_dead_letter_is_tried_again_with_what_it_held(
    store: SqlStore, database_url: str, receipt: Receipt
) -> None:
    enqueue(store, a_reminder())
    post(store)
    end(store, DeliveryState.DEAD, receipt)

    assert retry(store, "m1") == {"m1"}

    assert rows(database_url, STATES) == [(ReminderState.WAITING, "m1")]
    assert [one.attempt for one in lease(store)] == [2]


def test_what_waits_for_its_next_try_is_tried_at_once(store: SqlStore) -> None:
    post(store)
    end(store, DeliveryState.WAITING, Receipt(Outcome.TEMPORARY), LATER)

    assert lease(store) == []
    retry(store, "m1")
    assert len(lease(store)) == 1


def test_a_withdrawn_message_is_never_sent_and_counts_as_said(
    store: SqlStore, database_url: str
) -> None:
    enqueue(store, a_reminder())
    post(store)

    assert withdraw(store, "m1") == {"m1"}

    (delivery,) = listed(store)
    assert (delivery.withdrawn_by, delivery.withdrawn_at) == ("office", LATER)
    assert rows(database_url, STATES) == [(ReminderState.TOLD, "m1")]
    assert lease(store) == []
    with store.begin() as books:
        assert not books.outbox.post(a_message("m1"))


def test_a_withdrawn_dead_letter_takes_what_waits_since_with_it_but_nothing_newer(
    store: SqlStore, database_url: str
) -> None:
    enqueue(store, a_reminder())
    post(store)
    end(store, DeliveryState.DEAD)
    enqueue(store, a_reminder(rung="T-7"))

    withdraw(store, "m1")

    assert rows(database_url, STATES) == [
        (ReminderState.TOLD, "m1"),
        (ReminderState.WAITING, None),
    ]


def test_what_was_sent_or_is_being_sent_is_nobodys_to_change(store: SqlStore) -> None:
    post(store)
    lease(store)
    assert (retry(store, "m1"), withdraw(store, "m1")) == (set(), set())

    post(store, "m2")
    end(store, DeliveryState.SENT, Receipt(Outcome.ACCEPTED))
    assert (retry(store, "m2"), withdraw(store, "m2")) == (set(), set())


def test_a_worker_and_a_person_cannot_both_have_a_message(store: SqlStore) -> None:
    for number in range(8):
        post(store, f"m{number}")
    keys = [f"m{number}" for number in range(8)]

    leased, withdrawn = at_once(
        lambda: {one.message.key for one in lease(store)}, lambda: set(withdraw(store, *keys))
    )

    assert leased | withdrawn == set(keys)
    assert not leased & withdrawn


def test_a_dead_letter_is_reported_once_and_the_report_never(store: SqlStore) -> None:
    post(store)
    end(store, DeliveryState.DEAD)
    post(store, "m2", kind=MessageKind.FAILED)
    end(store, DeliveryState.DEAD)

    with store.begin() as books:
        assert [one.key for one in books.deliveries.unreported()] == ["m1"]
        books.deliveries.mark_reported(["m1"], CHECKED)
        assert books.deliveries.unreported() == []


def refuse(store: SqlStore, day: int, destination: Destination = EMAIL) -> bool:
    """Have an address refused on one of some days in a row."""
    with store.begin() as books:
        return books.addresses.refused(destination, CHECKED + timedelta(days=day))


def test_an_address_is_set_aside_at_its_third_refusal_in_a_row(store: SqlStore) -> None:
    assert [refuse(store, day) for day in range(4)] == [False, False, True, True]

    with store.look() as books:
        assert books.addresses.set_aside() == {EMAIL}


def test_what_is_refused_again_within_hours_is_counted_once(store: SqlStore) -> None:
    """One bad hour of a mail server judges no address."""
    assert [refuse(store, day) for day in (0, 0, 0, 1, 1, 2)] == [False] * 5 + [True]


def test_a_message_taken_in_between_begins_the_count_anew(store: SqlStore) -> None:
    refuse(store, 0), refuse(store, 1)
    with store.begin() as books:
        books.addresses.accepted(EMAIL)

    assert [refuse(store, day) for day in (2, 3)] == [False, False]


def test_a_corrected_address_is_another_one(store: SqlStore) -> None:
    corrected = Destination.of(LAN, Address("email", "lan.moi@example.vn"))
    for day in range(3):
        refuse(store, day)

    assert not refuse(store, 3, corrected)
    assert "example" not in repr(EMAIL)


def test_a_person_can_have_addresses_used_again(store: SqlStore) -> None:
    for day in range(3):
        refuse(store, day)

    with store.begin() as books:
        assert books.addresses.take_back(PersonId("minh")) == 0
        assert books.addresses.take_back(LAN) == 1
        assert books.addresses.set_aside() == frozenset()
    assert not refuse(store, 3)


def test_the_coordinator_hears_of_an_address_once(store: SqlStore) -> None:
    for day in range(3):
        refuse(store, day)
    with store.begin() as books:
        assert books.addresses.unreported() == [EMAIL]
        books.addresses.mark_reported([EMAIL], CHECKED)
        assert books.addresses.unreported() == []


def test_one_refusal_seen_by_several_workers_at_once_is_counted_once(store: SqlStore) -> None:
    refuse(store, 0)

    assert at_once(*[lambda: refuse(store, 1)] * 3) == [False] * 3
    assert refuse(store, 2)


def test_the_list_goes_on_after_a_message_and_keeps_to_a_run(database_url: str) -> None:
    with closing(SqlStore.open(database_url, run="run-7")) as store:
        post(store, "m0")
        end(store, DeliveryState.SENT, Receipt(Outcome.ACCEPTED))
        for number in range(1, 5):
            post(store, f"m{number}", at=CHECKED + timedelta(hours=number % 2))

        with store.look() as books:
            every = [one.key for one in books.deliveries.list()]
            assert every == ["m1", "m3", "m0", "m2", "m4"]
            for number, key in enumerate(every):
                after = books.deliveries.list(before=key)
                assert [one.key for one in after] == every[number + 1 :]
            assert books.deliveries.list(before="no-such") == []
            (sent,) = books.deliveries.list(run="run-7")
            assert books.deliveries.list(run="run-8") == []
            opened = books.deliveries.open(sent.key)
            assert opened is not None
            assert [one.run for one in opened.attempts] == ["run-7"]
