"""A new workspace: what its coordinator says about the office, and the ids that follow.

Ids are proposed from names, for they stand in every command and may never change: short,
without marks, and with the number that people know a branch by.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import Organisations, role_above
from lotrinh.domain.roadmap import Milestone, Term

_LONGEST = 64
_OF_THE_KIND = re.compile(
    r"(?:(?:dang-bo|dang-uy|chi-bo|co-so|phuong|xa|dac-khu|party-committee-of|branch-of)-)+"
)
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch, and where its secretary gets mail, if that is known."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class LibraryRoadmap:
    """A roadmap of the library, which a workspace may extend."""

    id: str
    title: str
    kinds: frozenset[str]
    """The kinds of organisations that have something to do in it."""
    anchors: frozenset[str]
    """Those whose day an organisation may set."""
    example: tuple[str, str] | None
    """One of its milestones, with the phrase of its date."""
    term: Term | None = None

    def begins_before(self, year: int) -> bool:
        """Whether it goes on in a year, and began in an earlier one."""
        return self.term is not None and self.term.first_year < year <= self.term.last_year

    def is_over(self, year: int) -> bool:
        """Whether nothing of it is left to be done."""
        return self.term is not None and self.term.last_year < year


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new workspace is made from."""

    name: str
    """As it stands on documents."""
    id: str
    kind: str
    above: str
    """The name of the organisation directly above."""
    email: str
    """The office's; '' where that is filled in later."""
    branches: tuple[Branch, ...]
    roadmaps: tuple[str, ...]
    """Ids of roadmaps in the library."""
    congress: date | None
    language: str
    year: int
    """The year from which it is followed: what was due before is nobody's backlog."""


def slug(name: str) -> str:
    """Return a name in the letters of an id, '' where it has none.

    >>> slug("Đảng bộ phường Đông Hải 2"), slug("=?!")
    ('dang-bo-phuong-dong-hai-2', '')
    """
    plain = unicodedata.normalize("NFKD", name.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].rstrip("-")


def proposed_id(name: str) -> str:
    """Return the id of an organisation: its name without the words for its kind.

    >>> proposed_id("Đảng bộ phường Đông Hải 2"), proposed_id("Chi bộ 5"), proposed_id("Đảng bộ")
    ('dong-hai-2', 'chi-bo-5', 'dang-bo')
    """
    whole = slug(name)
    own = _OF_THE_KIND.sub("", whole, count=1) if _OF_THE_KIND.match(whole) else whole
    return own if own[:1].isalpha() else whole


def numbered(names: Sequence[str], prefix: str, taken: Iterable[str] = ()) -> Iterator[str]:
    """Yield ids for branches: the number that a name ends in, or the next that is free.

    >>> list(numbered(["Chi bộ Trường Mầm non", "Chi bộ 8", "Chi bộ 5"], "chi-bo"))
    ['chi-bo-09', 'chi-bo-08', 'chi-bo-05']
    """
    used = set(taken)
    own = [int(found[1]) if (found := _NUMBER.search(name)) else 0 for name in names]
    last = max(own, default=0)
    for number in own:
        id_ = f"{prefix}-{number:02}"
        while not number or id_ in used:
            last += 1
            number, id_ = last, f"{prefix}-{last:02}"  # noqa: PLW2901  (it has none of its own)
        used.add(id_)
        yield id_


@dataclass(frozen=True, slots=True)
class Wants:
    """What the roadmaps of a workspace ask of its registers."""

    posts: frozenset[tuple[str, str]] = frozenset()
    """Roles, each with the organisation where somebody has to answer for it."""
    anchors: tuple[str, ...] = ()
    """Those whose day an organisation may set, each a column of the register."""


def wants(configuration: Configuration) -> Wants:
    """Return what the roadmaps of a configuration ask for."""
    roadmaps = configuration.roadmaps.values()
    posts = {
        post
        for roadmap in roadmaps
        for milestone in roadmap.milestones.values()
        for post in _posts(milestone, configuration.organisations)
    }
    anchors = [a.id for roadmap in roadmaps for a in roadmap.anchors.values() if a.at is None]
    return Wants(frozenset(posts), tuple(dict.fromkeys(anchors)))


def _posts(milestone: Milestone, organisations: Organisations) -> Iterator[tuple[str, str]]:
    concerned = np.flatnonzero(organisations.select(milestone.applies)).tolist()
    for role in (milestone.lead, *milestone.support):
        above = role_above(role)
        for row in concerned:
            at = row if above is None else organisations.parents[row]
            if at >= 0:
                yield above or role, organisations.ids[at]
