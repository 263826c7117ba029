"""Linking: people show which conversation is theirs by sending the bot a one-time code.

The register says who somebody is, what he or she holds, and which channel comes first; a
link only says where to reach that person, and gives way to an address in the register.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lotrinh.application.books.links import Link, Links
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.selection import known_person
from lotrinh.domain.people import People
from lotrinh.domain.registers import Address, Person, PersonId
from lotrinh.errors import LotrinhError

ZALO = "zalo"
"""The kind of channel that people are linked to."""
VALID = timedelta(hours=48)
LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
"""Of a code: none that looks like another, and no vowels, so that no word is one."""
LENGTH = 8
_HALF = f"([{LETTERS}]{{{LENGTH // 2}}})"
_CODE = re.compile(rf"(?:MÃ|MA|CODE)?[\s:.]*{_HALF}[\s.-]*{_HALF}[\s.]*")


class NoZaloChannelError(LotrinhError):
    """No channel of this configuration is a Zalo Bot."""

    code = "no-zalo-channel"


class WhichZaloChannelError(LotrinhError):
    """There are several, and it wasn't said which is meant; or another than these was."""

    code = "which-zalo-channel"


class NoMailboxError(LotrinhError):
    """No mail channel of this configuration has its answers read."""

    code = "no-mailbox"


class WhichMailboxError(LotrinhError):
    """There are several, and it wasn't said which is meant; or another than these was."""

    code = "which-mailbox"


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote to the bot, and where an answer goes."""

    address: str
    text: str
    id: str = ""
    """What the server knows it by; one that comes twice is read once."""


def zalo_channel(configuration: Configuration, named: str | None = None) -> str:
    """Return the channel that is meant.

    Raises:
        NoZaloChannelError: There is none.
        WhichZaloChannelError: There are several, or none of that name.
    """
    known = [id_ for id_, c in configuration.channels.items() if c.kind == ZALO]
    if not known:
        raise NoZaloChannelError
    if named in known or (named is None and len(known) == 1):
        return named or known[0]
    raise WhichZaloChannelError(channels=", ".join(known))


def mailbox_channel(configuration: Configuration, named: str | None = None) -> str:
    """Return the mail channel that is meant, of those whose answers are read.

    Raises:
        NoMailboxError: There is none.
        WhichMailboxError: There are several, or none of that name.
    """
    known = [id_ for id_, channel in configuration.channels.items() if channel.reads_mail]
    if not known:
        raise NoMailboxError
    if named in known or (named is None and len(known) == 1):
        return named or known[0]
    raise WhichMailboxError(channels=", ".join(known))


def person_of(configuration: Configuration, id_: str) -> Person:
    """Return somebody by id.

    Raises:
        UnknownWordError: There is no such person.
    """
    return configuration.people.by_id[known_person(configuration, id_)]


def offer(links: Links, channel: str, person: Person, code: str, now: datetime) -> datetime:
    """Keep a code for a person, and return until when it can be used; only its digest is kept."""
    until = now + VALID
    links.offer(channel, person.id, digest(channel, code), until)
    return until


def code_in(text: str) -> str | None:
    """Return the code that a letter consists of, None where it is about something else.

    >>> code_in("Mã: k7mp 3xq9."), code_in("Tôi đã xong việc")
    ('K7MP3XQ9', None)
    """
    found = _CODE.fullmatch(unicodedata.normalize("NFC", text).strip().upper())
    return found[1] + found[2] if found else None


def written(code: str) -> str:
    """Return a code as people read it out.

    >>> written("K7MP3XQ9")
    'K7MP-3XQ9'
    """
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def digest(channel: str, code: str) -> str:
    """Return what is kept of a code: too costly to try out all that there could be."""
    made = hashlib.scrypt(code.encode(), salt=f"lotrinh:{channel}".encode(), n=2**14, r=8, p=1)
    return made.hex()


def with_links(configuration: Configuration, links: Iterable[Link]) -> Configuration:
    """Return the configuration with the addresses that people have shown to be theirs."""
    channels = configuration.channels
    mine: dict[PersonId, dict[str, str]] = {}
    for link in links:
        if link.channel in channels and channels[link.channel].kind == ZALO:
            mine.setdefault(link.person, {})[link.channel] = link.address
    if not mine:
        return configuration
    people = configuration.people
    persons = tuple(_reached(person, mine.get(person.id, {}), people) for person in people.persons)
    return replace(configuration, people=replace(people, persons=persons))


def _reached(person: Person, linked: Mapping[str, str], people: People) -> Person:
    """Add what the register doesn't say, at the place that the channel has there."""
    known = {address.channel: address.address for address in person.addresses}
    every = {**linked, **known}
    if len(every) == len(known):
        return person
    return replace(person, addresses=tuple(_in_order(every, people.channels)))


def _in_order(addresses: Mapping[str, str], order: Iterable[str]) -> Iterator[Address]:
    """Yield addresses in the order of the register's columns, then those without one."""
    for channel in dict.fromkeys([*order, *sorted(addresses)]):
        if channel in addresses:
            yield Address(channel, addresses[channel])
