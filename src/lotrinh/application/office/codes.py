"""Codes: the short numbers by which people name a deadline on the phone, in a letter, on a form.

A deadline gets its number when a message first tells of it, and keeps it for good.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from lotrinh.domain.facts import CellId


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
