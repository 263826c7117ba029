"""Passes: what opens the board to somebody, first a link in a letter, then a session.

A pass names a person and an instant, and nothing else: what he or she may see is asked of
the register each time. What voids the links of a person ends the sessions as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from lotrinh.application.books.correspondents import Correspondent, Correspondents
from lotrinh.application.books.tokens import Token, Tokens, Use
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import Person, PersonId


class Purpose(StrEnum):
    """What a pass is for; one for the one is none for the other."""

    SIGN_IN = "sign-in"
    """The link in a letter: good for one press."""
    SESSION = "session"
    """What a browser keeps from then on."""


VALID = {Purpose.SIGN_IN: timedelta(minutes=30), Purpose.SESSION: timedelta(days=14)}
"""For how long each holds."""
_APART = timedelta(minutes=1)
"""So far the clocks of two machines may be apart."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Whose it is, and since when."""

    person: PersonId
    issued: datetime


class Passes(Protocol):
    """Makes passes that nobody else can make, and knows them again."""

    def issue(self, purpose: Purpose, made: Pass) -> str:
        """Return a pass as a link or a browser holds it."""
        ...

    def known(self, purpose: Purpose, token: str) -> Pass | None:
        """Return the pass of a token, None where it isn't one of ours as it was."""
        ...

    def issue_number(self, use: Use, number: int, issued: datetime) -> str:
        """Return the number of what is kept in the books, as it is handed out."""
        ...

    def known_number(self, use: Use, token: str) -> tuple[int, datetime] | None:
        """Return the number of a token and when it was issued, None where it isn't one of ours."""
        ...

    def stamp(self, token: str, now: datetime) -> str:
        """Return what a form carries that was handed out with a token."""
        ...

    def knows(self, stamp: str, token: str, now: datetime) -> bool:
        """Whether a form was handed out with that token, and not long ago."""
        ...


@dataclass(frozen=True, slots=True)
class Porter:
    """Who looks at passes, by the register and the books of one moment."""

    configuration: Configuration
    correspondents: Correspondents
    passes: Passes
    now: datetime

    def holder(self, purpose: Purpose, token: str) -> Person | None:
        """Return whose pass it is, where it holds; nobody is told why it doesn't."""
        found = self.passes.known(purpose, token)
        person = self.configuration.people.by_id.get(found.person) if found else None
        if found is None or person is None or not self._is_of_these_days(purpose, found):
            return None
        kept = self.correspondents.of(found.person)
        ended = any(found.issued <= instant for instant in _ends(purpose, kept))
        return None if ended else person

    def _is_of_these_days(self, purpose: Purpose, one: Pass) -> bool:
        """Whether it is neither too old nor issued while a clock was ahead."""
        return -_APART <= self.now - one.issued <= VALID[purpose]

    def bearer(self, use: Use, text: str, tokens: Tokens) -> tuple[Person, Token] | None:
        """Return whose token it is, where it holds; nobody is told why it doesn't."""
        known = self.passes.known_number(use, text)
        token = tokens.find(known[0]) if known is not None else None
        if known is None or token is None or (token.use, token.issued) != (use, known[1]):
            return None
        person = self.configuration.people.by_id.get(token.person)
        revoked = self.correspondents.of(token.person).revoked_at
        is_void = revoked is not None and token.issued <= revoked
        is_over = token.expires is not None and token.expires <= self.now
        return None if person is None or is_void or is_over else (person, token)

    def admit(self, token: str) -> str | None:
        """Use a sign-in link up, and return a session; None where there is no such link any more.

        Of two who press it one is let in.
        """
        person = self.holder(Purpose.SIGN_IN, token)
        link = self.passes.known(Purpose.SIGN_IN, token)
        if person is None or link is None:
            return None
        if not self.correspondents.use_sign_in(person.id, link.issued):
            return None
        return self.passes.issue(Purpose.SESSION, Pass(person.id, self.now))


def _ends(purpose: Purpose, kept: Correspondent) -> Iterator[datetime]:
    """Yield the instants up to which a person's passes are void."""
    last = kept.signed_in_by if purpose is Purpose.SIGN_IN else kept.signed_out_at
    yield from (instant for instant in (kept.revoked_at, last) if instant is not None)
