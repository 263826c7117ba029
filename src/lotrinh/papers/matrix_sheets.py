"""The matrix as a workbook: organisations down, milestones across, how each cell stands.

Two sheets a matrix: one of standings in words, with sums that are formulas, one of due days.
Both are filled from arrays, a cell at a time: a province has many.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from lotrinh.application.deciding.board import Sheet
from lotrinh.application.deciding.figures import Figures
from lotrinh.domain.standings import STANDINGS
from lotrinh.domain.status import Standing
from lotrinh.papers.line import Scribe
from lotrinh.papers.workbook import (
    FIRST,
    Book,
    Cell,
    Column,
    Form,
    Formula,
    Layout,
    Tinted,
    fitting,
    place,
)

_SUMMED = (Standing.OVERDUE, Standing.DUE_SOON)
"""The standings that are counted beside what is done; Done has two words."""
_BEFORE = 2
"""Columns before those of the milestones."""


def matrix_workbook(scribe: Scribe, sheets: Sequence[Sheet], *, day: date, made: datetime) -> bytes:
    """Return some matrices as an XLSX file.

    Args:
        scribe: Who puts them into words.
        sheets: The matrices with their standings; those without rows are left out.
        day: The day that they are seen on.
        made: When the file is made.
    """
    book = Book(scribe.say("paper.matrix"), made, scribe.say("paper.page"))
    filled = [sheet for sheet in sheets if sheet.standings.size]
    for sheet in filled:
        _add_standings(book, scribe, sheet, day)
        _add_days(book, scribe, sheet, day)
    if not filled:
        title = scribe.say("paper.matrix")
        book.add(Layout(title, title, scribe.as_of(day), list(_names(scribe, []))), [])
    return book.bytes()


def _add_standings(book: Book, scribe: Scribe, sheet: Sheet, day: date) -> None:
    rows = list(_rows_of_standings(scribe, sheet))
    heads = [*_names(scribe, rows), *_milestones(scribe, sheet, 13, Form.CENTRED), *_sums(scribe)]
    kind, title = _kind(scribe, sheet), sheet.timeline.roadmap.title
    said = scribe.say("paper.matrix-of", title=title, kind=kind)
    layout = Layout(kind, said, scribe.as_of(day), heads, upright=True)
    book.add(layout, rows, _done_below(scribe, sheet))


def _rows_of_standings(scribe: Scribe, sheet: Sheet) -> Iterator[list[Cell]]:
    words = [Tinted(scribe.standing(standing), standing) for standing in STANDINGS]
    blank: list[Cell] = [*words, None]  # what doesn't apply is -1: the last
    last = _BEFORE + len(sheet.columns) - 1
    for number, numbers in enumerate(sheet.standings.tolist()):
        line = FIRST + number
        across = f"{place(line, _BEFORE)}:{place(line, last)}"
        figures = Figures(sheet.of_row(number))
        sums = _counts(scribe, across, figures)
        name = scribe.configuration.organisations.name(sheet.organisations[number])
        yield [number + 1, name, *[blank[n] for n in numbers], *sums]


def _counts(scribe: Scribe, cells: str, figures: Figures) -> Iterator[Formula]:
    """Yield how many of some cells are done, and how many stand in other ways that press."""
    yield _counting(scribe, cells, (Standing.DONE, Standing.DONE_LATE), figures.done)
    for standing in _SUMMED:
        yield _counting(scribe, cells, (standing,), figures[standing])


def _counting(scribe: Scribe, cells: str, wanted: Sequence[Standing], count: int) -> Formula:
    terms = (f'COUNTIF({cells},"{scribe.standing(standing)}")' for standing in wanted)
    return Formula("=" + "+".join(terms), count)


def _done_below(scribe: Scribe, sheet: Sheet) -> list[Cell]:
    """Return the last row: how many organisations have done each milestone."""
    last = FIRST + len(sheet.organisations) - 1
    counts: list[Cell] = []
    for column in range(len(sheet.columns)):
        down = f"{place(FIRST, _BEFORE + column)}:{place(last, _BEFORE + column)}"
        done = Figures(sheet.of_column(column)).done
        counts.append(_counting(scribe, down, (Standing.DONE, Standing.DONE_LATE), done))
    figures = Figures(sheet.sums)
    values = (figures.done, *(figures[standing] for standing in _SUMMED))
    first_sum = _BEFORE + len(sheet.columns)
    sums = [
        Formula(f"=SUM({place(FIRST, n)}:{place(last, n)})", value)
        for n, value in enumerate(values, first_sum)
    ]
    return [None, scribe.say("column.done"), *counts, *sums]


def _add_days(book: Book, scribe: Scribe, sheet: Sheet, day: date) -> None:
    rows = list(_rows_of_days(scribe, sheet))
    heads = [*_names(scribe, rows), *_milestones(scribe, sheet, 13.5, Form.DAY)]
    kind, title = _kind(scribe, sheet), sheet.timeline.roadmap.title
    said = scribe.say("paper.due-of", title=title, kind=kind)
    name = f"{kind} - {scribe.say('column.due')}"
    legend = scribe.legend(sheet.sums)
    book.add(Layout(name, said, scribe.as_of(day), heads, note=legend, upright=True), rows)


def _rows_of_days(scribe: Scribe, sheet: Sheet) -> Iterator[list[Cell]]:
    undated = scribe.standing(Standing.UNDATED)
    due = sheet.matrix.due.astype(object).tolist()  # None where there is no day
    for number, (days, numbers) in enumerate(zip(due, sheet.standings.tolist(), strict=True)):
        name = scribe.configuration.organisations.name(sheet.organisations[number])
        cells = [
            Tinted(day or undated, STANDINGS[standing]) if standing >= 0 else None
            for day, standing in zip(days, numbers, strict=True)
        ]
        yield [number + 1, name, *cells]


def _names(scribe: Scribe, rows: Sequence[Sequence[Cell]]) -> Iterator[Column]:
    yield Column(scribe.say("column.number"), 5, Form.CENTRED)
    yield Column(scribe.say("column.organisation"), fitting({str(r[1]) for r in rows}, 16, 34))


def _milestones(scribe: Scribe, sheet: Sheet, width: float, form: Form) -> Iterator[Column]:
    for column in sheet.columns:
        yield Column(scribe.milestone(column.milestone, column.label), width, form)


def _sums(scribe: Scribe) -> Iterator[Column]:
    yield Column(scribe.say("column.done"), 8, Form.NUMBER)
    for standing in _SUMMED:
        yield Column(scribe.standing(standing), 8, Form.NUMBER)


def _kind(scribe: Scribe, sheet: Sheet) -> str:
    """Return what the organisations of a matrix are, as people say it."""
    register = scribe.configuration.organisations
    kinds = {str(register.kinds[row]) for row in sheet.matrix.rows}
    return ", ".join(scribe.configuration.kinds[kind].title for kind in sorted(kinds))
