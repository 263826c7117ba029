"""The manual as it is read on a screen: chapters, sections, and where some words are found.

Both languages number their sections alike, so that an address holds in either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from lotrinh.application.recording.letters import folded
from lotrinh.rendering.markdown import Tokens, anchor, plain, written

_NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.? (.+)")
_PLACES = re.compile(r"\n\n|\n(?=[-|])")
_BEFORE, _AFTER = 70, 190
"""Characters of an excerpt around what was found."""
_MOST = 30
"""Sections that a search lists."""

Piece = tuple[str, bool]
"""Some text, and whether it was looked for."""


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section, without those inside it."""

    number: str
    title: str
    html: str
    """With its heading, but that of a chapter, which is its page's."""
    text: str
    """As it is searched: on one line, without its heading."""
    source: str
    """As it is written, with its heading: for a terminal."""

    @property
    def chapter(self) -> str:
        """The number of the chapter that it is in."""
        return self.number.partition(".")[0]

    @property
    def anchor(self) -> str:
        """Where it begins on the page of its chapter."""
        return anchor(self.number)


@dataclass(frozen=True, slots=True)
class Found:
    """A section in which some words are."""

    section: Section
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Manual:
    """The manual in one language."""

    preface: str
    sections: tuple[Section, ...]

    @property
    def chapters(self) -> tuple[Section, ...]:
        """The first section of each chapter, which bears its title."""
        return tuple(section for section in self.sections if section.number == section.chapter)

    def chapter(self, number: str) -> tuple[Section, ...]:
        """Return the sections of a chapter; none if there is no such one."""
        return tuple(section for section in self.sections if section.chapter == number)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return where all words of a text are, those first that have them in the title.

        Accents and case don't count; but those that have it as it is written come before others.
        """
        words = [re.escape(word) for word in folded(text).split()]
        for ending in (r"(?!\w)", ""):  # whole words, else how words begin
            wanted = [re.compile(rf"(?<!\w){word}{ending}") for word in words]
            hits = [section for section in self.sections if words and _has_all(section, wanted)]
            if hits:
                hits.sort(key=lambda section: _rank(section, wanted, text))
                return tuple(_found(section, wanted) for section in hits[:_MOST])
        return ()


@lru_cache(maxsize=2)
def manual(language: str) -> Manual:
    """Return the manual in a language."""
    path = files("lotrinh").joinpath("help", f"manual.{language}.md")
    source = path.read_text(encoding="utf-8")
    text = written(source)
    (_, _, preface), *rest = parts = list(_parts(text.tokens))
    known = {number for number, _, _ in parts}
    sections = (
        Section(
            number,
            title,
            text.html(tokens[0 if "." in number else 3 :], known),
            plain(tokens[3:]),
            source=as_written,
        )
        for (number, title, tokens), as_written in zip(rest, _sources(source, rest), strict=True)
    )
    return Manual(text.html(preface[3:], known), tuple(sections))


def _sources(text: str, parts: Sequence[tuple[str, str, Tokens]]) -> Iterator[str]:
    """Yield each section as it is written, with its heading."""
    lines = text.splitlines()
    begins = [(tokens[0].map or [0])[0] for _, _, tokens in parts]
    for begin, end in pairwise([*begins, len(lines)]):
        yield "\n".join(lines[begin:end]).strip()


def _parts(tokens: Tokens) -> Iterator[tuple[str, str, Tokens]]:
    """Yield number, title and tokens: of what is before the first section, then of each.

    The heading of a chapter is that of its page, so all move up by one level.
    """
    number, title, begin = "", "", 0
    for at, token in enumerate(tokens):
        if token.type == "heading_close":
            token.tag = _higher(token.tag)
        if token.type != "heading_open":
            continue
        found = _NUMBERED.fullmatch(plain(tokens[at : at + 2]))
        token.tag = _higher(token.tag)
        if found:
            yield number, title, tokens[begin:at]
            number, title, begin = found[1], found[2], at
            token.attrSet("id", anchor(number))
    yield number, title, tokens[begin:]


def _higher(tag: str) -> str:
    """Return the heading one level up.

    >>> _higher("h3"), _higher("h1")
    ('h2', 'h1')
    """
    return f"h{max(1, int(tag[1:]) - 1)}"


def _has_all(section: Section, wanted: Sequence[re.Pattern[str]]) -> bool:
    there = folded(f"{section.title} {section.text}")
    return all(word.search(there) for word in wanted)


def _in_one_place(section: Section, wanted: Sequence[re.Pattern[str]]) -> bool:
    """Whether one paragraph, row or item has all words: they are about the same thing there."""
    places = _PLACES.split(folded(section.source))
    return any(all(word.search(place) for word in wanted) for place in places)


def _rank(section: Section, wanted: Sequence[re.Pattern[str]], text: str) -> tuple[int, ...]:
    """Return what sorts first what is most likely meant."""
    in_title = all(word.search(folded(section.title)) for word in wanted)
    there = f"{section.title} {section.text}".casefold()
    phrase = -there.count(text.casefold()), -folded(there).count(folded(text))
    return not in_title, not _in_one_place(section, wanted), *phrase


def _found(section: Section, wanted: Sequence[re.Pattern[str]]) -> Found:
    text = section.text
    begins = [hit.start() for word in wanted if (hit := word.search(folded(text)))]
    first = min(begins, default=0)
    begin = text.rfind(" ", 0, max(0, first - _BEFORE)) + 1
    end = text.find(" ", min(len(text), first + _AFTER))
    excerpt = text[begin : end if end >= 0 else None]
    before, after = "… " if begin else "", " …" if end >= 0 else ""
    shown = _marked(f"{before}{excerpt}{after}", wanted)
    return Found(section, _marked(section.title, wanted), shown)


def _marked(text: str, wanted: Sequence[re.Pattern[str]]) -> Sequence[Piece]:
    """Return a text in pieces, those apart that were looked for."""
    bare = folded(text)
    looked_for = bytearray(len(text))
    for word in wanted:
        for hit in word.finditer(bare):
            looked_for[hit.start() : hit.end()] = b"\1" * (hit.end() - hit.start())
    edges = [at for at in range(1, len(text)) if looked_for[at] != looked_for[at - 1]]
    bounds = [0, *edges, len(text)]
    return [
        (text[begin:end], bool(looked_for[begin])) for begin, end in pairwise(bounds) if begin < end
    ]
