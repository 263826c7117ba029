"""Which organisations go on with the work of one that ended: merges and splits, many to many.

The register says it at the one that ended, by the ids of those that it went into.
"""

from collections.abc import Iterator, Mapping

from lotrinh.domain.cycles import cycles
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.table import Table, cells, entries

_Successors = Mapping[int, tuple[int, ...]]


def read_successors(table: Table, findings: Findings) -> _Successors:
    """Return, by the row of an organisation, the rows of those that it went into."""
    ids = cells(table, "id")
    rows = {str(id_): row for row, id_ in enumerate(ids) if id_}
    known = Vocabulary(rows)
    found: dict[int, tuple[int, ...]] = {}
    for row, cell in enumerate(cells(table, "successors")):
        if cell:
            named = _named(table, row, known, findings)
            found[row] = tuple(dict.fromkeys(rows[id_] for id_ in named if id_ in rows))
    _check_ends(table, found, findings)
    _check_circles(table, found, findings)
    return found


def _named(table: Table, row: int, known: Vocabulary, findings: Findings) -> Iterator[str]:
    for offset, id_ in entries(cells(table, "successors")[row]):
        if id_ not in known:
            where = table.place("successors", row, offset)
            findings.expect_at(id_, where, known, "unknown-organisation")
        yield id_


def _check_ends(table: Table, successors: _Successors, findings: Findings) -> None:
    ends = cells(table, "valid_to")
    for row in successors:
        if not ends[row]:
            findings.error("successors-without-end", table.place("successors", row))


def _check_circles(table: Table, successors: _Successors, findings: Findings) -> None:
    ids = [str(id_) for id_ in cells(table, "id")]
    onwards = {ids[row]: [ids[after] for after in afters] for row, afters in successors.items()}
    for cycle in cycles(onwards):
        where = table.place("successors", ids.index(cycle[0]))
        findings.error("circular-successors", where, cycle=" → ".join(cycle))
