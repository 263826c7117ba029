"""The nearest word that would have been right: what every refusal of a word suggests."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, among: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the candidate that looks most like a word, None if none looks enough like it.

    >>> nearest("trứơc", ["trước", "trong"])
    'trước'
    """
    found = get_close_matches(word, list(among), n=1, cutoff=likeness)
    return found[0] if found else None
