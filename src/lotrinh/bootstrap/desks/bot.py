"""A Zalo channel beyond sending: linking people, reading what they write, asking who the bot is.

The API has no offsets: what was read is gone, and what comes twice does no harm, for a code
is used up, and a letter is read once. Words of somebody unknown that aren't an answer are left
alone.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lotrinh.application.books.messages import BRIEF
from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import linking
from lotrinh.application.recording.linking import Letter
from lotrinh.bootstrap.desks.letter import Arrived, LetterDesk
from lotrinh.channels.answers import Answer
from lotrinh.channels.bot import Bot
from lotrinh.domain.facts import Way
from lotrinh.domain.registers import Person
from lotrinh.rendering.words import say

_QUIET = 408
"""The server's way to say that nobody wrote anything."""
_UNKNOWN_BOT = "401"
_PATIENCE = 30
_AT_MOST = 1000
"""Letters read in one round; more are for the next."""
_BREATH = 1
"""Seconds after silence: the server takes its time by itself, but need not."""
_FIRST_WAIT, _LONGEST_WAIT = 5, 300
"""Seconds after a fault before the server is asked again."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A code for a person, known to nobody else, and until when it can be used."""

    person: str
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking the bot server once."""

    letters: int = 0
    """How much had been written, whatever it was."""
    linked: tuple[str, ...] = ()
    """Names of the people who were linked."""
    recorded: int = 0
    """How many facts it led to."""
    fault: str = ""
    """Why the server couldn't be asked."""

    def __add__(self, other: "Polled") -> "Polled":
        """Return what came of both."""
        return Polled(
            self.letters + other.letters,
            (*self.linked, *other.linked),
            self.recorded + other.recorded,
            self.fault or other.fault,
        )


@dataclass(frozen=True, slots=True)
class BotDesk:
    """One bot, and the books that say who is linked to it."""

    channel: str
    bot: Bot
    store: Store
    go_by: Callable[[UnitOfWork], Configuration]
    """Reads the files as they are now."""
    now: Callable[[], datetime]

    def name(self) -> Answer:
        """Ask the server which bot the token belongs to; the result has ``account_name``."""
        return self.bot.call("getMe", {})

    def link(self, person: str) -> Offered:
        """Make a code that links whoever sends it to the bot first."""
        code = "".join(secrets.choice(linking.LETTERS) for _ in range(linking.LENGTH))
        with self.store.begin() as uow:
            configuration = self.go_by(uow)
            known = linking.person_of(configuration, person)
            until = linking.offer(uow.links, self.channel, known, code, self.now())
            local = until.astimezone(configuration.zone)
        return Offered(known.name, linking.written(code), local)

    def unlink(self, person: str) -> bool:
        """End a person's link; False if there was none."""
        with self.store.begin() as uow:
            known = linking.person_of(self.go_by(uow), person)
            return uow.links.cut(self.channel, known.id, self.now())

    def poll(self, patience: int = _PATIENCE) -> Polled:
        """Wait for somebody to write, and answer."""
        answer = self.bot.call("getUpdates", {"timeout": patience}, patience)
        if not answer.accepted:
            return Polled(fault="" if answer.code == _QUIET else answer.receipt.detail)
        updates = updates_in(answer.result)
        polled = Polled(len(updates))
        for letter in letters_of(updates):
            code = linking.code_in(letter.text)
            polled += self._linked(letter, code) if code else self._heard(letter)
        return polled

    def drain(self) -> Polled:
        """Read all that waits, and answer; don't wait for more."""
        whole = Polled()
        for polled in iter(partial(self.poll, 1), Polled()):
            whole += polled
            if whole.fault or whole.letters >= _AT_MOST:
                break
        return whole

    def follow(self, tell: Callable[[Polled], object], rest: Callable[[float], object]) -> str:
        """Read and answer for as long as the bot's token is taken; return why it isn't.

        Args:
            tell: Is told what came of it each time.
            rest: Waits so many seconds.
        """
        wait = _FIRST_WAIT
        while True:
            polled = self.poll()
            if polled.fault.startswith(_UNKNOWN_BOT):
                return polled.fault
            tell(polled)
            if not polled.letters:
                rest(wait if polled.fault else _BREATH)
            wait = min(2 * wait, _LONGEST_WAIT) if polled.fault else _FIRST_WAIT

    def _heard(self, letter: Letter) -> Polled:
        """Record what somebody answers, and answer in turn."""
        desk = LetterDesk(self.store, Way.ZALO, self.go_by, self.now, refuses=True)
        arrived = Arrived(self.channel, letter.address, letter.id, letter.text)
        taken = desk.take(arrived)
        if taken.reply and self._say(letter.address, taken.reply) and taken.writer:
            desk.answered(arrived)
        return Polled(recorded=taken.recorded)

    def _say(self, address: str, words: str) -> bool:
        call = {"chat_id": address, "text": words[:BRIEF]}
        return self.bot.call("sendMessage", call).accepted

    def _linked(self, letter: Letter, code: str) -> Polled:
        """Take a code, answer it, and return the name of whoever is linked now."""
        with self.store.begin() as uow:
            configuration = self.go_by(uow)
            digest = linking.digest(self.channel, code)
            id_ = uow.links.redeem(self.channel, digest, letter.address, self.now())
            person = configuration.people.by_id.get(id_) if id_ is not None else None
        self._say(letter.address, _reply(configuration, person))
        return Polled(linked=(person.name,) if person is not None else ())


def updates_in(result: Any) -> list[Any]:
    """Return what the server gave: one update, a list of them, or nothing."""
    return result if isinstance(result, list) else [result] if result else []


def letters_of(updates: Iterable[Any]) -> Iterator[Letter]:
    """Yield what single people wrote; groups, pictures and the like are passed over."""
    for update in updates:
        message = _part(update, "message")
        chat = _part(message, "chat")
        address, text = chat.get("id"), message.get("text")
        is_private = chat.get("chat_type", "PRIVATE") == "PRIVATE"
        if is_private and isinstance(address, str) and address and isinstance(text, str):
            yield Letter(address, text, f"{message.get('message_id')} {message.get('date')}")


def _part(whole: Any, name: str) -> Mapping[str, Any]:
    """Return a mapping inside a mapping; an empty one where there is none."""
    part = whole.get(name) if isinstance(whole, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _reply(configuration: Configuration, person: Person | None) -> str:
    if person is None:
        return say("link.refused", configuration.language)
    return say("link.done", person.language or configuration.language, name=person.name)
