"""Problems, collected as the files are read, and the nearest word that would have been right.

Nothing is raised for what a person wrote: every part adds to the same `Findings` and goes
on, so that one pass shows all. What a blamed part leads to later is not reported again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Self

from lotrinh.errors import Location, Problem, Severity
from lotrinh.loader.reading.text import fold
from lotrinh.loader.reading.written import Text
from lotrinh.nearest import nearest

# A suggestion compares the word with every other: enough for any file that people write,
# and an end for a register whose ten thousand lines are all wrong in the same way.
_COMPARISONS = 50_000
_LISTED = 20


class Vocabulary:
    """The words that are right in some place; an open one takes any (its file was unreadable)."""

    def __init__(
        self,
        words: Iterable[str] = (),
        called: Mapping[str, str] | None = None,
        *,
        is_open: bool = False,
    ) -> None:
        self.words = frozenset(str(word) for word in words)
        self.is_open = is_open
        self._called = called or {}
        self._budget = _COMPARISONS

    @classmethod
    def of_named(cls, ids: Sequence[str], names: Sequence[str], *, is_open: bool = False) -> Self:
        """Return ids that may be meant by a name, where no other has the same.

        >>> units = Vocabulary.of_named(["cb-1", "cb-2", "cb-3"], ["Chợ Mới", "Chợ Mới", "Đình Hạ"])
        >>> units.nearest("Đình hạ"), units.nearest("Chợ Mới")
        ('cb-3', None)
        """
        times = Counter(names)
        named = zip(names, ids, strict=True)
        return cls(ids, {name: id_ for name, id_ in named if times[name] == 1}, is_open=is_open)

    def __contains__(self, word: str) -> bool:
        return self.is_open or word in self.words

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Words by what may be written for them: what people call one, and the word itself."""
        called = {fold(name): str(word) for name, word in self._called.items()}
        return called | {fold(word): word for word in sorted(self.words)}

    def called(self, word: str) -> str:
        """Return the word that somebody calls by the name that people read, else what is written.

        >>> Vocabulary(["ward", "branch"], {"Chi bộ": "branch"}).called("chi bộ")
        'branch'
        """
        return word if word in self.words else str(self._named.get(fold(word), word))

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return {fold(name): word for name, word in self._called.items()}

    @property
    def listed(self) -> str:
        """All words, for whoever needs one; '' where nobody would read so many."""
        return ", ".join(sorted(self.words)) if len(self.words) <= _LISTED else ""

    def nearest(self, word: str) -> str | None:
        """Return the word that was most likely meant.

        >>> kinds = Vocabulary(["ward", "branch"], {"Phường": "ward", "Chi bộ": "branch"})
        >>> kinds.nearest("brunch"), kinds.nearest("chi bộ")
        ('branch', 'branch')
        """
        self._budget -= len(self._folded)
        if self._budget < 0:
            return None
        found = nearest(fold(word), self._folded)
        return self._folded[found] if found else None


class Findings:
    """What was found wrong so far; the same thing at the same place counts once."""

    def __init__(self) -> None:
        self._problems: dict[tuple[object, ...], Problem] = {}
        self._comparisons = _COMPARISONS

    def error(
        self, code: str, where: Location, *, nearest: str | None = None, **values: str
    ) -> None:
        """Add a mistake that forbids the use of the configuration."""
        self._add(Problem(code, where, values, nearest))

    def warning(
        self, code: str, where: Location, *, nearest: str | None = None, **values: str
    ) -> None:
        """Add what is odd, but may be meant."""
        self._add(Problem(code, where, values, nearest, Severity.WARNING))

    def _add(self, problem: Problem) -> None:
        key = (problem.code, problem.where, *problem.values.items())
        self._problems.setdefault(key, problem)

    def expect(self, word: Text, known: Vocabulary, code: str) -> bool:
        """Return whether a word is a known one; report it, with the nearest, if it isn't."""
        return self.expect_at(word, word.where, known, code)

    def expect_at(self, word: str, where: Location, known: Vocabulary, code: str) -> bool:
        """Do as `expect`, for a word that stands somewhere inside a text."""
        if word in known:
            return True
        self.error(code, where, nearest=known.nearest(word), value=str(word), known=known.listed)
        return False

    def nearest(self, word: str, known: Vocabulary) -> str | None:
        """Return the nearest of some words, as long as anybody would read so many suggestions.

        For vocabularies that outlive one reading, and so can't count themselves.
        """
        self._comparisons -= len(known.words)
        return known.nearest(word) if self._comparisons >= 0 else None

    def expect_unique(self, ids: Iterable[Text]) -> None:
        """Report each id that was used before, naming the place where it was."""
        first: dict[str, Text] = {}
        for id_ in ids:
            before = first.setdefault(id_, id_)
            if before is not id_:
                self.error("duplicate-id", id_.where, value=str(id_), first=str(before.where))

    def blames(self, *paths: str) -> bool:
        """Whether some file has a mistake in it."""
        return any(p.is_error and p.where.path in paths for p in self._problems.values())

    @property
    def all(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the files and their lines."""
        return tuple(sorted(self._problems.values(), key=lambda found: (found.where, found.code)))
