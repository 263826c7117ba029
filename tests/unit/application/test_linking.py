import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.books.links import Link
from lotrinh.application.office.configuration import ChannelSettings, Configuration
from lotrinh.application.recording.linking import (
    LENGTH,
    LETTERS,
    NoZaloChannelError,
    WhichZaloChannelError,
    code_in,
    digest,
    with_links,
    written,
    zalo_channel,
)
from lotrinh.domain.people import People
from lotrinh.domain.registers import Address, PersonId
from tests.builders import a_configuration, a_person

LAN = PersonId("lan")
codes = st.text(LETTERS, min_size=LENGTH, max_size=LENGTH)


def reached_by(*columns: str, kinds: dict[str, str] | None = None) -> Configuration:
    """Return a configuration whose register has these columns; Lan has only the first."""
    person = replace(a_person("lan"), addresses=(Address("email", "lan@example.vn"),))
    channels = {"email": "smtp", "zalo": "zalo"} | (kinds or {})
    return replace(
        a_configuration(),
        people=People((person,), columns),
        channels={id_: ChannelSettings(id_, kind) for id_, kind in channels.items()},
    )


def addresses(configuration: Configuration, *links: Link) -> list[tuple[str, str]]:
    (person,) = with_links(configuration, links).people.persons
    return [(address.channel, address.address) for address in person.addresses]


EMAIL, CHAT = ("email", "lan@example.vn"), ("zalo", "chat-1")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("zalo", "email"), [CHAT, EMAIL]),
        (("email", "zalo"), [EMAIL, CHAT]),
        (("email",), [EMAIL, CHAT]),
    ],
)
def test_a_link_stands_where_the_register_has_its_channel(
    columns: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert addresses(reached_by(*columns), Link("zalo", LAN, "chat-1")) == expected


def test_an_address_in_the_register_comes_before_a_link() -> None:
    configuration = reached_by("zalo", "email")
    (lan,) = configuration.people.persons
    own = replace(lan, addresses=(Address("zalo", "chat-9"), *lan.addresses))
    configuration = replace(configuration, people=People((own,), ("zalo", "email")))

    assert addresses(configuration, Link("zalo", LAN, "chat-1")) == [("zalo", "chat-9"), EMAIL]


@pytest.mark.parametrize(
    "link",
    [
        Link("bot-2", LAN, "chat-1"),
        Link("email", LAN, "chat-1"),
        Link("zalo", PersonId("minh"), "chat-1"),
    ],
)
def test_a_link_of_no_zalo_channel_or_to_nobody_changes_nothing(link: Link) -> None:
    assert addresses(reached_by("zalo", "email"), link) == [EMAIL]


def test_links_leave_everything_else_as_it_was() -> None:
    before = reached_by("zalo", "email")
    after = with_links(before, [Link("zalo", LAN, "chat-1")])

    assert after.hash == before.hash
    assert after.people.channels == before.people.channels
    assert after.people.persons[0].holds == before.people.persons[0].holds


@given(codes, st.sampled_from(["{}", " {} ", "{}.", "Mã {}", "mã: {}", "ma {}", "CODE {}"]))
def test_a_code_is_understood_however_it_is_typed(code: str, frame: str) -> None:
    """Any case, with or without hyphen or space, composed or not."""
    halves = (code[:4], code[4:])
    for text in (written(code), written(code).lower(), " ".join(halves), "".join(halves)):
        said = frame.format(text)
        assert code_in(said) == code
        assert code_in(unicodedata.normalize("NFD", said)) == code


@pytest.mark.parametrize(
    "text", ["", "xin chào", "XONG 12", "0912345678", "K7MP-3XQ", "K7MP-3XQ99", "Tôi là Hường"]
)
def test_other_words_are_no_code(text: str) -> None:
    assert code_in(text) is None


@given(codes)
def test_no_code_holds_a_word(code: str) -> None:
    """No vowel, and nothing that looks like another letter or digit."""
    assert not re.search("[AEIOUY01L]", code)


def test_what_is_kept_of_a_code_does_not_tell_it_and_is_of_one_bot() -> None:
    kept = {digest("zalo", "K7MP3XQ9"), digest("bot-2", "K7MP3XQ9"), digest("zalo", "K7MP3XQ8")}

    assert len(kept) == 3
    assert not any("K7MP" in one for one in kept)


def test_which_bot_is_meant_must_be_clear() -> None:
    two = reached_by(kinds={"bot-2": "zalo"})

    assert zalo_channel(reached_by()) == "zalo"
    assert zalo_channel(two, "bot-2") == "bot-2"
    for named in (None, "email"):
        with pytest.raises(WhichZaloChannelError):
            zalo_channel(two, named)
    with pytest.raises(NoZaloChannelError):
        zalo_channel(a_configuration())
