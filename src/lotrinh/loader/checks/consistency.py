"""Whether a roadmap agrees with itself: no circles, no occurrence that never comes.

The domain follows references without looking for their end; that there is one is made sure
of here.
"""

from collections.abc import Mapping
from dataclasses import replace

from lotrinh.domain.columns import followed_by
from lotrinh.domain.cycles import cycles, rows
from lotrinh.domain.distance import Reference
from lotrinh.domain.due import Phrase, references
from lotrinh.domain.occurrence import Every
from lotrinh.domain.roadmap import LONGEST_ROW, Milestone, MilestoneId, Roadmap
from lotrinh.loader.parts.roadmap_shape import AmendmentShape, MilestoneShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.written import Text

_Places = Mapping[str, Text]


def check_consistency(shape: RoadmapShape, roadmap: Roadmap, findings: Findings) -> None:
    """Report what contradicts itself."""
    places = _places(shape)
    _check_marks(shape, findings)
    _check_needs(shape, findings)
    named = _named(roadmap)
    leans_on = {name: [other.name for other in named.get(name, ())] for name in places}
    if _has_an_end(leans_on, places, findings):
        _check_occurrences(roadmap, named, places, findings)
        for milestone in shape.every_milestone:
            _check_rhythm(milestone, roadmap, findings)
        _check_new_dates(shape, roadmap, findings)


def _has_an_end(leans_on: Mapping[str, list[str]], places: _Places, findings: Findings) -> bool:
    circles = list(cycles(leans_on))
    for circle in circles:
        findings.error("circular-due", places[circle[0]].where, cycle=" → ".join(circle))
    longest = [] if circles else [n for n, length in rows(leans_on) if length == LONGEST_ROW + 1]
    for name in longest:
        findings.error("long-row", places[name].where, value=name, limit=str(LONGEST_ROW))
    return not circles and not longest


def _places(shape: RoadmapShape) -> _Places:
    """Return, for each name of the roadmap, the phrase that gives its day."""
    anchors = {str(name): anchor.at or anchor.window for name, anchor in shape.anchors.items()}
    return anchors | {str(m.id): m.due for m in shape.every_milestone}


def _check_marks(shape: RoadmapShape, findings: Findings) -> None:
    first: dict[str, Text] = {}
    for milestone in shape.every_milestone:
        anchor = milestone.marks
        if anchor and (before := first.setdefault(anchor, milestone.id)) is not milestone.id:
            findings.error("marked-twice", anchor.where, value=str(anchor), first=str(before))


def _check_needs(shape: RoadmapShape, findings: Findings) -> None:
    needs = {str(m.id): {str(need): need for need in m.awaited} for m in shape.every_milestone}
    for circle in cycles(needs):
        where = needs[circle[0]][circle[1]].where
        findings.error("circular-needs", where, cycle=" → ".join(circle))


def _named(roadmap: Roadmap) -> Mapping[str, list[Reference]]:
    """Return for each anchor and milestone all that its day is ever counted from."""
    return {
        name: [reference for phrase in phrases for reference in references(phrase)]
        for name, phrases in roadmap.phrases.items()
    }


def _check_occurrences(
    roadmap: Roadmap,
    named: Mapping[str, list[Reference]],
    places: _Places,
    findings: Findings,
) -> None:
    for name, written in places.items():
        for reference in named.get(name, ()):
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


def _check_new_dates(shape: RoadmapShape, roadmap: Roadmap, findings: Findings) -> None:
    """Report new dates of what there isn't, or that don't come round as often as it."""
    for amendment in shape.amendments:
        for key in amendment.dates:
            id_, _, label = key.partition("@")
            milestone = roadmap.milestones.get(MilestoneId(id_))
            due = _new_date(roadmap, amendment, MilestoneId(id_), label.upper())
            if id_ in roadmap.anchors:
                _check_new_day(key, due, findings)
            elif milestone is not None and due is not None:
                _check_new_date(roadmap, milestone, key, due, findings)


def _check_new_day(key: Text, due: Phrase | None, findings: Findings) -> None:
    """Report a new day of an anchor that comes again, or that is for some occurrence."""
    name, at, label = key.partition("@")
    if at:
        findings.error("missing-occurrence", key.where, value=label, name=name)
    elif due is not None and due.every is not None:
        findings.error("recurring-anchor", key.where, value=name)


def _new_date(
    roadmap: Roadmap, shape: AmendmentShape, milestone: MilestoneId, label: str
) -> Phrase | None:
    same_day = (a for a in roadmap.amendments if a.effective == shape.effective)
    found = (a.due.get((milestone, label)) for a in same_day)
    return next((due for due in found if due is not None), None)


def _check_new_date(
    roadmap: Roadmap, milestone: Milestone, key: Text, due: Phrase, findings: Findings
) -> None:
    labels = _labels(roadmap, milestone.id)
    _, at, label = key.partition("@")
    if at and label.upper() not in labels:
        values = {"value": label, "name": str(milestone.id)}
        findings.error("missing-occurrence", key.where, nearest=labels.nearest(label), **values)
        return
    own, new = _rhythm(roadmap, milestone)[0], _rhythm(roadmap, replace(milestone, due=due))[0]
    listed = new is Every.DAY  # the days of a rule are occurrences of its own
    if listed or (new is not own and not (at and new is None)):
        findings.error("new-date-rhythm", key.where, value=str(key))


def _labels(roadmap: Roadmap, name: str) -> Vocabulary:
    """Return the names of a milestone's occurrences, none for what comes once."""
    milestone = roadmap.milestones.get(MilestoneId(name))
    if milestone is None:
        return Vocabulary()
    every, leader = _rhythm(roadmap, milestone)
    if every is None:
        return Vocabulary()
    return Vocabulary(map(str, leader.due.occurrences(*leader.years(roadmap.term))))


def _rhythm(roadmap: Roadmap, milestone: Milestone) -> tuple[Every | None, Milestone]:
    """Return how often a milestone comes round, and the one whose years it takes."""
    followed = followed_by(milestone, roadmap)
    return (milestone.due.every, milestone) if followed is None else _rhythm(roadmap, followed)
