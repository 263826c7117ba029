"""What users name by its id; an unknown id names the nearest.

Organisations and people go by their names as well, where no other has the same.
"""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId, PersonId, RoleId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.errors import LotrinhError
from lotrinh.nearest import nearest

_LISTED = 20
"""How many words anybody would read."""


class UnknownWordError(LotrinhError):
    """Something that the configuration doesn't have.

    `nearest` is what may have been meant; `known` are all that it has, if they are few.
    """

    def __init__(self, kind: str, value: str, among: Collection[str]) -> None:
        self.code = f"unknown-{kind}"
        few = ", ".join(among) if len(among) <= _LISTED else ""
        super().__init__(value=value, nearest=nearest(value, among) or "", known=few)


class RenamedIdError(LotrinhError):
    """An id that was given up; `present` is what it is called now."""

    code = "renamed-id"

    def __init__(self, value: str, present: str) -> None:
        super().__init__(value=value, present=present)


def known_organisation(configuration: Configuration, word: str) -> OrganisationId:
    """Return the organisation of that id, or of that name; an id given up names the present."""
    register = configuration.organisations
    if word in register.rows:
        return OrganisationId(word)
    if (present := configuration.renames.organisation(OrganisationId(word))) != word:
        raise RenamedIdError(word, present)
    id_ = _named(word, zip(register.ids, register.names, strict=True))
    if id_ is None:
        raise UnknownWordError("organisation", word, register.ids)
    return OrganisationId(id_)


def known_person(configuration: Configuration, word: str) -> PersonId:
    """Return the person of that id, or of that name."""
    people = configuration.people
    if word in people.by_id:
        return PersonId(word)
    id_ = _named(word, ((person.id, person.name) for person in people.persons))
    if id_ is None:
        raise UnknownWordError("person", word, people.by_id)
    return PersonId(id_)


def _named(word: str, names: Iterable[tuple[str, str]]) -> str | None:
    """Return whose name it is, written in whatever letters; None for nobody's, or for many's."""
    wanted = plain(word)
    found = [id_ for id_, name in names if wanted and plain(name) == wanted]
    return found[0] if len(found) == 1 else None


def plain(text: str) -> str:
    """Return a text as it is looked for: without case, accents and double spaces.

    >>> plain("Chi bộ  Đông Hà")
    'chi bo dong ha'
    """
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = (letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(bare).split())


def known_roadmap(configuration: Configuration, word: str) -> RoadmapId:
    """Return the roadmap of that id; one that was given up names the present one."""
    present = configuration.renames.roadmap(RoadmapId(word))
    if present != word:
        raise RenamedIdError(word, present)
    if word not in configuration.roadmaps:
        raise UnknownWordError("roadmap", word, configuration.roadmaps)
    return RoadmapId(word)


def selected_roadmaps(
    configuration: Configuration, words: Collection[str] | None
) -> list[RoadmapId]:
    """Return the roadmaps named, all where none is."""
    if not words:
        return list(configuration.roadmaps)
    return [known_roadmap(configuration, word) for word in words]


def selected_organisations(
    configuration: Configuration, words: Collection[str] | None
) -> list[OrganisationId] | None:
    """Return the organisations named, None (which means all) where none is."""
    if not words:
        return None
    return [known_organisation(configuration, word) for word in words]


def below(configuration: Configuration, organisation: str) -> tuple[OrganisationId, ...]:
    """Return the organisations directly below one that is named."""
    return configuration.organisations.below(known_organisation(configuration, organisation))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The roadmaps and organisations that somebody wants to look at, in their own words."""

    roadmaps: tuple[str, ...] = ()
    """All, where none is named."""
    organisations: tuple[str, ...] = ()
    """Together with those below; all, where neither is named."""
    below: str | None = None
    """Everything directly below one."""
    first: date | None = None
    last: date | None = None
    """The days between which something is due; where either is given, it has to be dated."""

    def covers(self, due: date | None) -> bool:
        """Whether something that is due on a day is wanted."""
        if due is None:
            return self.first is None and self.last is None
        return (self.first or due) <= due <= (self.last or due)

    def among_roadmaps(self, configuration: Configuration) -> list[RoadmapId]:
        """Return the roadmaps."""
        return selected_roadmaps(configuration, self.roadmaps)

    def among_organisations(self, configuration: Configuration) -> list[OrganisationId] | None:
        """Return the organisations, None for all."""
        named = selected_organisations(configuration, self.organisations)
        if self.below is None:
            return named
        return [*(named or ()), *below(configuration, self.below)]

    def name(self, configuration: Configuration) -> str:
        """Return what the organisations are called together; '' where it is all of them."""
        named = [self.below] if self.below is not None else []
        ids = [known_organisation(configuration, word) for word in (*self.organisations, *named)]
        return ", ".join(map(configuration.organisations.name, ids))


def known_role(configuration: Configuration, word: str) -> RoleId:
    """Return the role of that id."""
    if word not in configuration.roles:
        raise UnknownWordError("role", word, configuration.roles)
    return RoleId(word)
