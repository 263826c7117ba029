"""The plan as an office document: one row for each milestone, whoever has it to do.

Where organisations have days of their own, the row says between which days they lie; the
workbook has each of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from lotrinh.application.looking.report import Stand
from lotrinh.domain.roadmap import Basis, RoadmapId, Scope
from lotrinh.domain.timeline import Deadline
from lotrinh.papers.document import Block, Heading, Table, document
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from lotrinh.rendering.deadlines import role_title
from lotrinh.rendering.words import short_date, with_session

_WIDTHS = (10, 54, 27, 30, 26, 18)
_NAMED = 2
"""So many organisations are named; more are counted."""


def plan_document(
    scribe: Scribe,
    stands: Iterable[Stand],
    letterhead: Letterhead,
    template: bytes,
    *,
    day: date,
    made: datetime,
) -> bytes:
    """Return the plan as a .docx file.

    Args:
        scribe: Who puts it into words.
        stands: The deadlines, with what became of them.
        letterhead: Who writes it.
        template: What it is filled into.
        day: The day that it is seen on.
        made: When the file is made.
    """
    known = sorted(stands, key=lambda stand: (stand.deadline.id.roadmap, stand.deadline.by_day))
    subject = subject_of(scribe, known)
    values = letterhead.values(scribe, "kind-plan", subject, day)
    blocks = list(_blocks(scribe, known, letterhead, day))
    return document(template, values, blocks, made=made)


def subject_of(scribe: Scribe, stands: Iterable[Stand]) -> str:
    """Return what a document is about: the titles of its roadmaps."""
    return "; ".join(dict.fromkeys(scribe.roadmap(stand.deadline) for stand in stands))


def by_roadmap(stands: Iterable[Stand]) -> Iterator[tuple[RoadmapId, list[Stand]]]:
    """Yield the deadlines of each roadmap; they are in that order already."""
    for roadmap, of in groupby(stands, key=lambda stand: stand.deadline.id.roadmap):
        yield roadmap, list(of)


def _blocks(
    scribe: Scribe, stands: Sequence[Stand], letterhead: Letterhead, day: date
) -> Iterator[Block]:
    parts = list(by_roadmap(stands))
    for number, (roadmap, of) in enumerate(parts, 1):
        if len(parts) > 1:
            yield Heading(f"{number}. {scribe.configuration.roadmaps[roadmap].title}")
        if bases := _bases(scribe, of):
            yield scribe.say("paper.by", bases="; ".join(bases))
        yield scribe.say("paper.intro-plan", day=short_date(day), count=len(of))
        yield _table(scribe, of, letterhead)


def _bases(scribe: Scribe, stands: Iterable[Stand]) -> list[str]:
    """Return the documents that the days rest on, as a plan names them."""
    found: dict[Basis, None] = {}
    for stand in stands:
        bases = scribe.configuration.roadmaps[stand.deadline.id.roadmap].bases
        basis = bases.get(stand.deadline.basis or "")
        if basis is not None and basis.scope is not Scope.INFERRED:
            found[basis] = None
    return [
        f"{b.number} ({short_date(b.issued)})" if b.issued is not None else b.number for b in found
    ]


def _table(scribe: Scribe, stands: Iterable[Stand], letterhead: Letterhead) -> Table:
    folded: dict[tuple[object, ...], list[Stand]] = {}
    for stand in stands:
        deadline = stand.deadline
        key = (deadline.id.milestone, deadline.id.occurrence, deadline.milestone.lead)
        folded.setdefault(key, []).append(stand)
    rows = [_row(scribe, number, of, letterhead) for number, of in enumerate(folded.values(), 1)]
    names = ("number", "task", "due", "lead", "support", "result")
    heads = [scribe.say(f"column.{name}") for name in names]
    return Table(heads, _WIDTHS, rows, frozenset({0, 2, 5}))


def _row(scribe: Scribe, number: int, stands: Sequence[Stand], letterhead: Letterhead) -> list[str]:
    deadline = stands[0].deadline
    return [
        str(number),
        scribe.milestone(deadline.milestone, deadline.id.occurrence),
        when(scribe, [stand.deadline for stand in stands]),
        _lead(scribe, stands, letterhead),
        scribe.support(deadline),
        _result(scribe, stands),
    ]


def when(scribe: Scribe, deadlines: Sequence[Deadline]) -> str:
    """Return the due day of a milestone in words; of several days the first and the last."""
    said = dict.fromkeys(_day(scribe, deadline) for deadline in deadlines)
    if len(said) == 1:
        return next(iter(said))
    days = sorted(deadline.due for deadline in deadlines if deadline.due is not None)
    if not days or days[0] == days[-1]:
        return "; ".join(said)
    first, last = short_date(days[0]), short_date(days[-1])
    return scribe.say("paper.each-its-own", first=first, last=last)


def _day(scribe: Scribe, deadline: Deadline) -> str:
    """Return a due day in words: a window with its first day."""
    if deadline.due is None:
        return scribe.say("standing.undated")
    said = with_session(short_date(deadline.due), deadline.session, scribe.language)
    if deadline.opens is not None and deadline.opens != deadline.due:
        first = short_date(deadline.opens)
        said = scribe.say("paper.from-to", first=first, last=said)
    return f"{said} ({scribe.say('provisional')})" if deadline.provisional else said


def _lead(scribe: Scribe, stands: Sequence[Stand], letterhead: Letterhead) -> str:
    """Return who leads: the role, and at which organisations if not at the writer's own."""
    deadline = stands[0].deadline
    organisation = deadline.id.organisation
    if len(stands) == 1 and organisation == letterhead.organisation:
        return scribe.lead(deadline)
    role = role_title(scribe.configuration, deadline.milestone.lead, organisation)
    return f"{role}, {_places(scribe, stands)}"


def _places(scribe: Scribe, stands: Sequence[Stand]) -> str:
    if len(stands) <= _NAMED:
        return ", ".join(scribe.organisation(stand.deadline) for stand in stands)
    register = scribe.configuration.organisations
    rows = [register.rows[stand.deadline.id.organisation] for stand in stands]
    kinds = {scribe.configuration.kinds[str(register.kinds[row])].title for row in rows}
    kind = kinds.pop().lower() if len(kinds) == 1 else scribe.say("organisation").lower()
    return f"{len(stands)} {kind}"


def _result(scribe: Scribe, stands: Sequence[Stand]) -> str:
    """Return what is done already, '' where nothing is."""
    done = [stand for stand in stands if stand.standing.is_done]
    if not done:
        return ""
    if len(stands) == 1 and (day := done[0].state.done_on) is not None:
        return scribe.say("paper.done-on", day=short_date(day))
    return scribe.say("paper.done-of", done=len(done), total=len(stands))
