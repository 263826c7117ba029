"""The gate: who asks for a sign-in link, who is let in by one, and who is in already.

It stands beside the front desk, and goes by the same files, books and clock.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.tokens import Use
from lotrinh.application.looking.signing_in import ask, persons_named
from lotrinh.application.looking.viewing import Viewer, viewer_of
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.passes import Porter, Purpose
from lotrinh.bootstrap.desks.front import FrontDesk, NoSuchLinkError
from lotrinh.domain.registers import Person
from lotrinh.domain.times import civil_date
from lotrinh.rendering.messages.wording import TemplateWording

HandOver = Callable[[Configuration, Collection[str]], None]
"""Sends the messages of some keys at once."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What comes along with a request."""

    session: str
    language: str | None
    """The language that was chosen, None where none was."""
    header: Callable[[str], str]
    """Returns a header that a proxy on this machine has set; '' where none did."""


@dataclass(frozen=True)
class Gate:
    """Where visitors of the board come in."""

    desk: FrontDesk
    hand_over: HandOver

    @property
    def public_url(self) -> str | None:
        """Where the pages are reached, as far as the files say."""
        with self.desk.store.look() as uow:
            return self.desk.present.configuration(uow).public_url

    @property
    def is_secure(self) -> bool:
        """Whether the pages are reached by https."""
        url = self.public_url
        return url is not None and url.startswith("https:")

    def ask(self, word: str) -> None:
        """Send a sign-in link to whoever is meant, if anybody is."""
        with self.desk.store.begin() as uow:
            configuration = self.desk.present.configuration(uow)
            keys = ask(configuration, uow, word, at=self.desk.now(), wording=TemplateWording())
        if keys:
            self.hand_over(configuration, keys)

    def invited(self, token: str) -> Person:
        """Return whom a sign-in link would let in; looking at it changes nothing.

        Raises:
            NoSuchLinkError: Nobody, or nobody any more.
        """
        with self.desk.store.look() as uow:
            person = self._porter(uow).holder(Purpose.SIGN_IN, token)
        if person is None:
            raise NoSuchLinkError
        return person

    def admit(self, token: str) -> str:
        """Use a sign-in link up, and return a session.

        Raises:
            NoSuchLinkError: It lets nobody in, or did so already.
        """
        with self.desk.store.begin() as uow:
            session = self._porter(uow).admit(token)
        if session is None:
            raise NoSuchLinkError
        return session

    def viewer(self, visitor: Visitor) -> Viewer | None:
        """Return as whom somebody is signed in, None where as nobody."""
        with self.desk.store.look() as uow:
            porter = self._porter(uow)
            trusted = porter.configuration.trust_header
            if trusted is not None and (word := visitor.header(trusted)):
                # Where the proxy has spoken, an old session doesn't say otherwise.
                meant = [*persons_named(porter.configuration, word)]
                key, person = f"proxy:{word}", meant[0] if len(meant) == 1 else None
            else:
                key, person = visitor.session, porter.holder(Purpose.SESSION, visitor.session)
            return self._viewer(porter, person, visitor.language, key) if person else None

    def bearer(self, key: str, language: str | None) -> Viewer | None:
        """Return in whose name a program calls, None where in nobody's."""
        if self.desk.seals.known_number(Use.API, key) is None:  # before anything is read
            return None
        with self.desk.store.look() as uow:
            porter = self._porter(uow)
            found = porter.bearer(Use.API, key, uow.tokens)
            return self._viewer(porter, found[0], language, f"key:{key}") if found else None

    def sign_out(self, viewer: Viewer) -> None:
        """End the sessions of a viewer."""
        with self.desk.store.begin() as uow:
            uow.correspondents.sign_out(viewer.person.id, self.desk.now())

    def _viewer(self, porter: Porter, person: Person, language: str | None, key: str) -> Viewer:
        configuration = porter.configuration
        today = civil_date(porter.now, configuration.zone)
        return viewer_of(configuration, person, today, language=language, key=key)

    def _porter(self, uow: UnitOfWork) -> Porter:
        configuration = self.desk.present.configuration(uow)
        return Porter(configuration, uow.correspondents, self.desk.seals, self.desk.now())
