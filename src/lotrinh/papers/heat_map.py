"""The wall chart of many organisations: how each of them stands with each milestone."""

from collections.abc import Sequence
from datetime import date

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.looking.report import Stand
from lotrinh.papers.drawing import MOST, ChartError, Sheet, label, sheet, size_of_rows
from lotrinh.papers.line import Scribe
from lotrinh.papers.look import LOOKS

Milestone = tuple[str, str, str]
"""A roadmap, a milestone of it, and the occurrence."""


def heat_map(scribe: Scribe, title: str, stands: Sequence[Stand], day: date) -> Sheet:
    """Draw the deadlines of several organisations.

    Args:
        scribe: Who puts them into words.
        title: Above the chart.
        stands: The deadlines.
        day: The day that it is seen on.
    """
    rows = scribe.configuration.organisations.rows
    places = sorted({stand.deadline.id.organisation for stand in stands}, key=rows.__getitem__)
    heads = _heads(scribe, stands)
    if max(len(places), len(heads)) > MOST:
        most = str(max(len(places), len(heads)))
        raise ChartError("chart-too-large", count=most, limit=str(MOST))
    count = scribe.say("paper.drawn", count=len(stands))
    drawn = sheet(title, [scribe.as_of(day), count], left=0.2, top=0.7)
    columns = {milestone: number for number, milestone in enumerate(heads)}
    lines = {place: number for number, place in enumerate(places)}
    for stand in stands:
        cell = stand.deadline.id
        at = columns[cell.roadmap, cell.milestone, cell.occurrence], lines[cell.organisation]
        _cell(drawn, stand, at, size_of_rows(len(places)))
    names = [scribe.configuration.organisations.name(place) for place in places]
    _frame(drawn, names, list(heads.values()))
    _sums(drawn, scribe, [[s for s in stands if s.deadline.id.organisation == p] for p in places])
    drawn.legend(scribe, (stand.standing for stand in stands), {})
    return drawn


def _heads(scribe: Scribe, stands: Sequence[Stand]) -> dict[Milestone, str]:
    """Return what stands above each column, by the first day."""
    found: dict[Milestone, str] = {}
    for stand in sorted(stands, key=lambda stand: stand.deadline.by_day):
        cell = stand.deadline.id
        title = scribe.milestone(stand.deadline.milestone, cell.occurrence)
        found.setdefault((cell.roadmap, cell.milestone, cell.occurrence), title)
    return found


def _cell(drawn: Sheet, stand: Stand, at: tuple[int, int], size: float) -> None:
    look, (column, line) = LOOKS[stand.standing], at
    drawn.square(column, line, look)
    drawn.write(column + 0.5, line + 0.5, look.mark, fontsize=size, color=f"#{look.ink}")


def _frame(drawn: Sheet, names: Sequence[str], heads: Sequence[str]) -> None:
    axes = drawn.axes
    axes.set_xlim(0, len(heads) * 1.06 + 0.4)
    axes.set_ylim(len(names), 0)
    size = size_of_rows(max(len(names), len(heads)))
    axes.set_yticks(
        [number + 0.5 for number in range(len(names))],
        [label(name, 42, 1) for name in names],
        fontsize=min(size, 9.5),
    )
    axes.set_xticks(
        [number + 0.5 for number in range(len(heads))],
        [label(head, 36) for head in heads],
        fontsize=min(size, 9),
        rotation=90,
        va="bottom",
        ha="center",
    )
    axes.tick_params(labeltop=True, labelbottom=False, length=0)


def _sums(drawn: Sheet, scribe: Scribe, groups: Sequence[Sequence[Stand]]) -> None:
    """Write beside each row how much of it is done."""
    width = drawn.axes.get_xlim()[1]
    right = width - width * 0.025
    size = min(size_of_rows(len(groups)), 9.5)
    for number, of in enumerate(groups):
        figures = Figures.of(stand.standing for stand in of)
        said = f"{figures.done}/{figures.total}"
        drawn.write(right, number + 0.5, said, fontsize=size)
    said = scribe.say("column.done")
    drawn.write(right, -0.12, said, va="bottom", fontsize=size, rotation=90, weight="bold")
