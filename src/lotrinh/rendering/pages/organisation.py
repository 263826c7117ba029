"""The page of an organisation: its deadlines over a year as a drawing and as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.looking.place import Item, Place
from lotrinh.application.looking.room import Room
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.pages.files import Kind, files
from lotrinh.rendering.pages.gantt import Drawn, first_month, gantt, shown_days
from lotrinh.rendering.pages.matrix import column_code, column_title, counts
from lotrinh.rendering.words import say, short_date

_LONGEST = 56
"""Characters of a title beside the drawing."""


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What the page of an organisation shows."""

    configuration: Configuration
    place: Place
    rooms: Mapping[CellId, Room]
    """What room there is before its deadlines, where it can be told."""
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
    bars = [_bar(item, page) for item in drawn]
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
        "gantt": gantt(bars, calendar, first, page.today) if bars else None,
        "has_rooms": any(_room(item, page) for item in drawn),
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


def _room(item: Item, page: OrganisationPage) -> Room | None:
    column = item.column
    cell = CellId(item.roadmap.id, page.place.organisation, column.milestone.id, column.label)
    return page.rooms.get(cell)


def _bar(item: Item, page: OrganisationPage) -> Drawn:
    title = column_title(item.column, page.language, longest=_LONGEST)
    room = _room(item, page)
    if room is None:
        return Drawn(item, title, _told(item, page))
    if room.critical:
        title = f"{title} ({say('organisation-page.critical', page.language)})"
    return Drawn(item, title, _told(item, page), room.slack, room.critical)


def _told(item: Item, page: OrganisationPage) -> str:
    """Return all that the drawing shows of a deadline, in words."""
    due = short_date(item.due) if item.due is not None else "–"
    said = [due, say(f"standing.{item.standing}", page.language)]
    room = _room(item, page)
    if room is not None:
        said.append(say("organisation-page.room", page.language, count=room.slack))
        if room.critical:
            said.append(say("organisation-page.critical", page.language))
    return f"{_title(item, page)}: {', '.join(said)}"


def _row(item: Item, page: OrganisationPage) -> dict[str, object]:
    code, room = quote(column_code(item.column)), _room(item, page)
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
        "slack": str(room.slack).replace("-", "−") if room is not None else "",
        "short": room is not None and room.slack < 0,
        "critical": room is not None and room.critical,
    }


def _below(page: OrganisationPage) -> Iterator[dict[str, object]]:
    for one in page.place.below:
        yield {
            "name": page.configuration.organisations.name(one.organisation),
            "address": quote(one.organisation),
            "figures": one.figures,
        }
