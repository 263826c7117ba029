"""Thanks by present ids."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lotrinh.application.books.thanks import Owed, Thanks
from lotrinh.domain.registers import PersonId
from lotrinh.domain.renames import Renames


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
