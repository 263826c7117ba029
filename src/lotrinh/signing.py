"""Signing: links that nobody but us can make, and forms that only our pages hand out.

A token is `SIGNATURE.TIME.CODES_PERSON`: it ends in a letter or a digit, for mail programs
leave a `-` or `_` at the end of a link out of it. Nothing in it is secret but the signature.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode

from lotrinh.application.books.tokens import Use
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.registers import PersonId

_PAYLOAD = re.compile(r"((?:[0-9]{1,18}(?:-[0-9]{1,18})*)?)_([a-z0-9-]{1,64})", re.ASCII)
_PERSON = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_LONGEST = 4000
"""No link of ours is longer; nothing longer is even looked at."""
_OPEN = timedelta(hours=24)
"""For how long a page that lies open can be answered from."""


class KeyRing:
    """Implements `tickets.Seals` and `passes.Passes`: the first key signs, all are known."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, the newest first."""
        self._keys = [key.encode() for key in reversed(keys)]

    def seal(self, ticket: Ticket) -> str:
        """Return a ticket as a link holds it."""
        codes = "-".join(map(str, ticket.codes))
        return self._sign("lotrinh.ticket", f"{codes}_{ticket.person}", ticket.issued)

    def open(self, token: str) -> Ticket | None:
        """Return the ticket of a token, None where it isn't one of ours as it was."""
        known = self._read("lotrinh.ticket", token)
        found = _PAYLOAD.fullmatch(known[0]) if known is not None else None
        if known is None or found is None:
            return None
        codes = tuple(int(code) for code in found[1].split("-") if code)
        return Ticket(PersonId(found[2]), codes, known[1])

    def issue(self, purpose: Purpose, made: Pass) -> str:
        """Return a pass as a link or a browser holds it."""
        return self._sign(f"lotrinh.{purpose}", made.person, made.issued)

    def known(self, purpose: Purpose, token: str) -> Pass | None:
        """Return the pass of a token, None where it isn't one of ours as it was."""
        known = self._read(f"lotrinh.{purpose}", token)
        if known is None or not _PERSON.fullmatch(known[0]):
            return None
        return Pass(PersonId(known[0]), known[1])

    def issue_number(self, use: Use, number: int, issued: datetime) -> str:
        """Return the number of what is kept in the books, as it is handed out."""
        return self._sign(f"lotrinh.{use}", str(number), issued)

    def known_number(self, use: Use, token: str) -> tuple[int, datetime] | None:
        """Return the number of a token and when it was issued, None where it isn't one of ours."""
        known = self._read(f"lotrinh.{use}", token)
        if known is None or not _NUMBER.fullmatch(known[0]):
            return None
        return int(known[0]), known[1]

    def stamp(self, token: str, now: datetime) -> str:
        """Return what a form of a token's page carries."""
        return self._sign(_form(token), secrets.token_hex(4), now)

    def knows(self, stamp: str, token: str, now: datetime) -> bool:
        """Whether a form came from that page, and not long ago."""
        known = self._read(_form(token), stamp)
        return known is not None and now - known[1] <= _OPEN

    def _sign(self, purpose: str, value: str, at: datetime) -> str:
        signer = _Signer(self._keys, purpose)
        signer.at = at
        payload, time, signature = signer.sign(value).decode().rsplit(".", 2)
        return f"{signature}.{time}.{payload}"

    def _read(self, purpose: str, token: str) -> tuple[str, datetime] | None:
        """Return what was signed, and when; None where it wasn't, or not by us."""
        if len(token) > _LONGEST or not token.isascii() or token.count(".") != 2:
            return None
        signature, time, payload = token.split(".")
        try:
            # The same bytes can be written in several ways: only the one that we write counts.
            if base64_encode(base64_decode(signature)).decode() != signature:
                return None
            signer = _Signer(self._keys, purpose)
            value, at = signer.unsign(f"{payload}.{time}.{signature}", return_timestamp=True)
        except BadData:
            return None
        return value.decode(), at


class _Signer(TimestampSigner):
    """HMAC with SHA-256; each purpose has keys of its own, and time is what we are told."""

    default_digest_method = staticmethod(hashlib.sha256)
    default_key_derivation = "hmac"
    at = datetime(1970, 1, 1, tzinfo=UTC)

    def __init__(self, keys: Sequence[bytes], purpose: str) -> None:
        super().__init__(keys, salt=purpose.encode())

    def get_timestamp(self) -> int:
        """Return the instant of signing, in whole seconds."""
        return int(self.at.timestamp())


def _form(token: str) -> str:
    """Return the purpose of the stamps of one page's forms."""
    return f"lotrinh.form:{token}"
