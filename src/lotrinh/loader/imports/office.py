"""What an import has to know of the office: its roles, its kinds, the days it counts from.

Read from the files as far as they can be read: who brings the first plan may have other files
that aren't right yet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lotrinh.application.office.drafts import DraftAnchor
from lotrinh.application.office.founding import slug
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.imports.roles import Named, Roles, Unit, place_word
from lotrinh.loader.parts.extension import by_id
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.organisations import COLUMNS
from lotrinh.loader.parts.people import COLUMNS as OF_PEOPLE
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.parts.settings import SettingsShape, read_post
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.folder import LIBRARY, library_of
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import cells, entries
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Block, Listing, Text, Written

_SECRETARY = "secretary"
_BRACKETS = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Office:
    """What the plans of an office are read with."""

    roles: Mapping[str, str]
    """Titles by ids."""
    kinds: Mapping[str, str]
    coordinator: str
    """The role that is told of what concerns the files."""
    organisation: OrganisationId
    """Whose office it is."""
    kind: str
    """What kind of organisation that is."""
    names: Mapping[str, str]
    """Folded names and ids of anchors, with their ids."""
    anchors: Mapping[str, DraftAnchor]
    units: Mapping[str, Unit]
    """Organisations below it, by their names as `place_word` gives them."""
    holding: Mapping[str, frozenset[str]]
    """By a role: the kinds of organisations in which somebody holds it."""
    standing_in: Mapping[str, frozenset[str]]
    """By a role: the kinds in which another stands in for it."""

    def roles_with(self, given: Mapping[str, Named]) -> Roles:
        """Return who finds roles, also by words that somebody says are meant for them."""
        answering = _SECRETARY if _SECRETARY in self.roles else self.coordinator
        return Roles(self.roles, self.kinds, self.kind, answering, self.units, given)

    def also_in(self, role: str) -> str:
        """Return the kind below the office whose role it is as well, '' where none or many do."""
        return self._only(self.holding.get(role, frozenset()))

    def _only(self, kinds: frozenset[str]) -> str:
        found = kinds & {unit.kind for unit in self.units.values()} - {self.kind}
        return next(iter(found)) if len(found) == 1 else ""

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """Roles that the office hasn't, and one kind below it has."""
        none = frozenset[str]()
        known = {r: self.holding.get(r, none) | self.standing_in.get(r, none) for r in self.roles}
        lacking = {role: kinds for role, kinds in known.items() if self.kind not in kinds}
        return {role: kind for role, kinds in lacking.items() if (kind := self._only(kinds))}


def office_in(files: Mapping[str, bytes]) -> Office:
    """Return what the files say of an office; mistakes in them are passed over."""
    inputs = Inputs(files, Findings())
    settings = inputs.shape("settings.yaml", SettingsShape) or SettingsShape.model_construct()
    role, organisation = read_post(settings.coordinator) or ("", "")
    every = [*_anchors(inputs, library_of(files.get("settings.yaml", b"")) or LIBRARY)]
    anchors = dict(every)
    titles = {fold(_BRACKETS.sub("", anchor.title)): id_ for id_, anchor in every}
    names = titles | {fold(anchor.alias): id_ for id_, anchor in every}
    kinds = {str(id_): str(kind.title) for id_, kind in settings.kinds.items()}
    rows = _organisations(inputs, Vocabulary(kinds, {t: id_ for id_, t in kinds.items()}))
    return Office(
        roles={str(id_): str(title) for id_, title in settings.roles.items()},
        kinds=kinds,
        coordinator=role,
        organisation=OrganisationId(organisation),
        kind=rows[organisation].kind if organisation in rows else "",
        names=names | {fold(id_): id_ for id_ in anchors},
        anchors=anchors,
        units=_units(rows.values(), organisation),
        holding=_kinds(_held(inputs, rows)),
        standing_in=_kinds((r, k) for k, kind in settings.kinds.items() for r in kind.stands_in),
    )


@dataclass(frozen=True, slots=True)
class _Organisation:
    """A row of the register, as it is written."""

    id: str
    name: str
    kind: str
    parent: str


def _organisations(inputs: Inputs, kinds: Vocabulary) -> Mapping[str, _Organisation]:
    """Return the rows of the register by their ids."""
    table = inputs.table("organisations", Keys("organisation", COLUMNS, is_open=True))
    if table is None:
        return {}
    columns = (map(str, cells(table, name)) for name in ("id", "name", "kind", "parent"))
    return {
        id_: _Organisation(id_, name, kinds.called(kind), parent)
        for id_, name, kind, parent in zip(*columns, strict=True)
    }


def _units(rows: Iterable[_Organisation], above: str) -> Mapping[str, Unit]:
    """Return the organisations directly below one, by names that no two of them have."""
    below = [row for row in rows if row.parent == above and row.id != above]
    words = [place_word(slug(row.name)) for row in below]
    return {
        word: Unit(row.id, row.kind)
        for word, row in zip(words, below, strict=True)
        if words.count(word) == 1
    }


def _held(inputs: Inputs, rows: Mapping[str, _Organisation]) -> Iterator[tuple[str, str]]:
    """Yield each role that somebody holds, with the kind of the organisation."""
    table = inputs.table("people", Keys("person", OF_PEOPLE, is_open=True))
    for held in () if table is None else map(str, cells(table, "holds")):
        for _, post in entries(held):
            role, _, where = post.partition(" ")[0].partition("@")
            if where in rows:
                yield role, rows[where].kind


def _kinds(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return the kinds that go with each role."""
    found: dict[str, set[str]] = {}
    for role, kind in pairs:
        found.setdefault(str(role), set()).add(str(kind))
    return {role: frozenset(kinds) for role, kinds in found.items()}


def _anchors(inputs: Inputs, library: str) -> Iterator[tuple[str, DraftAnchor]]:
    """Yield the anchors of the library, then the office's own, which win.

    An anchor of its own that says no title is called what the library calls it.
    """
    known: dict[str, DraftAnchor] = {}
    for folder in (f"{library}/roadmaps", "roadmaps"):
        for tree in by_id(inputs.trees(folder, RoadmapShape)).values():
            written = tree.under("anchors")
            for id_, anchor in written.items() if isinstance(written, Block) else ():
                title = anchor.under("title") if isinstance(anchor, Block) else None
                before = known.get(str(id_), DraftAnchor(str(id_), str(id_), ""))
                said = str(title) if isinstance(title, Text) else before.title
                alias = next(_aliases(anchor), before.alias or said)
                known[str(id_)] = DraftAnchor(str(id_), said, alias)
                yield str(id_), known[str(id_)]


def _aliases(anchor: Written) -> Iterator[str]:
    written = anchor.under("alias") if isinstance(anchor, Block) else None
    for alias in written if isinstance(written, Listing) else (written,):
        if isinstance(alias, Text):
            yield str(alias)
