"""What a roadmap file means: phrases parsed, every word in it resolved to what it names.

Anchors and milestones share one namespace. Names are taken from the file as written, also
from what is itself wrong, so that one mistake isn't reported again wherever it is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import (
    Anchor,
    Basis,
    Duration,
    Milestone,
    MilestoneId,
    OrganisationId,
    Roadmap,
    RoadmapId,
    RoleId,
    Selector,
    Term,
)
from lotrinh.loader.days import YEARS, PhraseError
from lotrinh.loader.parts.roadmap_shape import (
    AnchorShape,
    MilestoneShape,
    RoadmapShape,
    SelectorShape,
)
from lotrinh.loader.phrase import parse_phrase
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Text

_EVERY_MORNING = "30 7 * * *"
_YEARS_BEFORE, _YEARS_AFTER = 6, 8
_RESERVED = "deliver"  # the flow that sends
_ABOVE = "parent."


@dataclass(frozen=True, slots=True)
class Words:
    """What a roadmap may refer to in other files."""

    kinds: Vocabulary
    roles: Vocabulary
    organisations: Vocabulary
    tags: Vocabulary
    policies: Vocabulary


@dataclass(frozen=True)
class Names:
    """The namespace of one roadmap."""

    shape: RoadmapShape

    @cached_property
    def milestones(self) -> Vocabulary:
        """Ids of milestones."""
        return Vocabulary(milestone.id for milestone in self.shape.milestones if milestone.id)

    @cached_property
    def anchors(self) -> Vocabulary:
        """Ids of anchors."""
        return Vocabulary(self.shape.anchors)

    def written(self) -> Iterator[tuple[Text, Text]]:
        """Yield every name as written, with the id that it stands for."""
        for anchor_id, anchor in self.shape.anchors.items():
            yield anchor_id, anchor_id
            for alias in anchor.alias:
                yield alias, anchor_id
        for milestone in self.shape.milestones:
            if milestone.id:
                yield milestone.id, milestone.id

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Ids by folded name, as the grammar wants them."""
        return {fold(name): str(id_) for name, id_ in self.written()}

    @cached_property
    def spelling(self) -> Mapping[str, str]:
        """Names as people write them, by folded name."""
        return {fold(name): str(name) for name, _ in self.written()}


def years_around(term: Term | None) -> range:
    """Return the years that the dates of a roadmap may lie in; others are slips of the pen."""
    if term is None:
        return YEARS
    return range(term.first_year - _YEARS_BEFORE, term.last_year + _YEARS_AFTER + 1)


