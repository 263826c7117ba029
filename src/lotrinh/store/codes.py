"""Implements `codes.Codes`: a number for each deadline that was ever told, given in turn."""

from collections.abc import Collection, Mapping
from itertools import count

from sqlalchemy import Connection, func, insert, select

from lotrinh.domain.facts import CellId
from lotrinh.store.dialects import Turn, take_turn
from lotrinh.store.marks import CODES_FROM, marked
from lotrinh.store.notes import Candidates, batches, cell_of, columns_of, is_candidate
from lotrinh.store.tables import candidates, codes


class SqlCodes:
    """Numbers of deadlines."""

    def __init__(self, connection: Connection, cells: Candidates) -> None:
        self._connection, self._candidates = connection, cells

    def give(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the number of each cell; one that has none yet gets the next."""
        known = self.given(cells)
        if len(known) == len(set(cells)):
            return known
        take_turn(self._connection, Turn.CODES)
        # Looked up again: somebody may have given them while we waited for our turn.
        known = self.given(cells)
        new = sorted(set(cells) - known.keys())
        numbered = dict(zip(new, count(self.newest() + 1), strict=False))
        rows = [{"number": number, **columns_of(cell)} for cell, number in numbered.items()]
        if rows:
            self._connection.execute(insert(codes), rows)
        return {**known, **numbered}

    def given(self, cells: Collection[CellId]) -> Mapping[CellId, int]:
        """Return the numbers of those cells that have one."""
        self._candidates.put(cells)
        wanted = select(codes).join_from(candidates, codes, is_candidate(codes))
        rows = self._connection.execute(wanted).mappings()
        return {cell_of(row): row["number"] for row in rows}

    def cells(self, numbers: Collection[int]) -> Mapping[int, CellId]:
        """Return what the numbers stand for; one that was never given is left out."""
        found: dict[int, CellId] = {}
        for some in batches(numbers):
            wanted = select(codes).where(codes.c.number.in_(some))
            rows = self._connection.execute(wanted).mappings()
            found |= {row["number"]: cell_of(row) for row in rows}
        return found

    def newest(self) -> int:
        """Return the number given last, 0 where there is none.

        After a restore that may be a number of which only a lost letter knows.
        """
        newest = self._connection.scalar(select(func.max(codes.c.number))) or 0
        return max(newest, int(marked(self._connection, CODES_FROM) or 0))
