"""Letters: each is read by one, and its reply waits until it has left."""

from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED, at_once


def take(store: SqlStore, id_: str) -> bool:
    with store.begin() as books:
        return books.letters.take(id_, "email", CHECKED)


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
        books.letters.reply("l1", "Đã ghi")
    assert unanswered(store, "l1") == "Đã ghi"

    with store.begin() as books:
        books.letters.answered("l1", CHECKED)
    assert [unanswered(store, id_) for id_ in ("l1", "l2")] == ["", ""]
