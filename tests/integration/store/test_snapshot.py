"""Snapshots: the books of one moment, whoever writes; and books made of them again, held back."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lotrinh.application.books.keeping import Restored, Vintage
from lotrinh.application.books.messages import DeliveryState
from lotrinh.store import snapshot
from lotrinh.store.codes import SqlCodes
from lotrinh.store.copying import count_tables
from lotrinh.store.database import SqlStore
from lotrinh.store.errors import DatabaseEmptyError, DatabaseError, DatabaseNewerError
from lotrinh.store.notes import Candidates
from lotrinh.store.snapshot import look_into, put_back, take_snapshot
from lotrinh.store.survey import broken_file, others_at, survey
from lotrinh.store.tables import SCHEMA, messages, metadata, reminders
from lotrinh.store.upkeep import Upkeep
from tests.integration.store.books import (
    CHECKED,
    LEASE,
    a_cell,
    a_fact,
    a_message,
    a_reminder,
    enqueue,
    record,
    reminders_of,
    rows,
)
from tests.integration.store.test_upkeep import filled, opened, wrong

MADE, AT = CHECKED, CHECKED + timedelta(hours=5)
RESTORED = Restored(MADE, AT)


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database to restore into, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'elsewhere' / 'lotrinh.db').as_posix()}"
    url: str = request.getfixturevalue("other_postgres_url")
    return url


def test_books_of_either_kind_come_back_in_either(
    database_url: str, target_url: str, tmp_path: Path
) -> None:
    filled(database_url)
    file, told = tmp_path / "books", list[float]()

    taken = take_snapshot(database_url, file, told.append)
    put_back(file, target_url, RESTORED)

    assert taken.schema == SCHEMA
    assert taken.rows == dict.fromkeys(metadata.tables, 2)
    assert told[-1] == 1
    assert wrong(target_url) == {}
    with opened(database_url) as here, opened(target_url) as there:
        one, other = ({m.table: m for m in count_tables(c)} for c in (here, there))
    changed = {"meta", "messages", "correspondents"}
    assert {t: m for t, m in one.items() if t not in changed} == {
        t: m for t, m in other.items() if t not in changed
    }
    with closing(SqlStore.open(target_url)) as store:
        enqueue(store, a_reminder())  # gets a number that isn't taken


def test_a_snapshot_is_of_one_moment_whoever_writes(database_url: str, tmp_path: Path) -> None:
    """Each transaction writes three reminders: none of them is there in part."""
    stop = threading.Event()

    def write(writer: int) -> None:
        with closing(SqlStore.open(database_url)) as store:
            for n in range(writer, 100_000, 2):
                if stop.is_set():
                    return
                enqueue(store, *reminders_of(range(3 * n, 3 * n + 3)))

    SqlStore.open(database_url).close()
    writers = [threading.Thread(target=write, args=(n,)) for n in range(2)]
    for one in writers:
        one.start()
    counts = [
        take_snapshot(database_url, tmp_path / f"books-{n}").rows["reminders"] for n in range(5)
    ]
    stop.set()
    for one in writers:
        one.join()

    assert all(count % 3 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] > 0


def test_what_waited_is_held_and_keeps_its_key(database_url: str, tmp_path: Path) -> None:
    with closing(SqlStore.open(database_url)) as store:
        enqueue(store, a_reminder(), a_reminder(a_cell("chi-bo-02")))
        with store.begin() as books:
            first, second = books.outbox.waiting()
            books.outbox.post(a_message("waits"), [first.id])
            books.outbox.post(a_message("sending"), [second.id])
            books.outbox.lease(
                now=CHECKED, at=CHECKED, until=CHECKED + LEASE, limit=1, only=["sending"]
            )
    take_snapshot(database_url, tmp_path / "books")

    put_back(tmp_path / "books", database_url, RESTORED)

    assert (
        rows(database_url, select(messages.c.state, messages.c.after_unknown))
        == [(DeliveryState.HELD, True)] * 2
    )
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        assert books.outbox.restored() == RESTORED
        assert not books.outbox.lease(now=AT, at=AT, until=AT + LEASE, limit=9)
        books.outbox.recall()
        assert {one.repeats for one in books.outbox.waiting()} == {"waits", "sending"}


def test_a_code_that_a_lost_letter_may_have_is_not_given_again(
    database_url: str, tmp_path: Path
) -> None:
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        books.codes.give([a_cell()])
    take_snapshot(database_url, tmp_path / "books")
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        lost = books.codes.give([a_cell(f"chi-bo-{n:02}") for n in range(2, 40)])

    put_back(tmp_path / "books", database_url, RESTORED)

    with opened(database_url) as connection:
        given = SqlCodes(connection, Candidates(connection)).give([a_cell(), a_cell("chi-bo-02")])
    assert given[a_cell()] == 1
    assert given[a_cell("chi-bo-02")] > max(lost.values())


def test_older_books_are_kept_as_they_are_and_come_back_up_to_date(
    sqlite_url: str, target_url: str, tmp_path: Path
) -> None:
    filled(sqlite_url, known=True)
    with closing(Upkeep.open(sqlite_url)) as upkeep:
        upkeep.downgrade("0012")

    taken = take_snapshot(sqlite_url, tmp_path / "books")

    assert taken.schema == "0012"
    with closing(Upkeep.open(sqlite_url)) as upkeep:
        assert upkeep.version == "0012"
    put_back(tmp_path / "books", target_url, RESTORED)
    assert wrong(target_url) == {}


def test_what_is_there_stays_where_the_new_books_cannot_be_put_in(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(database_url)
    take_snapshot(database_url, tmp_path / "books")
    with opened(database_url) as connection:
        connection.exec_driver_sql("DELETE FROM reminders")

    def lose_heart(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(snapshot, "_hold", lose_heart)
    with pytest.raises(KeyboardInterrupt):
        put_back(tmp_path / "books", database_url, RESTORED)

    assert rows(database_url, select(func.count()).select_from(reminders)) == [(0,)]
    assert wrong(database_url) == {}


def test_books_of_a_newer_program_are_left_alone(database_url: str, tmp_path: Path) -> None:
    filled(database_url)
    take_snapshot(database_url, tmp_path / "books")
    with opened(database_url) as connection:
        connection.exec_driver_sql("UPDATE lotrinh_schema SET version_num = '9999'")

    with pytest.raises(DatabaseNewerError):
        put_back(tmp_path / "books", database_url, RESTORED)


def test_there_have_to_be_books_and_they_have_to_be_whole(
    database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseEmptyError):
        take_snapshot(database_url, tmp_path / "books")

    broken = tmp_path / "broken"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    with pytest.raises(DatabaseError):
        look_into(broken)
    assert broken_file(f"sqlite:///{broken.as_posix()}") == broken


# What a survey tells.


def test_books_tell_how_far_they_reach_and_what_they_have_beyond_others(database_url: str) -> None:
    assert survey(database_url) is None
    with closing(SqlStore.open(database_url)) as store:
        record(store, a_fact(1))
        before = survey(database_url)
        assert before is not None
        later = a_fact(2, a_cell("chi-bo-02"))
        object.__setattr__(later, "recorded_at", later.recorded_at + timedelta(hours=1))
        record(store, later)

    after = survey(database_url, before)

    assert (before.facts, before.recorded) == (1, a_fact(1).recorded_at)
    assert after is not None
    assert (after.facts, after.facts_since, after.sent_since) == (2, 1, 0)
    assert after.is_beyond(before)
    assert not before.is_beyond(before)
    assert before.is_beyond(Vintage())


def test_whoever_else_has_the_books_open_is_seen(database_url: str) -> None:
    with closing(SqlStore.open(database_url)) as store:
        with store.look() as books:
            books.outbox.counts()
        assert others_at(database_url) == 1

    assert others_at(database_url) == 0


def test_a_full_disk_is_told_as_the_system_tells_it(sqlite_url: str, tmp_path: Path) -> None:
    filled(sqlite_url)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"

    def fill_up(_: float) -> None:
        raise full

    with pytest.raises(OSError, match="space"):
        take_snapshot(sqlite_url, tmp_path / "books", fill_up)
