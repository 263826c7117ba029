"""What was called otherwise before: an old id means one thing, and nothing else by now.

Facts and reminders in the books keep the ids under which they were written; `formerly`
says which of them belong to what is called otherwise today.
"""

from collections.abc import Iterable, Iterator, Sequence

from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.table import Table, cells, entries
from lotrinh.loader.reading.written import Text

_Named = tuple[Text, tuple[Text, ...]]
"""An id, with those that it had before."""


def check_formerly(shapes: Iterable[RoadmapShape], findings: Findings) -> None:
    """Report old ids that are in use, are claimed twice, or were never given up."""
    roadmaps = list(shapes)
    _check([(shape.roadmap, shape.formerly) for shape in roadmaps], findings)
    for shape in roadmaps:
        _check(list(_named(shape)), findings)


def check_former_organisations(table: Table, findings: Findings) -> None:
    """Report the same of organisations; where none was renamed, no place is worked out."""
    before = cells(table, "formerly")
    if any(before):
        ids = (Text(i, table.place("id", row)) for row, i in enumerate(cells(table, "id")))
        old = (_old_ids(table, row, cell) for row, cell in enumerate(before))
        _check(list(zip(ids, old, strict=True)), findings)


def _old_ids(table: Table, row: int, cell: str) -> tuple[Text, ...]:
    return tuple(Text(id_, table.place("formerly", row, at)) for at, id_ in entries(cell))


def _named(shape: RoadmapShape) -> Iterator[_Named]:
    """Yield what shares the namespace of one roadmap."""
    yield from ((name, anchor.formerly) for name, anchor in shape.anchors.items())
    yield from ((milestone.id, milestone.formerly) for milestone in shape.every_milestone)


def _check(renamed: Sequence[_Named], findings: Findings) -> None:
    """Check the old ids of one namespace."""
    taken = {id_: id_ for id_, _ in renamed if id_}
    first: dict[Text, Text] = {}
    for id_, before in renamed:
        for old in before:
            known = first.setdefault(old, old)
            if old == id_:
                findings.error("formerly-itself", old.where, value=str(old))
            elif old in taken:
                place = str(taken[old].where)
                findings.error("formerly-in-use", old.where, value=str(old), first=place)
            elif known is not old:
                place = str(known.where)
                findings.error("formerly-twice", old.where, value=str(old), first=place)
