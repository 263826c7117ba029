"""The page of an organisation: its deadlines over a year as a drawing and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.looking.place import Item, Place
from lotrinh.application.office.configuration import Configuration
from lotrinh.rendering.files import Kind, files
from lotrinh.rendering.gantt import first_month, gantt, shown_days
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.matrix_page import column_code, column_title, counts
from lotrinh.rendering.words import say, short_date, shortened

_LONGEST = 56
"""Characters of a title beside the drawing."""


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What the page of an organisation shows."""

    configuration: Configuration
    place: Place
    above: str | None
    """The organisation above, if the viewer may see it."""
    year: int | None
    """The year that is looked at; None for the months around today."""
    today: date
    language: str


def organisation_page(page: OrganisationPage) -> dict[str, Any]:
    """Return what the template of an organisation fills in."""
    configuration, place, language = page.configuration, page.place, page.language
    register = configuration.organisations
    first = date(page.year, 1, 1) if page.year is not None else first_month(page.today)
    due = f"?due={page.year}" if page.year is not None else ""
    drawn = _drawn(place.items, *shown_days(first))
    told = [(item, shortened(_title(item, page), _LONGEST), _told(item, page)) for item in drawn]
    calendar = configuration.calendars[str(register.calendars[register.rows[place.organisation]])]
    return {
        "name": register.name(place.organisation),
        "address": quote(place.organisation),
        "above": (quote(page.above), register.names[register.rows[page.above]])  # type: ignore[index]
        if page.above is not None
        else None,
        "today": short_date(page.today),
        "figures": place.figures,
        "counts": counts(place.figures, language),
        "gantt": gantt(told, calendar, first, page.today) if told else None,
        "days": [short_date(day) for day in shown_days(first)],
        "rows": [_row(item, page) for item in drawn],
        "others": len(place.items) - len(drawn),
        "years": sorted({item.due.year for item in place.items if item.due is not None}),
        "year": page.year,
        "below": list(_below(page)),
        "files": [files(Kind.ORGANISATION, place.organisation, language, due)],
    }


def _drawn(items: Sequence[Item], first: date, last: date) -> list[Item]:
    return [item for item in items if item.due is not None and first <= item.due <= last]


def _title(item: Item, page: OrganisationPage) -> str:
    return column_title(item.column, page.language)


def _told(item: Item, page: OrganisationPage) -> str:
    words = say(f"standing.{item.standing}", page.language)
    due = short_date(item.due) if item.due is not None else "–"
    return f"{_title(item, page)}: {due}, {words}"


def _row(item: Item, page: OrganisationPage) -> dict[str, object]:
    code = quote(column_code(item.column))
    organisation = quote(page.place.organisation)
    return {
        "title": _title(item, page),
        "roadmap": item.roadmap.title,
        "address": f"cell/{quote(item.roadmap.id)}/{organisation}/{code}",
        "opens": short_date(item.opens) if item.opens is not None else "",
        "due": short_date(item.due) if item.due is not None else "–",
        "standing": str(item.standing),
        "mark": MARKS[item.standing],
        "words": say(f"standing.{item.standing}", page.language),
    }


def _below(page: OrganisationPage) -> Iterator[dict[str, object]]:
    for one in page.place.below:
        yield {
            "name": page.configuration.organisations.name(one.organisation),
            "address": quote(one.organisation),
            "figures": one.figures,
        }
