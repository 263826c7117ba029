"""The page of one milestone: how many have done it, and who hasn't, to be handed up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.looking.grid import Across, Row
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.status import Standing
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.matrix_page import column_code, column_title, counts
from lotrinh.rendering.words import countdown, say, short_date

_COUNTED = frozenset({Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON, Standing.OPEN})
"""Where it helps to know how many days there are."""


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """What the page of a milestone shows."""

    configuration: Configuration
    roadmap: Roadmap
    across: Across
    today: date
    language: str


def milestone_page(page: MilestonePage) -> dict[str, Any]:
    """Return what the template of a milestone fills in."""
    across, language = page.across, page.language
    return {
        "title": column_title(across.column, language),
        "roadmap": page.roadmap,
        "roadmap_address": quote(page.roadmap.id),
        "today": short_date(page.today),
        "figures": across.figures,
        "counts": counts(across.figures, language),
        "rows": list(_rows(page)),
    }


def _rows(page: MilestonePage) -> Iterator[dict[str, object]]:
    roadmap, code = quote(page.roadmap.id), quote(column_code(page.across.column))
    for row in page.across.rows:
        organisation = quote(row.organisation)
        yield {
            "name": page.configuration.organisations.name(row.organisation),
            "address": f"cell/{roadmap}/{organisation}/{code}",
            "standing": str(row.standing),
            "mark": MARKS[row.standing],
            "words": say(f"standing.{row.standing}", page.language),
            "due": short_date(row.due) if row.due is not None else "–",
            "left": _left(row, page),
        }


def _left(row: Row, page: MilestonePage) -> str:
    if row.due is None or row.standing not in _COUNTED:
        return ""
    return countdown((row.due - page.today).days, page.language)
