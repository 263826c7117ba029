"""The front desk: what the web pages ask for, on the files and the books as they are now.

Every question reads the files again, but builds a configuration only where they have
changed: it may answer for weeks. Each answer is one short transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.books.ports import Store, UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.looking.mine import Below, Section, choose, sections_of
from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.page import PageItem, Press, held_request, items_of, press
from lotrinh.application.recording.tickets import Seals, Ticket, ticket_of
from lotrinh.bootstrap.files.folder import Files
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import Person
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError


class NoSuchLinkError(LotrinhError):
    """A link that isn't ours, or that holds no longer; nobody is told which."""

    code = "no-such-link"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who has followed a link that holds."""

    token: str
    ticket: Ticket
    person: Person
    configuration: Configuration
    today: date

    @property
    def language(self) -> str:
        """The language that he or she is spoken to in."""
        return self.person.language or self.configuration.language


@dataclass
class Present:
    """The files as they are now, or those accepted last where they can't be used."""

    folder: Path
    now: Callable[[], datetime]
    _files: Files | None = None
    _lock: Lock = field(default_factory=Lock)

    def configuration(self, uow: UnitOfWork) -> Configuration:
        """Return the configuration to go by; one that was built is kept as long as it holds."""
        with self._lock:
            return self._present().present_or_last(uow)

    def files(self) -> Files:
        """Return the files as they are now."""
        with self._lock:
            return self._present()

    def decided(self, configuration: Configuration, uow: UnitOfWork, day: date) -> Configuration:
        """Return a configuration that knows since when its dates are what they are."""
        with self._lock:
            return self._present().decided(configuration, uow, day)

    def _present(self) -> Files:
        fresh = Files(self.folder, self.now)
        if self._files is None or _contents(self._files) != _contents(fresh):
            self._files = fresh
        return self._files


def _contents(files: Files) -> Mapping[str, bytes] | None:
    try:
        return files.contents
    except LotrinhError:
        return None


@dataclass
class FrontDesk:
    """What a page may ask for."""

    store: Store
    seals: Seals
    present: Present
    now: Callable[[], datetime]

    def language(self) -> str:
        """Return the language of whoever isn't known."""
        with self.store.look() as uow:
            return self.present.configuration(uow).language

    def items(self, token: str) -> tuple[Visit, tuple[PageItem, ...]]:
        """Return who follows a link, and what it opens.

        Raises:
            NoSuchLinkError: It opens nothing.
        """
        with self.store.look() as uow:
            visit = self._visit(token, uow)
            books = by_present_ids(uow, visit.configuration)
            return visit, items_of(visit.configuration, books, visit.ticket, visit.today)

    def held_request(self, token: str) -> bool:
        """Whether a link told of a request for more time, which may be gone by now.

        Raises:
            NoSuchLinkError: The link opens nothing.
        """
        with self.store.look() as uow:
            visit = self._visit(token, uow)
            books = by_present_ids(uow, visit.configuration)
            return held_request(visit.configuration, books, visit.ticket, visit.today)

    def press(self, token: str, pressed: Press) -> bool:
        """Write down what was pressed; return whether it was new.

        Raises:
            NoSuchLinkError: The link opens nothing.
            LotrinhError: Something speaks against it.
        """
        with self.store.begin() as uow:
            visit = self._visit(token, uow)
            books = by_present_ids(uow, visit.configuration)
            return press(visit.configuration, books, visit.ticket, pressed, self.now())

    def mine(self, viewer: Viewer) -> tuple[tuple[Section, ...], tuple[Below, ...]]:
        """Return what a viewer has to do, and how those below stand.

        What nobody was told of yet gets its number here: it is named by it in the forms.
        """
        with self.store.look() as uow:
            books = by_present_ids(uow, viewer.configuration)
            chosen = choose(viewer, books)
            codes = books.codes.given(chosen.cells)
        if len(codes) < len(chosen.cells):
            with self.store.begin() as uow:
                codes = by_present_ids(uow, viewer.configuration).codes.give(chosen.cells)
        ticket = Ticket(viewer.person.id, tuple(codes.values()), self.now())
        with self.store.look() as uow:
            books = by_present_ids(uow, viewer.configuration)
            return sections_of(viewer, books, chosen, ticket), chosen.below

    def press_as(self, viewer: Viewer, pressed: Press) -> bool:
        """Write down what a viewer has pressed; return whether it was new.

        Raises:
            LotrinhError: Something speaks against it.
        """
        ticket = Ticket(viewer.person.id, (pressed.code,), self.now())
        with self.store.begin() as uow:
            books = by_present_ids(uow, viewer.configuration)
            return press(viewer.configuration, books, ticket, pressed, self.now())

    def item_of(self, viewer: Viewer, cell: CellId) -> PageItem | None:
        """Return a deadline as a viewer may answer for it; None where that isn't for him or her.

        The coordinator may for everybody: whoever has no address tells the office.
        """
        with self.store.look() as uow:
            code = by_present_ids(uow, viewer.configuration).codes.given([cell]).get(cell)
        if code is None:
            with self.store.begin() as uow:
                code = by_present_ids(uow, viewer.configuration).codes.give([cell])[cell]
        ticket = Ticket(viewer.person.id, (code,), self.now())
        with self.store.look() as uow:
            books, others = by_present_ids(uow, viewer.configuration), viewer.is_coordinator
            found = items_of(viewer.configuration, books, ticket, viewer.today, for_others=others)
            return found[0] if found else None

    def press_of(
        self, viewer: Viewer, cell: CellId, pressed: Press, *, for_others: bool = False
    ) -> bool:
        """Write down what a viewer says of a deadline, which gets its number if it has none.

        Raises:
            LotrinhError: Something speaks against it.
        """
        with self.store.begin() as uow:
            books = by_present_ids(uow, viewer.configuration)
            code = books.codes.give([cell])[cell]
            ticket = Ticket(viewer.person.id, (code,), self.now())
            said = replace(pressed, code=code)
            others = for_others and viewer.is_coordinator
            configuration = viewer.configuration
            return press(configuration, books, ticket, said, self.now(), for_others=others)

    def rhythm(self, token: str) -> tuple[Visit, Rhythm]:
        """Return who follows a link, and how often he or she gets letters.

        Raises:
            NoSuchLinkError: It opens nothing.
        """
        with self.store.look() as uow:
            visit = self._visit(token, uow)
            return visit, uow.correspondents.of(visit.person.id).rhythm

    def choose(self, token: str, rhythm: Rhythm) -> Visit:
        """Keep how often somebody wants letters.

        Raises:
            NoSuchLinkError: The link opens nothing.
        """
        with self.store.begin() as uow:
            visit = self._visit(token, uow)
            uow.correspondents.choose(visit.person.id, rhythm)
            return visit

    def stamp(self, token: str) -> str:
        """Return what the forms of a page carry."""
        return self.seals.stamp(token, self.now())

    def knows(self, stamp: str, token: str) -> bool:
        """Whether a form came from that page, and not long ago."""
        return self.seals.knows(stamp, token, self.now())

    def _visit(self, token: str, uow: UnitOfWork) -> Visit:
        now = self.now()
        if self.seals.open(token) is None:  # before anything is read
            raise NoSuchLinkError
        configuration = self.present.configuration(uow)
        ticket = ticket_of(token, configuration, uow.correspondents, self.seals, now)
        if ticket is None:
            raise NoSuchLinkError
        person = configuration.people.by_id[ticket.person]
        return Visit(token, ticket, person, configuration, civil_date(now, configuration.zone))
