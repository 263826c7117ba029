"""The keys of the files in both languages: what the program calls them, and what offices write.

English is what the code says; the Vietnamese for it stands in `keys.toml`. How a key is
spelt doesn't count: underscore, hyphen or space, case, and the place of the tone mark.
"""

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Self

from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import NOTHING, Block, Text
from lotrinh.nearest import nearest


class Keys(Vocabulary):
    """The keys of one kind of mapping, or the words of a closed set."""

    def __init__(
        self, kind: str, english: Iterable[str], more: Iterable[str] = (), *, is_open: bool = False
    ) -> None:
        """Take the English keys; their Vietnamese is that of a section of the catalogue.

        Args:
            kind: The section.
            english: The keys.
            more: Words that are the reader's own, the same in both languages.
            is_open: Whether any other word will do.
        """
        own = tuple(english)
        self._in_order = tuple(dict.fromkeys((*own, *more)))
        super().__init__(self._in_order, is_open=is_open)
        told = catalogue().get(kind, {})
        self.vietnamese: Mapping[str, Sequence[str]] = {
            key: told[key][0].split(" | ") for key in own if key in told
        }
        """The words for each key; the first is the one to suggest."""
        self._meant = {spoken(word): key for key, ws in self.vietnamese.items() for word in ws}
        self._meant |= {spoken(key): key for key in own}

    def meant(self, written: str) -> str | None:
        """Return the English key that is meant, None where there is none.

        A word that isn't one of the keys stands for itself where any word will do.

        >>> Keys("milestone", ["lead", "support"]).meant("Chủ trì")
        'lead'
        """
        return self._meant.get(spoken(written), written if self.is_open else None)

    def named(self, heading: str) -> str:
        """Return a column by its English name; one that isn't ours keeps its own."""
        english = self.meant(heading)
        return heading if english is None else Key.of(english, Text(heading, NOTHING.where))

    def nearest(self, word: str) -> str | None:
        """Return the key that was most likely meant, in the language of what was written.

        >>> keys = Keys("milestone", ["due", "lead"])
        >>> keys.nearest("leed"), keys.nearest("chủ_chì"), keys.nearest("chu tri")
        ('lead', 'chủ_trì', 'chủ_trì')
        """
        english = {spoken(key): key for key in self.words}
        vietnamese = {_unmarked(w): w for words in self.vietnamese.values() for w in words}
        plain = _unmarked(word)
        if plain in vietnamese:
            return vietnamese[plain]
        for known in (english, vietnamese) if word.isascii() else (vietnamese, english):
            if found := nearest(plain, known):
                return known[found]
        return None

    def written(self, *keys: str) -> Iterator[str]:
        """Yield the usual ways to write some keys, or all of them; English comes first."""
        for key in keys or sorted(self.words):
            yield key
            words = self.vietnamese.get(key, ())
            spelt = [word.replace("_", between) for word in words for between in "_ -"]
            yield from dict.fromkeys(spelt)

    def said_as(self, key: str, others: Iterable[str]) -> str:
        """Return a key in the language in which the keys beside it are written."""
        return self._translated(key) if self._is_vietnamese(others) else key

    def all_as(self, others: Iterable[str]) -> str:
        """List every key, each as `said_as`.

        >>> Keys("selector", ["kind", "tags"]).all_as(["loại"])
        'loại, nhãn'
        """
        is_vietnamese = self._is_vietnamese(others)
        return ", ".join(self._translated(key) if is_vietnamese else key for key in self._in_order)

    def _is_vietnamese(self, others: Iterable[str]) -> bool:
        """Whether some keys that stand beside each other are written in Vietnamese."""
        written = (other.written if isinstance(other, Key) else other for other in others)
        return any(word not in self.words and self.meant(word) for word in written)

    def _translated(self, key: str) -> str:
        return self.vietnamese[key][0] if key in self.vietnamese else key


@dataclass(frozen=True, slots=True)
class Told:
    """What a key is called, and what is said of it, in both languages."""

    english: str
    english_text: str
    vietnamese: str = ""
    vietnamese_text: str = ""

    @classmethod
    def of(cls, section: str, english: str, text: str | None) -> Self:
        """Return what the catalogue adds to the English that stands in the code."""
        names, explained = catalogue().get(section, {}).get(english, ("", ""))
        plain = " ".join((text or "").replace("``", "`").split())
        return cls(english, plain, names.split(" | ")[0], explained)


class Key(Text):
    """A key as the program calls it, at the place where it was written in other words."""

    __slots__ = ("written",)
    written: str

    @classmethod
    def of(cls, english: str, written: Text) -> Text:
        """Return a key under its English name."""
        if written == english:
            return written
        key = cls(english, written.where, None)
        key.written = str(written)
        return key


def english_of(block: Block, keys: Keys, needed: Iterable[str], findings: Findings) -> Block:
    """Return a mapping under the English keys, each at the place where it was written.

    What is no key is reported, as is a key that is there twice, and one that is needed and
    isn't there; one that is misspelt isn't missing as well.
    """
    known, misspelt, listed = Block(block.where), set(), ""
    first: dict[str, Text] = {}
    for written, value in block.items():
        key = keys.meant(written)
        if key is None:
            nearest = findings.nearest(written, keys)
            listed = listed or keys.all_as(block)  # once: there may be very many such keys
            values = {"value": str(written), "known": listed}
            findings.error("unknown-key", written.where, nearest=nearest, **values)
            misspelt.add(keys.meant(nearest or ""))
        elif key in first:
            both = f"{first[key]} / {written}"
            findings.error("duplicate-key", written.where, key=both)
        else:
            first[key] = written
            known[Key.of(key, written)] = value
    for key in needed:
        if key not in first and key not in misspelt:
            findings.error("missing-key", block.where, key=keys.said_as(key, block))
    return known


@lru_cache(maxsize=4096)
def spoken(word: str) -> str:
    """Return what is left of a key when its spelling is taken away.

    >>> spoken("Hoà_bình") == spoken("hòa  bình") == spoken("HÒA-BÌNH")
    True
    """
    return fold(word.replace("_", " ").replace("-", " "))


def _unmarked(word: str) -> str:
    """Return a word as people type it who leave out the marks."""
    letters = unicodedata.normalize("NFD", spoken(word)).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Return the Vietnamese words and the explanation of each key, by sections."""
    text = files("lotrinh.loader.reading").joinpath("keys.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
