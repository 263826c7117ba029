"""A phrase typed without marks, with them: what may be proposed where it can't be read.

Marks are never put back while a file is read: `nam` may be năm or a name of somebody's. What
comes of it is only proposed, and only where it is a phrase.
"""

import re
from collections.abc import Iterable, Mapping
from unicodedata import combining, normalize

_WORD = re.compile(r"[^\W\d_]+")
_MOST = 6
"""Words of the longest keyword: nếu trùng ngày nghỉ thì."""


def with_marks(text: str, keywords: Iterable[str], names: Iterable[str]) -> str:
    """Return a phrase with the marks of its keywords and names; the longest that fits is meant.

    >>> with_marks("truoc 10/12 hang nam", ["trước", "hằng năm", "năm"], [])
    'trước 10/12 hằng năm'
    """
    known = _by_letters([*keywords, *names])
    found = [*_WORD.finditer(text)]
    pieces, place, number = [], 0, 0
    while number < len(found):
        for count in range(min(_MOST, len(found) - number), 0, -1):
            first, last = found[number].start(), found[number + count - 1].end()
            written = " ".join(text[first:last].lower().split())
            meant = known.get(_letters(written))
            if meant is not None and written in {meant, _letters(written)}:
                pieces += [text[place:first], meant]
                place = last
                number += count
                break
        else:
            number += 1
    return "".join([*pieces, text[place:]])


def _by_letters(words: list[str]) -> Mapping[str, str]:
    """Return words by their bare letters: whole ones first, then what longer ones are made of."""
    whole = {_letters(word): word for word in reversed(words)}
    parts = {_letters(part): part for word in words for part in word.split()}
    return parts | whole


def _letters(word: str) -> str:
    plain = normalize("NFD", word).replace("đ", "d")
    return "".join(letter for letter in plain if not combining(letter))
