"""A unit of work over a notebook, and over the books where there are some."""

from types import TracebackType
from typing import Self

from lotrinh.application.books.acceptances import Configurations
from lotrinh.application.books.deliveries import Addresses, Deliveries
from lotrinh.application.books.edits import Edits
from lotrinh.application.books.file_changes import FileChanges
from lotrinh.application.books.letters import Letters
from lotrinh.application.books.links import Links
from lotrinh.application.books.pace import Paces
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.rehearsal.addresses import NoAddresses
from lotrinh.application.books.rehearsal.bulletins import NotedBulletins
from lotrinh.application.books.rehearsal.codes import NotedCodes
from lotrinh.application.books.rehearsal.correspondents import NotedCorrespondents
from lotrinh.application.books.rehearsal.facts import NotedFacts
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.application.books.rehearsal.outbox import NotedOutbox
from lotrinh.application.books.rehearsal.thanks import NotedThanks
from lotrinh.application.books.rounds import Rounds
from lotrinh.application.books.tokens import Tokens
from lotrinh.application.books.trail import Trail


class NoBooksError(LookupError):
    """A rehearsal from nothing has no books to look into."""


class Rehearsal:
    """A unit of work that is never committed; `under` is only read."""

    def __init__(self, under: UnitOfWork | None = None, *, fresh: bool = False) -> None:
        """Lay a notebook over the books; a fresh one knows the facts, but of nothing said."""
        said = under if not fresh else None
        self.ledger = NotedLedger(said.ledger if said else None)
        self.facts = NotedFacts(under.facts if under else None)
        self.outbox = NotedOutbox(self.ledger, said.outbox if said else None)
        self.codes = NotedCodes(under.codes if under else None)
        self.correspondents = NotedCorrespondents(under.correspondents if under else None)
        thanks = said.thanks if said else None
        self.thanks = NotedThanks(self.ledger, self.facts, self.outbox, thanks)
        self.bulletins = NotedBulletins(self.outbox, said.bulletins if said else None)
        self._under = under

    @property
    def configurations(self) -> Configurations:
        """What was accepted; a rehearsal accepts nothing."""
        return self._books.configurations

    @property
    def edits(self) -> Edits:
        """What was edited in the configurations that were accepted."""
        return self._books.edits

    @property
    def file_changes(self) -> FileChanges:
        """Which files were changed with this program; a rehearsal changes none."""
        return self._books.file_changes

    @property
    def deliveries(self) -> Deliveries:
        """What was sent in earnest; a rehearsal sends nothing."""
        return self._books.deliveries

    @property
    def addresses(self) -> Addresses:
        """Which addresses proved to be no good, in earnest."""
        return self._under.addresses if self._under is not None else NoAddresses()

    @property
    def paces(self) -> Paces:
        """How fast each channel may be used."""
        return self._books.paces

    @property
    def _books(self) -> UnitOfWork:
        if self._under is None:
            raise NoBooksError
        return self._under

    @property
    def links(self) -> Links:
        """Where people have shown to be reached; a rehearsal links nobody."""
        return self._books.links

    @property
    def rounds(self) -> Rounds:
        """Which roadmaps are being checked in earnest."""
        return self._books.rounds

    @property
    def trail(self) -> Trail:
        """What people did in earnest."""
        return self._books.trail

    @property
    def letters(self) -> "Letters":
        """What people wrote; a rehearsal reads none."""
        return self._books.letters

    @property
    def tokens(self) -> Tokens:
        """What was given out for long; a rehearsal gives nothing."""
        return self._books.tokens

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget nothing: the notebook goes on to the next day of the rehearsal."""
