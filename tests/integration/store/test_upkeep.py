"""Looking after a database: it is looked at, taken down and up again, and moved as a whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count, islice
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, make_url, select, text, update

from lotrinh.store import copying
from lotrinh.store.copying import Moved
from lotrinh.store.database import SqlStore
from lotrinh.store.dialects import engine_for
from lotrinh.store.errors import (
    DatabaseCopyError,
    DatabaseEmptyError,
    DatabaseLockedError,
    DatabaseNotEmptyError,
    DatabaseSameError,
    DatabaseStepError,
    DatabaseWordsError,
)
from lotrinh.store.moving import move
from lotrinh.store.tables import SCHEMA, facts, meta, metadata, reminders
from lotrinh.store.upkeep import Upkeep
from tests.integration.store.books import a_message, a_reminder, enqueue
from tests.integration.store.rows import fill


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """Open a database past our own code."""
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def filled(url: str, *, known: bool = False) -> str:
    """Make books with two rows in every table."""
    SqlStore.open(url).close()
    with opened(url) as connection:
        fill(connection, known=known)
    return url


def wrong(url: str) -> dict[str, str]:
    """Return what a check finds wrong."""
    with closing(Upkeep.open(url)) as upkeep:
        return {look.subject: look.detail for look in upkeep.check() if not look.fine}


# Whether it is whole.


def test_good_books_are_found_good_with_all_their_rows(database_url: str) -> None:
    filled(database_url)

    with closing(Upkeep.open(database_url)) as upkeep:
        looks = upkeep.check()

    assert all(look.fine for look in looks)
    assert {look.subject: look.rows for look in looks if look.rows is not None} == dict.fromkeys(
        metadata.tables, 2
    )


def test_a_database_without_books_is_said_to_have_none(database_url: str) -> None:
    assert wrong(database_url) == {"schema": f"– → {SCHEMA}"}


def test_rows_that_name_what_is_not_there_are_counted(database_url: str) -> None:
    filled(database_url)
    with opened(database_url) as connection:
        connection.execute(update(reminders).values(last_message="nobody's"))
        connection.execute(update(facts).values(reverts=99))

    assert wrong(database_url) == {"references": "reminders.last_message (2), facts.reverts (2)"}


def test_an_index_and_a_column_that_are_missing_are_named(database_url: str) -> None:
    filled(database_url)
    with opened(database_url) as connection:
        connection.execute(text("DROP INDEX checks_by_instant"))
        connection.execute(text("ALTER TABLE messages DROP COLUMN brief"))

    assert wrong(database_url) == {"schema": "checks_by_instant, messages.brief"}


def test_a_file_with_a_broken_page_is_found_broken(sqlite_url: str, tmp_path: Path) -> None:
    filled(sqlite_url)
    file = tmp_path / "var" / "lotrinh.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'checks_by_instant'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\xff" * 64)

    assert "integrity" in wrong(sqlite_url)


def test_room_that_is_needed_no_more_is_given_back(database_url: str) -> None:
    filled(database_url)
    with opened(database_url) as connection:
        rows = [{"key": f"x{n}", "value": "chữ " * 5_000} for n in range(200)]
        connection.execute(insert(meta), rows)
    with opened(database_url) as connection:
        connection.execute(text("DELETE FROM meta WHERE key LIKE 'x%'"))

    with closing(Upkeep.open(database_url)) as upkeep:
        before, after = upkeep.vacuum()

    if database_url.startswith("sqlite"):
        assert after < before / 2
    assert wrong(database_url) == {}


def test_there_is_nothing_to_shrink_where_there_are_no_books(database_url: str) -> None:
    with closing(Upkeep.open(database_url)) as upkeep, pytest.raises(DatabaseEmptyError):
        upkeep.vacuum()


# Down and up again.


def test_books_go_down_to_the_first_schema_and_up_again_with_what_it_knew(
    database_url: str,
) -> None:
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        books.configurations.accept("c1", {"a.yaml": b"1"}, at=a_message().at)
        books.configurations.accept("c2", {"a.yaml": b"2"}, at=a_message().at)
        books.configurations.accept("c1", {"a.yaml": b"1"}, at=a_message().at)
        books.ledger.enqueue([a_reminder()], at=a_message().at, configuration="c1")
        books.outbox.post(a_message(), [waiting.id for waiting in books.outbox.waiting()])

    with closing(Upkeep.open(database_url)) as upkeep:
        for number in range(int(SCHEMA) - 1, 0, -1):
            assert upkeep.downgrade(f"{number:04}").after == upkeep.version == f"{number:04}"
        assert upkeep.upgrade().before == "0001"

    assert wrong(database_url) == {}
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        assert books.configurations.newest() == "c1"
        delivery = books.deliveries.open(a_message().key)
        assert delivery is not None
        assert delivery.reminders == [a_reminder()]
        assert books.outbox.waiting() == []


def test_rows_of_every_table_go_down_and_up_wherever_the_older_program_reads_them(
    database_url: str,
) -> None:
    filled(database_url, known=True)

    with closing(Upkeep.open(database_url)) as upkeep:
        upkeep.downgrade("0001")
        upkeep.upgrade()

    assert wrong(database_url) == {}
    with opened(database_url) as connection:
        kept = [connection.scalar(select(func.count()).select_from(t)) for t in (facts, reminders)]
    assert kept == [2, 2]


def test_words_that_the_older_program_cannot_read_keep_the_books_where_they_are(
    database_url: str,
) -> None:
    filled(database_url, known=True)
    with opened(database_url) as connection:
        connection.execute(text("UPDATE facts SET kind = 'snoozed' WHERE sequence = 1"))

    with closing(Upkeep.open(database_url)) as upkeep:
        with pytest.raises(DatabaseWordsError) as refused:
            upkeep.downgrade("0003")
        assert upkeep.version == SCHEMA
        assert upkeep.downgrade("0004").after == "0004"

    assert refused.value.values["place"] == "facts.kind"
    assert refused.value.values["words"] == "snoozed (1)"


@pytest.mark.parametrize("schema", ["0000", "9999", "first", ""])
def test_there_is_no_way_down_to_what_is_no_older_schema(database_url: str, schema: str) -> None:
    SqlStore.open(database_url).close()

    with closing(Upkeep.open(database_url)) as upkeep, pytest.raises(DatabaseStepError):
        upkeep.downgrade(schema)


# Elsewhere.


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database to move to, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'elsewhere' / 'lotrinh.db').as_posix()}"
    url: str = request.getfixturevalue("other_postgres_url")
    return url


def test_all_books_move_and_go_on_where_they_were(database_url: str, target_url: str) -> None:
    filled(database_url)
    told: list[Moved] = []

    moved = move(database_url, target_url, told.append)

    assert {one.table: one.rows for one in moved} == dict.fromkeys(metadata.tables, 2)
    assert told == list(moved)
    assert wrong(target_url) == wrong(database_url) == {}
    with closing(SqlStore.open(target_url)) as store:
        enqueue(store, a_reminder())  # gets a number that isn't taken
    with opened(target_url) as connection:
        assert connection.scalar(select(func.count()).select_from(reminders)) == 3


def test_books_come_home_as_they_went(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    home = f"sqlite:///{(tmp_path / 'home.db').as_posix()}"
    filled(sqlite_url)

    there, back = move(sqlite_url, postgres_url), move(postgres_url, home)

    assert there == back


def test_a_database_that_has_books_is_left_alone(database_url: str, target_url: str) -> None:
    filled(database_url)
    SqlStore.open(target_url).close()

    with pytest.raises(DatabaseNotEmptyError):
        move(database_url, target_url)

    with opened(target_url) as connection:
        assert connection.scalar(select(func.count()).select_from(reminders)) == 0


def test_a_copy_that_is_not_the_same_leaves_nothing(
    database_url: str, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(database_url)
    whole = vars(copying)["_rows"]
    # Each table is read twice; here the second reading, of what has arrived, lacks a row.
    readings = count()
    monkeypatch.setattr(
        copying, "_rows", lambda c, table: islice(whole(c, table), next(readings) % 2, None)
    )

    with pytest.raises(DatabaseCopyError):
        move(database_url, target_url)

    assert wrong(target_url) == {"schema": f"– → {SCHEMA}"}
    monkeypatch.undo()
    assert move(database_url, target_url)


def test_a_copy_that_is_broken_off_leaves_nothing(database_url: str, target_url: str) -> None:
    filled(database_url)

    def lose_heart(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(database_url, target_url, lose_heart)

    assert wrong(target_url) == {"schema": f"– → {SCHEMA}"}


def test_nobody_writes_to_books_that_are_being_moved(sqlite_url: str, postgres_url: str) -> None:
    filled(sqlite_url)
    refused: list[bool] = []

    def write(_: object) -> None:
        if not refused:
            busy = pytest.raises(DatabaseLockedError)
            with closing(SqlStore.open(f"{sqlite_url}?timeout=0.05")) as store, busy:
                enqueue(store, a_reminder())
            refused.append(True)

    move(sqlite_url, postgres_url, write)

    assert refused


def test_books_do_not_move_to_themselves(database_url: str) -> None:
    filled(database_url)

    with pytest.raises(DatabaseSameError):
        move(database_url, database_url)


def test_there_have_to_be_books_to_move(database_url: str, target_url: str) -> None:
    with pytest.raises(DatabaseEmptyError):
        move(database_url, target_url)
