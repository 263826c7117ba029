"""The ledger: a key is written once, and only what was asked for is fetched."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lotrinh.application.books.checks import NOTHING_FOUND, CheckRecord, Found
from lotrinh.application.books.messages import DeliveryState, Outcome, Receipt
from lotrinh.application.office.configuration import Post
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.reminders import Said
from lotrinh.domain.times import NaiveInstantError
from lotrinh.store.database import SqlStore
from tests.integration.store.books import (
    CHECKED,
    DUE,
    WARD_CONGRESS,
    YEAR_END,
    a_cell,
    a_message,
    a_reminder,
    at_once,
    enqueue,
    reminders_of,
)

LATER = DUE + timedelta(days=7)


def test_a_reminder_is_written_once_however_often_it_is_decided(store: SqlStore) -> None:
    first, second = a_reminder(rung="T-14"), a_reminder(rung="T-7")

    assert enqueue(store, first, first) == [first]
    assert enqueue(store, second, first) == [second]


def test_each_part_of_the_natural_key_tells_reminders_apart(store: SqlStore) -> None:
    reminders = [
        a_reminder(),
        a_reminder(recipient="minh"),
        a_reminder(a_cell(roadmap="ward-congress")),
        a_reminder(a_cell(organisation="chi-bo-02")),
        a_reminder(a_cell(milestone="report")),
        a_reminder(a_cell(occurrence="")),
        a_reminder(due=LATER),
        a_reminder(rung="T-7"),
    ]

    assert enqueue(store, *reminders) == reminders
    assert enqueue(store, *reminders) == []


def test_a_one_off_is_not_written_twice_either(store: SqlStore) -> None:
    one_off = a_reminder(a_cell(occurrence=""))

    assert enqueue(store, one_off) == [one_off]
    assert enqueue(store, one_off) == []


def test_two_writers_at_once_share_the_keys_between_them(store: SqlStore) -> None:
    upwards, downwards = reminders_of(range(400)), reminders_of(range(599, 199, -1))

    written = at_once(lambda: enqueue(store, *upwards), lambda: enqueue(store, *downwards))

    together = [reminder for part in written for reminder in part]
    assert len(together) == len(set(together)) == 600


def test_thousands_of_reminders_are_written_in_one_go(store: SqlStore) -> None:
    reminders = reminders_of(range(5_000))

    assert enqueue(store, *reminders) == reminders
    with store.look() as books:
        assert [w.reminder.cell for w in books.outbox.waiting()] == [r.cell for r in reminders]


def test_what_was_said_comes_back_by_cell_and_person_oldest_first(store: SqlStore) -> None:
    cell, other = a_cell(), a_cell("chi-bo-02")
    enqueue(store, a_reminder(cell, rung="T-14"), a_reminder(cell, "minh"), a_reminder(other))
    enqueue(store, a_reminder(cell, rung="T-7"))
    enqueue(store, a_reminder(cell, due=LATER, rung="T-14"))

    with store.begin() as books:
        said = books.ledger.said([cell, cell, a_cell("never-spoken-of")])

    assert said == {
        cell: {
            PersonId("lan"): (waiting(DUE, "T-14"), waiting(DUE, "T-7"), waiting(LATER, "T-14")),
            PersonId("minh"): (waiting(DUE, "T-14"),),
        }
    }


def waiting(due: date, rung: str) -> Said:
    return Said(due, rung, told=False)


def deliver_all(store: SqlStore, key: str) -> None:
    """Send all that waits in one message."""
    with store.begin() as books:
        ids = [waiting.id for waiting in books.outbox.waiting()]
        assert books.outbox.post(a_message(key), ids)
        until = CHECKED + timedelta(minutes=5)
        (leased,) = books.outbox.lease(now=CHECKED, at=CHECKED, until=until, limit=1)
        books.outbox.settle(
            leased,
            Receipt(Outcome.ACCEPTED),
            channel="email",
            state=DeliveryState.SENT,
            now=CHECKED,
            next_try=None,
        )


def test_what_was_delivered_counts_as_told(store: SqlStore) -> None:
    enqueue(store, a_reminder(rung="T-14"))
    deliver_all(store, "m1")
    enqueue(store, a_reminder(rung="T-7"))

    with store.begin() as books:
        said = books.ledger.said([a_cell()])

    assert said == {a_cell(): {PersonId("lan"): (Said(DUE, "T-14"), waiting(DUE, "T-7"))}}


def test_nothing_was_said_of_no_cells_even_after_another_question(store: SqlStore) -> None:
    enqueue(store, a_reminder())

    with store.begin() as books:
        assert books.ledger.said([a_cell()])
        assert books.ledger.said([]) == {}


def test_told_are_the_due_days_that_each_person_heard_last(store: SqlStore) -> None:
    moved, elsewhere = a_cell(), a_cell(roadmap=WARD_CONGRESS)
    enqueue(store, a_reminder(moved), a_reminder(moved, "minh"), a_reminder(elsewhere))
    with store.begin() as books:
        assert books.ledger.told(YEAR_END) == {}, "nothing is told before it is delivered"
    deliver_all(store, "m1")
    enqueue(store, a_reminder(moved, due=LATER))
    deliver_all(store, "m2")

    with store.begin() as books:
        assert books.ledger.told(YEAR_END) == {moved: frozenset({DUE, LATER})}

    enqueue(store, a_reminder(moved, "minh", due=LATER))
    deliver_all(store, "m3")
    with store.begin() as books:
        assert books.ledger.told(YEAR_END) == {moved: frozenset({LATER})}


def test_the_first_day_of_an_organisation_stays_its_baseline(store: SqlStore) -> None:
    first, second = OrganisationId("chi-bo-01"), OrganisationId("chi-bo-02")
    with store.begin() as books:
        books.ledger.set_baselines(YEAR_END, [first], date(2024, 11, 13))
        books.ledger.set_baselines(YEAR_END, [first, second], date(2024, 12, 2))
        books.ledger.set_baselines(WARD_CONGRESS, [], date(2024, 12, 2))

    with store.begin() as books:
        baselines = books.ledger.baselines(YEAR_END)
        assert baselines == {first: date(2024, 11, 13), second: date(2024, 12, 2)}
        assert books.ledger.baselines(WARD_CONGRESS) == {}


def test_the_last_check_is_the_one_recorded_last_of_its_roadmap(store: SqlStore) -> None:
    later = CHECKED + timedelta(days=1)
    checks = [
        CheckRecord(YEAR_END, CHECKED, "c1", facts=3, settled=date(2024, 12, 2)),
        CheckRecord(YEAR_END, later, "c2", facts=4, settled=date(2024, 12, 3)),
        CheckRecord(WARD_CONGRESS, CHECKED, "c2", facts=4, settled=date(2024, 12, 2)),
    ]
    with store.begin() as books:
        assert books.ledger.last_check(YEAR_END) is None
        for check in checks:
            books.ledger.record_check(check, {"upcoming": 2})

    with store.begin() as books:
        assert books.ledger.last_check(YEAR_END) == checks[1]
        assert books.ledger.last_check(WARD_CONGRESS) == checks[2]


def test_instants_come_back_in_utc(store: SqlStore) -> None:
    with store.begin() as books:
        record = CheckRecord(YEAR_END, CHECKED, "c1", facts=0, settled=DUE)
        books.ledger.record_check(record, {})
        found = books.ledger.last_check(YEAR_END)

    assert found is not None
    assert found.at.isoformat() == "2024-12-02T00:30:00+00:00"


def test_an_instant_without_a_zone_is_refused(store: SqlStore) -> None:
    naive = CHECKED.replace(tzinfo=None)

    with store.begin() as books, pytest.raises(NaiveInstantError):
        books.ledger.enqueue([a_reminder()], at=naive, configuration="c1")


def test_shards_have_marks_of_their_own_until_the_whole_is_settled(store: SqlStore) -> None:
    post = Post(RoleId("secretary"), OrganisationId("cb-1"))
    first = CheckRecord(
        *(YEAR_END, CHECKED, "c1", 3, DUE, "a:1"),
        found=Found(unheld=frozenset({post}), everything=True),
    )
    second = replace(first, shard="b:2", found=NOTHING_FOUND)
    whole = replace(second, shard="")
    with store.begin() as books:
        for mark in (first, second):
            books.ledger.record_check(mark, {})
        assert books.ledger.last_check(YEAR_END) is None
        assert books.ledger.shards_checked(YEAR_END) == [first, second]
        books.ledger.record_check(whole, {})
        assert books.ledger.last_check(YEAR_END) == whole
        assert books.ledger.last_check(YEAR_END, "a:1") == first
        assert books.ledger.shards_checked(YEAR_END) == []


def test_a_round_ends_when_it_is_ended_or_by_itself(store: SqlStore) -> None:
    later = CHECKED + timedelta(minutes=5)
    with store.begin() as books:
        for until in (CHECKED, later):
            books.rounds.keep(YEAR_END, until)
        assert books.rounds.under_way(CHECKED) == [YEAR_END]
        assert books.rounds.under_way(later) == []
        books.rounds.end(YEAR_END)
        assert books.rounds.under_way(CHECKED) == []
