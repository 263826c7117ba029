"""The page of one milestone: how many have done it, and who hasn't, to be handed up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.looking.grid import ROWS, Across, Row
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.status import Standing
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.pages.matrix import column_code, column_title, counts
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
    wanted: int = 1
    """Which page, from 1 on."""

    @property
    def pages(self) -> int:
        """How many pages there are; of nothing one."""
        return max(1, -(-len(self.across.rows) // ROWS))

    @property
    def number(self) -> int:
        """Which page is shown: the last, where one beyond it is wanted."""
        return min(max(self.wanted, 1), self.pages)

    @property
    def before(self) -> int:
        """How many organisations stand on the pages before it."""
        return (self.number - 1) * ROWS


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
        "before": page.before,
        "rows": list(_rows(page)),
        "pager": [(n, f"?page={n}", n == page.number) for n in range(1, page.pages + 1)],
    }


def _rows(page: MilestonePage) -> Iterator[dict[str, object]]:
    roadmap, code = quote(page.roadmap.id), quote(column_code(page.across.column))
    for row in page.across.rows[page.before : page.before + ROWS]:
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
