"""The reception: how often people want letters, which of their links hold, what pages ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lotrinh.application.books.correspondents import Correspondent, Rhythm
from lotrinh.application.books.file_changes import FileChange
from lotrinh.application.books.tokens import Use
from lotrinh.application.looking.filing import Turned
from lotrinh.application.looking.viewing import Viewer, viewer_of
from lotrinh.application.office.selection import known_person
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.application.recording.tickets import SIGN_IN
from lotrinh.bootstrap.delivering import Delivering
from lotrinh.bootstrap.desks.feed import FeedDesk
from lotrinh.bootstrap.desks.files import history
from lotrinh.bootstrap.desks.front import FrontDesk, Present
from lotrinh.bootstrap.desks.gate import Gate
from lotrinh.bootstrap.files.editing import FileEditing
from lotrinh.domain.registers import Person

_NEWEST, _EVERYTHING = 20, 10_000
"""Acceptances, and changes of files, that are listed."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Everything that is kept of people beside the register."""

    office: Delivering

    def front_desk(self) -> FrontDesk:
        """Open what the web pages ask for.

        Raises:
            LotrinhError: The books or the signing keys can't be opened.
        """
        return FrontDesk(self.office.store, self.office.seals, self._present, self.office.now)

    def file_editing(self) -> FileEditing:
        """Open where files are changed."""
        return FileEditing(self.office.store, self._present, self.office.now)

    def file_history(self, *, everything: bool) -> tuple[Sequence[Turned], Sequence[FileChange]]:
        """Return what was accepted and what was changed, the newest first."""
        limit = _EVERYTHING if everything else _NEWEST
        with self.office.store.look() as uow:
            return history(uow, None, limit)[0], uow.file_changes.newest(limit)

    def gate(self, desk: FrontDesk) -> Gate:
        """Open where visitors of the board come in."""
        return Gate(desk, self.office.hand_over)

    def sign_in_link(self, person: str) -> str:
        """Return what follows the address of the pages in a link that lets a person in.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        token = self.office.seals.issue(Purpose.SIGN_IN, Pass(known.id, self.office.now()))
        return f"{SIGN_IN}/{token}"

    def feed(self, person: str, about: str = "", *, renew: bool = False) -> str:
        """Return what follows the address of the pages in that of a person's calendar.

        Args:
            person: Whose it is.
            about: A role@organisation or an organisation; '' for all that is the person's.
            renew: Have another address than before.

        Raises:
            LotrinhError: There is no such person, or no such calendar for him or her.
        """
        return self._feeds().give(self._viewer(person), about, renew=renew).path

    def end_feed(self, person: str, about: str = "") -> bool:
        """Take the address of a calendar back; False if there was none.

        Raises:
            UnknownWordError: There is no such person.
        """
        return self._feeds().end(self._viewer(person), about)

    def api_key(self, person: str, days: int) -> tuple[str, datetime]:
        """Return a new key by which programs call in a person's name, and when it ends.

        Raises:
            UnknownWordError: There is no such person.
        """
        known, now = self._person(person), self.office.now().replace(microsecond=0)
        ends = now + timedelta(days=days)
        with self.office.store.begin() as uow:
            token = uow.tokens.give(Use.API, known.id, "", now, ends)
        return self.office.seals.issue_number(Use.API, token.number, now), ends

    def end_api_keys(self, person: str) -> int:
        """Take all keys of a person back; return how many there were.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        with self.office.store.begin() as uow:
            tokens = uow.tokens.of(known.id, Use.API)
            for token in tokens:
                uow.tokens.end(token)
        return len(tokens)

    @property
    def _present(self) -> Present:
        return Present(self.office.config, self.office.now)

    def _feeds(self) -> FeedDesk:
        return FeedDesk(self.office.store, self.office.seals, self._present, self.office.now)

    def _viewer(self, person: str) -> Viewer:
        configuration = self.office.in_use()
        known = configuration.people.by_id[known_person(configuration, person)]
        return viewer_of(configuration, known, self.office.today(configuration))

    def correspondents(self) -> Sequence[Correspondent]:
        """Return everybody of whom something is kept."""
        with self.office.store.look() as uow:
            return uow.correspondents.all()

    def revoke_links(self, person: str) -> str:
        """Void every link that a person has got so far; return the person's name.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        with self.office.store.begin() as uow:
            uow.correspondents.revoke(known.id, self.office.now())
        return known.name

    def choose_rhythm(self, person: str, rhythm: Rhythm) -> str:
        """Keep how often a person wants letters; return the person's name.

        Raises:
            UnknownWordError: There is no such person.
        """
        known = self._person(person)
        with self.office.store.begin() as uow:
            uow.correspondents.choose(known.id, rhythm)
        return known.name

    def _person(self, id_: str) -> Person:
        configuration = self.office.in_use()
        return configuration.people.by_id[known_person(configuration, id_)]
