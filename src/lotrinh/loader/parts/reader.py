"""What stands in a roadmap file, understood piece by piece: phrases, selectors, names.

Anchors and milestones share one namespace. Names are taken from the file as written, also
from what is itself wrong, so that one mistake isn't reported again wherever it is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lotrinh.domain.due import Phrase
from lotrinh.domain.registers import OrganisationId, Selector, role_above
from lotrinh.domain.roadmap import Barrier, MilestoneId, RoadmapId, Term
from lotrinh.loader.parts.roadmap_shape import (
    BarrierShape,
    CountedShape,
    RoadmapShape,
    SelectorShape,
)
from lotrinh.loader.phrases.days import YEARS, PhraseError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Text

_YEARS_BEFORE, _YEARS_AFTER = 6, 8


@dataclass(frozen=True, slots=True)
class Words:
    """What a roadmap may refer to in other files."""

    kinds: Vocabulary
    roles: Vocabulary
    organisations: Vocabulary
    tags: Vocabulary
    policies: Vocabulary
    roadmaps: Vocabulary


@dataclass(frozen=True)
class Names:
    """The namespace of one roadmap."""

    shape: RoadmapShape

    @cached_property
    def milestones(self) -> Vocabulary:
        """Ids of milestones."""
        return Vocabulary(shape.id for shape in self.shape.every_milestone if shape.id)

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
        for milestone in self.shape.every_milestone:
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


def check_role(role: Text, roles: Vocabulary, findings: Findings) -> None:
    """Report a role that nobody has defined; `parent.ROLE` is one of the organisation above."""
    bare = role_above(role) or role
    if role:
        where = role.at(len(role) - len(bare) + 1)
        findings.expect_at(bare, where, roles, "unknown-role")


@dataclass(frozen=True, slots=True)
class Reader:
    """One roadmap file on its way to its meaning."""

    shape: RoadmapShape
    names: Names
    words: Words
    findings: Findings

    @property
    def years(self) -> range:
        """The years that days may lie in."""
        return years_around(self.shape.term)

    def check_roles(self, roles: Iterable[Text]) -> None:
        """Report roles that nobody has defined."""
        for role in roles:
            check_role(role, self.words.roles, self.findings)

    def barrier(self, shape: BarrierShape) -> Barrier:
        """Return what a barrier counts; one in another roadmap is looked for at the end."""
        counts = shape.counts or CountedShape.model_construct()
        roadmap, slash, milestone = shape.done.rpartition("/")
        if shape.done and not slash:
            self.findings.expect(shape.done, self.names.milestones, "unknown-milestone")
        elif slash:
            self.findings.expect_at(
                roadmap, shape.done.where, self.words.roadmaps, "unknown-roadmap"
            )
        return Barrier(
            self.chosen(counts.kind, counts.organisations, counts.tags),
            MilestoneId(str(milestone)),
            RoadmapId(str(roadmap)) if slash else None,
            below=counts.below,
        )

    def selector(self, shape: SelectorShape | None) -> Selector:
        """Return which organisations are meant, all where nothing is said."""
        if shape is None:
            return Selector()
        if shape.below:
            self.findings.expect(shape.below, self.words.organisations, "unknown-organisation")
        below = OrganisationId(str(shape.below)) if shape.below else None
        return replace(self.chosen(shape.kind, shape.organisations, shape.tags), below=below)

    def chosen(
        self, kinds: Sequence[Text], organisations: Sequence[Text], tags: Sequence[Text]
    ) -> Selector:
        """Return the organisations of some kinds, ids and tags, having reported unknown ones."""
        words = self.words
        for kind in kinds:
            self.findings.expect(kind, words.kinds, "unknown-kind")
        for organisation in organisations:
            self.findings.expect(organisation, words.organisations, "unknown-organisation")
        for tag in tags:
            self.findings.expect(tag, words.tags, "unknown-tag")
        return Selector(
            frozenset(map(str, kinds)),
            frozenset(OrganisationId(str(id_)) for id_ in organisations),
            frozenset(map(str, tags)),
        )

    def rounds(self, first: int | None = None, last: int | None = None) -> range | None:
        """Return the years in which something may come round: its own, or the term's."""
        term = self.shape.term
        if term is None:
            return None
        return range(first or term.first_year, (last or term.last_year) + 1) or None

    def phrase(self, written: Text, rounds: range | None = None) -> Phrase | None:
        """Return the meaning of a date phrase, None where it has none or is missing."""
        if not written:
            return None
        try:
            meaning = parse_phrase(str(written), self.names.ids, self.years, rounds)
        except PhraseError as error:
            nearest = self.names.spelling.get(error.nearest or "", error.nearest)
            where = written.at(error.column)
            self.findings.error(error.code, where, nearest=nearest, **error.values)
            return None
        return replace(meaning, source=written.where.on_line)
