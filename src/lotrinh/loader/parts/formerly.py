"""What was called otherwise before: an old id means one thing, and nothing else by now.

Facts and reminders in the books keep the ids under which they were written; `formerly`
says which of them belong to what is called otherwise today.
"""

from collections.abc import Iterable

from lotrinh.loader.parts.roadmap_shape import MilestoneShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.written import Text

_Renamed = Iterable[tuple[Text, tuple[Text, ...]]]
"""Each id, with those that it had before."""


def check_formerly(shapes: Iterable[RoadmapShape], findings: Findings) -> None:
    """Report old ids that are in use, are claimed twice, or were never given up."""
    roadmaps = list(shapes)
    _check([(shape.roadmap, shape.formerly) for shape in roadmaps], (), findings)
    for shape in roadmaps:
        _check(_milestones(shape.milestones), shape.anchors, findings)


def _milestones(shapes: Iterable[MilestoneShape]) -> _Renamed:
    return [(shape.id, shape.formerly) for shape in shapes]


def _check(renamed: _Renamed, others: Iterable[Text], findings: Findings) -> None:
    """Check the old ids of one namespace, in which `others` are taken as well."""
    taken = {id_: id_ for id_ in (*others, *(id_ for id_, _ in renamed)) if id_}
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
