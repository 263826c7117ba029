"""Shards: the register of organisations cut along its tree, for checks that share the work.

A cut rests on nothing but the register, whom a plan concerns and how many shall be together:
so whoever cuts, on whichever machine, comes to the same shards. What an organisation has to
do is decided in one shard; who hears of it may hold posts in several.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.registers import OrganisationId, Organisations
from lotrinh.domain.resolution import concerned
from lotrinh.domain.roadmap import Roadmap

EVERYTHING = ""
"""The key of a check that looks at all organisations."""

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some subtrees that lie beside each other, or what lies above them."""

    id: OrganisationId
    """The first of its organisations: what people call it by."""
    organisations: tuple[OrganisationId, ...]

    @property
    def key(self) -> str:
        """The same for the same organisations, whichever cut they come of."""
        return shard_key(self.organisations)


def shard_key(organisations: Collection[OrganisationId] | None) -> str:
    """Return the key under which the books know a check of some organisations.

    >>> shard_key(None), shard_key([OrganisationId("cb-2"), OrganisationId("cb-1")])
    ('', 'cb-1:7daadd257b8f')
    """
    if organisations is None:
        return EVERYTHING
    ids = sorted(set(organisations))
    digest = sha256("\n".join(ids).encode()).hexdigest()[:12]
    return f"{ids[0] if ids else ''}:{digest}"


def shards_of(register: Organisations, roadmap: Roadmap, at_most: int) -> tuple[Shard, ...]:
    """Cut a register into shards that hold at most so many organisations with something to do.

    A subtree stays together if it fits; small ones beside each other share a shard. Every
    organisation of the register is in one shard, those that the roadmap doesn't concern too.
    """
    numbers = _numbered(register, concerned(roadmap, register), at_most)
    order = np.argsort(numbers, kind="stable")
    ends = np.flatnonzero(np.diff(numbers[order])) + 1
    groups = np.split(order, ends) if len(order) else []
    return tuple(_shard(register, rows) for rows in groups)


def holding(shards: Iterable[Shard], organisation: OrganisationId) -> Shard | None:
    """Return the shard that holds an organisation."""
    return next((shard for shard in shards if organisation in shard.organisations), None)


def _shard(register: Organisations, rows: Rows) -> Shard:
    return Shard(register.ids[rows[0]], tuple(register.ids[row] for row in rows))


def _numbered(register: Organisations, weighs: Mask, at_most: int) -> Rows:
    """Return the number of each row's shard: shards run along the tree, from above to below."""
    weights = _with_below(register, weighs)
    tops = _tops(register, weights, at_most)
    number_of = np.zeros(len(register), np.int64)
    number, filled = 0, 0
    for top in _in_order(register, tops):
        weight = int(weights[top]) if weights[top] <= at_most else int(weighs[top])
        if filled + weight > at_most and filled:
            number, filled = number + 1, 0
        number_of[top], filled = number, filled + weight
    return number_of[tops]


def _with_below(register: Organisations, weighs: Mask) -> Rows:
    """Return how many each row counts for together with all that lies below it."""
    counts = weighs.astype(np.int64)
    size = max(len(register), 1)
    for above in register.ancestors():
        counts += np.bincount(above[weighs & (above >= 0)], minlength=size)[: len(register)]
    return counts


def _tops(register: Organisations, weights: Rows, at_most: int) -> Rows:
    """Return for each row the top of the largest subtree around it that fits; or itself."""
    tops = np.arange(len(register))
    for above in register.ancestors():
        fits = (above >= 0) & (weights[above] <= at_most)
        tops = np.where(fits, above, tops)
    return tops


def _in_order(register: Organisations, tops: Rows) -> Iterator[int]:
    """Yield the tops, each after what lies above it and before what lies beside it."""
    below: dict[int, list[int]] = {}
    for top in np.unique(tops)[::-1]:
        below.setdefault(int(register.parents[top]), []).append(int(top))
    waiting = list(below.get(-1, ()))
    while waiting:
        yield (top := waiting.pop())
        waiting += below.get(top, ())
