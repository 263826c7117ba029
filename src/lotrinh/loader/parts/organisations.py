"""The register of organisations, column by column.

Ten thousand rows are read as arrays: what a whole column has wrong is looked for at once,
and only a cell that is wrong is looked at alone. What isn't a column of ours must be an
anchor of some roadmap: the day that each organisation has set for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray
from lotrinh.domain.cycles import cycles
from lotrinh.domain.registers import ALL_CONTENTS, Kind, OrganisationId, Organisations, Source
from lotrinh.loader.parts.rows import OrganisationShape
from lotrinh.loader.parts.scalars import ID, as_id_meant, day_of
from lotrinh.loader.parts.succession import read_successors
from lotrinh.loader.phrases.days import PhraseError, far_from_term
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.headings import OF_ORGANISATIONS
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import Table, cells, check_columns, check_names, entries
from lotrinh.loader.reading.text import fold

_NEEDED = OrganisationShape.needed
COLUMNS = tuple(OrganisationShape.model_fields)
_CONTENTS = {"": ALL_CONTENTS, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the register may refer to in other files."""

    kinds: Mapping[str, Kind]
    kind_words: Vocabulary
    calendars: Vocabulary
    anchors: Mapping[str, str]
    """Ids of anchors, by their folded names and aliases: those of the library as well, so that
    a column stays when the roadmap that it was for has gone."""
    years: Mapping[str, range]
    """Those that the days of an anchor may lie in; none for one that no roadmap has."""
    anchors_complete: bool = True
    """False where a roadmap couldn't be read, so that its columns look strange."""


def read_organisations(table: Table, around: Surroundings, findings: Findings) -> Organisations:
    """Return the register, as far as it can be read."""
    own = _anchor_columns(table, around.anchors, findings)
    anchors = [*around.anchors.values(), *own]
    known = Keys("organisation", COLUMNS, anchors, is_open=not around.anchors_complete)
    check_columns(table, known, _NEEDED, findings, OF_ORGANISATIONS)
    check_ids(table, findings)
    check_names(table, findings)
    kinds = _kinds(table, around.kind_words, findings)
    _check_words(table, "calendar", around.calendars, "unknown-calendar", findings)
    valid_from = _days(table, "valid_from", findings)
    valid_to = _days(table, "valid_to", findings)
    _check_order(table, valid_from, valid_to, findings)
    return Organisations(
        tuple(OrganisationId(str(id_)) for id_ in cells(table, "id")),
        tuple(str(name) for name in cells(table, "name")),
        np.array(kinds, np.str_),
        _calendars(table, kinds, around.kinds),
        _parents(table, findings),
        valid_from,
        valid_to,
        _contents(table, findings),
        _tags(cells(table, "tags")),
        {
            id_: _own_days(table, column, around.years[id_], findings)
            for column, id_ in own.items()
            if id_ in around.years
        },
        read_successors(table, findings),
        _formerly(table),
        _source(table, own),
    )


def _anchor_columns(
    table: Table, anchors: Mapping[str, str], findings: Findings
) -> Mapping[str, str]:
    """Return the columns that name an anchor, each with the anchor's id."""
    found: dict[str, str] = {}
    for heading in table.columns:
        anchor = None if heading in COLUMNS else anchors.get(fold(heading))
        if anchor is None:
            continue
        if anchor in found.values():
            findings.error("duplicate-column", table.headings[heading], value=str(heading))
        found[heading] = anchor
    return found


def check_ids(table: Table, findings: Findings) -> None:
    """Report ids that aren't fit to be one, and ids that are there twice."""
    first: dict[str, int] = {}
    for row, id_ in enumerate(cells(table, "id")):
        if not id_:
            continue
        if not ID.fullmatch(id_):
            where = table.place("id", row)
            findings.error("bad-id", where, nearest=as_id_meant(id_), value=str(id_))
        if first.setdefault(id_, row) != row:
            where, before = table.place("id", row), str(table.place("id", first[id_]))
            findings.error("duplicate-id", where, value=str(id_), first=before)


def _check_words(
    table: Table, column: str, known: Vocabulary, code: str, findings: Findings
) -> None:
    column_cells = cells(table, column)
    wrong = {cell for cell in set(column_cells) if cell and known.called(cell) not in known}
    for row, cell in enumerate(column_cells if wrong else ()):
        if cell in wrong:
            findings.expect_at(cell, table.place(column, row), known, code)


