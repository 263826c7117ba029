"""The trail: what people recorded and did, by which way, for whoever looks back on it.

It is read a page at a time, the newest first, however long it has grown. Beside facts there
are deeds: what is no fact of a deadline, and somebody has decided all the same.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from lotrinh.domain.facts import BY_COMMAND, CellId, Fact, FactKind, Via
from lotrinh.domain.registers import OrganisationId

PAGE = 50
"""So many entries a page, where nobody asks for another number."""


class DeedKind(StrEnum):
    """What somebody has done that is no fact of a deadline."""

    RETRIED = "retried"
    """Messages were put up for another try."""
    WITHDRAWN = "withdrawn"
    """Messages were taken out for good."""
    RELEASED = "released"
    """What was held was let go."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody has done."""

    kind: DeedKind
    at: datetime
    by: str
    via: Via = BY_COMMAND
    subject: str = ""
    """The key of the one message that it was done to; '' where it was several."""
    count: int = 1
    """To how many."""
    number: int = 0
    """Counts up; given where it is kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of the trail, with a cell; what takes back many has a step for each of them."""

    fact: Fact
    taken_back: int = 0
    """Of an UNDONE the sequence of the fact that this step takes back."""

    @property
    def place(self) -> "Place":
        """Where it stands in the trail."""
        return self.fact.sequence, self.taken_back


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which steps are wanted; None leaves it open."""

    organisations: AbstractSet[OrganisationId] | None = None
    cells: Collection[CellId] | None = None
    """By roadmap, milestone and occurrence, of which '' leaves each open; no organisation."""
    authors: Collection[str] | None = None
    """Names as they were written, or ids of persons."""
    kinds: Collection[FactKind] | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Not at this instant any more."""


class Trail(Protocol):
    """What people recorded and did."""

    def steps(
        self, sought: Sought, *, before: Place | None = None, limit: int | None
    ) -> Sequence[Step]:
        """Return the steps that come before some place (before none: the newest), newest first."""
        ...

    def undone(self, entries: Collection[int]) -> Mapping[int, int]:
        """Return those of some entries that were taken back, each with the one that did it."""
        ...

    def authors(self) -> Sequence[str]:
        """Return everybody who has recorded anything, as it was written."""
        ...

    def do(self, deed: Deed) -> None:
        """Keep that somebody has done something."""
        ...

    def deeds(
        self,
        *,
        before: int | None = None,
        limit: int | None,
        since: datetime | None = None,
        until: datetime | None = None,
        by: str = "",
    ) -> Sequence[Deed]:
        """Return what was done before the deed of a number, newest first."""
        ...

    def done_to(self, subject: str) -> Sequence[Deed]:
        """Return what was done to one message alone, oldest first."""
        ...
