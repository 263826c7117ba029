"""Opening: a database is brought up to date, or refused in words that give nothing away."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import (
    Connection,
    Date,
    LargeBinary,
    column,
    insert,
    make_url,
    select,
    table,
    text,
    update,
)

from lotrinh.application.books.messages import DeliveryState, Outcome, Receipt
from lotrinh.store import upgrading
from lotrinh.store.database import SqlStore
from lotrinh.store.dialects import engine_for
from lotrinh.store.errors import (
    DatabaseError,
    DatabaseLockedError,
    DatabaseNewerError,
    DatabaseUrlError,
)
from lotrinh.store.notes import columns_of
from lotrinh.store.tables import CELL, SCHEMA, SCHEMA_TABLE, metadata
from lotrinh.store.types import Instant
from tests.integration.store.books import (
    CHECKED,
    a_cell,
    a_fact,
    a_message,
    a_reminder,
    at_once,
    enqueue,
)

SECRET = "con-m\xe8o-\u0111en"  # noqa: S105  (nobody's)

MIGRATIONS = Path(upgrading.__file__).parent / "migrations"
FIRST_CONFIGURATIONS = table(
    "configurations",
    column("hash"),
    column("files", LargeBinary),
    column("accepted_at", Instant),
    column("turn"),
)
SECOND_FACTS = table(
    "facts",
    *map(column, ("entry", "kind", "by", "note", *CELL)),
    column("on", Date),
    column("recorded_at", Instant),
)
NO_FILES = b"PK\x05\x06" + bytes(18)  # an empty zip file

WITHOUT_SHARDS = (
    "DROP TABLE rounds",
    "DROP INDEX checks_by_roadmap",
    "ALTER TABLE checks DROP COLUMN found",
    "ALTER TABLE checks DROP COLUMN shard",
    "CREATE INDEX checks_by_roadmap ON checks (roadmap, id)",
)
BACK_TO_THE_EIGHTEENTH = (
    *WITHOUT_SHARDS,
    "DROP INDEX messages_previewed",
    "ALTER TABLE messages DROP COLUMN previewed",
    f"UPDATE {SCHEMA_TABLE} SET version_num = '0018'",  # noqa: S608  (our own name)
)
BACK_TO_THE_FOURTH = (
    *WITHOUT_SHARDS,
    "DROP TABLE file_changes",
    "DROP TABLE file_texts",
    "DROP TABLE tokens",
    "DROP TABLE edits",
    "DROP TABLE bulletins",
    "DROP INDEX messages_by_instant",
    "DROP INDEX reminders_by_recipient",
    "DROP INDEX messages_previewed",
    "ALTER TABLE messages DROP COLUMN previewed",
    "ALTER TABLE messages DROP COLUMN facts",
    "DROP TABLE paces",
    "DROP TABLE deeds",
    "DROP INDEX attempts_by_run",
    "ALTER TABLE attempts DROP COLUMN run",
    "ALTER TABLE checks DROP COLUMN run",
    "DROP INDEX messages_by_standing",
    "DROP INDEX messages_by_recipient",
    "DROP INDEX facts_by_organisation",
    "DROP INDEX facts_by_author",
    *(f"ALTER TABLE facts DROP COLUMN {name}" for name in ("value", "whole", "unit", "state")),
    "ALTER TABLE facts DROP COLUMN way",
    "ALTER TABLE facts DROP COLUMN person",
    "DROP INDEX attempts_by_end",
    "DROP TABLE letters",
    "DROP TABLE codes",
    "ALTER TABLE facts DROP COLUMN evidence",
    "ALTER TABLE facts DROP COLUMN role",
    "DROP TABLE correspondents",
    "DROP TABLE addresses",
    "DROP INDEX reminders_by_last_message",
    "ALTER TABLE reminders DROP COLUMN last_message",
    "ALTER TABLE messages DROP COLUMN withdrawn_by",
    "ALTER TABLE messages DROP COLUMN withdrawn_at",
    "ALTER TABLE messages DROP COLUMN reported_at",
    f"UPDATE {SCHEMA_TABLE} SET version_num = '0004'",  # noqa: S608  (our own name)
)
VERSION = table(SCHEMA_TABLE, column("version_num"))


def test_migrations_build_exactly_the_tables_that_we_use(
    store: SqlStore, database_url: str
) -> None:
    enqueue(store, a_reminder())
    engine = engine_for(make_url(database_url))

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": SCHEMA_TABLE}
        )
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == SCHEMA
    engine.dispose()


def test_an_old_book_opens_again_with_what_it_held(database_url: str) -> None:
    for _ in range(2):
        with closing(SqlStore.open(database_url)) as store:
            enqueue(store, a_reminder())
            with store.look() as books:
                assert len(books.outbox.waiting()) == 1


def test_books_of_the_first_revision_keep_their_configurations(
    database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "var").mkdir()
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        upgrade_to(connection, "0001")
        for turn, hash_ in enumerate(("c1", "c2"), start=1):
            row = {"hash": hash_, "files": NO_FILES, "accepted_at": CHECKED, "turn": turn}
            connection.execute(insert(FIRST_CONFIGURATIONS).values(row))
    engine.dispose()

    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        kept = books.configurations.accepted()
        assert books.configurations.accept("c1", {}, CHECKED + timedelta(days=1))
        assert books.configurations.accepted() == ("c1", {})

    assert kept == ("c2", {})


def test_books_of_the_fourth_revision_know_what_their_messages_held(database_url: str) -> None:
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        books.ledger.enqueue([a_reminder()], at=CHECKED, configuration="c1")
        books.outbox.post(a_message(), [waiting.id for waiting in books.outbox.waiting()])
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        for statement in BACK_TO_THE_FOURTH:
            connection.execute(text(statement))
    engine.dispose()

    with closing(SqlStore.open(database_url)) as store, store.look() as books:
        opened = books.deliveries.open("m1")
        assert opened is not None
        assert opened.reminders == [a_reminder()]


def test_what_older_books_only_previewed_is_known_by_its_receipt(database_url: str) -> None:
    with closing(SqlStore.open(database_url)) as store, store.begin() as books:
        for key, detail in (("m1", "2024-12-02_lan_3f9c2ab1d04e.eml"), ("m2", "250 2.0.0")):
            books.outbox.post(a_message(key))
            (leased,) = books.outbox.lease(now=CHECKED, at=CHECKED, until=CHECKED, limit=1)
            books.outbox.settle(
                leased,
                Receipt(Outcome.ACCEPTED, detail),
                channel="any",
                state=DeliveryState.SENT,
                now=CHECKED,
                next_try=None,
            )
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        for statement in BACK_TO_THE_EIGHTEENTH:
            connection.execute(text(statement))
    engine.dispose()

    with closing(SqlStore.open(database_url)) as store, store.look() as books:
        assert books.deliveries.previewed() == 1


def test_books_of_the_second_revision_keep_their_facts(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    done = a_fact(1)
    kept = {name: getattr(done, name) for name in ("entry", "on", "recorded_at", "by", "note")}
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        upgrade_to(connection, "0002")
        row = {**kept, **columns_of(a_cell()), "kind": "done"}
        connection.execute(insert(SECOND_FACTS).values(row))
    engine.dispose()

    with closing(SqlStore.open(database_url)) as store, store.look() as books:
        assert list(books.facts.all()) == [replace(done, sequence=1)]


def upgrade_to(connection: Connection, revision: str) -> None:
    """Build the tables of an old revision."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, revision)


