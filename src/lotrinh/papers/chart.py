"""A wall chart: of one organisation in time, of several side by side."""

from collections.abc import Sequence
from datetime import date, timedelta

from lotrinh.application.looking.report import Stand
from lotrinh.papers.drawing import ChartError, Sheet, saved, styled, window
from lotrinh.papers.gantt import Span, gantt
from lotrinh.papers.heat_map import heat_map
from lotrinh.papers.line import Scribe

_YEAR = 364


def chart(
    scribe: Scribe,
    stands: Sequence[Stand],
    *,
    form: str,
    day: date,
    between: tuple[date | None, date | None] = (None, None),
) -> tuple[bytes, int]:
    """Return a chart as a file, and how many deadlines are on it.

    Args:
        scribe: Who puts it into words.
        stands: The deadlines; those without a day aren't drawn.
        form: svg, pdf or png.
        day: The day that it is seen on.
        between: The first and the last day that were asked for.

    Raises:
        ChartError: There is nothing to draw, or too much.
    """
    drawn, count = draw(scribe, stands, day=day, between=between)
    return saved(drawn.figure, form), count


def draw(
    scribe: Scribe,
    stands: Sequence[Stand],
    *,
    day: date,
    between: tuple[date | None, date | None] = (None, None),
) -> tuple[Sheet, int]:
    """Return a chart before it is a file, and how many deadlines are on it."""
    dated = sorted((s for s in stands if s.deadline.due is not None), key=_by_day)
    if not dated:
        raise ChartError("nothing-to-draw")
    days = [stand.deadline.due for stand in dated if stand.deadline.due is not None]
    first, last = window(days, day, *between)
    shown = [s for s in dated if s.deadline.due is not None and first <= s.deadline.due <= last]
    titles = dict.fromkeys(scribe.roadmap(stand.deadline) for stand in shown)
    places = {stand.deadline.id.organisation for stand in shown}
    title = "; ".join(titles)
    if len(places) > 1:
        with styled():
            return heat_map(scribe, title, shown, day), len(shown)
    name = scribe.configuration.organisations.name(places.pop())
    span = _span(shown, first, last, asked=between)
    with styled():
        return gantt(scribe, f"{name}: {title}", shown, span, day), len(shown)


def _span(
    stands: Sequence[Stand], first: date, last: date, *, asked: tuple[date | None, date | None]
) -> Span:
    """Return the days of a chart: those asked for, else with what begins before, and a margin."""
    opens = [first, *(s.deadline.opens for s in stands if s.deadline.opens is not None)]
    begins = first if (last - first).days >= _YEAR else min(opens)
    margin = timedelta(days=max(2, (last - begins).days // 50))
    return Span(asked[0] or begins - margin, asked[1] or last + margin)


def _by_day(stand: Stand) -> tuple[date, object]:
    return stand.deadline.by_day
