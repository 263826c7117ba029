from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.books.rehearsal.correspondents import NotedCorrespondents
from lotrinh.application.recording.tickets import (
    MOST,
    SIGNED_LENGTH,
    Ticket,
    answer_link,
    signed,
    ticket_of,
)
from lotrinh.domain.registers import PersonId
from lotrinh.signing import KeyRing
from tests.builders import a_configuration, hanoi

KEY, OLDER, OTHER = "k" * 32, "o" * 32, "x" * 32
NOW = hanoi("2026-11-02 07:30")
LAN = PersonId("bt-cb-1")
TICKET = Ticket(LAN, (12, 13, 140), NOW)
PAGE = "https://nhac.example.vn/lo-trinh"

ids = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda id_: len(id_) <= 64)
codes = st.lists(st.integers(0, 10**9), max_size=60).map(tuple)


@given(person=ids, numbers=codes)
def test_a_token_says_again_what_was_sealed(person: str, numbers: tuple[int, ...]) -> None:
    ticket = Ticket(PersonId(person), numbers, NOW)

    token = KeyRing([KEY]).seal(ticket)

    assert KeyRing([KEY]).open(token) == ticket
    assert token[-1].isalnum(), "mail programs leave a hyphen at the end of a link out of it"


@given(data=st.data())
def test_a_token_with_any_one_byte_changed_is_refused(data: st.DataObject) -> None:
    token = KeyRing([KEY]).seal(TICKET).encode()
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != token[place]))
    changed = token[:place] + bytes([other]) + token[place + 1 :]

    assert KeyRing([KEY]).open(changed.decode("latin-1")) is None


@given(cut=st.integers(0, 80), more=st.text(max_size=5))
def test_a_token_cut_short_or_made_longer_is_refused(cut: int, more: str) -> None:
    token = KeyRing([KEY]).seal(TICKET)
    other = token[: max(0, len(token) - cut)] + more

    assert KeyRing([KEY]).open(other) == (TICKET if other == token else None)


@given(st.text(max_size=200))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert KeyRing([KEY]).open(text) is None


def test_keys_change_hands_without_a_day_on_which_links_do_not_work() -> None:
    before = KeyRing([OLDER]).seal(TICKET)
    after = KeyRing([KEY, OLDER]).seal(TICKET)

    assert KeyRing([KEY, OLDER]).open(before) == TICKET
    assert KeyRing([KEY]).open(after) == TICKET
    assert KeyRing([KEY]).open(before) is None
    assert KeyRing([OTHER]).open(after) is None


def test_a_form_is_known_by_its_own_page_for_a_day() -> None:
    ring = KeyRing([KEY])
    page, another = ring.seal(TICKET), ring.seal(replace(TICKET, codes=(1,)))
    stamp = ring.stamp(page, NOW)

    assert ring.knows(stamp, page, NOW + timedelta(hours=24))
    assert not ring.knows(stamp, page, NOW + timedelta(hours=25))
    assert not ring.knows(stamp, another, NOW)
    assert not ring.knows(page, page, NOW), "a link is no form"
    assert ring.open(stamp) is None, "and a form no link"


# Tickets.


def test_a_link_ends_after_so_many_days_and_when_it_is_revoked() -> None:
    ring, configuration = KeyRing([KEY]), a_configuration()
    kept, token = NotedCorrespondents(), ring.seal(TICKET)

    def holds(after: timedelta) -> bool:
        return ticket_of(token, configuration, kept, ring, NOW + after) is not None

    assert holds(timedelta(days=60))
    assert not holds(timedelta(days=60, seconds=1))
    kept.revoke(PersonId("bt-cb-2"), NOW + timedelta(days=1))
    assert holds(timedelta(days=2))
    kept.revoke(LAN, NOW + timedelta(days=1))
    assert not holds(timedelta(days=2))

    later = ring.seal(replace(TICKET, issued=NOW + timedelta(days=2)))
    assert ticket_of(later, configuration, kept, ring, NOW + timedelta(days=3)) is not None


def test_nobody_who_left_the_register_can_answer() -> None:
    ring = KeyRing([KEY])
    token = ring.seal(replace(TICKET, person=PersonId("gone")))

    assert ticket_of(token, a_configuration(), NotedCorrespondents(), ring, NOW) is None


def a_message(text: str) -> Message:
    html = f'<a href="{text}">Trả lời</a>'
    return Message(
        "m1", MessageKind.REMINDERS, LAN, "Nhắc việc", text, html, NOW, NOW, "t", brief=text
    )


@pytest.mark.parametrize("after", ["", ".", "\n", " (trả lời)", "</a>", '"'])
def test_the_links_of_a_message_are_signed_wherever_they_stand(after: str) -> None:
    ring = KeyRing([KEY])
    message = a_message(answer_link(PAGE, [140, 12, 13]) + after)

    whole = signed(message, PAGE, ring, NOW)

    for part in (whole.text, whole.html, whole.brief):
        token = part.partition("/a/")[2].partition('"')[0].removesuffix(after.partition('"')[0])
        assert ring.open(token) == TICKET
    assert ring.open(whole.how_often.removeprefix(f"{PAGE}/n/")) == replace(TICKET, codes=())
    assert len(whole.text) - len(message.text) <= SIGNED_LENGTH


def test_what_only_looks_like_a_link_is_left_alone() -> None:
    text = f"{PAGE}/a/12-x {PAGE}/b/12 https://other.example.vn/a/12 {PAGE}/a/"

    assert signed(a_message(text), PAGE, KeyRing([KEY]), NOW).text == text


def test_a_link_of_very_many_items_opens_the_most_urgent_and_holds() -> None:
    ring, urgent = KeyRing([KEY]), range(90_000_000, 90_001_000)
    token = signed(a_message(answer_link(PAGE, urgent)), PAGE, ring, NOW).text.rpartition("/")[2]

    ticket = ring.open(token)

    assert ticket is not None
    assert ticket.codes == tuple(urgent[:MOST])


def test_there_is_no_link_without_a_page_or_without_anything_to_answer() -> None:
    assert answer_link(None, [12]) == answer_link(PAGE, []) == ""
