"""Codes by present ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lotrinh.application.office.codes import Codes
from lotrinh.domain.facts import CellId
from lotrinh.domain.renames import Renames


@dataclass(frozen=True)
class RenamedCodes:
    """The codes by present ids: what is renamed keeps its number, the oldest if it has several."""

    under: Codes
    renames: Renames

    def give(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the number of each cell; one that has none under any of its ids gets the next."""
        known = self.given(cells)
        return {**known, **self.under.give(set(cells) - known.keys())}

    def given(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the numbers of those cells that have one."""
        asked = {name: cell for cell in cells for name in self.renames.names_of_cell(cell)}
        found: dict[CellId, int] = {}
        for name, number in self.under.given(asked).items():
            cell = asked[name]
            found[cell] = min(number, found.get(cell, number))
        return found

    def cells(self, numbers: Collection[int]) -> Mapping[int, CellId]:
        """Return what the numbers stand for today."""
        return {n: self.renames.cell(cell) for n, cell in self.under.cells(numbers).items()}

    def newest(self) -> int:
        """Return the number given last, 0 where there is none."""
        return self.under.newest()
