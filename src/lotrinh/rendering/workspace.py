"""The files of a new workspace, with comments that teach; what they say is for the loader.

Values that people gave are quoted wherever a character in them could mean something else.
"""

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lotrinh.application.office.founding import Founding, LibraryRoadmap, Wants, slug
from lotrinh.rendering.jinja import templates
from lotrinh.rendering.words import LANGUAGES, short_date

ABOVE = "cap-tren"
"""The id of the organisation directly above."""
BRANCH = "branch"
_FILES = ("settings.yaml", "policies.yaml", "channels.yaml")


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """A kind of organisation that can have a workspace."""

    id: str
    level: str
    """What roadmaps call it in `for`."""
    congress: str
    """The anchor that is its congress."""
    title: str
    above: str
    """What the organisation above it mostly is."""
    words: tuple[str, ...]

    def is_meant(self, said: str) -> bool:
        """Whether somebody means this kind; marks and case don't count."""
        return slug(said) in {slug(word) for word in (self.id, self.title, *self.words)}

    def is_named_in(self, name: str) -> bool:
        """Whether a name begins as those of this kind do."""
        return slug(name).startswith(tuple(slug(word) for word in self.words))


def office_kinds(language: str) -> tuple[OfficeKind, ...]:
    """Return the kinds of organisations to choose from."""
    number = LANGUAGES.index(language)
    return tuple(
        OfficeKind(
            id_,
            k["level"],
            k["congress"],
            k["title"][number],
            k["above"][number],
            tuple(k["words"]),
        )
        for id_, k in _catalogue()["kinds"].items()
    )


def render_workspace(
    founding: Founding, roadmaps: Sequence[LibraryRoadmap], wants: Wants | None
) -> Mapping[str, str]:
    """Return the texts of a workspace's files, without those of the library.

    Args:
        founding: What was answered.
        roadmaps: Those to take over.
        wants: What they ask of the registers; None where that isn't known yet.
    """
    office = _Office(founding, wants)
    values = {"f": founding, "office": office, "t": office.text, "quoted": json.dumps}
    written = {name: _rendered(name, values) for name in _FILES}
    for roadmap in roadmaps:
        path = f"roadmaps/{roadmap.id}.yaml"
        written[path] = _rendered("roadmap.yaml", values | {"roadmap": roadmap})
    written["organisations.csv"] = _table(office.organisations())
    written["people.csv"] = _table(office.people())
    return written


class _Office:
    """What was answered, and the rows that follow from it."""

    def __init__(self, founding: Founding, wants: Wants | None) -> None:
        self._f = founding
        self._wants = wants
        self._number = LANGUAGES.index(founding.language)
        self.kind = next(k for k in office_kinds(founding.language) if k.id == founding.kind)
        self.coordinator = "secretary" if self.kind.level == BRANCH else "office"

    def text(self, vietnamese: str, english: str) -> str:
        """Return a text in the language of the workspace."""
        return (vietnamese, english)[self._number]

    @property
    def domain(self) -> str:
        """Where the office's mail is."""
        return self._f.email.rpartition("@")[2] or "example.vn"

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Yield the kinds of organisations, with what people call them."""
        yield "above", self.text("Cấp trên trực tiếp", "Directly above")
        own = {self.kind.level: self.kind.title}
        for level, kind in (("ward", "grassroots"), (BRANCH, BRANCH)):
            yield level, own.get(level) or self._said(_catalogue()["kinds"][kind]["title"])

    def roles(self) -> Iterator[tuple[str, str]]:
        """Yield the roles, with what people call them."""
        for role, title in _catalogue()["roles"].items():
            yield role, self._said(title)

    def organisations(self) -> Iterator[Sequence[str]]:
        """Yield the rows of the register of organisations, its heading first."""
        f, anchors = self._f, self._wants.anchors if self._wants else ()
        day = short_date(f.congress) if f.congress else ""
        empty = [""] * len(anchors)
        yield "id", "name", "kind", "parent", *anchors
        yield ABOVE, f.above, "above", "", *empty
        own = [day if anchor == self.kind.congress else "" for anchor in anchors]
        yield f.id, f.name, self.kind.level, ABOVE, *own
        for branch in f.branches:
            yield branch.id, branch.name, BRANCH, f.id, *empty

    def people(self) -> Iterator[Sequence[str]]:
        """Yield the rows of the register of people: posts, no persons."""
        yield "id", "name", "holds", "email"
        yield from self._own_posts()
        for branch in self._f.branches:
            yield self._secretary(branch.id, branch.name, branch.email)
        roles = [role for role in _catalogue()["roles"] if self._wanted(role, ABOVE)]
        if roles:
            holds = "; ".join(f"{role}@{ABOVE}" for role in roles)
            yield ABOVE, self._f.above, holds, ""

    def _own_posts(self) -> Iterator[Sequence[str]]:
        f = self._f
        if self.kind.level == BRANCH:
            yield self._secretary(f.id, f.name, f.email)
            return
        for post in _catalogue()["posts"]:
            if any(self._wanted(role, f.id) for role in post["roles"]):
                holds = "; ".join(f"{role}@{f.id}" for role in post["roles"])
                yield self._said(post["id"]), self._said(post["name"]), holds, f.email

    def _secretary(self, id_: str, name: str, email: str) -> Sequence[str]:
        post = self.text(f"bi-thu-{id_}", f"secretary-{id_}")[:64].rstrip("-")
        return post, self.text(f"Bí thư {name}", f"Secretary, {name}"), f"secretary@{id_}", email

    def _wanted(self, role: str, organisation: str) -> bool:
        """Whether somebody has to answer for a role; the coordinator's is always there."""
        if self._wants is None:
            return True
        at_home = organisation == self._f.id
        return (role, organisation) in self._wants.posts or (at_home and role == self.coordinator)

    def _said(self, both: Sequence[str]) -> str:
        return both[self._number]


def _rendered(name: str, values: Mapping[str, object]) -> str:
    return templates().get_template(f"workspace/{name}.j2").render(values)


def _table(rows: Iterable[Sequence[str]]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows(rows)
    return sheet.getvalue()


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Any]:
    path = files("lotrinh.rendering").joinpath("catalogues", "offices.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
