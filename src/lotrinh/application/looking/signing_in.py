"""Signing in: who asks for a link gets it by letter, at an address that the register knows.

Whoever asks learns nothing: whether anybody is known by an address is between the register
and its mailbox.
"""

from collections.abc import Iterator
from datetime import datetime

from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.recording.tickets import UNSIGNED, sign_in_link
from lotrinh.application.sending.deliver import addresses_of
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.registers import Person
from lotrinh.domain.times import civil_date

_PAUSE = 300
"""Seconds in which one letter is enough, however often it is asked for."""


def persons_named(configuration: Configuration, word: str) -> Iterator[Person]:
    """Yield who is meant by an id or an address; several may share a mailbox."""
    said = word.strip().casefold()
    for person in configuration.people.persons:
        known = (person.id, *(address.address for address in person.addresses))
        if said and any(said == one.casefold() for one in known):
            yield person


def ask(
    configuration: Configuration, uow: UnitOfWork, word: str, *, at: datetime, wording: Wording
) -> tuple[str, ...]:
    """Post the letters by which somebody signs in; return their keys.

    There are none where nobody is meant, where there is no page to lead to, or where one was
    asked for just now.
    """
    url = configuration.public_url
    if url is None:
        return ()
    letters = [
        _letter(configuration, person, url, at, wording)
        for person in persons_named(configuration, word)
        if addresses_of(configuration, person.id)
    ]
    return tuple(letter.key for letter in letters if uow.outbox.post(letter))


def _letter(
    configuration: Configuration, person: Person, url: str, at: datetime, wording: Wording
) -> Message:
    """Return the letter to one person; its link is signed as it is handed over."""
    link = sign_in_link(url, UNSIGNED)
    worded = wording.sign_in(configuration, person, link, civil_date(at, configuration.zone))
    turn = str(int(at.timestamp()) // _PAUSE)
    return Message(
        key=key_of(person.id, MessageKind.SIGN_IN, turn),
        kind=MessageKind.SIGN_IN,
        recipient=person.id,
        subject=worded.subject,
        text=worded.text,
        html=worded.html,
        at=at,
        not_before=at,
        thread=f"{person.id}.sign-in",
        language=person.language or configuration.language,
        brief=worded.brief,
    )
