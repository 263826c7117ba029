"""Thanks with a notebook laid over the books."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.rehearsal.facts import NotedFacts
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.application.books.rehearsal.outbox import NotedOutbox
from lotrinh.application.books.thanks import SAYS_DONE, Owed, Thanks
from lotrinh.domain.registers import PersonId


@dataclass(frozen=True)
class NotedThanks:
    """Thanks with a notebook laid over the books: its own messages have thanked already."""

    ledger: "NotedLedger"
    facts: "NotedFacts"
    outbox: "NotedOutbox"
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
