"""Implements `tokens.Tokens`: a row a token; of a calendar, also the file that was made last.

That file is what the next one is told apart from, and what phones get as long as it holds:
however many of them ask, it is made once.
"""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from lotrinh.application.books.tokens import Kept, Token, Use
from lotrinh.domain.registers import PersonId
from lotrinh.store.tables import tokens

_COLUMNS = ("number", "use", "person", "about", "issued", "expires")
_TOKENS = select(*(tokens.c[name] for name in _COLUMNS))


class SqlTokens:
    """What was given out and not taken back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, number: int) -> Token | None:
        """Return the token of that number, None where there is none any more."""
        row = self._connection.execute(_TOKENS.where(tokens.c.number == number)).first()
        return _of(row) if row is not None else None

    def of(self, person: PersonId, use: Use) -> Sequence[Token]:
        """Return what was given out to a person, the oldest first."""
        mine = _TOKENS.where(tokens.c.person == person, tokens.c.use == use)
        return [_of(row) for row in self._connection.execute(mine.order_by(tokens.c.number))]

    def give(
        self,
        use: Use,
        person: PersonId,
        about: str,
        issued: datetime,
        expires: datetime | None = None,
    ) -> Token:
        """Keep a new token."""
        values = {"use": use, "person": person, "about": about}
        new = insert(tokens).values(**values, issued=issued, expires=expires)
        number = self._connection.scalar(new.returning(tokens.c.number))
        assert number is not None  # noqa: S101  (what was inserted has one)
        return Token(number, use, person, about, issued, expires)

    def renew(self, token: Token, issued: datetime) -> Token:
        """Have a token hold from then on; what was handed out of it before is void."""
        self._change(token, issued=issued)
        return Token(token.number, token.use, token.person, token.about, issued, token.expires)

    def end(self, token: Token) -> None:
        """Take a token back."""
        self._connection.execute(delete(tokens).where(tokens.c.number == token.number))

    def kept(self, token: Token) -> Kept | None:
        """Return of what a calendar was made last; None where it never was."""
        wanted = select(tokens.c.made_of, tokens.c.tag).where(tokens.c.number == token.number)
        row = self._connection.execute(wanted).first()
        return Kept(row.made_of, row.tag) if row is not None and row.tag else None

    def content(self, token: Token) -> bytes:
        """Return the calendar that was made last; nothing where it never was."""
        wanted = select(tokens.c.content).where(tokens.c.number == token.number)
        packed: bytes | None = self._connection.scalar(wanted)
        return zlib.decompress(packed) if packed else b""

    def keep(self, token: Token, kept: Kept, content: bytes) -> None:
        """Keep a calendar that was made."""
        self._change(token, made_of=kept.made_of, tag=kept.tag, content=zlib.compress(content))

    def _change(self, token: Token, **values: Any) -> None:
        mine = update(tokens).where(tokens.c.number == token.number)
        self._connection.execute(mine.values(**values))


def _of(row: Row[Any]) -> Token:
    return Token(row.number, row.use, PersonId(row.person), row.about, row.issued, row.expires)
