"""What people were told of and is said done since: only theirs, only since their last message."""

from dataclasses import replace
from datetime import date, timedelta

from lotrinh.application.books.messages import DeliveryState, Draft, MessageKind
from lotrinh.domain.facts import CellId, FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Part, Reminder
from lotrinh.store.database import SqlStore
from tests.integration.store.books import (
    ACCEPTED,
    CHECKED,
    DUE,
    LEASE,
    a_cell,
    a_fact,
    a_message,
    a_reminder,
    enqueue,
    record,
)

REVIEW, REPORT = a_cell(), a_cell(milestone="report")


def tell(store: SqlStore, *reminders: Reminder, kind: MessageKind = MessageKind.REMINDERS) -> None:
    """Send the reminders in one message that sees all facts of now."""
    enqueue(store, *reminders)
    with store.begin() as books:
        newest = books.facts.newest()
        message = replace(a_message(f"m{newest}{kind}"), kind=kind, facts=newest)
        waiting = tuple(one.id for one in books.outbox.waiting())
        assert books.outbox.post_all([Draft(message, waiting)])
    with store.begin() as books:
        (leased,) = books.outbox.lease(now=CHECKED, at=CHECKED, until=CHECKED + LEASE, limit=9)
        books.outbox.settle(
            leased, ACCEPTED, channel="m", state=DeliveryState.SENT, now=CHECKED, next_try=None
        )


def owed(store: SqlStore, *people: str, since: date = DUE) -> list[tuple[str, CellId]]:
    with store.look() as books:
        found = books.thanks.owed({PersonId(person) for person in people or ("lan",)}, since)
    return sorted((person, cell) for person, cells in found.items() for cell in cells)


def test_what_was_told_and_is_said_done_since_is_owed_until_the_next_message(
    store: SqlStore,
) -> None:
    tell(store, a_reminder(REVIEW), a_reminder(REPORT))
    assert owed(store) == []

    record(store, a_fact(1, REVIEW))
    assert owed(store) == [("lan", REVIEW)]

    tell(store, a_reminder(REPORT, rung="T-7"))
    assert owed(store) == []


def test_only_what_one_was_told_oneself_and_has_to_do_oneself_is_owed(store: SqlStore) -> None:
    above = replace(a_reminder(REPORT), part=Part.ABOVE)
    tell(store, a_reminder(REVIEW), above)
    record(store, a_fact(1, REVIEW), a_fact(2, REPORT), a_fact(3, a_cell("chi-bo-02")))

    assert owed(store, "lan", "minh") == [("lan", REVIEW)]


def test_what_waits_to_be_told_what_is_long_past_and_other_facts_are_not_owed(
    store: SqlStore,
) -> None:
    tell(store, a_reminder(REPORT))
    enqueue(store, a_reminder(REVIEW))
    noted = replace(a_fact(2, REPORT), kind=FactKind.NOTE)
    record(store, a_fact(1, REVIEW), noted)

    assert owed(store) == []
    record(store, a_fact(3, REPORT))
    assert owed(store) == [("lan", REPORT)]
    assert owed(store, since=DUE + timedelta(days=1)) == []


def test_a_message_that_decides_on_requests_thanks_for_nothing(store: SqlStore) -> None:
    tell(store, a_reminder(REVIEW))
    record(store, a_fact(1, REVIEW))
    tell(store, a_reminder(REPORT), kind=MessageKind.EXTENSIONS)

    assert owed(store) == [("lan", REVIEW)]
