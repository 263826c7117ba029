"""Targets as a workbook: planned and figure as numbers, states, and columns for new figures.

What is written under the headings for new figures comes back with `lotrinh measure --from`.
Shares are formulas over their parts and wholes, and a second sheet counts the states.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.targets import Comparator, TargetState
from lotrinh.papers.line import Scribe
from lotrinh.papers.plan_sheets import shown
from lotrinh.papers.workbook import (
    FIRST,
    Book,
    Cell,
    Column,
    Exact,
    Form,
    Formula,
    Layout,
    Tinted,
    fitting,
    place,
    span,
)
from lotrinh.rendering.marks import TARGET_LOOKS
from lotrinh.rendering.targets import (
    answering,
    rule_in_words,
    state_in_words,
    table_title,
    whose_table,
)

_HUNDRED = Decimal(100)
_PLANNED, _FIGURE, _PART, _WHOLE, _STATE = 5, 6, 7, 8, 11
"""The columns that formulas name."""


def targets_workbook(
    scribe: Scribe, tables: Sequence[TargetTable], *, day: date, made: datetime
) -> bytes:
    """Return how targets stand as an XLSX file.

    Args:
        scribe: Who puts it into words.
        tables: Each set of each organisation.
        day: The day that it is seen on.
        made: When the file is made.
    """
    title = scribe.say("paper.targets")
    book = Book(title, made, scribe.say("paper.page"))
    found = [(table, row) for table in tables for row in table.rows]
    rows = [_row(scribe, number, table, row) for number, (table, row) in enumerate(found)]
    titles = {table_title(table, scribe.language) for table in tables}
    named = f"{title}: {titles.pop()}" if len(titles) == 1 else title
    name = book.add(
        Layout(
            title,
            named,
            scribe.as_of(day),
            list(_columns(scribe, rows)),
            note=shown(scribe, len(rows), 3, "paper.targets-shown"),
            held=4,
        ),
        rows,
    )
    _add_sums(book, scribe, tables, day, name)
    return book.bytes()


def _row(scribe: Scribe, number: int, table: TargetTable, row: TargetRow) -> list[Cell]:
    course, target, language = row.course, row.target, scribe.language
    lead, officer = answering(scribe.configuration, target, row.organisation)
    latest, forecast = course.latest, row.judgement.forecast
    line = FIRST + number
    unit = "" if target.is_rate else target.unit
    whose = row.organisation or table.organisation or ""
    return [
        number + 1,
        table_title(table, language),
        whose_table(scribe.configuration, table, row, language),
        target.title,
        _compared(scribe, target.comparator) + (f" ({unit})" if unit else ""),
        _number(course.planned, row),
        *_figures(row, line),
        _reached(row, line),
        latest.on if latest is not None else None,
        Tinted(state_in_words(row.judgement.state, language), TARGET_LOOKS[row.judgement.state]),
        None if forecast is None else _exact(forecast, row),
        "; ".join(filter(None, (lead, officer))),
        None,
        None,
        None,
        str(whose),
        f"{table.set_id}/{target.id}",
        rule_in_words(course, row.judgement, language),
    ]


def _compared(scribe: Scribe, comparator: Comparator) -> str:
    return scribe.say(f"paper.compared-{comparator}")


def _figures(row: TargetRow, line: int) -> Iterator[Cell]:
    """Yield the figure, and of a share its part and its whole: then it is a formula of these."""
    latest = row.course.latest
    figure = latest.quantity if latest is not None else None
    if figure is None or figure.whole is None or not row.target.is_rate:
        yield from (_number(figure, row), None, None)
        return
    share = f"={place(line, _PART)}/{place(line, _WHOLE)}"
    yield Exact(float(figure.size / _HUNDRED), row.target.digits, is_percent=True, text=share)
    yield from (_plain(figure.value), _plain(figure.whole))


def _number(quantity: Quantity | None, row: TargetRow) -> Cell:
    return None if quantity is None else _exact(row.target.size(quantity), row)


def _exact(size: Decimal, row: TargetRow) -> Exact:
    """Return a number with its digits; hundredths, as the part that they are."""
    if not row.target.is_rate:
        return _plain(size)
    return Exact(float(size / _HUNDRED), min(_digits(size), 4), is_percent=True)


def _plain(value: Decimal) -> Exact:
    return Exact(float(value), _digits(value))


def _digits(value: Decimal) -> int:
    """Return how many digits are written after the comma."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _reached(row: TargetRow, line: int) -> Cell:
    """Return which part of what is planned is reached, where more is better."""
    planned, latest, target = row.course.planned, row.course.latest, row.target
    is_sum = target.comparator is Comparator.AT_LEAST and planned is not None
    if not is_sum or planned is None or latest is None or target.size(planned) == 0:
        return None
    part = target.size(latest.quantity) / target.size(planned)
    return Exact(
        float(part),
        target.digits,
        is_percent=True,
        text=f"={place(line, _FIGURE)}/{place(line, _PLANNED)}",
    )


