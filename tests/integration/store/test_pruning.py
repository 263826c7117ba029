"""Letting go: what is old and has ended loses its text; reminders and facts stay for ever."""

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, insert, make_url, select, update

from lotrinh.application.books.keeping import Pruned
from lotrinh.application.office.configuration import Keep
from lotrinh.store.database import SqlStore
from lotrinh.store.dialects import engine_for
from lotrinh.store.tables import attempts, facts, link_codes, messages, metadata, reminders
from lotrinh.store.upkeep import Upkeep
from tests.integration.store.rows import INSTANT, fill

KEEP = Keep(messages=100, attempts=200)
WORDS = {"vi": "Đã dọn.", "en": "Gone."}
LATER = INSTANT + timedelta(days=101)


def change(url: str, *statements: object) -> None:
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]  # each is one of ours
    engine.dispose()


@pytest.fixture
def books(database_url: str) -> str:
    """Books in which m1 was sent on a day, and m2, in English, is a dead letter."""
    SqlStore.open(database_url).close()
    engine = engine_for(make_url(database_url))
    with engine.begin() as connection:
        fill(connection)
        _send(connection)
    engine.dispose()
    return database_url


def _send(connection: Connection) -> None:
    everything = update(messages).values(at=INSTANT, language="vi", state="sent")
    dead = update(messages).where(messages.c.key == "k2").values(language="en", state="dead")
    connection.execute(everything)
    connection.execute(dead)
    connection.execute(update(attempts).values(ended=INSTANT))
    connection.execute(update(link_codes).values(until=INSTANT))


def prune(url: str, *, days: int = 101, dry_run: bool = False) -> Pruned:
    with closing(Upkeep.open(url)) as upkeep:
        now = INSTANT + timedelta(days=days)
        return upkeep.prune(KEEP, WORDS, now=now, dry_run=dry_run)


def texts(url: str) -> dict[str, str]:
    engine = engine_for(make_url(url))
    with engine.begin() as connection:
        found = {row.key: row.text for row in connection.execute(select(messages))}
    engine.dispose()
    return found


def test_an_old_text_that_was_sent_goes_and_a_dead_letter_stays(books: str) -> None:
    before = texts(books)

    assert prune(books) == Pruned(messages=1, attempts=0, codes=2)

    assert texts(books) == {"k1": "Đã dọn.", "k2": before["k2"]}


def test_letting_go_twice_finds_nothing_left(books: str) -> None:
    prune(books, days=201)

    assert prune(books, days=201) == Pruned()


def test_counting_changes_nothing(books: str) -> None:
    before = texts(books)

    assert prune(books, days=201, dry_run=True) == Pruned(messages=1, attempts=1, codes=2)
    assert texts(books) == before


def test_what_is_young_stays(books: str) -> None:
    assert prune(books, days=20) == Pruned()


def test_nothing_else_ever_goes(books: str) -> None:
    prune(books, days=10_000)

    engine = engine_for(make_url(books))
    with engine.begin() as connection:
        kept = {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    assert kept == {**dict.fromkeys(metadata.tables, 2), "attempts": 1, "link_codes": 0}


def test_many_go_a_few_at_a_time(books: str) -> None:
    row = {"channel": "zalo", "person": "lan", "until": INSTANT}
    change(books, insert(link_codes).values([{**row, "digest": f"d{n}"} for n in range(4_500)]))

    assert prune(books).codes == 4_502


def test_books_are_whole_after_it(books: str) -> None:
    prune(books, days=10_000)
    change(books, update(reminders).values(last_message=None), update(facts).values(reverts=None))

    with closing(Upkeep.open(books)) as upkeep:
        assert all(look.fine for look in upkeep.check())
