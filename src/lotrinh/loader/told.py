"""What somebody tells in a file: things done, and figures of targets, row by row.

A list of one's own, or a sheet that was exported and filled in; CSV or XLSX, read by the same
rules as the files.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from lotrinh.application.recording.measuring import Told
from lotrinh.application.recording.mentions import Mention
from lotrinh.domain.notation import from_sheet
from lotrinh.errors import Problem, ProblemsError
from lotrinh.loader.asked import MisreadError, ask_line
from lotrinh.loader.parts.inputs import Inputs
from lotrinh.loader.phrases.days import PhraseError, parse_day
from lotrinh.loader.reading.findings import Findings
from lotrinh.loader.reading.folder import read_file
from lotrinh.loader.reading.keys import Keys
from lotrinh.loader.reading.table import Table, cells, check_columns

_COLUMNS = ("organisation", "milestone", "on", "note")
_OF_PROGRESS = ("organisation_code", "milestone_code", "done_on", "note")
"""What is read of a sheet that `lotrinh export progress` made."""
_OF_FIGURES = ("target", "organisation", "value", "on", "note")
_OF_TARGETS = ("target_code", "organisation_code", "new_figure", "day_of_figure", "note")
"""What is read of a sheet that `lotrinh export targets` made."""


def read_mentions(path: Path) -> list[Mention]:
    """Return the rows of a table of things done: organisation, milestone, on, note.

    A number in the column of the milestone stands for its organisation as well. Of a sheet of
    progress that was exported only the rows with a day are meant, whatever else it shows.

    What is wrong with a row goes with it, to be told with what its words don't name.

    Raises:
        LotrinhError: It is no file, or it can't be read.
        ProblemsError: It is no such table.
    """
    if (sheet := _sheet(path, Keys("progress", _OF_PROGRESS), _OF_PROGRESS[:3])) is not None:
        ticked = (row for row, on in enumerate(cells(sheet, "done_on")) if on)
        return [_mention(sheet, row, _OF_PROGRESS) for row in ticked]
    table = _table(path, Keys("done", _COLUMNS), _COLUMNS[1:2], Findings())
    return [_mention(table, row, _COLUMNS) for row in range(len(table))]


def read_figures(path: Path) -> list[Told]:
    """Return the figures of targets that a file lists, CSV or XLSX.

    Of a sheet of targets that was exported only the rows with a new figure are meant.

    Raises:
        ProblemsError: It can't be read, or has other columns.
    """
    if (sheet := _sheet(path, Keys("target_sheet", _OF_TARGETS), _OF_TARGETS[:3])) is not None:
        filled = (row for row, figure in enumerate(cells(sheet, "new_figure")) if figure)
        return [_told(sheet, row, _OF_TARGETS) for row in filled]
    table = _table(path, Keys("figures", _OF_FIGURES), ("target", "value"), Findings())
    return [_told(table, row, _OF_FIGURES) for row in range(len(table))]


def _told(table: Table, row: int, columns: Sequence[str]) -> Told:
    """Return what a row says; of a sheet, numbers have their comma back."""
    target, organisation, value, on, note = (str(cells(table, name)[row]) for name in columns)
    places = {n: table.place(name, row) for n, name in zip(_OF_FIGURES, columns, strict=True)}
    places["milestone"] = places["target"]
    problems: list[Problem] = []
    day: date | None = None
    try:
        day = parse_day(on) if on else None
    except PhraseError as error:
        problems = [Problem(error.code, places["on"], error.values, error.nearest)]
    mention = Mention(organisation, target, day, note, places, tuple(problems))
    return Told(mention, from_sheet(value) if places["value"].sheet else value)


def _sheet(path: Path, keys: Keys, needed: Sequence[str]) -> Table | None:
    """Return the table of a file if it is a sheet of ours; its other columns are let be."""
    findings = Findings()
    inputs = Inputs({path.name: read_file(path)}, findings)
    table = inputs.read_table(path.name, path.stem, keys)
    if table is None or not {*needed} <= {*table.columns}:
        return None
    read = {place.column for name, place in table.headings.items() if keys.meant(name)}
    wrong = [p for p in findings.all if p.code != "xlsx-formula" or p.where.column in read]
    if any(problem.is_error for problem in wrong):
        raise ProblemsError(wrong)
    return table


def _table(path: Path, keys: Keys, needed: Sequence[str], findings: Findings) -> Table:
    """Return the table of a file, CSV or XLSX, that has these columns and no others."""
    inputs = Inputs({path.name: read_file(path)}, findings)
    table = inputs.read_table(path.name, path.stem, keys)
    if table is not None:
        check_columns(table, keys, needed, findings)
    if table is None or findings.all:
        raise ProblemsError(findings.all)
    return table


def _mention(table: Table, row: int, columns: Sequence[str]) -> Mention:
    """Return what a row says; its columns are those of `_COLUMNS`, however they are called."""
    organisation, milestone, on, note = (str(cells(table, name)[row]) for name in columns)
    places = {n: table.place(name, row) for n, name in zip(_COLUMNS, columns, strict=True)}
    day: date | None = None
    problems: list[Problem] = []
    try:
        day = parse_day(on) if on else None
        ask_line(note, "note")
    except PhraseError as error:
        problems = [Problem(error.code, places["on"], error.values, error.nearest)]
    except MisreadError as error:
        problems = [replace(problem, where=places["note"]) for problem in error.problems]
    return Mention(organisation, milestone, day, note, places, tuple(problems))
