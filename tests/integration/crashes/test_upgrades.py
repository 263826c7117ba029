"""Books of an older release that are brought up to date: wholly or not at all, under load too."""

import signal
import threading
from contextlib import closing
from multiprocessing import get_context

from sqlalchemy import func, select, text

from lotrinh.store.copying import count_tables
from lotrinh.store.database import SqlStore
from lotrinh.store.tables import SCHEMA, facts, messages, reminders
from lotrinh.store.upkeep import Upkeep
from tests.integration.crashes.upgrader import open_and_die
from tests.integration.store.books import a_cell, a_reminder, at_once, enqueue, reminders_of
from tests.integration.store.test_upkeep import filled, opened, wrong

OLD = "0003"
STRIDES = (0, 3, 9, 20, 40, 70, 110, 160, 100_000)
"""After so many statements it is killed; before the last there is nothing left to do."""


def old_books(url: str) -> None:
    """Make books with data, as an older release has left them."""
    filled(url, known=True)
    with closing(Upkeep.open(url)) as upkeep:
        upkeep.downgrade(OLD)


def version(url: str) -> str | None:
    with closing(Upkeep.open(url)) as upkeep:
        return upkeep.version


def kept(url: str) -> list[int]:
    """Count what every schema has."""
    with opened(url) as connection:
        tables = (facts, reminders, messages)
        counts = (select(func.count()).select_from(text(t.name)) for t in tables)
        return [connection.execute(count).scalar_one() for count in counts]


def test_an_upgrade_that_is_killed_leaves_the_old_schema_or_the_new(database_url: str) -> None:
    old_books(database_url)
    forks, found = get_context("forkserver"), list[tuple[int | None, str | None]]()
    forks.set_forkserver_preload(["tests.integration.crashes.upgrader"])

    for statements in STRIDES:
        process = forks.Process(target=open_and_die, args=(database_url, statements))
        process.start()
        process.join()
        found.append((process.exitcode, version(database_url)))
        assert kept(database_url) == [2, 2, 2]

    killed = [schema for code, schema in found if code == -signal.SIGKILL]
    assert len(killed) > 4
    assert set(killed) <= {OLD, SCHEMA}
    assert killed[0] == OLD
    assert found[-1] == (0, SCHEMA)
    assert wrong(database_url) == {}


def test_whoever_opens_old_books_at_once_finds_them_up_to_date(database_url: str) -> None:
    """Four processes of a new release start together; each then does its work."""
    old_books(database_url)

    def start(number: int) -> int:
        with closing(SqlStore.open(database_url)) as store:
            cells = [a_cell(f"chi-bo-{number}-{n}") for n in range(5)]
            return len(enqueue(store, *map(a_reminder, cells)))

    # Numbers that PostgreSQL gives begin behind those that were filled in.
    with opened(database_url) as connection:
        if connection.dialect.name == "postgresql":
            taken = "SELECT setval(pg_get_serial_sequence('reminders', 'id'), 2)"
            connection.execute(text(taken))
    written = at_once(*(lambda number=number: start(number) for number in range(4)))

    assert written == [5] * 4
    assert wrong(database_url) == {}
    assert kept(database_url) == [2, 22, 2]


def test_an_upgrade_waits_for_whoever_writes_and_loses_nothing(database_url: str) -> None:
    with closing(SqlStore.open(database_url)) as store:
        enqueue(store, *reminders_of(range(50)))
        with opened(database_url) as connection:
            before = {one.table: one for one in count_tables(connection)}
        with closing(Upkeep.open(database_url)) as upkeep:
            upkeep.downgrade(OLD)
        begun, done = threading.Event(), threading.Event()

        def hold() -> None:
            with opened(database_url) as connection:
                connection.execute(text("DELETE FROM reminders WHERE id = -1"))
                begun.set()
                done.wait(5)

        writer = threading.Thread(target=hold)
        writer.start()
        begun.wait()
        opener = threading.Thread(target=lambda: SqlStore.open(database_url).close())
        opener.start()
        done.set()
        for one in (writer, opener):
            one.join()

    with opened(database_url) as connection:
        after = {one.table: one for one in count_tables(connection)}
    assert after["reminders"] == before["reminders"]
    assert wrong(database_url) == {}
