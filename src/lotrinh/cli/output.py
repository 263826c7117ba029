"""How results are shown: one JSON document, CSV, or a table for people."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

import click

from lotrinh.cli.context import Context
from lotrinh.cli.language import text
from lotrinh.domain.facts import CellId
from lotrinh.errors import Problem
from lotrinh.rendering.problems import hint, sentence

T = TypeVar("T")

_MEGABYTE = 1_000_000
_WIDEST = 50
NEWEST = 50
"""A table for people has no more rows, unless all are asked for."""
MOST = 1000
"""Nor has what a machine reads."""
_PAPER = 120
"""Columns of a table that goes to a file or to another program."""


def emit_json(value: object) -> None:
    """Print one JSON document; dates as ISO, text as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def emit_rows(context: Context, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows for a machine: a JSON array, or CSV with a heading."""
    if context.format == "json":
        emit_json(list(rows))
        return
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    click.echo(sheet.getvalue(), nl=False)


def bound(context: Context, *, everything: bool) -> int | None:
    """Return how many rows to ask for: one more than are shown, to know whether there are more."""
    return None if everything else (MOST if context.machine else NEWEST) + 1


def shown_of(context: Context, found: Sequence[T], limit: int | None) -> Sequence[T]:
    """Return what is shown of what was found; that there is more is said beside it."""
    if limit is None or len(found) < limit:
        return found
    said = text("… còn nữa; hiện hết: thêm --all", "… and more; --all shows it")
    click.echo(said, err=context.machine)
    return found[: limit - 1]


def cell_row(cell: CellId | None) -> dict[str, object]:
    """Return what a cell is called in rows for a machine; what is of none has the keys as well."""
    return {
        "roadmap": cell and cell.roadmap,
        "organisation": cell and cell.organisation,
        "milestone": cell and cell.milestone,
        "occurrence": (cell and cell.occurrence) or None,
    }


def problem_row(problem: Problem, language: str) -> dict[str, object]:
    """Return a problem as a row for a machine."""
    return {
        "path": problem.where.path,
        "line": problem.where.line,
        "column": problem.where.column,
        "sheet": problem.where.sheet or None,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": sentence(problem, language),
        "hint": hint(problem, language),
    }


def emit_table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str = ""
) -> None:
    """Print a table for people, as wide as the window; a line where it would be empty.

    The last column holds what people copy: none of its words is broken.
    """
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  (only where a table is shown)
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    if not (shown := list(rows)):
        click.echo(text(f"{title}: không có gì.", f"{title}: nothing.") + f" {caption}".rstrip())
        return
    table = Table(caption=caption, box=SIMPLE_HEAD)
    *others, last = heads
    words = [word for cell in (last, *(row[-1] for row in shown)) for word in cell.split()]
    for head in others:
        table.add_column(head, overflow="fold")
    table.add_column(last, overflow="fold", width=min(max(map(len, words), default=0), _WIDEST))
    for row in shown:
        table.add_row(*row)
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = _PAPER
    console.print(title, style="italic")
    console.print(table)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _item(value: object) -> str:
    """Return one of several things in a cell: of a mapping its values, in their order."""
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _cell(value: object) -> object:
    """Return a value as one cell; text that a spreadsheet would run is quoted by a mark."""
    if isinstance(value, list | tuple):
        return "; ".join(_item(item) for item in value)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"}:
        return "'" + value
    return "" if value is None else value


def megabytes(size: float) -> str:
    """Return a size in bytes as people write it.

    >>> megabytes(1_536_000_000)
    '1.536,0 MB'
    """
    english = f"{size / _MEGABYTE:,.1f} MB"
    return text(english.translate(str.maketrans(",.", ".,")), english)
