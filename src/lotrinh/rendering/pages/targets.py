"""The page of targets: a table of each set, how many stand how, and who is below."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from lotrinh.application.deciding.target_tables import TargetRow, TargetTable
from lotrinh.application.looking.target_board import Picked, TargetBoard, all_years
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.targets import EVERY_YEAR, TargetState
from lotrinh.rendering.marks import TARGET_LOOKS, TARGET_MARKS
from lotrinh.rendering.pages.files import MINE, Kind, files
from lotrinh.rendering.pages.sparkline import SMALL, sparkline
from lotrinh.rendering.targets import (
    answering,
    beside_in_words,
    figure_in_words,
    planned_in_words,
    rule_in_words,
    state_in_words,
    states_in_words,
    table_title,
)
from lotrinh.rendering.words import say, short_date


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """What the page of targets shows."""

    configuration: Configuration
    board: TargetBoard
    picked: Picked
    today: date
    language: str


def targets_page(page: TargetsPage) -> dict[str, Any]:
    """Return what the template of targets fills in."""
    board, configuration, picked = page.board, page.configuration, page.picked
    return {
        "name": _name(configuration, board.organisation, page.language),
        "above": None if board.above is None else _linked(page, board.above),
        "today": short_date(page.today),
        "tables": list(_tables(page)),
        "below": [
            {
                **_linked(page, one.organisation),
                "sums": states_in_words(one.states, page.language),
            }
            for one in board.below
        ],
        "picked": picked,
        "year": board.year,
        "years": all_years(configuration),
        "sets": [(id_, configuration.roadmaps[id_].title) for id_ in configuration.targets],
        "states": [(str(state), state_in_words(state, page.language)) for state in TargetState],
        "files": [_files(page)] if board.tables else [],
        "address": f"organisation={quote(picked.organisation)}" if picked.organisation else "",
    }


def pill(state: TargetState, language: str) -> dict[str, str]:
    """Return how a state looks: class, mark and words."""
    return {
        "look": str(TARGET_LOOKS[state]),
        "mark": TARGET_MARKS[state],
        "words": state_in_words(state, language),
    }


def target_address(set_id: RoadmapId, row: TargetRow) -> str:
    """Return where the board tells the story of a target."""
    parts = (set_id, row.target.id, row.organisation or "")
    year = f"?year={row.year}" if row.year != EVERY_YEAR else ""
    return "targets/" + "/".join(quote(part, safe="") for part in parts) + year


def drawn_in_words(row: TargetRow, language: str) -> str:
    """Return in words what a drawing of a target shows."""
    figures = row.course.figures
    planned = planned_in_words(row.course, language)
    if not figures:
        return say("targets-page.drawn-nothing", language, planned=planned)
    listed = "; ".join(
        f"{short_date(f.on)}: {figure_in_words(row.course, language, f.quantity)}" for f in figures
    )
    return say("targets-page.drawn", language, figures=listed, planned=planned)


def _tables(page: TargetsPage) -> Iterator[dict[str, object]]:
    for table in page.board.tables:
        rows = [
            (number, row)
            for number, row in enumerate(table.rows, 1)
            if page.picked.state in {None, row.judgement.state}
        ]
        yield {
            "title": table_title(table, page.language),
            "whose": _whose(page, table),
            "sums": states_in_words(table.states, page.language),
            "rows": [_row(page, table, row, number) for number, row in rows],
        }


def _whose(page: TargetsPage, table: TargetTable) -> str:
    """Return whose a table is, where the page doesn't say that yet."""
    whose = {row.organisation for row in table.rows} | {table.organisation}
    whose -= {None, page.board.organisation}
    return page.configuration.organisations.name(whose.pop()) if len(whose) == 1 else ""  # type: ignore[arg-type]


def _row(page: TargetsPage, table: TargetTable, row: TargetRow, number: int) -> dict[str, object]:
    language, latest = page.language, row.course.latest
    lead, officer = answering(page.configuration, row.target, row.organisation)
    return {
        "number": number,
        "title": row.target.title,
        "address": target_address(table.set_id, row) if row.organisation is not None else "",
        "lead": lead,
        "officer": officer,
        "planned": planned_in_words(row.course, language),
        "due": short_date(row.course.due) if row.course.due is not None else "–",
        "figure": figure_in_words(row.course, language),
        "on": short_date(latest.on) if latest is not None else "",
        "drawing": sparkline(row.course, row.judgement, page.today, SMALL),
        "drawn": drawn_in_words(row, language),
        "state": pill(row.judgement.state, language),
        "why": rule_in_words(row.course, row.judgement, language),
        "beside": beside_in_words(row, language),
    }


def _files(page: TargetsPage) -> dict[str, object]:
    """Return the line of files: of the organisation that is looked at, in the same year."""
    of = page.board.organisation or MINE
    return files(Kind.TARGETS, of, page.language, f"?due={page.board.year}")


def _linked(page: TargetsPage, organisation: OrganisationId) -> dict[str, object]:
    """Return an organisation, and where its targets are looked at."""
    picked = page.picked
    pairs = [("organisation", organisation), ("set", picked.set_id)]
    pairs += [("year", str(page.board.year))] if picked.year is not None else []
    return {
        "name": page.configuration.organisations.name(organisation),
        "address": "?" + urlencode([(name, word) for name, word in pairs if word]),
    }


def _name(configuration: Configuration, organisation: OrganisationId | None, language: str) -> str:
    if organisation is None:
        return say("screen.targets", language)
    return configuration.organisations.name(organisation)
