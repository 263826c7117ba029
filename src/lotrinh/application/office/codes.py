"""Codes: the short numbers by which people name a deadline on the phone, in a letter, on a form.

A deadline gets its number when a message first tells of it, and keeps it for good. Here is
the port, with both layers that are laid over it: a rehearsal's, and that of present ids.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lotrinh.domain.facts import CellId
from lotrinh.domain.renames import Renames


class Codes(Protocol):
    """Numbers of deadlines: one each way, never used again."""

    def give(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the number of each cell; one that has none yet gets the next."""
        ...

    def given(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the numbers of those cells that have one."""
        ...

    def cells(self, numbers: Collection[int]) -> Mapping[int, CellId]:
        """Return what the numbers stand for; one that was never given is left out."""
        ...

    def newest(self) -> int:
        """Return the number given last, 0 where there is none."""
        ...


@dataclass
class RehearsalCodes:
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
