"""Links: a code is used up once, the newest link of a person holds, nothing is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import select

from lotrinh.application.books.links import Link
from lotrinh.domain.registers import PersonId
from lotrinh.store.database import SqlStore
from lotrinh.store.tables import links
from tests.integration.store.books import CHECKED, at_once

LAN, MINH = PersonId("lan"), PersonId("minh")
UNTIL = CHECKED + timedelta(hours=48)


def offer(store: SqlStore, person: PersonId, digest: str) -> None:
    with store.begin() as books:
        books.links.offer("zalo", person, digest, UNTIL)


def redeem(
    store: SqlStore, digest: str, address: str = "chat-1", at: datetime = CHECKED
) -> PersonId | None:
    with store.begin() as books:
        return books.links.redeem("zalo", digest, address, at)


def linked(store: SqlStore) -> dict[PersonId, str]:
    with store.look() as books:
        return {link.person: link.address for link in books.links.all()}


def test_whoever_sends_the_code_is_linked(store: SqlStore) -> None:
    offer(store, LAN, "d1")

    assert redeem(store, "d1") == LAN
    with store.look() as books:
        assert books.links.all() == [Link("zalo", LAN, "chat-1")]


def test_a_code_is_used_once_but_an_answer_that_was_lost_is_given_again(store: SqlStore) -> None:
    offer(store, LAN, "d1")

    said = [redeem(store, "d1", address) for address in ("chat-1", "chat-2", "chat-1")]

    assert said == [LAN, None, LAN]
    assert linked(store) == {LAN: "chat-1"}


def test_of_two_who_send_one_code_at_once_one_is_linked(store: SqlStore) -> None:
    offer(store, LAN, "d1")

    said = at_once(*[lambda n=n: redeem(store, "d1", f"chat-{n}") for n in range(4)])

    assert sorted(map(str, said)) == ["None"] * 3 + ["lan"]


def test_a_code_of_another_bot_or_past_its_time_is_none(store: SqlStore) -> None:
    offer(store, LAN, "d1")

    assert redeem(store, "d1", at=UNTIL) is None
    with store.begin() as books:
        assert books.links.redeem("bot-2", "d1", "chat-1", CHECKED) is None
    assert redeem(store, "d1", at=UNTIL - timedelta(seconds=1)) == LAN


def test_a_new_code_voids_the_one_before(store: SqlStore) -> None:
    offer(store, LAN, "d1")
    offer(store, LAN, "d2")
    offer(store, MINH, "d3")

    assert [redeem(store, digest) for digest in ("d1", "d2", "d3")] == [None, LAN, MINH]


def test_the_newest_link_holds_and_the_older_ones_are_kept(store: SqlStore) -> None:
    for number in (1, 2):
        offer(store, LAN, f"d{number}")
        redeem(store, f"d{number}", f"chat-{number}")

    assert linked(store) == {LAN: "chat-2"}
    assert redeem(store, "d1") is None, "an old code doesn't bring an old link back"
    with store._engine.connect() as connection:  # noqa: SLF001  (what is in the table)
        assert connection.scalars(select(links.c.address)).all() == ["chat-1", "chat-2"]


def test_a_link_that_was_cut_is_gone_with_the_code_that_waits(store: SqlStore) -> None:
    offer(store, LAN, "d1")
    redeem(store, "d1")
    offer(store, LAN, "d2")

    with store.begin() as books:
        cut = [books.links.cut("zalo", LAN, CHECKED) for _ in range(2)]

    assert cut == [True, False]
    assert linked(store) == {}
    assert [redeem(store, digest) for digest in ("d1", "d2")] == [None, None]
