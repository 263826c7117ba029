"""The page of faults in the help: its tables are written by the suite, its text by people."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lotrinh.rendering.words import LANGUAGES
from tests.faults.fault import Fault
from tests.faults.runner import Result
from tests.faults.table import GROUPS

HELP = Path(__file__).parents[2] / "src" / "lotrinh" / "help"
_HEADS = {
    "vi": ("Sự cố", "Điều xảy ra", "Người dùng thấy gì", "Mất", "Lặp"),
    "en": ("Fault", "What happens", "What the user sees", "Lost", "Repeated"),
}
_NOTHING = {"vi": "Không thấy gì: việc gửi tự đi tiếp.", "en": "Nothing: sending goes on."}
_UNKNOWN = ("?", "?", "?", "?")
"""Of a fault that was never run."""
_OF = {"vi": "trong", "en": "of"}
_PLACE = re.compile(r"(?<=sqlite://)[\w./-]+|(?<=postgresql://)[\w./-]+|/tmp/[\w./-]+")
"""Where a database was, when the table was made."""


def told(language: str) -> Mapping[str, Sequence[str]]:
    """Return the rows of a page, by the fault: its words, what is seen, lost, repeated."""
    rows = re.findall(r"(?m)^\| `([\w-]+)` \|(.*)\|$", page(language).read_text("utf-8"))
    return {id_: [cell.strip() for cell in cells.split("|")] for id_, cells in rows}


def page(language: str) -> Path:
    """Return the file of a page."""
    return HELP / f"faults.{language}.md"


def write(results: Mapping[str, Sequence[Result]]) -> None:
    """Put what was measured into both pages; what wasn't stays as it is."""
    for language in LANGUAGES:
        kept, text = told(language), page(language).read_text("utf-8")
        for number, faults in GROUPS.items():
            rows = [
                _row(one, results[one.id], language)
                if one.id in results
                else kept.get(one.id, _UNKNOWN)
                for one in faults
            ]
            text = _with_table(text, number, list(_table(faults, rows, language)))
        page(language).write_text(text, encoding="utf-8")


def _row(fault: Fault, results: Sequence[Result], language: str) -> list[str]:
    seen = [_PLACE.sub("…", one.words[language]) for one in results[0].seen]
    return [
        fault.words[language],
        " ".join(_sentence(said) for said in seen) or _NOTHING[language],
        str(max(result.lost for result in results)),
        _repeated([result.repeated for result in results], language),
    ]


def _sentence(said: str) -> str:
    return said[0].upper() + said[1:].rstrip(".").replace("|", "/") + "."


def _repeated(counts: Iterable[int], language: str) -> str:
    most = max(counts)
    return f"{most} {_OF[language]} 20" if most else "0"


def _table(faults: Sequence[Fault], rows: Sequence[Sequence[str]], language: str) -> Iterator[str]:
    yield f"| {' | '.join(_HEADS[language])} |"
    yield "| --- | --- | --- | --- | --- |"
    for fault, row in zip(faults, rows, strict=True):
        yield f"| `{fault.id}` | {' | '.join(row)} |"


def _with_table(text: str, number: str, table: Sequence[str]) -> str:
    """Return a page with another table in a section."""
    start = text.index(f"\n## {number}. ")
    before, section = text[:start], text[start:]
    found = re.search(r"(?m)(^\|.*\n)+", section)
    assert found, f"no table in section {number}"
    lines = "".join(f"{line}\n" for line in table)
    return f"{before}{section[: found.start()]}{lines}{section[found.end() :]}"
