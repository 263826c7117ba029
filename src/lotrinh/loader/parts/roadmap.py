"""What a roadmap file means: phrases parsed, every word in it resolved to what it names."""

from lotrinh.domain.due import references
from lotrinh.domain.roadmap import Anchor, Basis, Roadmap, RoadmapId, Term
from lotrinh.loader.parts.amendments import added_milestones, read_amendments
from lotrinh.loader.parts.milestones import read_asking, read_milestone
from lotrinh.loader.parts.reader import Names, Reader, Words
from lotrinh.loader.parts.roadmap_shape import AnchorShape, RoadmapShape
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Text

_EVERY_MORNING = "30 7 * * *"
_RESERVED = frozenset({"backup", "deliver", "retention", "shard"})
"""The flows that are there anyway."""


def read_roadmap(shape: RoadmapShape, words: Words, findings: Findings) -> Roadmap:
    """Return the roadmap, without those of its parts that can't be understood."""
    reader = Reader(shape, Names(shape), words, findings)
    _check_names(reader)
    _check_policy(reader)
    anchors = [_anchor(reader, name, anchor) for name, anchor in shape.anchors.items()]
    milestones = [read_milestone(reader, m, shape.applies) for m in shape.milestones]
    milestones += [read_asking(reader, name, anchor) for name, anchor in shape.anchors.items()]
    milestones += added_milestones(reader)
    return Roadmap(
        id=RoadmapId(str(shape.roadmap)),
        title=str(shape.title),
        term=shape.term or Term("", 2025, 2025),
        cron=str(shape.check.cron) if shape.check else _EVERY_MORNING,
        policy=str(shape.policy),
        applies=reader.selector(shape.applies),
        bases={str(name): _basis(reader, name) for name in shape.basis},
        anchors={anchor.id: anchor for anchor in anchors},
        milestones={m.id: m for m in milestones if m is not None},
        formerly=tuple(RoadmapId(str(old)) for old in shape.formerly),
        amendments=read_amendments(reader),
    )


def _check_names(reader: Reader) -> None:
    """Report names that stand for two things, and the one that is taken."""
    if (taken := reader.shape.roadmap) in _RESERVED:
        reader.findings.error("reserved-id", taken.where, value=str(taken))
    seen: dict[str, Text] = {}
    for name, id_ in reader.names.written():
        first = seen.setdefault(fold(name), name)
        if first is not name and (first != id_ or name == id_):
            before = str(first.where)
            reader.findings.error("duplicate-id", name.where, value=str(name), first=before)


def _check_policy(reader: Reader) -> None:
    """Report a policy that isn't there, or that is only there by default."""
    written = reader.shape.policy
    places = (written.where, reader.shape.roadmap.where, reader.shape.where)
    where = next(place for place in places if place.path)
    reader.findings.expect_at(written, where, reader.words.policies, "unknown-policy")


def _basis(reader: Reader, name: Text) -> Basis:
    shape = reader.shape.basis[name]
    return Basis(str(name), str(shape.number), str(shape.title), shape.issued, shape.scope)


def _anchor(reader: Reader, name: Text, shape: AnchorShape) -> Anchor:
    if shape.at and shape.window:
        reader.findings.error("at-and-window", shape.window.where)
    at, window, within = (reader.phrase(w) for w in (shape.at, shape.window, shape.within))
    for written, phrase in ((shape.at, at), (shape.window, window), (shape.within, within)):
        if phrase is not None and phrase.every is not None:
            reader.findings.error("recurring-anchor", written.where, value=str(written))
    if within is not None and any(references(within)):
        reader.findings.error("within-leans", shape.within.where, value=str(shape.within))
    formerly = tuple(map(str, shape.formerly))
    return Anchor(str(name), str(shape.title), at, window, within, formerly)
