"""The letter desk: what somebody wrote, by whatever way, is read, recorded, and answered once.

Facts, reply, and that the letter was read are one transaction. The reply leaves after it:
one that got lost on the way leaves when the letter is seen again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.recording.correspondence import FORGOTTEN, PATIENCE, Heard, hear
from lotrinh.application.recording.letters import read_letter
from lotrinh.application.recording.linking import with_links
from lotrinh.domain.facts import Way
from lotrinh.domain.registers import Address, Person
from lotrinh.domain.times import civil_date
from lotrinh.rendering.messages.replies import reply_in_words
from lotrinh.rendering.words import say


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter as it came: by which channel, from where, and what names it."""

    channel: str
    address: str
    id: str
    """What its channel knows it by; the same if it comes twice."""
    text: str
    at: datetime | None = None
    """When it arrived, if its channel says so."""

    @property
    def key(self) -> str:
        """What the books know it by."""
        return key_of("letter", self.channel, self.address, self.id)

    @property
    def writer(self) -> str:
        """What the books know its writer by."""
        return key_of("writer", self.channel, self.address.casefold())


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a letter."""

    reply: str = ""
    """'' where it isn't answered."""
    recorded: int = 0
    """How many facts it led to."""
    writer: Person | None = None


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """Where letters are read."""

    store: Store
    way: Way
    go_by: Callable[[UnitOfWork], Configuration]
    """Reads the files as they are now."""
    now: Callable[[], datetime]
    refuses: bool = False
    """Whether somebody whom nobody knows is told so."""

    def take(self, letter: Arrived) -> Taken:
        """Read a letter, and return what it is to be answered with."""
        with self.store.begin() as uow:
            configuration = with_links(self.go_by(uow), uow.links.all())
            writers = writers_of(configuration, letter.channel, letter.address)
            if not writers:
                return self._unknown(configuration, letter)
            if not uow.letters.take(letter.key, letter.channel, letter.writer, self.now()):
                return Taken(uow.letters.unanswered(letter.key), writer=writers[0])
            taken = self._read(configuration, uow, writers, letter)
            if not taken.recorded and self._is_weary(uow, letter):
                return Taken(writer=writers[0])
            uow.letters.reply(letter.key, taken.reply, idle=not taken.recorded)
            return taken

    def answered(self, letter: Arrived) -> None:
        """Keep that the reply to a letter has left."""
        with self.store.begin() as uow:
            uow.letters.answered(letter.key, self.now())

    def _is_weary(self, uow: UnitOfWork, letter: Arrived) -> bool:
        """Whether so much of that writer has led to nothing that it isn't answered any more."""
        return uow.letters.idle_replies(letter.writer, self.now() - FORGOTTEN) >= PATIENCE

    def _read(
        self,
        configuration: Configuration,
        uow: UnitOfWork,
        writers: tuple[Person, ...],
        letter: Arrived,
    ) -> Taken:
        books, day = by_present_ids(uow, configuration), self._day(configuration, letter)
        now = self.now()
        outcomes = hear(
            configuration, books, writers, letter.text, way=self.way, today=day, now=now
        )
        recorded = sum(isinstance(one, Heard) and one.fact is not None for one in outcomes)
        reply = reply_in_words(configuration, writers[0], outcomes)
        return Taken(reply, recorded, writers[0])

    def _day(self, configuration: Configuration, letter: Arrived) -> date:
        """Return the day on which a letter arrived; one from the future came today."""
        now = self.now()
        return civil_date(min(letter.at or now, now), configuration.zone)

    def _unknown(self, configuration: Configuration, letter: Arrived) -> Taken:
        if self.refuses and read_letter(letter.text):
            return Taken(say("letter.unknown", configuration.language))
        return Taken()


def writers_of(configuration: Configuration, channel: str, address: str) -> tuple[Person, ...]:
    """Return who is reached at an address; a mailbox may be several posts'."""
    wanted = Address(channel, address.casefold())
    return tuple(
        person
        for person in configuration.people.persons
        if any(Address(a.channel, a.address.casefold()) == wanted for a in person.addresses)
    )
