"""The nearest word that would have been right."""

import difflib
from collections.abc import Iterable


def nearest(word: str, among: Iterable[str]) -> str | None:
    """Return the candidate that looks most like a word, None if none does.

    >>> nearest("trứơc", ["trước", "trong"])
    'trước'
    """
    found = difflib.get_close_matches(word, list(among), n=1, cutoff=0.6)
    return found[0] if found else None
