"""What an import has to know of the office: its roles, its kinds, the days it counts from.

Read from the files as far as they can be read: who brings the first plan may have other files
that aren't right yet.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lotrinh.application.office.drafts import DraftAnchor
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.imports.roles import Roles
from lotrinh.loader.parts.extension import by_id
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.parts.organisations import COLUMNS
from lotrinh.loader.parts.roadmap_shape import RoadmapShape
from lotrinh.loader.parts.settings import SettingsShape, read_post
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import LIBRARY, library_of
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import cells
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

    def roles_with(self, given: Mapping[str, str]) -> Roles:
        """Return who finds roles, also by words that somebody says are meant for them."""
        answering = _SECRETARY if _SECRETARY in self.roles else self.coordinator
        return Roles(self.roles, self.kinds, self.kind, answering, given)


def office_in(files: Mapping[str, bytes]) -> Office:
    """Return what the files say of an office; mistakes in them are passed over."""
    inputs = Inputs(files, Findings())
    settings = inputs.shape("settings.yaml", SettingsShape) or SettingsShape.model_construct()
    role, organisation = read_post(settings.coordinator) or ("", "")
    every = [*_anchors(inputs, library_of(files.get("settings.yaml", b"")) or LIBRARY)]
    anchors = dict(every)
    titles = {fold(_BRACKETS.sub("", anchor.title)): id_ for id_, anchor in every}
    names = titles | {fold(anchor.alias): id_ for id_, anchor in every}
    return Office(
        roles={str(id_): str(title) for id_, title in settings.roles.items()},
        kinds={str(id_): str(kind.title) for id_, kind in settings.kinds.items()},
        coordinator=role,
        organisation=OrganisationId(organisation),
        kind=_kind_of(inputs, organisation),
        names=names | {fold(id_): id_ for id_ in anchors},
        anchors=anchors,
    )


def _kind_of(inputs: Inputs, organisation: str) -> str:
    table = inputs.table("organisations", Keys("organisation", COLUMNS, is_open=True))
    if table is None:
        return ""
    rows = zip(cells(table, "id"), cells(table, "kind"), strict=True)
    return next((str(kind) for id_, kind in rows if id_ == organisation), "")


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
