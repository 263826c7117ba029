"""Thanks: what somebody was told of, and what was said done since the last message to him or her.

Only that is fetched, and only for those who get a message. Here is the port, with both layers
that are laid over it: a rehearsal's, and that of present ids.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from lotrinh.application.books.messages import MessageKind
from lotrinh.domain.facts import CellId, FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.renames import Renames

if TYPE_CHECKING:  # it is laid over by them
    from lotrinh.application.books.noted_facts import NotedFacts
    from lotrinh.application.books.rehearsal import RehearsalLedger, RehearsalOutbox

SAYS_DONE = frozenset({FactKind.DONE, FactKind.HAPPENED, FactKind.MEASURED})
LONG_AGO = timedelta(days=90)
"""For what was due longer ago than this nobody is thanked any more."""

Owed = Mapping[PersonId, Sequence[CellId]]


class Thanks(Protocol):
    """What was done since the last message of reminders."""

    def owed(self, recipients: Collection[PersonId], since: date) -> Owed:
        """Return what each of some was told of to do, and was said done since the last message.

        Args:
            recipients: Those who get a message now.
            since: Only what was due on this day or later.
        """
        ...


@dataclass(frozen=True)
class RehearsalThanks:
    """Thanks with a notebook laid over the books: its own messages have thanked already."""

    ledger: "RehearsalLedger"
    facts: "NotedFacts"
    outbox: "RehearsalOutbox"
    under: Thanks | None = None

    def owed(self, recipients: Collection[PersonId], since: date) -> Owed:
        """Return what each of some was told of to do, and was said done since the last message."""
        posted = [m for m in self.outbox.posted.values() if m.kind is MessageKind.REMINDERS]
        seen = {message.recipient: message.facts for message in posted}
        asked = {recipient for recipient in recipients if recipient not in seen}
        under = self.under.owed(asked, since) if self.under else {}
        owed = {person: list(cells) for person, cells in under.items()}
        for fact in self.facts.noted:
            if fact.cell is None or fact.kind not in SAYS_DONE:
                continue
            for person, heard in self.ledger.said([fact.cell]).get(fact.cell, {}).items():
                told = any(said.told and said.due >= since for said in heard)
                if told and person in recipients and fact.sequence > seen.get(person, 0):
                    owed.setdefault(person, []).append(fact.cell)
        return owed


@dataclass(frozen=True)
class RenamedThanks:
    """Thanks by present ids."""

    under: Thanks
    renames: Renames

    def owed(self, recipients: Collection[PersonId], since: date) -> Owed:
        """Return what each of some was told of to do, and was said done since the last message.

        What was told under one id and done under another, within that time, isn't thanked for.
        """
        owed = self.under.owed(recipients, since)
        return {person: [self.renames.cell(c) for c in cells] for person, cells in owed.items()}
