"""Who is named in an office's plan: roles of the settings, whole kinds of organisations, others.

Titles are compared without marks, and without the words that only say whose post it is: the
Ban Thường vụ Đảng ủy phường is the Ban Thường vụ. UBKT is what its letters stand for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lotrinh.application.office.founding import slug
from lotrinh.loader.imports.posts import headed, nearest_title, written_out
from lotrinh.nearest import nearest

_BETWEEN = re.compile(r"\s*(?:[;,\n+]|(?<=\s)(?:và|and)(?=\s)|(?<=\s)[-–/&](?=\s))\s*")
_IN_FRONT = re.compile(r"^(dong-chi|d-c|dc|cac-dong-chi|tap-the|lanh-dao|thuong-truc-ban|the)-")
_WHOSE = re.compile(
    r"-(dang-uy|dang-bo|dang)?-?(cua-)?(phuong|xa|dac-khu|dang-uy|dang-bo|co-so)(-.*)?$"
)
_ABOVE = re.compile(r"-?(cap-tren(-truc-tiep)?|(quan|huyen|thanh|tinh|thi)-uy(-.+)?)$")
_EVERY = re.compile(
    r"^(cac|moi|tat-ca|tung|cua|bi-thu|bt|cap-uy|chi-uy|\d{1,3})(-cac)?-|-(truc-thuoc|co-so)$"
)
_PLACE = re.compile(r"-(phuong|xa|dac-khu)(-.*)?$")
_PARENT = "parent."
_AT_EACH = (
    (re.compile(r"(?P<role>.+?) (?:of )?(?:các|every|\d+) (?P<kind>.+)"), ""),
    (re.compile(r"(?P<role>.+) \((?:từng|each|\d+) (?P<kind>.+)\)"), _PARENT),
)
_COUNTED = re.compile(r"\d+ ")
_NUMBER = re.compile(r"-(so-)?0*(?=\d)")
_ALIKE = 0.86
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation below the office."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who is named: a role here, or one in each of a kind, or in one organisation."""

    written: str
    role: str
    kind: str = ""
    """The kind of organisations, where each of them is meant."""
    is_certain: bool = True
    is_known: bool = True
    organisation: str = ""
    """The one that is meant, where it isn't the office itself."""

    @property
    def is_here(self) -> bool:
        """Whether it is somebody of the office itself."""
        return not (self.kind or self.organisation)


