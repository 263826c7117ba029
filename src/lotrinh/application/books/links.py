"""Links: where people have shown to be reached, and the codes by which they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lotrinh.domain.registers import PersonId


@dataclass(frozen=True, slots=True)
class Link:
    """Where somebody is reached by a channel, as he or she has shown by writing to it."""

    channel: str
    person: PersonId
    address: str


class Links(Protocol):
    """Addresses that people have shown to be theirs, and the codes by which they do."""

    def offer(self, channel: str, person: PersonId, digest: str, until: datetime) -> None:
        """Keep a code for a person, by its digest; an earlier one that waits is void."""
        ...

    def redeem(self, channel: str, digest: str, address: str, now: datetime) -> PersonId | None:
        """Use a code up, and link its person; None where there is no such code any more.

        Used again from the same address it says the same: an answer may have been lost.
        """
        ...

    def cut(self, channel: str, person: PersonId, now: datetime) -> bool:
        """End a person's link, and void a code that waits; False if there was no link."""
        ...

    def all(self) -> Sequence[Link]:
        """Return every link that holds."""
        ...
