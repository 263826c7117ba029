"""A transaction is all or nothing, whoever ends it."""

import subprocess
import sys
from contextlib import closing
from threading import Event, Thread

import pytest

from lotrinh.application.books.ports import Store
from lotrinh.store.database import SqlStore
from tests.integration.store.books import (
    a_message,
    a_reminder,
    enqueue,
    reminders_of,
)

WRITER = """
import sys
from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED, reminders_of

def tell(word):
    print(word, flush=True)
    sys.stdin.readline()

store = SqlStore.open(sys.argv[1])
with store.begin() as books:
    books.ledger.enqueue(reminders_of(range(3000)), at=CHECKED, configuration="c1")
    tell("enqueued")
tell("committed")
"""


class OutOfPaperError(Exception):
    """Something that has nothing to do with databases."""


def waiting(store: SqlStore) -> int:
    with store.look() as books:
        return len(books.outbox.waiting())


def post_and_fail(store: SqlStore) -> None:
    with store.begin() as books:
        books.outbox.post(a_message())
        raise OutOfPaperError


def test_sql_books_are_a_store(store: SqlStore) -> None:
    books: Store = store

    assert not books.is_demo


def test_an_exception_takes_everything_back(store: SqlStore) -> None:
    with pytest.raises(OutOfPaperError):
        post_and_fail(store)

    with store.begin() as books:
        assert sum(books.outbox.counts().values()) == 0


def test_a_look_sees_one_moment_and_holds_up_no_writer(store: SqlStore) -> None:
    enqueue(store, a_reminder())

    with store.look() as books:
        assert len(books.outbox.waiting()) == 1
        enqueue(store, a_reminder(rung="T-7"))
        assert len(books.outbox.waiting()) == 1

    assert waiting(store) == 2


def test_a_look_goes_on_while_somebody_writes(store: SqlStore) -> None:
    written, looked = Event(), Event()

    def write() -> None:
        with store.begin() as books:
            books.outbox.post(a_message())
            written.set()
            assert looked.wait(10)

    writer = Thread(target=write)
    writer.start()
    assert written.wait(10)
    with store.look() as books:
        assert books.outbox.waiting() == []
    looked.set()
    writer.join()


@pytest.mark.parametrize(("killed_when", "left"), [("enqueued", 0), ("committed", 3000)])
def test_a_killed_writer_leaves_all_or_nothing(
    database_url: str, killed_when: str, left: int
) -> None:
    with subprocess.Popen(  # noqa: S603  (our own text, on our own interpreter)
        [sys.executable, "-c", WRITER, database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        while writer.stdout.readline().strip() != killed_when:
            writer.stdin.write("\n")
            writer.stdin.flush()
        writer.kill()

    with closing(SqlStore.open(database_url)) as store:
        assert waiting(store) == left
        assert len(enqueue(store, *reminders_of(range(3000)))) == 3000 - left
