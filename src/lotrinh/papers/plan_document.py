"""The plan as an office document: one row for each milestone, whoever has it to do.

What comes round, or comes to another day in each organisation, is said by its phrase; the
days beside it are the first and the last, and the workbook has each of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from lotrinh.application.looking.report import Stand
from lotrinh.domain.roadmap import Roadmap, RoadmapId
from lotrinh.papers.citing import cited
from lotrinh.papers.document import Block, Heading, Table, document
from lotrinh.papers.due_words import names_in, phrased
from lotrinh.papers.issuer import as_issuer, kept_together
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from lotrinh.papers.posts import Posts
from lotrinh.rendering.deadlines import task
from lotrinh.rendering.words import short_date

_WIDTHS = (10, 44, 39, 24, 22, 26)


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


def _blocks(
    scribe: Scribe, stands: Sequence[Stand], letterhead: Letterhead, day: date
) -> Iterator[Block]:
    parts = list(by_roadmap(stands))
    name = scribe.configuration.organisations.name(letterhead.organisation)
    issuer = kept_together(as_issuer(name))
    for number, (id_, of) in enumerate(parts, 1):
        roadmap = scribe.configuration.roadmaps[id_]
        if len(parts) > 1:
            yield Heading(f"{number}. {roadmap.title}")
        yield from cited(scribe, roadmap, day)
        said = {"issuer": issuer, "day": short_date(day), "count": len(of)}
        yield scribe.say("paper.intro-plan", **said)
        yield _Rows(scribe, letterhead, roadmap, of).table()


def subject_of(scribe: Scribe, stands: Iterable[Stand]) -> str:
    """Return what a document is about: the titles of its roadmaps."""
    return "; ".join(dict.fromkeys(scribe.roadmap(stand.deadline) for stand in stands))


def by_roadmap(stands: Iterable[Stand]) -> Iterator[tuple[RoadmapId, list[Stand]]]:
    """Yield the deadlines of each roadmap; they are in that order already."""
    for roadmap, of in groupby(stands, key=lambda stand: stand.deadline.id.roadmap):
        yield roadmap, list(of)


@dataclass(frozen=True)
class _Rows:
    """The rows of a roadmap's table: what is to be done in the same words is one."""

    scribe: Scribe
    letterhead: Letterhead
    roadmap: Roadmap
    stands: Sequence[Stand]

    def table(self) -> Table:
        rows = [self._row(number, of) for number, of in enumerate(self._folded, 1)]
        names = ("number", "task", "due", "lead", "support", "result")
        heads = [self.scribe.say(f"column.{name}") for name in names]
        return Table(heads, _WIDTHS, rows, frozenset({0, 5}))

    @cached_property
    def _folded(self) -> list[list[Stand]]:
        folded: dict[tuple[object, ...], list[Stand]] = {}
        for stand in self.stands:
            one = stand.deadline
            extended = one.due if one.extension is not None else None
            key = (one.id.milestone, one.milestone.lead, one.phrase, extended)
            folded.setdefault(key, []).append(stand)
        return list(folded.values())

    @cached_property
    def _names(self) -> Mapping[str, str]:
        numbers: dict[str, int] = {}
        for number, of in enumerate(self._folded, 1):
            milestone = of[0].deadline.milestone
            if not milestone.asks:  # phrases count from the anchor itself, not from asking for it
                numbers.setdefault(str(milestone.id), number)
        return names_in(self.scribe, self.roadmap, numbers)

    @cached_property
    def _posts(self) -> Posts:
        deadlines = (stand.deadline for stand in self.stands)
        return Posts.of(self.scribe, self.letterhead.organisation, deadlines)

    def _row(self, number: int, stands: Sequence[Stand]) -> list[str]:
        deadlines = [stand.deadline for stand in stands]
        return [
            str(number),
            task(deadlines[0].milestone, self.scribe.language),
            phrased(self.scribe, deadlines, self._names),
            self._posts.lead(deadlines),
            self._posts.support(deadlines),
            _result(self.scribe, stands),
        ]


def _result(scribe: Scribe, stands: Sequence[Stand]) -> str:
    """Return what is done already, '' where nothing is."""
    done = [stand for stand in stands if stand.standing.is_done]
    if not done:
        return ""
    if len(stands) == 1 and (day := done[0].state.done_on) is not None:
        return scribe.say("paper.done-on", day=short_date(day))
    return scribe.say("paper.done-of", done=len(done), total=len(stands))
