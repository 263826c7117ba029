"""The page of a month: what is due on each day, days off shaded; on a phone a list."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from lotrinh.application.looking.grid import Month
from lotrinh.application.looking.place import Entry
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.occurrence import month_after
from lotrinh.domain.status import Standing
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.pages.files import MINE, Kind, files
from lotrinh.rendering.pages.matrix import column_code, column_title, month_code
from lotrinh.rendering.words import long_date, say, weekdays

_WORST = (Standing.OVERDUE, Standing.DUE_TODAY, Standing.NEEDS_DATE, Standing.DUE_SOON)
"""What is shown of many that stand in several ways; then what most of them are."""


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What the page of a month shows."""

    configuration: Configuration
    month: Month
    days: Mapping[date, Sequence[Entry]]
    calendar: Calendar
    today: date
    language: str


def calendar_page(page: CalendarPage) -> dict[str, Any]:
    """Return what the template of a month fills in."""
    year, number = page.month
    first = date(year, number, 1)
    before, after = month_after(first, -1), month_after(first, 1)
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    return {
        "title": say("period.month", page.language, month=number, year=year),
        "before": month_code((before.year, before.month)),
        "after": month_code((after.year, after.month)),
        "this": month_code((page.today.year, page.today.month)),
        "weekdays": weekdays(page.language),
        "weeks": [[_day(page, day) for day in week] for week in weeks],
        "is_empty": not page.days,
        "files": [files(Kind.CALENDAR, MINE, page.language)],
    }


def _day(page: CalendarPage, day: date) -> dict[str, object]:
    is_inside = day.month == page.month[1]
    return {
        "number": day.day,
        "long": long_date(day, page.language),
        "inside": is_inside,
        "off": page.calendar.is_off(day),
        "today": day == page.today,
        "entries": [_entry(page, one) for one in page.days.get(day, ())] if is_inside else [],
    }


def _entry(page: CalendarPage, entry: Entry) -> dict[str, object]:
    """Return what is due as one line; of one organisation it leads to the cell."""
    standing = _standing(entry)
    roadmap, code = quote(entry.roadmap.id), quote(column_code(entry.column))
    only, *others = entry.organisations
    if others:
        figures = {"done": entry.figures.done, "total": entry.figures.total}
        whose = say("calendar.many", page.language, **figures)
    else:
        whose = page.configuration.organisations.name(only)
    return {
        "title": column_title(entry.column, page.language),
        "whose": whose,
        "address": f"milestone/{roadmap}/{code}"
        if others
        else f"cell/{roadmap}/{quote(only)}/{code}",
        "standing": str(standing),
        "mark": MARKS[standing],
        "words": say(f"standing.{standing}", page.language),
    }


def _standing(entry: Entry) -> Standing:
    """Return how many stand together: as the one that presses most."""
    for worst in _WORST:
        if entry.figures[worst]:
            return worst
    counted = entry.figures.counted
    return max(counted, key=lambda standing: counted[standing])
