"""A roadmap's progress, in words: for Prefect's pages and for the paper on the desk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.deciding.target_tables import TargetTable
from lotrinh.application.looking.report import Stand
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.status import Standing
from lotrinh.rendering.deadlines import due_in_words, role_title, standing_in_words, titled
from lotrinh.rendering.targets import (
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
    states_in_words,
)
from lotrinh.rendering.trail import cell_address
from lotrinh.rendering.words import long_date, say

PRESSING = frozenset({Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON, Standing.NEEDS_DATE})
_BESIDE = (Standing.SUSPENDED, Standing.NEEDS_DATE, Standing.UNDATED, Standing.WAIVED)


@dataclass(frozen=True, slots=True)
class RoadmapReport:
    """How one roadmap stands."""

    title: str
    done: int
    total: int
    late: int
    rows: tuple[Mapping[str, str], ...]
    """What is due soon, due, late or needs a date: a heading to a text."""
    overdue: tuple[Mapping[str, str], ...]
    """Of these what is late."""
    markdown: str


def roadmap_report(
    configuration: Configuration,
    roadmap: Roadmap,
    stands: Iterable[Stand],
    today: date,
    language: str,
    *,
    board: str = "",
    targets: Sequence[TargetTable] = (),
) -> RoadmapReport:
    """Return the report of one roadmap as it stands on `today`, linked to a board, if any.

    Of a set's reports it has the table of its targets as well.
    """
    known = list(stands)
    pressing = [s for s in known if s.standing in PRESSING]
    pressing.sort(key=lambda stand: stand.deadline.by_day)
    rows = tuple(_row(configuration, stand, language, board) for stand in pressing)
    late = (n for n, stand in enumerate(pressing) if stand.standing is Standing.OVERDUE)
    overdue = tuple(rows[n] for n in late)
    figures = Figures.of(stand.standing for stand in known)
    head = [
        f"# {say('report.title', language, title=roadmap.title)}",
        say("report.at", language, day=long_date(today, language)),
        in_figures(figures, language),
        *beside(figures, language),
    ]
    for table in targets:
        head += [states_in_words(table.states, language), _targets(table, language)]
    body = markdown_table(rows) if rows else say("report.nothing", language)
    if board:
        head.append(f"[{say('report.board', language)}]({board}/matrix/{quote(roadmap.id)})")
    text = "\n\n".join([*head, body]) + "\n"
    counts = figures.done, figures.total, figures.late
    return RoadmapReport(roadmap.title, *counts, rows, overdue, text)


def _targets(table: TargetTable, language: str) -> str:
    """Return how the targets of a set stand, as a table."""
    names = ("target", "planned", "figure", "why")
    target, planned, figure, why = (say(f"targets-page.{name}", language) for name in names)
    return markdown_table(
        [
            {
                target: row.target.title,
                planned: planned_in_words(row.course, language),
                figure: figure_in_words(row.course, language) or "–",
                say("column.standing", language): state_in_words(row.judgement.state, language),
                why: rule_in_words(row.course, row.judgement, language),
            }
            for row in table.rows
        ]
    )


def in_figures(figures: Figures, language: str) -> str:
    """Say how much of something is done, and how much is late."""
    return say(
        "report.progress",
        language,
        done=figures.done,
        total=figures.total,
        percent=figures.percent,
        late=figures.late,
    )


def beside(figures: Figures, language: str) -> Iterator[str]:
    """Yield in a line how much has no day that counts, or needn't be done, if anything is so."""
    there = [standing for standing in _BESIDE if figures[standing]]
    if there:
        yield " ".join(
            say(f"report.{standing}", language, count=figures[standing]) for standing in there
        )


def _row(
    configuration: Configuration, stand: Stand, language: str, board: str
) -> Mapping[str, str]:
    deadline = stand.deadline
    organisation = deadline.id.organisation
    values = {
        "organisation": configuration.organisations.name(organisation),
        "milestone": titled(deadline, language),
        "due": due_in_words(deadline, language),
        "standing": standing_in_words(stand, language),
        "lead": role_title(configuration, deadline.milestone.lead, organisation),
    }
    if board:
        values["page"] = f"{board}/{cell_address(deadline.id)}"
    return {say(f"report.{key}", language): value for key, value in values.items()}


def markdown_table(rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as a Markdown table; a bar in a text doesn't end its cell."""
    heads = list(rows[0])
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows:
        cells = (row[head].replace("|", "\\|").replace("\n", " ") for head in heads)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
