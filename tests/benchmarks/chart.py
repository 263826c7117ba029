"""The figures as a chart: both axes logarithmic, so that what grows alike is parallel.

The dashed line is growth in proportion. SVG by hand: a benchmark needs no library for it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from tests.benchmarks.table import Figures

_SHOWN = ("load", "resolve", "scan", "decide", "enqueue", "files to reminders")
_COLOURS = ("#0b6e4f", "#8a5a00", "#5b3a99", "#b3261e", "#1f5fa8", "#222222")
_LEAST = 0.001
_WIDTH, _HEIGHT, _MARGIN = 760, 460, 60


def chart(found: Mapping[int, Figures]) -> str:
    """Return an SVG file of seconds by deadlines."""
    plot = _Plot(sorted(found), [f[s] for f in found.values() for s in _SHOWN if s in f])
    parts = [*plot.grid(), *plot.proportion()]
    for number, (stage, colour) in enumerate(zip(_SHOWN, _COLOURS, strict=True)):
        points = [(size, figures[stage]) for size, figures in found.items() if stage in figures]
        parts += plot.line(stage, points, colour, number)
    box = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>\n' + "\n".join(parts) + "\n</svg>\n"


class _Plot:
    """Where sizes and seconds lie on the paper."""

    def __init__(self, sizes: Sequence[int], seconds: Sequence[float]) -> None:
        self._first, self._last = math.log10(sizes[0]), math.log10(sizes[-1] * 1.01)
        self._least = math.floor(math.log10(max(_LEAST, min(seconds))))
        self._most = math.ceil(math.log10(max(seconds)))
        self._sizes = sizes

    def x(self, size: float) -> float:
        share = (math.log10(size) - self._first) / (self._last - self._first)
        return _MARGIN + share * (_WIDTH - 220)

    def y(self, seconds: float) -> float:
        share = (math.log10(max(_LEAST, seconds)) - self._least) / (self._most - self._least)
        return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)

    def grid(self) -> Iterator[str]:
        yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
        yield f'<text x="{_MARGIN}" y="30" font-size="15">CPU seconds by deadlines</text>'
        for power in range(self._least, self._most + 1):
            y = self.y(10**power)
            yield f'<path d="M{_MARGIN} {y:.1f}h{_WIDTH - 220}" stroke="#ddd"/>'
            label = f'x="{_MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end"'
            yield f"<text {label}>{10.0**power:g}</text>"
        for size in self._sizes:
            x = self.x(size)
            yield f'<path d="M{x:.1f} {_MARGIN}V{_HEIGHT - _MARGIN}" stroke="#ddd"/>'
            text = f"{size:,}"
            yield f'<text x="{x:.1f}" y="{_HEIGHT - 36}" text-anchor="middle">{text}</text>'

    def proportion(self) -> Iterator[str]:
        first, last, most = self._sizes[0], self._sizes[-1], 10.0**self._most
        begins = f"{self.x(first):.1f},{self.y(most * first / last):.1f}"
        ends = f"{begins} {self.x(last):.1f},{self.y(most):.1f}"
        yield f'<polyline points="{ends}" stroke="#999" stroke-dasharray="5 4" fill="none"/>'

    def line(
        self, stage: str, points: Sequence[tuple[int, float]], colour: str, number: int
    ) -> Iterator[str]:
        places = " ".join(f"{self.x(size):.1f},{self.y(seconds):.1f}" for size, seconds in points)
        yield f'<polyline points="{places}" stroke="{colour}" stroke-width="2" fill="none"/>'
        x, y = _WIDTH - 140, _MARGIN + 20 * number
        yield f'<path d="M{x} {y - 4}h18" stroke="{colour}" stroke-width="3"/>'
        yield f'<text x="{x + 24}" y="{y}">{escape(stage)}</text>'
