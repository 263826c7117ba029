"""Thanks: what somebody was told of, and what was said done since the last message to him or her.

Only that is fetched, and only for those who get a message.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from lotrinh.domain.facts import CellId, FactKind
from lotrinh.domain.registers import PersonId

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
