"""Targets in a report: the paragraph that counts them, what is behind, and the table."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.papers.document import Block, Heading, Table, document
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from lotrinh.rendering.targets import (
    BEHIND,
    answering,
    counted_in_words,
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
    table_title,
    whose_table,
)
from lotrinh.rendering.words import short_date

_WIDTHS = (10, 43, 26, 29, 23, 36)


def targets_document(
    scribe: Scribe,
    tables: Sequence[TargetTable],
    letterhead: Letterhead,
    template: bytes,
    *,
    day: date,
    made: datetime,
) -> bytes:
    """Return a report on targets as a .docx file.

    Args:
        scribe: Who puts it into words.
        tables: Each set of each organisation.
        letterhead: Who reports.
        template: What it is filled into.
        day: The day that it is seen on.
        made: When the file is made.
    """
    titles = "; ".join(dict.fromkeys(table_title(table, scribe.language) for table in tables))
    subject = scribe.say("paper.subject-targets", title=titles)
    values = letterhead.values(scribe, "kind-report", subject, day)
    blocks: list[Block] = []
    for number, table in enumerate(tables, 1):
        if len(tables) > 1:
            blocks.append(Heading(f"{number}. {_named(scribe, table)}"))
        blocks += target_blocks(scribe, table, day)
    if not blocks:
        blocks.append(scribe.say("targets-page.nothing"))
    return document(template, values, blocks, made=made)


def target_blocks(scribe: Scribe, table: TargetTable, day: date) -> Iterator[Block]:
    """Yield what is reported of one set of targets."""
    said = counted_in_words(table.states, scribe.language)
    yield f"{scribe.as_of(day)}: {said[0].lower()}{said[1:]}"
    yield from _behind(scribe, table)
    heads = [scribe.say("column.number")]
    heads += [scribe.say(f"targets-page.{name}") for name in ("target", "planned", "figure")]
    heads += [scribe.say("column.standing"), scribe.say("column.lead")]
    rows = [_row(scribe, number, row) for number, row in enumerate(table.rows, 1)]
    yield Table(heads, _WIDTHS, rows, frozenset({0}))


def _named(scribe: Scribe, table: TargetTable) -> str:
    title = table_title(table, scribe.language)
    whose = whose_table(scribe.configuration, table, table.rows[0], scribe.language)
    return f"{title} ({whose})"


def _behind(scribe: Scribe, table: TargetTable) -> Iterator[str]:
    """Yield which targets are missed, will be, or are at risk, each with its figure and why."""
    for state in BEHIND:
        rows = [row for row in table.rows if row.judgement.state is state]
        if rows:
            named = "; ".join(_one_behind(scribe, row) for row in rows)
            words = state_in_words(state, scribe.language)
            yield scribe.say("paper.behind", state=words[:1].upper() + words[1:], named=named)


def _one_behind(scribe: Scribe, row: TargetRow) -> str:
    figure = figure_in_words(row.course, scribe.language)
    why = rule_in_words(row.course, row.judgement, scribe.language)
    return f"{row.target.title} ({'; '.join(filter(None, (figure, why)))})"


def _row(scribe: Scribe, number: int, row: TargetRow) -> list[str]:
    latest, language = row.course.latest, scribe.language
    figure = figure_in_words(row.course, language)
    on = f" ({short_date(latest.on)})" if latest is not None else ""
    lead, officer = answering(scribe.configuration, row.target, row.organisation)
    return [
        str(number),
        row.target.title,
        planned_in_words(row.course, language),
        figure + on if figure else "–",
        state_in_words(row.judgement.state, language),
        "; ".join(filter(None, (lead, officer))),
    ]
