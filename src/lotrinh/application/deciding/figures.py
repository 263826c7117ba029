"""Figures: what the standings of some deadlines add up to, as every report tells it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lotrinh.domain.status import Standing, tally


@dataclass(frozen=True, slots=True)
class Figures:
    """How many deadlines stand how; what needn't be done is counted apart."""

    counted: Mapping[Standing, int] = field(default_factory=Counter)

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> "Figures":
        """Add up the standings of some deadlines."""
        return cls(tally(standings))

    def __getitem__(self, standing: Standing) -> int:
        return self.counted.get(standing, 0)

    @property
    def total(self) -> int:
        """All that is to be done."""
        return sum(self.counted.values()) - self[Standing.WAIVED]

    @property
    def done(self) -> int:
        """What is finished, in time or not."""
        return sum(count for standing, count in self.counted.items() if standing.is_done)

    @property
    def late(self) -> int:
        """What somebody still owes after its day."""
        return sum(count for standing, count in self.counted.items() if standing.is_late)

    @property
    def percent(self) -> int:
        """How much of it is done; a half is rounded up, as a spreadsheet does.

        >>> Figures({Standing.DONE: 1, Standing.OVERDUE: 7}).percent, Figures().percent
        (13, 0)
        """
        return (200 * self.done + self.total) // (2 * self.total) if self.total else 0
