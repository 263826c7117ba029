"""Bulletins: each is made once for its day; what was sent between them is counted."""

from dataclasses import replace
from datetime import date, timedelta

from lotrinh.application.books.bulletins import BulletinRecord, Sent
from lotrinh.application.books.messages import DeliveryState, MessageKind
from lotrinh.application.books.rehearsal.facts import NotedFacts
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.reminders import Reason
from lotrinh.store.database import SqlStore
from tests.integration.store.books import (
    ACCEPTED,
    CHECKED,
    LEASE,
    YEAR_END,
    a_cell,
    a_fact,
    a_message,
    a_reminder,
    an_undo,
    at_once,
    enqueue,
    record,
)

MONDAY, TUESDAY = date(2024, 12, 2), date(2024, 12, 3)


def made(day: date, facts: int = 0, kind: MessageKind = MessageKind.DAILY) -> BulletinRecord:
    return BulletinRecord(kind, day, CHECKED + timedelta(days=(day - MONDAY).days), facts)


def keep(store: SqlStore, record: BulletinRecord) -> bool:
    with store.begin() as books:
        return books.bulletins.record(record, {"people": 1})


def test_the_one_before_a_day_is_found_whatever_came_after_it(store: SqlStore) -> None:
    for day in (MONDAY, TUESDAY):
        assert keep(store, made(day, facts=7))

    with store.look() as books:
        assert books.bulletins.last(MessageKind.DAILY, TUESDAY) == made(MONDAY, facts=7)
        assert books.bulletins.last(MessageKind.DAILY, MONDAY) is None
        assert books.bulletins.last(MessageKind.WEEKLY, TUESDAY) is None
        assert books.bulletins.is_made(MessageKind.DAILY, TUESDAY)
        assert not books.bulletins.is_made(MessageKind.WEEKLY, TUESDAY)


def test_of_several_who_make_it_at_once_one_does(store: SqlStore) -> None:
    made_it = at_once(*[lambda: keep(store, made(MONDAY))] * 3)

    assert sorted(made_it) == [False, False, True]


def test_what_was_sent_in_some_time_is_counted(store: SqlStore) -> None:
    enqueue(store, a_reminder(), a_reminder(a_cell("chi-bo-02")))
    later = replace(a_message("m2"), at=CHECKED + timedelta(days=1), recipient=PersonId("mai"))
    with store.begin() as books:
        ids = [waiting.id for waiting in books.outbox.waiting()]
        books.outbox.post(a_message("m1"), ids)
        books.outbox.post(later)
        books.outbox.post(a_message("m3"))
        leases = books.outbox.lease(now=CHECKED, at=later.at, until=CHECKED + LEASE, limit=9)
        for leased in leases:
            if leased.message.key != "m3":
                books.outbox.settle(
                    leased, ACCEPTED, channel="c", state=DeliveryState.SENT, now=CHECKED,
                    next_try=None,
                )  # fmt: skip

    with store.look() as books:
        everything = books.bulletins.sent(None, later.at)
        assert everything == Sent(2, 2, {Reason.UPCOMING: 2})
        assert books.bulletins.sent(CHECKED, later.at) == Sent(1, 1, {})


def test_what_was_recorded_since_is_counted_and_remarks_are_told(store: SqlStore) -> None:
    note = replace(a_fact(2), kind=FactKind.NOTE, note="không thực hiện được")
    record(store, a_fact(1), note, a_fact(3, a_cell("chi-bo-02")))

    with store.look() as books:
        assert books.facts.counted_after(1) == {FactKind.NOTE: 1, FactKind.DONE: 1}
        assert books.facts.counted_after(3) == {}
        assert [fact.note for fact in books.facts.after(1, [FactKind.NOTE])] == [note.note]


def test_what_was_taken_back_since_counts_as_that_only_also_in_a_rehearsal(
    store: SqlStore,
) -> None:
    note, kept = (replace(a_fact(number), kind=FactKind.NOTE) for number in (2, 3))
    record(store, a_fact(1), note, kept, an_undo(4, of=2), an_undo(5, of=1))

    with store.look() as books:
        assert books.facts.counted_after(1) == {FactKind.NOTE: 1, FactKind.UNDONE: 2}
        assert [fact.entry for fact in books.facts.after(0, [FactKind.NOTE])] == [kept.entry]
        rehearsed = NotedFacts(books.facts)
        assert rehearsed.counted_after(1) == books.facts.counted_after(1)
        rehearsed.record([an_undo(6, of=3)])
        assert rehearsed.counted_after(1) == {FactKind.UNDONE: 3}
        assert rehearsed.after(0, [FactKind.NOTE]) == []


def test_what_is_closed_is_told_as_its_facts_add_up(store: SqlStore) -> None:
    again = [a_cell(f"chi-bo-{number:02}") for number in range(1, 6)]
    waived, reopened = FactKind.WAIVED, FactKind.REOPENED
    day = a_fact(1).on
    record(
        store,
        *(a_fact(number, cell) for number, cell in enumerate(again, 1)),
        replace(a_fact(6, again[0]), kind=reopened),
        replace(a_fact(7, again[1], on=day - timedelta(days=3)), kind=waived),
        an_undo(8, of=3),
        replace(a_fact(9, a_cell("chi-bo-09")), kind=waived),
        a_fact(10, a_cell("chi-bo-10"), on=day + timedelta(days=1)),
    )

    with store.look() as books:
        closed = {one[0]: (one[3], one[4]) for one in books.facts.closings(YEAR_END, day)}

    assert closed == {
        "chi-bo-02": (day, False),
        "chi-bo-04": (day, False),
        "chi-bo-05": (day, False),
        "chi-bo-09": (day, True),
    }
