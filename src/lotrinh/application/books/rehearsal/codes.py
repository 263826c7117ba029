"""The codes with a notebook laid over them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lotrinh.application.office.codes import Codes
from lotrinh.domain.facts import CellId


@dataclass
class NotedCodes:
    """The codes with a notebook laid over them; without codes, it begins at 1."""

    under: Codes | None = None
    noted: dict[CellId, int] = field(default_factory=dict)

    def give(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the number of each cell, as the books would give it next."""
        known = self.given(cells)
        new = sorted(set(cells) - known.keys())
        self.noted |= {cell: number for number, cell in enumerate(new, self.newest() + 1)}
        return self.given(cells)

    def given(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the numbers of those cells that have one."""
        under = self.under.given(cells) if self.under else {}
        return {**{cell: self.noted[cell] for cell in cells if cell in self.noted}, **under}

    def cells(self, numbers: Collection[int]) -> Mapping[int, CellId]:
        """Return what the numbers stand for."""
        under = self.under.cells(numbers) if self.under else {}
        noted = {number: cell for cell, number in self.noted.items() if number in numbers}
        return {**noted, **under}

    def newest(self) -> int:
        """Return the number given last, 0 where there is none."""
        under = self.under.newest() if self.under else 0
        return max(under, *self.noted.values(), 0)
