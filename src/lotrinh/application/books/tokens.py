"""Tokens: what opens something for long, a calendar to a phone, the interface to a program.

The register says who somebody is; that a token was given out is kept beside it, in the books,
so that each can be taken back. What is handed out names its number and nobody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from lotrinh.domain.registers import PersonId


class Use(StrEnum):
    """What a token opens; one for the one is none for the other."""

    FEED = "feed"
    """A calendar, for whoever has its address."""
    API = "api"
    """The interface for other programs, in the name of a person."""


@dataclass(frozen=True, slots=True)
class Token:
    """One that was given out and not taken back."""

    number: int
    use: Use
    person: PersonId
    """To whom, and as far as whose eyes it reaches."""
    about: str
    """Of a calendar: a role@organisation or an organisation; '' for all that is the person's."""
    issued: datetime
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Of which state a calendar was made last, and how that file is known."""

    made_of: str
    tag: str


class Tokens(Protocol):
    """The tokens that were given out."""

    def find(self, number: int) -> Token | None:
        """Return the token of that number, None where there is none any more."""
        ...

    def of(self, person: PersonId, use: Use) -> Sequence[Token]:
        """Return what was given out to a person, the oldest first."""
        ...

    def give(
        self,
        use: Use,
        person: PersonId,
        about: str,
        issued: datetime,
        expires: datetime | None = None,
    ) -> Token:
        """Keep a new token."""
        ...

    def renew(self, token: Token, issued: datetime) -> Token:
        """Have a token hold from then on; what was handed out of it before is void."""
        ...

    def end(self, token: Token) -> None:
        """Take a token back."""
        ...

    def kept(self, token: Token) -> Kept | None:
        """Return of what a calendar was made last; None where it never was."""
        ...

    def content(self, token: Token) -> bytes:
        """Return the calendar that was made last; nothing where it never was."""
        ...

    def keep(self, token: Token, kept: Kept, content: bytes) -> None:
        """Keep a calendar that was made."""
        ...
