"""A unit of work by present ids; it is entered and left with the one under it."""

from types import TracebackType
from typing import Self

from lotrinh.application.books.acceptances import Configurations
from lotrinh.application.books.bulletins import Bulletins
from lotrinh.application.books.correspondents import Correspondents
from lotrinh.application.books.deliveries import Addresses, Deliveries
from lotrinh.application.books.edits import Edits
from lotrinh.application.books.facts import Facts
from lotrinh.application.books.file_changes import FileChanges
from lotrinh.application.books.ledger import Ledger
from lotrinh.application.books.letters import Letters
from lotrinh.application.books.links import Links
from lotrinh.application.books.outbox import Outbox
from lotrinh.application.books.pace import Paces
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present.codes import RenamedCodes
from lotrinh.application.books.present.edits import RenamedEdits
from lotrinh.application.books.present.facts import RenamedFacts
from lotrinh.application.books.present.ledger import RenamedLedger
from lotrinh.application.books.present.outbox import RenamedOutbox
from lotrinh.application.books.present.thanks import RenamedThanks
from lotrinh.application.books.rounds import Rounds
from lotrinh.application.books.thanks import Thanks
from lotrinh.application.books.tokens import Tokens
from lotrinh.application.books.trail import Trail
from lotrinh.application.office.codes import Codes
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.renames import Renames


def by_present_ids(uow: UnitOfWork, configuration: Configuration) -> UnitOfWork:
    """Return the books as a configuration names things; as they are, where it renames none."""
    return _Books(uow, configuration.renames) if configuration.renames else uow


class _Books:
    """A unit of work by present ids; it is entered and left with the one under it."""

    def __init__(self, under: UnitOfWork, renames: Renames) -> None:
        self.ledger: Ledger = RenamedLedger(under.ledger, renames)
        self.facts: Facts = RenamedFacts(under.facts, renames)
        self.outbox: Outbox = RenamedOutbox(under.outbox, renames)
        self.codes: Codes = RenamedCodes(under.codes, renames)
        self.thanks: Thanks = RenamedThanks(under.thanks, renames)
        self._under = under
        self._renames = renames

    @property
    def deliveries(self) -> Deliveries:
        """What a person looks after; reminders there bear the ids that they were written under."""
        return self._under.deliveries

    @property
    def addresses(self) -> Addresses:
        """Which addresses proved to be no good."""
        return self._under.addresses

    @property
    def configurations(self) -> Configurations:
        """What was accepted."""
        return self._under.configurations

    @property
    def bulletins(self) -> Bulletins:
        """Which bulletins were made; there are no ids in them."""
        return self._under.bulletins

    @property
    def edits(self) -> Edits:
        """What was edited in place."""
        return RenamedEdits(self._under.edits, self._renames)

    @property
    def file_changes(self) -> FileChanges:
        """Which files were changed with this program; files have no ids."""
        return self._under.file_changes

    @property
    def links(self) -> Links:
        """Where people have shown to be reached."""
        return self._under.links

    @property
    def correspondents(self) -> Correspondents:
        """What people have chosen; renames concern no persons."""
        return self._under.correspondents

    @property
    def paces(self) -> Paces:
        """How fast each channel may be used."""
        return self._under.paces

    @property
    def rounds(self) -> Rounds:
        """Which roadmaps are being checked in shards."""
        return self._under.rounds

    @property
    def trail(self) -> Trail:
        """What people did; cells there bear the ids that they were recorded under."""
        return self._under.trail

    @property
    def letters(self) -> Letters:
        """What people wrote."""
        return self._under.letters

    @property
    def tokens(self) -> Tokens:
        """What was given out for long."""
        return self._under.tokens

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the books to whoever opened them."""
