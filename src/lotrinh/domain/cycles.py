"""Things that lean on each other: in circles, or one on another in a row."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter


def cycles(leans_on: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield circles until none is left, each from its first member as written, back to it.

    >>> list(cycles({"a": ["b"], "b": ["a"], "c": ["a"]}))
    [['a', 'b', 'a']]
    """
    left = {name: list(others) for name, others in leans_on.items()}
    while (found := _cycle(left)) is not None:
        ring = found[:-1]
        start = min(ring, key=list(leans_on).index)
        turn = ring.index(start)
        yield [str(name) for name in (*ring[turn:], *ring[:turn], start)]
        for name in ring:
            left[name] = []


def _cycle(leans_on: Mapping[str, Iterable[str]]) -> list[str] | None:
    try:
        TopologicalSorter(leans_on).prepare()
    except CycleError as error:
        # It names what is leant on first; people follow the phrases the other way.
        return list(reversed(error.args[1]))
    return None


def rows(leans_on: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, int]]:
    """Yield each thing with how many stand in the longest row that ends in it; no circles.

    >>> dict(rows({"a": [], "b": ["a"], "c": ["a", "b"]}))
    {'a': 1, 'b': 2, 'c': 3}
    """
    length: dict[str, int] = {}
    for name in TopologicalSorter(leans_on).static_order():
        length[name] = 1 + max((length[other] for other in leans_on.get(name, ())), default=0)
        yield name, length[name]
