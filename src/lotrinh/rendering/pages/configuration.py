"""The screen of the configuration in words: its files, what is wrong with them, its history."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from lotrinh.application.books.file_changes import FileChange, How
from lotrinh.application.looking.filing import FilesStand, FileText, InUse, Turned
from lotrinh.errors import Problem
from lotrinh.rendering.problems import hint, sentence
from lotrinh.rendering.words import say

LINES = 1000
"""Lines of a file on a page."""
_MOST = 200
"""Problems that are shown at a time; whoever has mended so many looks again."""
_WORD = re.compile(r"[^\s,}\]#:]+|.")
_UP = "../"
_UP_IN_ADDRESS = "~/"
"""A library may lie above the folder; browsers take dots out of addresses."""


@dataclass(frozen=True, slots=True)
class ConfigurationPage:
    """What the screen of the configuration shows."""

    stand: FilesStand
    zone: ZoneInfo
    language: str
    is_own: Callable[[str], bool]
    """Whether a file isn't one that others use as well."""
    before: int | None = None
    """The turn before which the history is looked at; None for the newest."""
    edits: bool = False
    """Whether this viewer may change files here."""
    saved: int | None = None
    """The change that has just been made."""


def address_of(path: str) -> str:
    """Return how an address names a file.

    >>> address_of("roadmaps/nộp.yaml"), path_of(address_of("../library/a.yaml"))
    ('roadmaps/n%E1%BB%99p.yaml', '../library/a.yaml')
    """
    return quote(path.replace(_UP, _UP_IN_ADDRESS), safe="/~")


def path_of(address: str) -> str:
    """Return the file that an address names."""
    return address.replace(_UP_IN_ADDRESS, _UP)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as people write it: 07:30 07/12/2026."""
    return f"{at.astimezone(zone):%d/%m/%Y %H:%M}"


def changes_in_words(
    changes: Sequence[FileChange], zone: ZoneInfo, language: str
) -> list[dict[str, Any]]:
    """Return changes of files, those of one entry together, the newest first."""
    found: dict[int, dict[str, Any]] = {}
    for one in changes:
        entry = {
            "entry": one.entry,
            "when": moment(one.at, zone),
            "who": one.name or one.person,
            "files": list[tuple[str, str]](),
            "is_written": one.is_written,
        }
        what = How.REMOVED if one.after is None else one.how
        words = say(f"how.{what}", language)
        found.setdefault(one.entry, entry)["files"].append((one.path, words))
    return list(found.values())


def configuration_page(page: ConfigurationPage) -> dict[str, Any]:
    """Return what the template of the configuration fills in."""
    stand, language = page.stand, page.language
    errors = sum(problem.is_error for problem in stand.problems)
    blamed = [problem.where.path for problem in stand.problems]
    return {
        "in_use": str(stand.in_use),
        "state": _state(page, errors),
        "unreadable": sentence(stand.unreadable, language) if stand.unreadable else "",
        "errors": errors,
        "warnings": len(stand.problems) - errors,
        "problems": [
            told(problem, stand.texts.get(problem.where.path), language)
            for problem in stand.problems[:_MOST]
        ],
        "left_out": max(0, len(stand.problems) - _MOST),
        "files": [
            {
                "path": path,
                "address": address_of(path),
                "size": _size(size),
                "problems": blamed.count(path),
                "edits": page.edits and page.is_own(path),
            }
            for path, size in stand.sizes.items()
        ],
        "history": [_turned(one, page) for one in stand.history],
        "older": stand.history[-1].acceptance.turn if stand.is_more else None,
        "is_newest": page.before is None,
        "edits": page.edits,
        "saved": page.saved is not None and any(c.entry == page.saved for c in stand.changes),
        "changes": changes_in_words(stand.changes, page.zone, language),
        "pending": stand.in_use is InUse.WAITING and stand.since is not None,
    }


def _state(page: ConfigurationPage, errors: int) -> str:
    since = page.stand.since
    if since is None:
        return say("configuration.never", page.language)
    key = f"configuration.{page.stand.in_use}"
    return say(key, page.language, when=moment(since, page.zone), errors=errors)


def _size(size: int) -> str:
    """Return how large a file is.

    >>> _size(812), _size(204_800)
    ('812 B', '200 KB')
    """
    return f"{size} B" if size < 1024 else f"{size // 1024} KB"


def _turned(one: Turned, page: ConfigurationPage) -> dict[str, Any]:
    return {
        "turn": one.acceptance.turn,
        "hash": one.acceptance.hash,
        "when": moment(one.acceptance.at, page.zone),
        "files": [
            (path, say(f"configuration.{what}", page.language)) for path, what in one.files.items()
        ],
    }


def told(problem: Problem, text: FileText | None, language: str) -> dict[str, Any]:
    """Return a problem with the line that it lies in, the place in it marked."""
    where = problem.where
    page = (where.line - 1) // LINES + 1
    return {
        "severity": str(problem.severity),
        "head": say(f"configuration.{problem.severity}", language),
        "place": str(where),
        "address": address_of(where.path) + (f"?page={page}" if page > 1 else "") if text else "",
        "number": where.line,
        "words": sentence(problem, language),
        "hint": hint(problem, language),
        "line": _marked(problem, text) if text is not None else None,
        "code": problem.code,
    }


def _marked(problem: Problem, text: FileText) -> dict[str, str] | None:
    """Return a line in three parts, the middle one where the problem lies, and a mark below."""
    number = problem.where.line
    if not 0 < number <= len(text.lines):
        return None
    line = text.lines[number - 1]
    if text.is_table:
        return {"before": line, "at": "", "after": "", "mark": ""}
    place = min(problem.where.column - 1, len(line))
    rest = line[place:]
    found = _WORD.match(rest)
    word = found.end() if found is not None else 0
    return {
        "before": line[:place],
        "at": rest[:word],
        "after": rest[word:],
        "mark": " " * place + "▲",
    }


@dataclass(frozen=True, slots=True)
class FilePage:
    """What the page of one file shows."""

    text: FileText
    problems: tuple[Problem, ...]
    language: str
    number: int = 1
    """Of the page, where it is long."""
    edits: bool = False
    """Whether this viewer may change it here."""


def file_page(page: FilePage) -> dict[str, Any]:
    """Return what the template of a file fills in."""
    lines = page.text.lines
    pages = max(1, -(-len(lines) // LINES))
    number = min(max(1, page.number), pages)
    first = (number - 1) * LINES
    wrong = {problem.where.line for problem in page.problems}
    return {
        "path": page.text.path,
        "address": address_of(page.text.path),
        "size": _size(page.text.size),
        "is_table": page.text.is_table,
        "edits": page.edits,
        "conceals": bool(page.text.conceals),
        "count": len(lines),
        "lines": [
            (at, line.split("\t") if page.text.is_table else line, at in wrong)
            for at, line in enumerate(lines[first : first + LINES], start=first + 1)
        ],
        "pages": list(_pages(pages, number)),
        "problems": [told(problem, page.text, page.language) for problem in page.problems[:_MOST]],
    }


def _pages(pages: int, here: int) -> Iterator[tuple[int, bool]]:
    if pages > 1:
        yield from ((number, number == here) for number in range(1, pages + 1))
