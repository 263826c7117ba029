"""What the use cases need from outside, as small protocols.

A `UnitOfWork` is one transaction over the books: facts, ledger, outbox and the others of this
folder. `store` keeps them in a database; `rehearsal` lays a notebook over them that is thrown
away, so that a rehearsal takes the very path of the real thing.
"""

from types import TracebackType
from typing import Protocol, Self

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
from lotrinh.application.books.messages import Message, Receipt
from lotrinh.application.books.outbox import Outbox
from lotrinh.application.books.pace import Paces
from lotrinh.application.books.rounds import Rounds
from lotrinh.application.books.thanks import Thanks
from lotrinh.application.books.tokens import Tokens
from lotrinh.application.books.trail import Trail
from lotrinh.application.office.codes import Codes
from lotrinh.errors import LotrinhError


class UnitOfWork(Protocol):
    """One transaction over the books: commits on leaving, rolls back on an exception."""

    @property
    def ledger(self) -> Ledger:
        """What was said."""
        ...

    @property
    def facts(self) -> Facts:
        """What happened."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is still to be delivered."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """The same, for whoever looks after it."""
        ...

    @property
    def addresses(self) -> Addresses:
        """Which addresses proved to be no good."""
        ...

    @property
    def configurations(self) -> Configurations:
        """What was accepted."""
        ...

    @property
    def bulletins(self) -> Bulletins:
        """Which bulletins were made, and what was sent between them."""
        ...

    @property
    def edits(self) -> Edits:
        """What was edited in place from one of those to the next."""
        ...

    @property
    def file_changes(self) -> FileChanges:
        """Which files were changed with this program, and by whom."""
        ...

    @property
    def links(self) -> Links:
        """Where people have shown to be reached."""
        ...

    @property
    def codes(self) -> Codes:
        """The numbers of deadlines."""
        ...

    @property
    def letters(self) -> Letters:
        """What people wrote."""
        ...

    @property
    def correspondents(self) -> Correspondents:
        """What people have chosen, and since when their links are void."""
        ...

    @property
    def paces(self) -> Paces:
        """How fast each channel may be used."""
        ...

    @property
    def rounds(self) -> Rounds:
        """Which roadmaps are being checked in shards."""
        ...

    @property
    def thanks(self) -> Thanks:
        """What was done since people were told of it."""
        ...

    @property
    def trail(self) -> Trail:
        """What people did, for whoever looks back on it."""
        ...

    @property
    def tokens(self) -> Tokens:
        """What was given out for long."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class BooksAwayError(LotrinhError):
    """The books can't be used at this moment; later they may be."""


class Store(Protocol):
    """The books themselves."""

    def begin(self) -> UnitOfWork:
        """Open a transaction that may write."""
        ...

    def look(self) -> UnitOfWork:
        """Open a transaction that only reads, and holds up nobody."""
        ...

    def mark_demo(self) -> None:
        """Say for good that these books are a demonstration's."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...

    @property
    def schema(self) -> str:
        """The revision of its tables."""
        ...

    @property
    def is_demo(self) -> bool:
        """Whether the books are a demonstration's, in which time may go back."""
        ...


class Channel(Protocol):
    """One way of reaching people."""

    name: str

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over a message, and say how that ended; raises nothing for a failed send.

        Args:
            message: What is to be said.
            address: To whom.
            again: Whether it may have arrived before: nobody knows how an earlier try ended.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
