"""Notices: what the coordinator or the operator is told once, as soon as it is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.deliveries import Delivery, Destination
from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.messages import Excess, MessageKind
from lotrinh.application.office.configuration import Post
from lotrinh.domain.timeline import Deadline


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the coordinator is told once."""

    kind: MessageKind
    key: str
    """The same for the same thing: it is told once."""
    deadlines: Sequence[Deadline] = ()
    failures: Sequence[Delivery] = ()
    """Messages that were given up."""
    set_aside: Sequence[Destination] = ()
    """Addresses that aren't used any more."""
    lines: Sequence[str] = ()
    checks: Sequence[CheckRecord] = ()
    """The last of roadmaps that should have been checked since."""
    excess: Excess | None = None
    """A run that is held."""
    restored: Restored | None = None
    """Of which backup the books were made, where that is why it is held."""
    unheld: Sequence[Post] = ()
    """Posts that nobody holds, so that nobody was told."""
    passed_over: Sequence[Post] = ()
    """Posts above that nobody holds, so that what is overdue was told further up, if at all."""