def test_opening_a_current_database_does_not_import_what_migrates_it(database_url: str) -> None:
    SqlStore.open(database_url).close()
    code = (
        "import sys; from lotrinh.store.database import SqlStore;"
        "SqlStore.open(sys.argv[1]).close(); print('alembic' in sys.modules)"
    )

    ran = subprocess.run(  # noqa: S603  (our own text, on our own interpreter)
        [sys.executable, "-c", code, database_url],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert ran.stdout == "False\n"


def test_several_may_open_an_empty_database_at_once(database_url: str) -> None:
    stores = at_once(*[lambda: SqlStore.open(database_url)] * 4)

    for number, store in enumerate(stores):
        with closing(store), store.begin() as books:
            assert books.outbox.post(a_message(f"m{number}"))


def test_a_database_of_a_newer_program_is_refused_and_left_alone(database_url: str) -> None:
    SqlStore.open(database_url).close()
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        connection.execute(update(VERSION).values(version_num="9999"))

    with pytest.raises(DatabaseNewerError) as refused:
        SqlStore.open(database_url)

    assert refused.value.values["found"] == "9999"
    with engine.begin() as connection:
        assert connection.scalar(select(VERSION)) == "9999"
    engine.dispose()


def test_the_mark_of_a_demonstration_stays(database_url: str) -> None:
    with closing(SqlStore.open(database_url)) as store:
        assert not store.is_demo
        store.mark_demo()
        store.mark_demo()

    with closing(SqlStore.open(database_url)) as store:
        assert store.is_demo


def test_a_locked_file_is_our_error_and_the_next_try_works(sqlite_url: str, tmp_path: Path) -> None:
    impatient = f"{sqlite_url}?timeout=0.05"
    with closing(SqlStore.open(impatient)) as store:
        with closing(sqlite3.connect(tmp_path / "var" / "lotrinh.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseLockedError) as locked:
                enqueue(store, a_reminder())

        assert locked.value.values["database"].endswith("lotrinh.db")
        assert enqueue(store, a_reminder()) == [a_reminder()]


def test_a_transaction_that_somebody_has_forgotten_holds_nobody_up_for_ever(
    postgres_url: str,
) -> None:
    with closing(SqlStore.open(f"{postgres_url}&options=-c%20lock_timeout%3D50ms")) as store:
        with psycopg.connect(postgres_url) as other:
            other.execute("LOCK TABLE reminders")
            with pytest.raises(DatabaseLockedError):
                enqueue(store, a_reminder())
        assert enqueue(store, a_reminder()) == [a_reminder()]


def test_whoever_says_nothing_else_waits_for_a_lock_and_for_a_lost_server_only_so_long(
    postgres_url: str,
) -> None:
    engine = engine_for(make_url(f"{postgres_url}&options=-c%20work_mem%3D8MB&keepalives_count=5"))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        told = driver.info.get_parameters()
        waits = [connection.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "work_mem")]
    engine.dispose()

    assert waits == ["2min", "8MB"]
    assert {told["tcp_user_timeout"], told["keepalives_idle"]} == {"60000", "30"}
    assert told["keepalives_count"] == "5"


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Kính gửi các đồng chí " * 99, encoding="utf-8")

    with pytest.raises(DatabaseError) as refused:
        SqlStore.open(f"sqlite:///{letter.as_posix()}")

    assert refused.value.values["database"].endswith("letter.txt")
    assert "not a database" in refused.value.values["detail"]


def test_a_folder_that_cannot_be_made_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder", encoding="utf-8")

    with pytest.raises(DatabaseError):
        SqlStore.open(f"sqlite:///{(tmp_path / 'var' / 'lotrinh.db').as_posix()}")


@pytest.mark.parametrize("url", ["", "not a url", "mysql://lan@db/lotrinh", "postgresql://db:x/y"])
def test_an_address_of_anything_else_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUrlError):
        SqlStore.open(url)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://lan:{SECRET}@127.0.0.1:1/lotrinh",
        f"postgresql://127.0.0.1:1/lotrinh?user=lan&password={SECRET}",
        f"mysql://lan:{SECRET}@db/lotrinh",
        f"postgresql://lan:{SECRET}@db:{SECRET}/lotrinh",
        f"postgresql://lan:12/ss@{SECRET}@127.0.0.1:1/lotrinh",
        f"postgresql://lan:p@s/{SECRET}@127.0.0.1:1/lotrinh",
        f"postgresql://lan:p@{SECRET}?s@127.0.0.1:1/lotrinh",
        f"postgresql:///host=127.0.0.1 port=1 password={SECRET}",
        f"postgresql://lan:p@s/s?{SECRET}=s@127.0.0.1:1/lotrinh",
        f"postgresql://127.0.0.1:1/lotrinh?odd={SECRET}",
    ],
)
def test_a_password_is_in_no_error(url: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        SqlStore.open(url)

    told: BaseException | None = refused.value
    while told is not None:
        assert SECRET not in f"{told!s} {told!r}"
        told = told.__cause__


def test_an_odd_option_is_our_error(sqlite_url: str) -> None:
    for url in (f"{sqlite_url}?timeout=abc", "postgresql://127.0.0.1:1/lotrinh?foo=bar"):
        with pytest.raises(DatabaseError):
            SqlStore.open(url)


def read_while_the_line_is_cut(store: SqlStore, url: str) -> None:
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    engine = engine_for(make_url(url))
    with store.begin() as books:
        with engine.connect() as connection:
            connection.execute(others)
        engine.dispose()
        books.facts.newest()


def test_a_connection_lost_on_the_way_is_our_error(postgres_url: str) -> None:
    with closing(SqlStore.open(postgres_url)) as store:
        with pytest.raises(DatabaseError):
            read_while_the_line_is_cut(store, postgres_url)

        assert enqueue(store, a_reminder()) == [a_reminder()]