def _columns(scribe: Scribe, rows: Sequence[Sequence[Cell]]) -> Iterator[Column]:
    def wide(column: int, least: float, most: float) -> float:
        return fitting({str(row[column] or "") for row in rows}, least, most)

    say = scribe.say
    yield Column(say("column.number"), 5, Form.CENTRED)
    yield Column(say("targets-page.set"), wide(1, 12, 16))
    yield Column(say("column.organisation"), wide(2, 12, 15))
    yield Column(say("targets-page.target"), wide(3, 20, 28))
    yield Column(say("paper.compared"), wide(4, 9, 13), Form.CENTRED)
    yield Column(say("targets-page.planned"), 11, Form.NUMBER)
    yield Column(say("targets-page.figure"), 11, Form.NUMBER)
    yield Column(say("paper.part-of-share"), 7, Form.NUMBER)
    yield Column(say("paper.whole-of-share"), 7, Form.NUMBER)
    yield Column(say("paper.reached"), 10, Form.PERCENT)
    yield Column(say("paper.day-of-latest"), 11, Form.DAY)
    yield Column(say("column.standing"), 14, Form.CENTRED)
    yield Column(say("paper.forecast"), 11, Form.NUMBER)
    yield Column(say("column.lead"), wide(13, 12, 17))
    yield Column(say("paper.new-figure"), 12, Form.FILL_IN)
    yield Column(say("paper.day-of-figure"), 11, Form.FILL_IN_DAY)
    yield Column(say("column.note"), 11, Form.FILL_IN)
    yield Column(say("column.organisation-code"), wide(17, 10, 24), Form.CODE)
    yield Column(say("paper.target-code"), wide(18, 10, 40), Form.CODE)
    yield Column(say("targets-page.why"), 60, Form.CODE)


def _add_sums(
    book: Book, scribe: Scribe, tables: Sequence[TargetTable], day: date, name: str
) -> None:
    """Add a sheet that counts the rows of the other: a set of an organisation a row."""
    count = sum(len(table.rows) for table in tables)
    last = FIRST + max(count, 1) - 1
    sets, whose, states = (f"{name}!{span(FIRST, last, column)}" for column in (1, 2, _STATE))
    rows = [
        _sums(scribe, number, table, (sets, whose, states))
        for number, table in enumerate(_single(tables))
    ]
    layout = Layout(
        scribe.say("paper.sums"),
        scribe.say("paper.sums"),
        scribe.as_of(day),
        list(_heads_of_sums(scribe)),
        held=3,
    )
    book.add(layout, rows)


def _single(tables: Sequence[TargetTable]) -> Iterator[TargetTable]:
    """Yield the tables, and of one whose rows are of several organisations each part."""
    for table in tables:
        whose = {row.organisation: None for row in table.rows}
        for one in whose:
            rows = tuple(row for row in table.rows if row.organisation == one)
            yield TargetTable(table.set_id, table.title, table.year, table.organisation, rows)


def _heads_of_sums(scribe: Scribe) -> Iterator[Column]:
    yield Column(scribe.say("column.number"), 5, Form.CENTRED)
    yield Column(scribe.say("targets-page.set"), 36)
    yield Column(scribe.say("column.organisation"), 26)
    for state in TargetState:
        yield Column(state_in_words(state, scribe.language), 12, Form.NUMBER)
    yield Column(scribe.say("column.total"), 9, Form.NUMBER)
    yield Column(scribe.say("paper.all-done"), 11, Form.NUMBER)
    yield Column(scribe.say("column.percent"), 9, Form.PERCENT)


def _sums(
    scribe: Scribe, number: int, table: TargetTable, among: tuple[str, str, str]
) -> list[Cell]:
    sets, whose, states = among
    line, counted = FIRST + number, table.states
    of = f"{sets},{place(line, 1)},{whose},{place(line, 2)},{states}"
    total, done = place(line, 3 + len(TargetState)), place(line, 4 + len(TargetState))
    reached = sum(count for state, count in counted.items() if state.is_reached)
    first = table.rows[0]
    return [
        number + 1,
        table_title(table, scribe.language),
        whose_table(scribe.configuration, table, first, scribe.language),
        *(
            Formula(
                f"=COUNTIFS({of},{place(FIRST - 1, column, fixed=True)})", counted.get(state, 0)
            )
            for column, state in enumerate(TargetState, 3)
        ),
        Formula(f"=SUM({place(line, 3)}:{place(line, 2 + len(TargetState))})", len(table.rows)),
        Formula(f"={place(line, 3)}+{place(line, 4)}", reached),
        Formula(f"=IF({total}=0,0,{done}/{total})", reached / len(table.rows)),
    ]
