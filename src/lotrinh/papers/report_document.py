"""The report on progress as an office document: how much of what is done, who is late."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.looking.report import Stand
from lotrinh.domain.status import Standing
from lotrinh.papers.document import Block, Heading, Table, document
from lotrinh.papers.due_words import when
from lotrinh.papers.issuer import kept_together
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from lotrinh.papers.plan_document import by_roadmap, subject_of
from lotrinh.papers.posts import Posts
from lotrinh.papers.target_blocks import target_blocks
from lotrinh.rendering.report import beside, in_figures
from lotrinh.rendering.words import countdown, short_date

_MILESTONES = (10, 69, 32, 20, 18, 16)
_PRESSING = (10, 45, 27, 28, 55)
_MOST = 200
"""Nobody reads more rows of a document; the workbook has all."""
_NAMED = 30
"""Nor more names in a cell."""


def report_document(
    scribe: Scribe,
    stands: Iterable[Stand],
    letterhead: Letterhead,
    template: bytes,
    *,
    day: date,
    made: datetime,
    tables: Sequence[TargetTable] = (),
) -> bytes:
    """Return the report as a .docx file.

    Args:
        scribe: Who puts it into words.
        stands: How everything stands.
        letterhead: Who reports.
        template: What it is filled into.
        day: The day that it is seen on.
        made: When the file is made.
        tables: How targets stand, of those sets whose reports are in it.
    """
    known = sorted(stands, key=lambda stand: (stand.deadline.id.roadmap, stand.deadline.by_day))
    subject = scribe.say("paper.subject-report", title=subject_of(scribe, known))
    values = letterhead.values(scribe, "kind-report", subject, day)
    blocks: list[Block] = []
    parts = list(by_roadmap(known))
    for number, (roadmap, of) in enumerate(parts, 1):
        if len(parts) > 1:
            blocks.append(Heading(f"{number}. {scribe.configuration.roadmaps[roadmap].title}"))
        for table in tables:
            if table.set_id == roadmap:
                blocks += target_blocks(scribe, table, day)
        blocks += _part(scribe, of, letterhead, day)
    return document(template, values, blocks, made=made)


def _part(
    scribe: Scribe, stands: Sequence[Stand], letterhead: Letterhead, day: date
) -> Iterator[Block]:
    """Yield what is reported of one roadmap."""
    deadlines = (stand.deadline for stand in stands)
    posts = Posts.of(scribe, letterhead.organisation, deadlines)
    figures = Figures.of(stand.standing for stand in stands)
    said = " ".join([in_figures(figures, scribe.language), *beside(figures, scribe.language)])
    yield f"{scribe.as_of(day)}: {said[0].lower()}{said[1:]}"
    yield Heading(scribe.say("paper.by-milestone"))
    if planned := figures[Standing.PLANNED]:
        yield scribe.say("paper.planned", count=planned)
    yield _by_milestone(scribe, stands)
    for key, wanted in (
        ("late", {Standing.OVERDUE}),
        ("soon", {Standing.DUE_TODAY, Standing.DUE_SOON}),
    ):
        chosen = [stand for stand in stands if stand.standing in wanted]
        yield Heading(scribe.say(f"paper.{key}", count=len(chosen)))
        yield from _listed(posts, chosen, day)


def _by_milestone(scribe: Scribe, stands: Sequence[Stand]) -> Table:
    """Return how many organisations have done each milestone whose time has begun."""
    groups: dict[tuple[str, str], list[Stand]] = {}
    for stand in stands:
        groups.setdefault((stand.deadline.id.milestone, stand.deadline.id.occurrence), []).append(
            stand
        )
    begun = [of for of in groups.values() if any(s.standing is not Standing.PLANNED for s in of)]
    rows = [_milestone(scribe, number, of) for number, of in enumerate(begun, 1)]
    total = Figures.of(stand.standing for of in begun for stand in of)
    rows.append(["", scribe.say("column.total"), "", *_figures(total)])
    names = ("number", "task", "due", "done", "late", "percent")
    heads = [scribe.say(f"column.{name}") for name in names]
    return Table(heads, _MILESTONES, rows, frozenset({0, 2, 3, 4, 5}), total=True)


def _milestone(scribe: Scribe, number: int, stands: Sequence[Stand]) -> list[str]:
    deadline = stands[0].deadline
    title = scribe.milestone(deadline.milestone, deadline.id.occurrence)
    figures = Figures.of(stand.standing for stand in stands)
    return [str(number), title, when(scribe, [s.deadline for s in stands]), *_figures(figures)]


def _figures(figures: Figures) -> list[str]:
    return [f"{figures.done}/{figures.total}", str(figures.late), f"{figures.percent}%"]


def _listed(posts: Posts, stands: Sequence[Stand], day: date) -> Iterator[Block]:
    """Yield a table of what presses: a row for those who owe the same by the same day."""
    scribe = posts.scribe
    if not stands:
        yield scribe.say("paper.none")
        return
    groups: dict[tuple[object, ...], list[Stand]] = {}
    for stand in stands:
        deadline = stand.deadline
        key = (deadline.id.milestone, deadline.id.occurrence, deadline.due, scribe.lead(deadline))
        groups.setdefault(key, []).append(stand)
    shown = list(groups.values())[:_MOST]
    rows = [_pressing(posts, number, of, day) for number, of in enumerate(shown, 1)]
    names = ("number", "task", "due", "lead", "owing")
    heads = [scribe.say(f"column.{name}") for name in names]
    yield Table(heads, _PRESSING, rows, frozenset({0, 2}))
    if left_out := len(stands) - sum(map(len, shown)):
        yield scribe.say("paper.left-out", count=left_out)


def _pressing(posts: Posts, number: int, stands: Sequence[Stand], day: date) -> list[str]:
    scribe, deadline = posts.scribe, stands[0].deadline
    due = deadline.due or day
    when = f"{short_date(due)} ({countdown((due - day).days, scribe.language)})"
    names = [kept_together(scribe.organisation(stand.deadline)) for stand in stands]
    said = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        said += scribe.say("paper.others", count=len(names) - _NAMED)
    title = scribe.milestone(deadline.milestone, deadline.id.occurrence)
    lead = posts.kind_of_lead([stand.deadline for stand in stands])
    return [str(number), title, when, lead, said]