def read_roadmap(shape: RoadmapShape, words: Words, findings: Findings) -> Roadmap:
    """Return the roadmap, without those of its parts that can't be understood."""
    reader = _Reader(shape, Names(shape), words, findings)
    reader.check_names()
    reader.check_policy()
    milestones = [reader.milestone(m) for m in shape.milestones]
    anchors = [reader.anchor(name, anchor) for name, anchor in shape.anchors.items()]
    return Roadmap(
        RoadmapId(str(shape.roadmap)),
        str(shape.title),
        shape.term or Term("", 2025, 2025),
        str(shape.check.cron) if shape.check else _EVERY_MORNING,
        str(shape.policy),
        reader.selector(shape.applies),
        {str(name): reader.basis(name) for name in shape.basis},
        {anchor.id: anchor for anchor in anchors},
        {m.id: m for m in milestones if m is not None},
        tuple(RoadmapId(str(old)) for old in shape.formerly),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """One roadmap file on its way to its meaning."""

    shape: RoadmapShape
    names: Names
    words: Words
    findings: Findings

    def check_names(self) -> None:
        """Report names that stand for two things, and the one that is taken."""
        if self.shape.roadmap == _RESERVED:
            self.findings.error("reserved-id", self.shape.roadmap.where, value=_RESERVED)
        seen: dict[str, Text] = {}
        for name, id_ in self.names.written():
            first = seen.setdefault(fold(name), name)
            if first is not name and (first != id_ or name == id_):
                before = str(first.where)
                self.findings.error("duplicate-id", name.where, value=str(name), first=before)

    def check_policy(self) -> None:
        """Report a policy that isn't there, or that is only there by default."""
        written = self.shape.policy
        where = written.where if written.where.path else self.shape.roadmap.where
        self.findings.expect_at(written, where, self.words.policies, "unknown-policy")

    def basis(self, name: Text) -> Basis:
        shape = self.shape.basis[name]
        return Basis(str(name), str(shape.number), str(shape.title), shape.issued, shape.scope)

    def anchor(self, name: Text, shape: AnchorShape) -> Anchor:
        if shape.at and shape.window:
            self.findings.error("at-and-window", shape.window.where)
        at, window = self.phrase(shape.at), self.phrase(shape.window)
        for written, phrase in ((shape.at, at), (shape.window, window)):
            if phrase is not None and phrase.every is not None:
                self.findings.error("recurring-anchor", written.where, value=str(written))
        return Anchor(str(name), str(shape.title), at, window)

    def milestone(self, shape: MilestoneShape) -> Milestone | None:
        due = self.phrase(shape.due, self.rounds(shape))
        self.check_roles((shape.lead, *shape.support))
        self.check_references(shape)
        applies = self.selector(shape.applies or self.shape.applies)
        if due is None or not shape.id:
            return None
        return Milestone(
            MilestoneId(str(shape.id)),
            str(shape.title),
            due,
            RoleId(str(shape.lead)),
            tuple(RoleId(str(role)) for role in shape.support),
            applies,
            str(shape.basis) or None,
            tuple(map(str, shape.needs)),
            str(shape.marks) or None,
            shape.first_year,
            shape.last_year,
            tuple(MilestoneId(str(old)) for old in shape.formerly),
            Duration(shape.takes.amount, shape.takes.unit) if shape.takes else None,
        )

    def check_roles(self, roles: Iterable[Text]) -> None:
        for role in roles:
            above = len(_ABOVE) if role.startswith(_ABOVE) else 0
            if role:
                where = role.at(above + 1)
                self.findings.expect_at(role[above:], where, self.words.roles, "unknown-role")

    def check_references(self, shape: MilestoneShape) -> None:
        bases = Vocabulary(self.shape.basis)
        for need in shape.needs:
            self.findings.expect(need, self.names.milestones, "unknown-milestone")
        if shape.basis:
            self.findings.expect(shape.basis, bases, "unknown-basis")
        if shape.marks:
            self.findings.expect(shape.marks, self.names.anchors, "unknown-anchor")
        if shape.first_year and shape.last_year and shape.last_year < shape.first_year:
            self.findings.error("ends-before-start", shape.where)

    def selector(self, shape: SelectorShape | None) -> Selector:
        if shape is None:
            return Selector()
        words = self.words
        for kind in shape.kind:
            self.findings.expect(kind, words.kinds, "unknown-kind")
        for organisation in shape.organisations:
            self.findings.expect(organisation, words.organisations, "unknown-organisation")
        for tag in shape.tags:
            self.findings.expect(tag, words.tags, "unknown-tag")
        return Selector(
            frozenset(map(str, shape.kind)),
            frozenset(OrganisationId(str(id_)) for id_ in shape.organisations),
            frozenset(map(str, shape.tags)),
        )

    def rounds(self, shape: MilestoneShape) -> range | None:
        """Return the years in which a milestone may come round: its own, or the term's."""
        term = self.shape.term
        if term is None:
            return None
        first, last = shape.first_year or term.first_year, shape.last_year or term.last_year
        return range(first, last + 1) or None

    def phrase(self, written: Text, rounds: range | None = None) -> Phrase | None:
        """Return the meaning of a date phrase, None where it has none or is missing."""
        if not written:
            return None
        try:
            years = years_around(self.shape.term)
            return parse_phrase(str(written), self.names.ids, years, rounds)
        except PhraseError as error:
            nearest = self.names.spelling.get(error.nearest or "", error.nearest)
            where = written.at(error.column)
            self.findings.error(error.code, where, nearest=nearest, **error.values)
            return None
