"""Rows of people that are likely a slip: a role whose messages reach one mailbox twice, and none.

Each holder hears for himself or herself, with links of his or her own, so nothing of the two
messages could be left out. Both may be meant, so they are warnings.
"""

from collections.abc import Iterator, Sequence

from lotrinh.domain.people import Roster
from lotrinh.domain.registers import Address
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.table import Table, cells


def check_holders(roster: Roster, table: Table, findings: Findings) -> None:
    """Report two that hold a role with one address, and people who hold none."""
    told = set[tuple[int, int]]()
    for post, rows in roster.holders.items():
        for first, row in _twice(roster, post, rows) if isinstance(rows, list) else ():
            if (first, row) not in told:
                told.add((first, row))
                said = {"post": post, "other": str(roster.ids[first])}
                findings.warning("same-mailbox", table.place("holds", row), **said)
    deputies = {str(cell) for cell in cells(table, "deputy")}
    for row, held in enumerate(cells(table, "holds")):
        id_ = str(cells(table, "id")[row]) if not held else ""
        if id_ and id_ not in deputies and row not in table.ragged:
            findings.warning("no-role", table.place("holds", row), value=id_)


def _twice(roster: Roster, post: str, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the rows of who holds a role where another one does whom the same address reaches.

    Who holds it from or until a day may well have come after somebody.
    """
    first: dict[Address, int] = {}
    for row in sorted(rows):
        person = roster[row]
        always = any(
            held.since is None and held.until is None
            for held in person.holds
            if f"{held.role}@{held.organisation}" == post
        )
        if always and person.addresses:
            before = first.setdefault(person.addresses[0], row)
            if before != row:
                yield before, row