def _kinds(table: Table, known: Vocabulary, findings: Findings) -> Sequence[str]:
    """Return the kind of each row: an id, or what the settings call it."""
    _check_words(table, "kind", known, "unknown-kind", findings)
    ids = {cell: known.called(cell) for cell in set(cells(table, "kind"))}
    return [ids[cell] for cell in cells(table, "kind")]


def _days(table: Table, column: str, findings: Findings) -> DayArray:
    days = np.full(len(table), NOT_A_DAY)
    written = {row: cell for row, cell in enumerate(cells(table, column)) if cell}
    found = [_day(table, column, row, cell, findings) for row, cell in written.items()]
    days[list(written)] = np.array(found, "M8[D]")
    return days


def _day(table: Table, column: str, row: int, cell: str, findings: Findings) -> date | None:
    try:
        return day_of(cell)
    except PhraseError as error:
        where = table.place(column, row)
        findings.error(error.code, where, nearest=error.nearest, **error.values)
        return None


def _own_days(table: Table, column: str, years: range, findings: Findings) -> DayArray:
    """Return the days set for an anchor, having reported those that no plan can be about."""
    days = _days(table, column, findings)
    year = days.astype("M8[Y]").astype(np.int64) + 1970
    far = ~np.isnat(days) & ((year < years[0]) | (year > years[-1]))
    for row in np.flatnonzero(far).tolist():
        error = far_from_term(days[row].astype(object), 1, years)
        findings.error(error.code, table.place(column, row), **error.values)
    return days


def _check_order(table: Table, first: DayArray, last: DayArray, findings: Findings) -> None:
    for row in np.flatnonzero(last < first):
        findings.error("ends-before-start", table.place("valid_to", int(row)))


def _calendars(
    table: Table, of_kinds: Sequence[str], kinds: Mapping[str, Kind]
) -> NDArray[np.str_]:
    usual = {name: kind.calendar for name, kind in kinds.items()}
    both = zip(cells(table, "calendar"), of_kinds, strict=True)
    return np.array([calendar or usual.get(kind, "") for calendar, kind in both], np.str_)


def _parents(table: Table, findings: Findings) -> NDArray[np.int64]:
    ids = cells(table, "id")
    rows = {id_: row for row, id_ in enumerate(ids) if id_}
    written = cells(table, "parent")
    known = Vocabulary.of_named(ids, cells(table, "name"), is_open=not rows)
    for row, parent in enumerate(written):
        if parent and parent not in known:
            where = table.place("parent", row)
            findings.expect_at(parent, where, known, "unknown-organisation")
    parents = np.array([rows.get(parent, -1) for parent in written], np.int64)
    if _has_circle(parents):
        _report_circles(table, ids, written, findings)
    return parents


def _has_circle(parents: NDArray[np.int64]) -> bool:
    """Whether going up leads back: after doubling the steps often enough all are at the top."""
    above = np.append(parents, -1)
    for _ in range(len(parents).bit_length() + 1):
        above = above[above]
    return bool((above >= 0).any())


def _report_circles(
    table: Table, ids: Sequence[str], written: Sequence[str], findings: Findings
) -> None:
    up = {id_: [parent] for id_, parent in zip(ids, written, strict=True) if id_ and parent}
    for cycle in cycles(up):
        row = list(ids).index(cycle[0])
        findings.error("circular-parents", table.place("parent", row), cycle=" → ".join(cycle))


def _contents(table: Table, findings: Findings) -> NDArray[np.int64]:
    column = cells(table, "contents")
    wrong = {cell for cell in set(column) if cell not in _CONTENTS}
    for row, cell in enumerate(column if wrong else ()):
        if cell in wrong:
            findings.error("bad-contents", table.place("contents", row), value=str(cell))
    return np.array([_CONTENTS.get(cell, ALL_CONTENTS) for cell in column], np.int64)


def _formerly(table: Table) -> Mapping[int, tuple[OrganisationId, ...]]:
    written = {row: cell for row, cell in enumerate(cells(table, "formerly")) if cell}
    return {
        row: tuple(OrganisationId(str(old)) for _, old in entries(cell))
        for row, cell in written.items()
    }


def _source(table: Table, anchors: Mapping[str, str]) -> Source:
    start = table.start
    columns = {anchors.get(name, name): place.column for name, place in table.headings.items()}
    return Source(start.path, np.array(table.lines, np.int64), start.sheet, columns)


def _tags(column: Iterable[str]) -> Mapping[str, NDArray[np.bool_]]:
    split = [[tag for _, tag in entries(cell)] if cell else [] for cell in column]
    names = {tag for tags in split for tag in tags}
    return {name: np.array([name in tags for tags in split], np.bool_) for name in sorted(names)}
