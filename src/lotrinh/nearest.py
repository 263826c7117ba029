"""The nearest word that would have been right: what every refusal of a word suggests."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, among: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the candidate that looks most like a word, None if none looks enough like it.

    >>> nearest("trứơc", ["trước", "trong"])
    'trước'
    """
    as_long = [one for one in among if _may_look_like(one, word, likeness)]
    found = get_close_matches(word, as_long, n=1, cutoff=likeness) if as_long else ()
    return found[0] if found else None


def _may_look_like(one: str, other: str, likeness: float) -> bool:
    """Whether two words are so near in length that they can be that much alike.

    difflib asks as well, but takes the word to pieces first: one of ten million characters
    took it half a gigabyte.
    """
    together = len(one) + len(other)
    return not together or 2 * min(len(one), len(other)) / together >= likeness
