"""The plan as a workbook: a sheet for each roadmap, every deadline a row, by day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from lotrinh.application.looking.report import Planned
from lotrinh.domain.roadmap import Roadmap, RoadmapId
from lotrinh.papers.line import Scribe
from lotrinh.papers.roadmap_sheet import add_roadmap
from lotrinh.papers.workbook import FIRST, Book, Cell, Column, Form, Formula, Layout, fitting, span

_COLUMNS = (
    *("number", "organisation", "task", "phrase", "opens", "due", "plan-by"),
    *("lead", "support", "basis", "remarks", "code"),
)


def plan_workbook(
    scribe: Scribe,
    planned: Sequence[Planned],
    *,
    day: date,
    made: datetime,
    roadmaps: Iterable[Roadmap] = (),
) -> bytes:
    """Return the plan as an XLSX file.

    Args:
        scribe: Who puts it into words.
        planned: The plan.
        day: The day that it is seen on.
        made: When the file is made.
        roadmaps: Those that come along whole, so that the file can be imported again.
    """
    by_roadmap: dict[RoadmapId, list[Planned]] = {}
    for one in sorted(planned, key=lambda one: one.deadline.by_day):
        by_roadmap.setdefault(one.deadline.id.roadmap, []).append(one)
    book = Book(scribe.say("paper.plan"), made, scribe.say("paper.page"))
    for id_, chosen in by_roadmap.items():
        title = scribe.configuration.roadmaps[id_].title
        rows = [_row(scribe, number, one) for number, one in enumerate(chosen, 1)]
        book.add(_layout(scribe, title, rows, day), rows)
    if not by_roadmap:
        book.add(_layout(scribe, scribe.say("paper.plan"), [], day), [])
    for roadmap in roadmaps:
        add_roadmap(book, scribe, roadmap)
    return book.bytes()


def _row(scribe: Scribe, number: int, planned: Planned) -> list[Cell]:
    deadline = planned.deadline
    due = deadline.due if deadline.due is not None else scribe.say("standing.undated")
    return [
        number,
        scribe.organisation(deadline),
        scribe.task(deadline),
        scribe.phrase(deadline),
        deadline.opens,
        due,
        deadline.last_working_day,
        scribe.lead(deadline),
        scribe.support(deadline),
        scribe.basis(deadline),
        scribe.remarks(deadline, planned.warnings),
        scribe.code(deadline),
    ]


def _layout(scribe: Scribe, title: str, rows: Sequence[Sequence[Cell]], day: date) -> Layout:
    return Layout(
        title,
        scribe.say("paper.plan-of", title=title),
        scribe.as_of(day),
        list(_columns(scribe, rows)),
        note=shown(scribe, len(rows), 2),
        held=3,
    )


def shown(scribe: Scribe, count: int, column: int, said_by: str = "paper.shown") -> Formula:
    """Return a line that counts the rows that a filter leaves in sight, by a column of texts."""
    said = scribe.say(said_by)
    cells = span(FIRST, FIRST + max(count, 1) - 1, column)
    return Formula(f'="{said}: "&SUBTOTAL(103,{cells})', f"{said}: {count}")


def _columns(scribe: Scribe, rows: Sequence[Sequence[Cell]]) -> Iterator[Column]:
    bounds = {
        "organisation": (14, 22),
        "task": (24, 42),
        "phrase": (16, 26),
        "lead": (12, 20),
        "support": (12, 20),
        "basis": (10, 15),
        "remarks": (12, 20),
        "code": (14, 44),
    }
    forms = {
        "number": (5, Form.CENTRED),
        "opens": (11.5, Form.DAY),
        "due": (11.5, Form.DAY),
        "plan-by": (12, Form.DAY),
    }
    for place, name in enumerate(_COLUMNS):
        head = scribe.say(f"column.{name}")
        if name in forms:
            width, form = forms[name]
            yield Column(head, width, form)
        else:
            texts = {str(row[place] or "") for row in rows}
            form = Form.CODE if name == "code" else Form.TEXT
            yield Column(head, fitting(texts, *bounds[name]), form)
