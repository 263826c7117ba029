"""What goes wrong: `Problem` is a value that is shown, `LotrinhError` stops the work.

What a person wrote wrong is a `Problem`: collected, all in one pass, each with its place.
Both carry a `code` and the values of the case; `rendering.problems` puts them into words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem forbids the use of a configuration."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1, in characters (NFC).

    In a spreadsheet they are the numbers of a row and a column, and it is shown by its cell.

    >>> print(Location("a.yaml", 3, 7), Location("a.xlsx", 7, 28, "Chi bộ"))
    a.yaml:3:7 a.xlsx:Chi bộ!AB7
    """

    path: str
    line: int = 1
    column: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.path}:{self.sheet}!{_letters(self.column)}{self.line}"
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def on_line(self) -> str:
        """The place without its column, for those who look the line up.

        >>> Location("a.yaml", 3, 7).on_line
        'a.yaml:3'
        """
        return str(self) if self.sheet else f"{self.path}:{self.line}"

    def right(self, characters: int) -> "Location":
        """Return the place so many characters further on the same line; a cell has none."""
        return self if self.sheet else replace(self, column=self.column + characters)


def _letters(column: int) -> str:
    """Return what a spreadsheet calls a column: A to Z, then AA."""
    above, last = divmod(column - 1, 26)
    return (_letters(above) if above else "") + chr(ord("A") + last)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file, and what to write instead.

    `code` is stable and greppable (``unknown-milestone``); `values` are what its sentence
    names. The sentence itself is made in the reader's language, by `rendering.problems`.
    """

    code: str
    where: Location
    values: Mapping[str, str] = field(default_factory=dict)
    nearest: str | None = None
    """The nearest word that would have been right."""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether the configuration can't be used until it is mended."""
        return self.severity is Severity.ERROR


class LotrinhError(Exception):
    """Something that stops the work and that the user can put right (exit code 1).

    Subclasses name the case in `code`; `rendering.problems` words it from `values`.
    """

    code = "error"

    def __init__(self, **values: str) -> None:
        self.values = values
        super().__init__(f"{self.code}: {values}" if values else self.code)


class ProblemsError(LotrinhError):
    """Something that was written can't be used; nothing was changed or sent."""

    code = "problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=str(sum(problem.is_error for problem in problems)))
