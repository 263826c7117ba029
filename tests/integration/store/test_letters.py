"""Letters: each is read by one, and its reply waits until it has left."""

from datetime import timedelta

from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED, at_once


def take(store: SqlStore, id_: str) -> bool:
    with store.begin() as books:
        return books.letters.take(id_, "email", "w1", CHECKED)


def unanswered(store: SqlStore, id_: str) -> str:
    with store.look() as books:
        return books.letters.unanswered(id_)


def test_of_several_who_take_a_letter_one_has_it(store: SqlStore) -> None:
    taken = at_once(*[lambda: take(store, "l1")] * 4)

    assert sorted(taken) == [False, False, False, True]
    assert take(store, "l2")


def test_a_reply_waits_until_it_has_left(store: SqlStore) -> None:
    take(store, "l1")
    assert unanswered(store, "l1") == ""

    with store.begin() as books:
        books.letters.reply("l1", "Đã ghi", idle=False)
    assert unanswered(store, "l1") == "Đã ghi"

    with store.begin() as books:
        books.letters.answered("l1", CHECKED)
    assert [unanswered(store, id_) for id_ in ("l1", "l2")] == ["", ""]


def test_what_led_to_nothing_is_counted_by_its_writer_and_since_when(store: SqlStore) -> None:
    day = timedelta(days=1)
    with store.begin() as books:
        for id_, writer, at, idle in (
            ("l1", "w1", CHECKED - day, True),
            ("l2", "w1", CHECKED, True),
            ("l3", "w1", CHECKED, False),
            ("l4", "w2", CHECKED, True),
        ):
            books.letters.take(id_, "email", writer, at)
            books.letters.reply(id_, "Không rõ", idle=idle)

    with store.look() as books:
        assert books.letters.idle_replies("w1", CHECKED) == 1
        assert books.letters.idle_replies("w1", CHECKED - day) == 2
        assert books.letters.idle_replies("w3", CHECKED) == 0
