"""The wall chart of one organisation: a milestone a row, time across, today a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lotrinh.application.looking.report import Stand
from lotrinh.domain.calendar import Calendar, as_day
from lotrinh.papers.drawing import (
    MOST,
    ChartError,
    Sheet,
    label,
    sheet,
    size_of_rows,
)
from lotrinh.papers.line import Scribe
from lotrinh.papers.look import LOOKS
from lotrinh.rendering.deadlines import task
from lotrinh.rendering.words import short_date

_OFF, _TET = "#EFEFEF", "#FBE3E6"
_TODAY = "#C00000"
_CLOSE = 0.024
"""Of the width: what lies nearer than this has no room for a label of its own."""
_WEEKENDS = 420
"""Days; of more, weekends would only be a grey haze."""
_HEIGHT = 680
"""Points, of all rows together."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone, with all its deadlines."""

    title: str
    stands: Sequence[Stand]


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Return where the middle of a day lies: from 0 to 1 where it is shown."""
        return ((day - self.first).days + 0.5) / self.days


def gantt(scribe: Scribe, title: str, stands: Sequence[Stand], span: Span, day: date) -> Sheet:
    """Draw the deadlines of one organisation.

    Args:
        scribe: Who puts them into words.
        title: Above the chart.
        stands: The deadlines, all with a day within the span.
        span: The days that are shown.
        day: The day that it is seen on.
    """
    rows = list(_rows(scribe, stands))
    if len(rows) > MOST:
        raise ChartError("chart-too-large", count=str(len(rows)), limit=str(MOST))
    days = f"{short_date(span.first)} – {short_date(span.last)}"
    count = scribe.say("paper.drawn", count=len(stands))
    drawn = sheet(title, [scribe.as_of(day), days, count], left=0.25, top=0.9)
    size = size_of_rows(len(rows))
    _frame(drawn, span, rows, size)
    shades = _shade(drawn, scribe, stands[0].deadline.calendar, span)
    for number, row in enumerate(rows):
        _draw(drawn, row, number, span, _HEIGHT / len(rows))
    if span.first <= day <= span.last:
        _today(drawn, scribe, span, day)
    drawn.legend(scribe, (stand.standing for stand in stands), shades)
    return drawn


def _rows(scribe: Scribe, stands: Iterable[Stand]) -> Iterator[Row]:
    """Yield a row for each milestone, by its first day."""
    groups: dict[tuple[str, str], list[Stand]] = {}
    for stand in sorted(stands, key=lambda stand: stand.deadline.by_day):
        cell = stand.deadline.id
        groups.setdefault((cell.roadmap, cell.milestone), []).append(stand)
    for of in groups.values():
        yield Row(task(of[0].deadline.milestone, scribe.language), of)


def _frame(drawn: Sheet, span: Span, rows: Sequence[Row], size: float) -> None:
    axes = drawn.axes
    axes.set_xlim(0, 1)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    lines = 2 if len(rows) <= MOST * 2 // 3 else 1
    axes.set_yticks(
        range(len(rows)), [label(row.title, 46, lines) for row in rows], fontsize=min(size, 9.5)
    )
    ticks = list(_ticks(span))
    axes.set_xticks([span.at(day) for day, _ in ticks], [said for _, said in ticks], fontsize=9)
    axes.tick_params(axis="x", labeltop=True, labelbottom=False, length=0)
    axes.tick_params(axis="y", length=0)
    for day, _ in ticks:
        axes.axvline(span.at(day) - 0.5 / span.days, color="#C8C8C8", linewidth=0.6, zorder=1)
    for number in range(len(rows)):
        axes.axhline(number + 0.5, color="#E4E4E4", linewidth=0.6, zorder=1)


def _ticks(span: Span) -> Iterator[tuple[date, str]]:
    """Yield the first days of months, of a short time the Mondays, with what is written there."""
    day = span.first
    while day <= span.last:
        if span.days <= 100:
            if day.weekday() == 0:
                yield day, f"{day:%d/%m}"
        elif day.day == 1 and (span.days <= 800 or day.month in {1, 4, 7, 10}):
            yield day, f"{day:%m/%Y}"
        day += _DAY


def _shade(drawn: Sheet, scribe: Scribe, calendar: Calendar, span: Span) -> Mapping[str, str]:
    """Shade the days off; return what says so below the chart."""
    days = np.arange(as_day(span.first), as_day(span.last) + 1)
    tet = calendar.are_tet(days)
    off = calendar.are_off(days) & ~tet
    if span.days > _WEEKENDS:
        off &= np.is_busday(days)
    for flags, colour in ((off, _OFF), (tet, _TET)):
        for place in np.flatnonzero(flags):
            drawn.shade(place / span.days, (place + 1) / span.days, colour)
    said = "paper.days-off" if span.days <= _WEEKENDS else "paper.holidays"
    shades = ((off, _OFF, said), (tet, _TET, "paper.tet"))
    return {scribe.say(key): colour for flags, colour, key in shades if flags.any()}


def _draw(drawn: Sheet, row: Row, number: int, span: Span, height: float) -> None:
    """Draw a row: a bar for a window, a mark for a day, and the day below it if there is room."""
    mark, small, written = min(12, height * 0.42), min(9, height * 0.33), -1.0
    for stand in row.stands:
        deadline, look = stand.deadline, LOOKS[stand.standing]
        assert deadline.due is not None  # noqa: S101  (only what has a day is drawn)
        at = span.at(deadline.due)
        if deadline.opens is not None and deadline.opens < deadline.due:
            drawn.bar(max(span.at(deadline.opens), 0), at, number, look)
        ink = f"#{look.ink}"
        box = {"boxstyle": "circle,pad=0.18", "fc": f"#{look.fill}", "ec": ink}
        drawn.write(at, number, look.mark, fontsize=mark, color=ink, bbox=box, zorder=4)
        if at - written >= _CLOSE:
            below = number + (mark * 0.95 + small * 0.6) / height
            drawn.write(at, below, f"{deadline.due:%d/%m}", fontsize=small, zorder=3)
            written = at


def _today(drawn: Sheet, scribe: Scribe, span: Span, day: date) -> None:
    at, said = span.at(day), scribe.say("paper.today", day=f"{day:%d/%m}")
    drawn.axes.axvline(at, color=_TODAY, linewidth=1.4, zorder=3)
    below = {"transform": drawn.axes.get_xaxis_transform(), "va": "top", "weight": "bold"}
    drawn.write(at, -0.012, said, fontsize=9, color=_TODAY, **below)