@dataclass(frozen=True)
class Roles:
    """Finds who is meant."""

    titles: Mapping[str, str]
    """By the ids of roles: what people read."""
    kinds: Mapping[str, str]
    """By the ids of kinds of organisations."""
    own_kind: str
    """That of the office whose plan it is."""
    answering: str
    """The role that answers in an organisation of another kind: its secretary's."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """Organisations below the office, by their names as `place_word` gives them."""
    given: Mapping[str, Named] = field(default_factory=dict)
    """Who is meant, as somebody says, by what is written."""

    def named(self, cell: str) -> Sequence[Named]:
        """Return who is named in a cell, in the order in which they are; each once."""
        found: dict[tuple[str, str, str], Named] = {}
        for written in self._pieces(cell):
            one = self._one(written)
            found.setdefault((one.role, one.kind, one.organisation), one)
        return list(found.values())

    def role(self, said: str) -> str | None:
        """Return the role of an id or a title, None where it is neither."""
        return self._of(slug(said))

    def next_to(self, written: str) -> str | None:
        """Return the title that comes next to a post which is none of the roles."""
        return nearest_title(slug(written), {slug(title): title for title in self.titles.values()})

    def at(self, written: str, role: str, place: str = "") -> Named | None:
        """Return a role at a place, or where a name itself says it is; None at an unknown one."""
        word = slug(place or written)
        if (kind := self._kind(word)) is not None:
            return Named(written, role, kind)
        if (unit := self.units.get(place_word(word)) or self._with_id(place)) is not None:
            return Named(written, role, organisation=unit.id)
        begun = (kind for kind, title in self.kinds.items() if word.startswith(f"{slug(title)}-"))
        if not place and (of := next(begun, self.own_kind)) != self.own_kind:
            return Named(written, role, of)
        is_own = slug(self.kinds.get(self.own_kind, "")) == word or self.own_kind == place
        return Named(written, role) if is_own or not place else None

    def _with_id(self, id_: str) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.id == id_), None)

    def _pieces(self, cell: str) -> Iterator[str]:
        """Yield those who are named; a title may have commas and an `and` in it."""
        parts = [part.strip(" .-•*") for part in _BETWEEN.split(cell)]
        parts = [part for part in parts if slug(part)]
        place = 0
        while place < len(parts):
            for end in range(min(len(parts), place + self._words), place + 1, -1):
                if self._is_whole(parts[place:end]):
                    yield ", ".join(parts[place:end])
                    place = end
                    break
            else:
                yield parts[place]
                place += 1

    def _is_whole(self, parts: Sequence[str]) -> bool:
        """Whether parts with commas between are one name: also those of `bí thư, 10 chi bộ`."""
        word = slug(" ".join(parts))
        if word in self._exactly or word in self.given or place_word(word) in self.units:
            return True
        counts = len(parts) == 2 and bool(_COUNTED.match(parts[1]))
        answers = self._of(slug(parts[0])) == self.answering
        return counts and answers and self._kind(slug(parts[1])) is not None

    def _one(self, written: str) -> Named:
        word = slug(written)
        if (meant := self.given.get(word)) is not None:
            return meant
        if (role := self._of(word)) is not None:
            return Named(written, role)
        if (one := self._at_each(written) or self._in_unit(written)) is not None:
            return one
        if (kind := self._kind(word)) is not None:
            return Named(written, self.answering, kind, is_certain=False)
        if _ABOVE.search(word) and (role := self._of(_ABOVE.sub("", word))) is not None:
            return Named(written, f"{_PARENT}{role}", is_certain=False)
        if (body := headed(word)) is not None and (role := self._of(body)) is not None:
            return Named(written, role, is_certain=False)
        if (near := nearest(word, self._exactly, _ALIKE)) is not None:
            return Named(written, self._exactly[near], is_certain=False)
        return Named(written, word[:_LONGEST_ID].strip("-"), is_known=False)

    def _at_each(self, written: str) -> Named | None:
        """Return the post of each of a kind, or of the one above that does it for each."""
        for pattern, above in _AT_EACH:
            said = " ".join(written.replace(",", " ").split())
            if (found := pattern.fullmatch(said)) is not None:
                role, word = self._of(slug(found["role"])), slug(found["kind"])
                kinds = [kind for kind, title in self.kinds.items() if slug(title) == word]
                counts = role == self.answering and any(map(str.isdigit, said))
                if role is not None and kinds:
                    prefix = "" if counts else above
                    return Named(written, f"{prefix}{role}", kinds[0], is_certain=False)
        return None

    def _in_unit(self, written: str) -> Named | None:
        """Return who answers in an organisation that is named, or its post that is."""
        word = place_word(slug(written))
        for name, unit in self.units.items():
            if word == name or word.endswith(f"-{name}"):
                post = word.removesuffix(name).strip("-")
                answers = not _EVERY.sub("", f"{post}-") if post else True
                role = self._of(post) if post else None
                if role is not None or answers:
                    said = role or self.answering
                    return Named(written, said, is_certain=False, organisation=unit.id)
        return None

    def _of(self, word: str) -> str | None:
        """Return the role of a title, as it is or without what only says whose it is."""
        bare = _IN_FRONT.sub("", word)
        short = _WHOSE.sub("", bare)
        whole = written_out(bare)
        for tried in (word, bare, _PLACE.sub("", bare), short, whole, _WHOSE.sub("", whole)):
            if tried in self._exactly:
                return self._exactly[tried]
        begun = {r for title, r in self._exactly.items() if title.startswith(f"{short}-")}
        return begun.pop() if len(begun) == 1 and "-" in short else None

    def _kind(self, word: str) -> str | None:
        """Return the kind of organisations that are all meant: các chi bộ trực thuộc."""
        bare = written_out(word)
        while (shorter := _EVERY.sub("", bare)) != bare:
            bare = shorter
        for kind, title in self.kinds.items():
            if kind != self.own_kind and bare in {slug(title), kind}:
                return kind
        return None

    @cached_property
    def _words(self) -> int:
        """How many words the longest name has: no more parts are ever one."""
        names = (*self._exactly, *self.given, *self.units)
        return max((word.count("-") + 1 for word in names), default=1)

    @cached_property
    def _exactly(self) -> Mapping[str, str]:
        """Roles by all that certainly means them: ids, titles, first letters, what was said."""
        by_letters: dict[str, set[str]] = {}
        for role, title in self.titles.items():
            for word in (slug(title), _WHOSE.sub("", slug(title))):
                letters = "".join(part[0] for part in word.split("-") if part)
                by_letters.setdefault(letters, set()).add(role)
        short = {
            letters: next(iter(roles))
            for letters, roles in by_letters.items()
            if len(roles) == 1 and len(letters) > 1
        }
        titles = {slug(title): role for role, title in reversed([*self.titles.items()])}
        ids = {slug(role): role for role in self.titles}
        above = {slug(f"{_PARENT}{role}"): f"{_PARENT}{role}" for role in self.titles}
        return {**short, **titles, **above, **ids}


def place_word(word: str) -> str:
    """Return the name of an organisation without what offices write or leave out as they like.

    >>> place_word("chi-bo-tdp-01"), place_word("chi-bo-to-dan-pho-so-1")
    ('chi-bo-to-dan-pho-1', 'chi-bo-to-dan-pho-1')
    """
    return _NUMBER.sub("-", written_out(word))
