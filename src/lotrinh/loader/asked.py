"""What is asked on the command line, read by the same rules as the files."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from lotrinh.application.record import Mention
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.due import Phrase
from lotrinh.domain.roadmap import Term
from lotrinh.errors import Location, Problem, ProblemsError
from lotrinh.loader.parts.calendars import CalendarShape, read_calendars
from lotrinh.loader.parts.settings import SettingsShape
from lotrinh.loader.phrase import PhraseError, parse_day, parse_phrase
from lotrinh.loader.reading.csv_table import read_csv
from lotrinh.loader.reading.findings import Findings, Vocabulary
from lotrinh.loader.reading.inputs import Inputs
from lotrinh.loader.reading.table import cells, check_columns
from lotrinh.loader.reading.text import fold, plain_dashes
from lotrinh.loader.reading.text_file import read_text

_COLUMNS = ("organisation", "milestone", "on", "note")


def ask_phrase(text: str, anchors: Iterable[str]) -> Phrase:
    """Return the meaning of a phrase that may name the anchors given.

    Raises:
        ProblemsError: It can't be read; the place is a column of the phrase.
    """
    try:
        return parse_phrase(text, {fold(name): name for name in anchors})
    except PhraseError as error:
        raise _refused("PHRASE", error) from None


def ask_day(text: str, where: str) -> date:
    """Return a civil date that somebody gave on the command line."""
    try:
        return parse_day(text)
    except PhraseError as error:
        raise _refused(where, error) from None


def ask_term(text: str) -> Term:
    """Return a term written as two years: 2025-2030."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", plain_dashes(text).replace(" ", ""))
    if found is not None:
        first, last = int(found[1]), int(found[2] or found[1])
        if 1990 <= first <= last < 2100 and last - first <= 20:
            return Term(text, first, last)
    raise ProblemsError([Problem("bad-term", Location("--term"), {"value": text})])


def ask_calendar(files: Mapping[str, bytes], name: str, term: Term) -> Calendar:
    """Return a calendar of the files by its name; the other files may be full of mistakes."""
    findings = Findings()
    shapes = Inputs(files, findings).shapes("calendars", CalendarShape)
    calendars = read_calendars([s for s in shapes if s is not None], [term], findings)
    if name not in calendars:
        nearest = Vocabulary(calendars).nearest(name)
        where = Location("--calendar")
        findings.error("unknown-calendar", where, nearest=nearest, word=name)
    if findings.all:
        raise ProblemsError(findings.all)
    return calendars[name]


def ask_strict(files: Mapping[str, bytes]) -> bool:
    """Return whether "trước" excludes the named day, as the settings say."""
    shape = Inputs(files, Findings()).shape("settings.yaml", SettingsShape)
    return shape.strict if shape is not None else True


def read_mentions(path: str, content: bytes) -> list[Mention]:
    """Return the rows of a CSV file of things done: organisation, milestone, on, note.

    Raises:
        ProblemsError: With all that is wrong in the file.
    """
    findings = Findings()
    text = read_text(path, content, findings)
    table = read_csv(path, text, findings) if text is not None else None
    mentions: list[Mention] = []
    if table is not None:
        check_columns(table, Vocabulary(_COLUMNS), _COLUMNS[:2], findings)
        columns = [cells(table, column) for column in _COLUMNS]
        for row, (organisation, milestone, on, note) in enumerate(zip(*columns, strict=True)):
            day = _day(on, table.place("on", row), findings) if on else None
            mentions.append(Mention(organisation, milestone, day, note))
    if findings.all:
        raise ProblemsError(findings.all)
    return mentions


def _day(text: str, where: Location, findings: Findings) -> date | None:
    try:
        return parse_day(text)
    except PhraseError as error:
        findings.error(error.code, where, nearest=error.nearest, **error.values)
        return None


def _refused(where: str, error: PhraseError) -> ProblemsError:
    place = Location(where, 1, error.column)
    return ProblemsError([Problem(error.code, place, error.values, error.nearest)])
