"""Accepted configurations: by hash, and the one accepted last."""

from datetime import timedelta

from lotrinh.store.database import SqlStore
from tests.integration.store.books import CHECKED, at_once

FILES = {"settings.yaml": b"language: vi\n", "roadmaps/l\u1ed9-tr\xecnh.yaml": b"\x00\xff" * 9}


def accept(store: SqlStore, hash_: str) -> bool:
    with store.begin() as books:
        return books.configurations.accept(hash_, FILES | {"hash": hash_.encode()}, CHECKED)


def accepted(store: SqlStore) -> str | None:
    with store.look() as books:
        found = books.configurations.accepted()
        return None if found is None else found[0]


def test_nothing_is_accepted_in_empty_books(store: SqlStore) -> None:
    assert accepted(store) is None


def test_files_come_back_byte_for_byte(store: SqlStore) -> None:
    with store.begin() as books:
        assert books.configurations.accept("c1", FILES, CHECKED)

    with store.begin() as books:
        assert books.configurations.accepted() == ("c1", FILES)


def test_the_one_accepted_already_is_no_news(store: SqlStore) -> None:
    assert accept(store, "c1")
    assert not accept(store, "c1")


def test_an_older_one_accepted_again_is_the_newest(store: SqlStore) -> None:
    assert [accept(store, hash_) for hash_ in ("c1", "c2", "c1")] == [True, True, True]
    assert accepted(store) == "c1"
    assert accept(store, "c2")
    assert accepted(store) == "c2"


def test_each_acceptance_is_known_by_its_instant(store: SqlStore) -> None:
    with store.begin() as books:
        for number, hash_ in enumerate(("c1", "c2", "c1")):
            books.configurations.accept(hash_, FILES, CHECKED + number * timedelta(days=1))

    with store.look() as books:
        found = [
            books.configurations.accepted(CHECKED + timedelta(days=number)) for number in range(4)
        ]

    assert [one and one[0] for one in found] == [None, "c1", "c2", "c1"]


def test_the_newest_is_known_by_its_hash_and_by_whose_place_it_took(store: SqlStore) -> None:
    with store.begin() as books:
        assert books.configurations.newest() is None
        assert books.configurations.replaced() == {}
    for hash_, before in (("c1", {}), ("c2", b"c1"), ("c1", b"c2")):
        accept(store, hash_)
        with store.look() as books:
            assert books.configurations.newest() == hash_
            assert books.configurations.replaced().get("hash", {}) == before


def test_two_that_accept_the_same_at_once_agree_on_who_was_first(store: SqlStore) -> None:
    assert sorted(at_once(lambda: accept(store, "c1"), lambda: accept(store, "c1"))) == [
        False,
        True,
    ]
