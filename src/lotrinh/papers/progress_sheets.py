"""Progress as a workbook: every deadline with its standing, to be filled in, and the sums.

What is written under the two headings for results comes back with `lotrinh done --from`.
The sums are formulas over the rows, by codes and by the words of standings.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.looking.report import Stand
from lotrinh.domain.status import Standing
from lotrinh.papers.line import Scribe
from lotrinh.papers.plan_sheets import shown
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
    span,
)
from lotrinh.rendering.deadlines import milestone_code

_STANDING = 6
_MILESTONE = 11
"""The columns that the sums count by."""
_BY_STANDING = tuple(Standing)


def progress_workbook(
    scribe: Scribe, stands: Iterable[Stand], *, day: date, made: datetime
) -> bytes:
    """Return how everything stands as an XLSX file.

    Args:
        scribe: Who puts it into words.
        stands: How it stands.
        day: The day that it is seen on.
        made: When the file is made.
    """
    known = sorted(stands, key=lambda stand: stand.deadline.by_day)
    book = Book(scribe.say("paper.progress"), made, scribe.say("paper.page"))
    rows = [_row(scribe, number, stand) for number, stand in enumerate(known, 1)]
    name = book.add(
        Layout(
            scribe.say("paper.progress"),
            _title(scribe, known),
            scribe.as_of(day),
            list(_columns(scribe, rows)),
            note=shown(scribe, len(rows), 2),
            held=3,
        ),
        rows,
    )
    _add_sums(book, scribe, known, day, name)
    return book.bytes()


def _title(scribe: Scribe, stands: Sequence[Stand]) -> str:
    """Name the roadmap, if there is but one."""
    titles = {scribe.roadmap(stand.deadline) for stand in stands}
    said = scribe.say("paper.progress")
    return f"{said}: {titles.pop()}" if len(titles) == 1 else said


def _row(scribe: Scribe, number: int, stand: Stand) -> list[Cell]:
    deadline, state = stand.deadline, stand.state
    note = state.closing.note if state.closing is not None else ""
    return [
        number,
        scribe.organisation(deadline),
        scribe.task(deadline),
        deadline.due if deadline.due is not None else scribe.say("standing.undated"),
        scribe.lead(deadline),
        scribe.basis(deadline),
        Tinted(scribe.standing(stand.standing), stand.standing),
        scribe.reached(stand),
        None if deadline.milestone.asks else state.done_on,  # the day of an anchor isn't Done
        note,
        str(deadline.id.organisation),
        milestone_code(scribe.configuration, deadline.id),
    ]


def _columns(scribe: Scribe, rows: Sequence[Sequence[Cell]]) -> Iterator[Column]:
    def wide(column: int, least: float, most: float) -> float:
        return fitting({str(row[column] or "") for row in rows}, least, most)

    say = scribe.say
    yield Column(say("column.number"), 5, Form.CENTRED)
    yield Column(say("column.organisation"), wide(1, 16, 30))
    yield Column(say("column.task"), wide(2, 28, 50))
    yield Column(say("column.due"), 12, Form.DAY)
    yield Column(say("column.lead"), wide(4, 14, 24))
    yield Column(say("column.basis"), wide(5, 10, 16))
    yield Column(say("column.standing"), 16, Form.CENTRED)
    yield Column(say("column.reached"), 9, Form.CENTRED)
    yield Column(say("column.done-on"), 13, Form.FILL_IN_DAY)
    yield Column(say("column.note"), 22, Form.FILL_IN)
    yield Column(say("column.organisation-code"), wide(10, 10, 24), Form.CODE)
    yield Column(say("column.milestone-code"), wide(11, 10, 40), Form.CODE)


def _add_sums(book: Book, scribe: Scribe, stands: Sequence[Stand], day: date, name: str) -> None:
    """Add a sheet that counts the rows of the other: a milestone a row, a standing a column."""
    by_key: dict[str, list[Stand]] = {}
    for stand in stands:
        by_key.setdefault(milestone_code(scribe.configuration, stand.deadline.id), []).append(stand)
    last = FIRST + max(len(stands), 1) - 1
    codes, words = (f"{name}!{span(FIRST, last, column)}" for column in (_MILESTONE, _STANDING))
    rows = [
        [number, _named(scribe, of), *_counted(of, FIRST + number - 1, codes, words), key]
        for number, (key, of) in enumerate(by_key.items(), 1)
    ]
    heads = list(_heads_of_sums(scribe))
    title = scribe.say("paper.sums")
    layout = Layout(title, title, scribe.as_of(day), heads, held=2)
    book.add(layout, rows, _total(scribe, stands, len(rows)))


def _named(scribe: Scribe, stands: Sequence[Stand]) -> str:
    deadline = stands[0].deadline
    return scribe.milestone(deadline.milestone, deadline.id.occurrence)


def _heads_of_sums(scribe: Scribe) -> Iterator[Column]:
    yield Column(scribe.say("column.number"), 5, Form.CENTRED)
    yield Column(scribe.say("column.task"), 50)
    for standing in _BY_STANDING:
        yield Column(scribe.standing(standing), 9.5, Form.NUMBER)
    yield Column(scribe.say("column.total"), 9, Form.NUMBER)
    yield Column(scribe.say("column.percent"), 9, Form.PERCENT)
    yield Column(scribe.say("column.milestone-code"), 34, Form.CODE)


_TOTAL = 2 + len(_BY_STANDING)
"""The column of all that is to be done."""


def _counted(stands: Sequence[Stand], line: int, codes: str, words: str) -> Iterator[Cell]:
    """Yield the sums of one milestone."""
    figures = Figures.of(stand.standing for stand in stands)
    key = place(line, _TOTAL + 2)
    for column, standing in enumerate(_BY_STANDING, 2):
        head = place(FIRST - 1, column, fixed=True)
        yield Formula(f"=COUNTIFS({codes},{key},{words},{head})", figures[standing])
    yield from _of_line(line, figures)


def _total(scribe: Scribe, stands: Sequence[Stand], count: int) -> list[Cell]:
    """Return the row of the sums of all milestones."""
    figures = Figures.of(stand.standing for stand in stands)
    last, line = FIRST + max(count, 1) - 1, FIRST + max(count, 1)
    sums: list[Cell] = [
        Formula(f"=SUM({place(FIRST, column)}:{place(last, column)})", figures[standing])
        for column, standing in enumerate(_BY_STANDING, 2)
    ]
    return [None, scribe.say("column.total"), *sums, *_of_line(line, figures), None]


def _of_line(line: int, figures: Figures) -> Iterator[Formula]:
    """Yield what is to be done in all, and how much of it is done, from the counts of a row."""

    def at(standing: Standing) -> str:
        return place(line, 2 + _BY_STANDING.index(standing))

    total = place(line, _TOTAL)
    every = f"{place(line, 2)}:{place(line, _TOTAL - 1)}"
    done = f"{at(Standing.DONE)}+{at(Standing.DONE_LATE)}"
    yield Formula(f"=SUM({every})-{at(Standing.WAIVED)}", figures.total)
    share = figures.done / figures.total if figures.total else 0
    yield Formula(f"=IF({total}=0,0,({done})/{total})", share)
