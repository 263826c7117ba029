"""Figures of several sizes as a table, and how they grow from one size to the next."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

Figures = Mapping[str, float]

_WIDTH = 14
_TOO_SHORT = 0.002
"""Seconds below which a clock says nothing of growth."""


def table(stages: Sequence[str], found: Mapping[int, Figures]) -> str:
    """Return a line a stage, a column a size."""
    head = f"{'CPU seconds':<20}" + "".join(f"{size:>{_WIDTH},}" for size in found)
    lines = [
        f"{stage:<20}" + "".join(_cell(figures.get(stage)) for figures in found.values())
        for stage in stages
    ]
    return "\n".join([head, *lines])


def growth(stages: Sequence[str], found: Mapping[int, Figures]) -> str:
    """Return the exponent of each stage between two sizes: 1 where it doubles with the size."""
    steps = list(pairwise(found.items()))
    names = (f"{small:,}→{large:,}" for (small, _), (large, _) in steps)
    lines = [f"{'growth exponent':<20}" + "".join(f"{name:>24}" for name in names)]
    for stage in stages:
        exponents = (_exponent(stage, *step) for step in steps)
        lines.append(f"{stage:<20}" + "".join(f"{exponent:>24}" for exponent in exponents))
    return "\n".join(lines) if steps else ""


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'–':>{_WIDTH}}"
    places = 0 if value == int(value) or value > 50 else 3
    return f"{value:>{_WIDTH},.{places}f}"


def _exponent(stage: str, small: tuple[int, Figures], large: tuple[int, Figures]) -> str:
    first, second = small[1].get(stage, 0), large[1].get(stage, 0)
    if min(first, second) < _TOO_SHORT:
        return "–"
    return f"{math.log(second / first) / math.log(large[0] / small[0]):.2f}"
