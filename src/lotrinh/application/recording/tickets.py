"""Tickets: what the link in a message says, and where it stands in the text.

The outbox keeps a link unsigned, `PUBLIC_URL/a/12-13`: whoever reads the books, or a copy of
them, can't answer for anybody. It is signed as the message is handed over, and not before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from lotrinh.application.books.correspondents import Correspondents
from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.passes import Pass, Passes, Purpose
from lotrinh.domain.registers import PersonId

ANSWERS, RHYTHM, SIGN_IN, FEED = "a", "n", "signin", "f"
"""Where links lead: answers, how often (`nhịp`), the way to the board, a calendar for a phone."""
UNSIGNED = "-"
"""What stands in a sign-in link until it is signed."""
SIGNED_LENGTH = 160
"""How much longer a signed link is than an unsigned one, at most."""
MOST, MOST_IN_BRIEF = 200, 40
"""How many deadlines a link opens: the most urgent, for neither may it grow without end."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may answer, about which deadlines, and since when."""

    person: PersonId
    codes: tuple[int, ...]
    """Of the deadlines that the message told."""
    issued: datetime


class Seals(Passes, Protocol):
    """Signs what we hand out, and knows it again."""

    def seal(self, ticket: Ticket) -> str:
        """Return a ticket as a link holds it."""
        ...

    def open(self, token: str) -> Ticket | None:
        """Return the ticket of a token, None where it isn't one of ours as it was."""
        ...


def answer_link(public_url: str | None, codes: Iterable[int], most: int = MOST) -> str:
    """Return the link to some deadlines, unsigned; '' where there is no page.

    >>> answer_link("https://nhac.example.vn", [13, 12])
    'https://nhac.example.vn/a/12-13'

    Args:
        public_url: Where the page is.
        codes: The numbers of the deadlines, the most urgent first.
        most: So many of them are in it.
    """
    numbers = "-".join(map(str, sorted([*dict.fromkeys(codes)][:most])))
    return f"{public_url}/{ANSWERS}/{numbers}" if public_url and numbers else ""


def sign_in_link(public_url: str, token: str) -> str:
    """Return the link by which somebody signs in."""
    return f"{public_url}/{SIGN_IN}/{token}"


def signed(message: Message, public_url: str, seals: Seals, now: datetime) -> Message:
    """Return a message as it is handed over: its links lead its recipient to the page."""
    unsigned = re.compile(rf"{re.escape(public_url)}/{ANSWERS}/([0-9]+(?:-[0-9]+)*)(?![\w-])")

    def sign(found: re.Match[str]) -> str:
        codes = tuple(map(int, found[1].split("-")))
        return f"{public_url}/{ANSWERS}/{seals.seal(Ticket(message.recipient, codes, now))}"

    text, html, brief = (
        unsigned.sub(sign, part) for part in (message.text, message.html, message.brief)
    )
    if message.kind is MessageKind.SIGN_IN:
        token = seals.issue(Purpose.SIGN_IN, Pass(message.recipient, now))
        here, there = (sign_in_link(public_url, one) for one in (UNSIGNED, token))
        text, html, brief = (part.replace(here, there) for part in (text, html, brief))
    token = seals.seal(Ticket(message.recipient, (), now))
    how_often = f"{public_url}/{RHYTHM}/{token}"
    return replace(message, text=text, html=html, brief=brief, how_often=how_often)


def ticket_of(
    token: str,
    configuration: Configuration,
    correspondents: Correspondents,
    seals: Seals,
    now: datetime,
) -> Ticket | None:
    """Return the ticket of a link that still holds; None where there is no such link any more.

    Why it doesn't hold is told to nobody: it would help whoever tries links out.
    """
    ticket = seals.open(token)
    if ticket is None or ticket.person not in configuration.people.by_id:
        return None
    if now - ticket.issued > timedelta(days=configuration.answer_days):
        return None
    revoked_at = correspondents.of(ticket.person).revoked_at
    return ticket if revoked_at is None or ticket.issued > revoked_at else None
