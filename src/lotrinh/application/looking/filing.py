"""Filing: the files of a configuration as they are looked at, with what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lotrinh.application.books.acceptances import Acceptance
from lotrinh.application.books.file_changes import FileChange
from lotrinh.errors import LotrinhError, Problem


class InUse(StrEnum):
    """Which files checks go by."""

    PRESENT = "present"
    """Those that lie there: they are the ones accepted last."""
    WAITING = "waiting"
    """Those that lie there, from the next check on."""
    LAST = "last"
    """Those accepted last, for the present ones can't be used."""


@dataclass(frozen=True, slots=True)
class FileText:
    """One file as text, line by line."""

    path: str
    lines: Sequence[str]
    size: int
    is_table: bool = False
    """Whether it is a workbook, whose rows are its lines."""
    conceals: frozenset[int] = frozenset()
    """The lines of which something isn't shown: it may be a secret."""


@dataclass(frozen=True, slots=True)
class Turned:
    """One acceptance, and the files that weren't as in the one before."""

    acceptance: Acceptance
    files: Mapping[str, str] = field(default_factory=dict)
    """By name: `added`, `changed` or `removed`."""


@dataclass(frozen=True, slots=True)
class FilesStand:
    """How the files of a configuration stand."""

    in_use: InUse
    since: datetime | None
    """When those accepted last were; None where none ever were."""
    problems: Sequence[Problem]
    sizes: Mapping[str, int]
    """The files that there are, each with its bytes."""
    texts: Mapping[str, FileText]
    """Those that problems lie in."""
    history: Sequence[Turned]
    """The newest acceptances, the newest first."""
    changes: Sequence[FileChange] = ()
    """The newest changes that were made with this program."""
    is_more: bool = False
    """Whether there are older ones."""
    unreadable: LotrinhError | None = None
    """Why the folder can't even be read."""


def differing(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Mapping[str, str]:
    """Return what became of each file that isn't the same in both.

    >>> differing({"a": b"1", "b": b"1"}, {"b": b"2", "c": b"1"})
    {'a': 'removed', 'b': 'changed', 'c': 'added'}
    """
    found: dict[str, str] = {}
    for name in sorted({*before, *after}):
        if name not in after:
            found[name] = "removed"
        elif name not in before:
            found[name] = "added"
        elif before[name] != after[name]:
            found[name] = "changed"
    return found
