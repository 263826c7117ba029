"""The page of the matrix: organisations down, milestones across, a mark and a colour a cell.

A page has thousands of cells: each is put together here, from parts that are escaped once,
not by the template.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from lotrinh.application.deciding.figures import Figures
from lotrinh.application.looking.grid import Choices, Filter, Line, Month, View
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.roadmap import Roadmap
from lotrinh.domain.standings import NOT_APPLICABLE, STANDINGS
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Column
from lotrinh.rendering.deadlines import task
from lotrinh.rendering.marks import MARKS
from lotrinh.rendering.pages.files import Kind, files
from lotrinh.rendering.words import period_name, say, short_date, shortened

_BLANK = Markup("<td></td>")
_LONGEST = 56
"""Characters of a title that stands upright at the head of a column."""


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """What the page of a matrix shows."""

    configuration: Configuration
    roadmap: Roadmap
    view: View
    choices: Choices
    today: date
    language: str
    of_all: Figures | None = None
    """Those of all years, where this one is shown unasked."""


def matrix_page(page: MatrixPage) -> dict[str, Any]:
    """Return what the template of the matrix fills in."""
    view, language = page.view, page.language
    roadmaps = page.configuration.roadmaps.values()
    return {
        "roadmap": page.roadmap,
        "roadmaps": [(quote(r.id), r.title, r.id == page.roadmap.id) for r in roadmaps],
        "today": short_date(page.today),
        "heads": list(_heads(page)),
        "lines": list(_lines(page)),
        "figures": view.figures,
        "counts": counts(view.figures, language),
        "view": view,
        "wanted": view.wanted,
        "pager": list(_pager(view)),
        "hidden": _hidden(page),
        "files": list(_files(page)),
        **_choices(page),
    }


def _hidden(page: MatrixPage) -> str:
    """Say what isn't shown unasked; '' where all that was asked for is."""
    if page.of_all is None:
        return ""
    figures = page.view.figures
    left, late = page.of_all.total - figures.total, page.of_all.late - figures.late
    return say("matrix.this-year", page.language, year=page.today.year, left=left, late=late)


def _choices(page: MatrixPage) -> dict[str, object]:
    configuration, choices = page.configuration, page.choices
    return {
        "standings": [(str(s), say(f"standing.{s}", page.language)) for s in STANDINGS],
        "kinds": [(kind, configuration.kinds[kind].title) for kind in choices.kinds],
        "roles": [(role, configuration.roles.get(role, role)) for role in choices.roles],
        "places": [(id_, configuration.organisations.name(id_)) for id_ in choices.places],
        "years": _years(choices.months),
        "due": month_code(page.view.wanted.due),
    }


def counts(figures: Figures, language: str) -> list[tuple[str, str, str, int]]:
    """Return how many stand how, those that there are: class, mark, words and number."""
    return [
        (str(s), MARKS[s], say(f"standing.{s}", language), figures[s])
        for s in STANDINGS
        if figures[s]
    ]


def column_title(column: Column, language: str, *, longest: int = 1000) -> str:
    """Return what is to be done, and which time of several that it comes round.

    A title that is too long is cut, the time never is.
    """
    period = period_name(column.label, language) or column.label
    said = shortened(task(column.milestone, language), longest)
    return f"{said} ({period})" if period else said


def column_code(column: Column) -> str:
    """Return how an address names a column: review@2026, a one-off without `@`."""
    label = f"@{column.label}" if column.label else ""
    return f"{column.milestone.id}{label}"


def month_code(month: Month | None) -> str:
    """Return how an address names a month, or a whole year.

    >>> month_code((2026, 3)), month_code((2026, 0)), month_code(None)
    ('2026-03', '2026', '')
    """
    if month is None:
        return ""
    year, number = month
    return f"{year:04}-{number:02}" if number else f"{year:04}"


def query(wanted: Filter) -> str:
    """Return what an address says of a filter, from its `?` on; '' where all is wanted."""
    said: list[tuple[str, str]] = [("standing", str(s)) for s in STANDINGS if s in wanted.standings]
    fields = {
        "kind": wanted.kind,
        "role": wanted.role,
        "below": wanted.below or "",
        "due": month_code(wanted.due),
        "text": wanted.text,
        "page": str(wanted.page) if wanted.page > 1 else "",
    }
    said += [(name, value) for name, value in fields.items() if value]
    return f"?{urlencode(said)}" if said else ""


def _files(page: MatrixPage) -> Iterator[dict[str, object]]:
    """Yield what there is to take along: the table as it is looked at, and the whole roadmap."""
    wanted, language, id_ = page.view.wanted, page.language, page.roadmap.id
    yield files(Kind.MATRIX, id_, language, query(replace(wanted, page=1)))
    for kind in (Kind.PLAN, Kind.PROGRESS):
        yield files(kind, id_, language, query(Filter(below=wanted.below)))


def _heads(page: MatrixPage) -> Iterator[dict[str, object]]:
    columns = zip(page.view.columns, page.view.column_figures, strict=True)
    for column, figures in columns:
        yield {
            "title": column_title(column, page.language),
            "short": column_title(column, page.language, longest=_LONGEST),
            "address": f"{quote(page.roadmap.id)}/{quote(column_code(column))}",
            "figures": figures,
        }


def _lines(page: MatrixPage) -> Iterator[dict[str, object]]:
    codes = [quote(column_code(column)) for column in page.view.columns]
    marked = [_marked(standing, page.language) for standing in STANDINGS]
    for line in page.view.lines:
        organisation = quote(line.organisation)
        base = f"../cell/{quote(page.roadmap.id)}/{organisation}/"
        yield {
            "name": page.configuration.organisations.name(line.organisation),
            "address": organisation,
            "cells": _cells(line, base, codes, marked),
            "figures": line.figures,
        }


def _cells(
    line: Line, base: str, codes: Sequence[str], marked: Sequence[tuple[Markup, Markup]]
) -> Markup:
    """Return the cells of a row: a link each, with the words and the day for who points at it."""
    parts: list[str] = []
    for number, due, code in zip(line.standings, line.due, codes, strict=True):
        if number == NOT_APPLICABLE:
            parts.append(_BLANK)
            continue
        before, after = marked[number]
        day = f", {due:%d/%m/%Y}" if due is not None else ""
        parts.append(f'{before}{base}{code}"{after}{day}</span></a></td>')
    return Markup("".join(parts))  # noqa: S704  (every part is escaped or quoted)


def _marked(standing: Standing, language: str) -> tuple[Markup, Markup]:
    """Return what stands before and after the address of a cell."""
    words, mark = escape(say(f"standing.{standing}", language)), escape(MARKS[standing])
    before = Markup('<td class="s {0}"><a href="').format(standing)
    return before, Markup('><b aria-hidden="true">{0}</b><span>{1}').format(mark, words)


def _years(months: Sequence[Month]) -> list[tuple[int, list[tuple[str, str]]]]:
    """Return the years, each with its months: as an address names them, and as they are read."""
    years: dict[int, list[tuple[str, str]]] = {}
    for year, month in months:
        said = f"{month:02}/{year}"
        years.setdefault(year, []).append((month_code((year, month)), said))
    return list(years.items())


def _pager(view: View) -> Iterator[tuple[int, str, bool]]:
    """Yield the pages, each with its address, and whether it is this one."""
    for number in range(1, view.pages + 1) if view.pages > 1 else ():
        near = abs(number - view.wanted.page) <= 3 or number in {1, view.pages}
        if near:
            address = query(replace(view.wanted, page=number)) or "?due="
            yield number, address, number == view.wanted.page
