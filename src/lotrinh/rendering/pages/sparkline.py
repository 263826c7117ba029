"""The geometry of a sparkline: figures against the pace that would reach what is planned.

The template draws it; colours are classes of the style sheet. What can't be drawn to scale
(a target without a number, a period without days) has no sparkline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lotrinh.domain.judging import Course, Figure, Judgement
from lotrinh.domain.targets import Comparator

_ROOM = Decimal("0.1")
"""Which part of the height is left above and below."""


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels."""

    width: int
    height: int
    edge: int = 6


SMALL, LARGE = Size(132, 36), Size(640, 220, 14)


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure."""

    x: float
    y: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A drawing."""

    size: Size
    pace: str
    """The way from where the period began to what is planned; a level for a rate."""
    line: str
    dots: tuple[Dot, ...]
    forecast: str
    """From the last figure to what it leads to; '' where nothing was worked out."""
    planned: float
    """How high what is planned lies."""
    today: float | None


def sparkline(course: Course, judgement: Judgement, today: date, size: Size) -> Sparkline | None:
    """Draw a course; None where there is nothing to measure it by."""
    planned, target = course.planned, course.target
    if planned is None or course.due is None or target.comparator is Comparator.DONE:
        return None
    if course.due <= course.start:
        return None
    aim = target.size(planned)
    begun = aim
    if target.accumulates:
        begun = target.size(target.baseline) if target.baseline is not None else Decimal(0)
    last = max([course.due, *(figure.on for figure in course.figures)])
    sizes = [target.size(figure.quantity) for figure in course.figures]
    ends = [] if judgement.forecast is None else [judgement.forecast]
    frame = _Frame.around(course.start, last, [aim, begun, *sizes, *ends], size)
    dots = tuple(
        Dot(frame.x(figure.on), frame.y(value), figure)
        for figure, value in zip(course.figures, sizes, strict=True)
    )
    forecast = ""
    if dots and judgement.forecast is not None:
        end = frame.x(course.due), frame.y(judgement.forecast)
        forecast = _path([(dots[-1].x, dots[-1].y), end])
    return Sparkline(
        size,
        _path([(frame.x(course.start), frame.y(begun)), (frame.x(course.due), frame.y(aim))]),
        _path((dot.x, dot.y) for dot in dots) if len(dots) > 1 else "",
        dots,
        forecast,
        frame.y(aim),
        frame.x(today) if course.start <= today <= last else None,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Days across, sizes up."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    size: Size

    @classmethod
    def around(cls, first: date, last: date, values: Sequence[Decimal], size: Size) -> "_Frame":
        """Return the frame that holds some values, with room around."""
        low, high = min(values), max(values)
        room = (high - low) * _ROOM or max(abs(high) * _ROOM, Decimal(1))
        return cls(first, last, low - room, high + room, size)

    def x(self, day: date) -> float:
        """Return where a day is."""
        part = (day - self.first).days / (self.last - self.first).days
        return round(self.size.edge + max(part, 0) * (self.size.width - 2 * self.size.edge), 1)

    def y(self, value: Decimal) -> float:
        """Return how far down a value is."""
        part = float((self.high - value) / (self.high - self.low))
        return round(self.size.edge + part * (self.size.height - 2 * self.size.edge), 1)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
