"""Whether a roadmap agrees with itself: no circles, no occurrence that never comes.

The domain follows references without looking for their end; that there is one is made sure
of here.
"""

from collections.abc import Iterator, Mapping

from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Phrase, references
from lotrinh.domain.occurrence import Every
from lotrinh.domain.roadmap import Milestone, MilestoneId, Roadmap
from lotrinh.loader.parts.cycles import cycles, rows
from lotrinh.loader.parts.roadmap_shape import MilestoneShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.written import Text

# Dates are resolved by recursion; no plan comes near this, and a copied mistake may.
_LONGEST_ROW = 50
_Places = Mapping[str, Text]


def check_consistency(shape: RoadmapShape, roadmap: Roadmap, findings: Findings) -> None:
    """Report what contradicts itself."""
    places = _places(shape)
    _check_marks(shape, findings)
    _check_needs(shape, findings)
    leans_on = {name: list(_names(roadmap, name)) for name in places}
    if _has_an_end(leans_on, places, findings):
        _check_occurrences(roadmap, places, findings)
        for milestone in shape.milestones:
            _check_rhythm(milestone, roadmap, findings)


def _has_an_end(leans_on: Mapping[str, list[str]], places: _Places, findings: Findings) -> bool:
    circles = list(cycles(leans_on))
    for circle in circles:
        findings.error("circular-due", places[circle[0]].where, cycle=" → ".join(circle))
    longest = [] if circles else [n for n, length in rows(leans_on) if length == _LONGEST_ROW + 1]
    for name in longest:
        findings.error("long-row", places[name].where, value=name, limit=str(_LONGEST_ROW))
    return not circles and not longest


def _places(shape: RoadmapShape) -> _Places:
    """Return, for each name of the roadmap, the phrase that gives its day."""
    anchors = {str(name): anchor.at or anchor.window for name, anchor in shape.anchors.items()}
    return anchors | {str(m.id): m.due for m in shape.milestones}


def _check_marks(shape: RoadmapShape, findings: Findings) -> None:
    first: dict[str, Text] = {}
    for milestone in shape.milestones:
        anchor = milestone.marks
        if anchor and (before := first.setdefault(anchor, milestone.id)) is not milestone.id:
            findings.error("marked-twice", anchor.where, value=str(anchor), first=str(before))


def _check_needs(shape: RoadmapShape, findings: Findings) -> None:
    needs = {str(m.id): {str(need): need for need in m.needs} for m in shape.milestones}
    for circle in cycles(needs):
        where = needs[circle[0]][circle[1]].where
        findings.error("circular-needs", where, cycle=" → ".join(circle))


def _references(roadmap: Roadmap, name: str) -> Iterator[Reference]:
    for phrase in _phrases(roadmap, name):
        yield from references(phrase)


def _phrases(roadmap: Roadmap, name: str) -> Iterator[Phrase]:
    anchor = roadmap.anchors.get(name)
    milestone = roadmap.milestones.get(MilestoneId(name))
    if anchor is not None:
        yield from (phrase for phrase in (anchor.at, anchor.window) if phrase)
    elif milestone is not None:
        yield milestone.due


def _names(roadmap: Roadmap, name: str) -> Iterator[str]:
    return (reference.name for reference in _references(roadmap, name))


def _check_occurrences(roadmap: Roadmap, places: _Places, findings: Findings) -> None:
    for name, written in places.items():
        for reference in _references(roadmap, name):
            labels = _labels(roadmap, reference.name)
            if reference.occurrence is not None and reference.occurrence not in labels:
                nearest = labels.nearest(reference.occurrence)
                values = {"value": reference.occurrence, "name": reference.name}
                findings.error("missing-occurrence", written.where, nearest=nearest, **values)
            elif reference.occurrence is None and labels.words and name in roadmap.anchors:
                findings.error("recurring-anchor", written.where, value=str(written))


def _check_rhythm(shape: MilestoneShape, roadmap: Roadmap, findings: Findings) -> None:
    """Report what only fits something that comes again, or only something that comes once."""
    milestone = roadmap.milestones.get(MilestoneId(shape.id))
    if milestone is None:
        return
    every, _ = _rhythm(roadmap, milestone)
    if every is not None and shape.marks:
        findings.error("recurring-marks", shape.marks.where, value=str(shape.marks))
    for key, year in (("from", shape.first_year), ("until", shape.last_year)):
        if every is None and year is not None:
            findings.error("years-of-once", shape.place(key), key=key)


def _labels(roadmap: Roadmap, name: str) -> Vocabulary:
    """Return the names of a milestone's occurrences, none for what comes once."""
    milestone = roadmap.milestones.get(MilestoneId(name))
    if milestone is None:
        return Vocabulary()
    every, leader = _rhythm(roadmap, milestone)
    if every is None:
        return Vocabulary()
    first = leader.first_year if leader.first_year is not None else roadmap.term.first_year
    last = leader.last_year if leader.last_year is not None else roadmap.term.last_year
    return Vocabulary(map(str, leader.due.occurrences(first, last)))


def _rhythm(roadmap: Roadmap, milestone: Milestone) -> tuple[Every | None, Milestone]:
    """Return how often a milestone comes round, and the one whose years it takes."""
    for reference in references(milestone.due):
        followed = roadmap.milestones.get(MilestoneId(reference.name))
        if followed is not None and reference.occurrence is None:
            return _rhythm(roadmap, followed)
    return milestone.due.every, milestone
