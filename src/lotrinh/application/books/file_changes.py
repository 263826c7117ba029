"""Changes of files that were made with this program: who, when, which, and what they said before.

A change is written down before the files are touched, with what they will hold and what they
held; so whatever happens in between, what was there can be given back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class How(StrEnum):
    """By what a file was changed."""

    EDITED = "edited"
    UPLOADED = "uploaded"
    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"
    """Given back as it was before."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a change; of several that were changed at once each has its own."""

    entry: int
    at: datetime
    person: str
    """The id of who did it; '' on the command line."""
    name: str
    """What he or she was called, or called himself, then."""
    path: str
    how: How
    before: str | None
    """The digest of what it held; None where there was no such file."""
    after: str | None
    """The digest of what it holds since; None where it was removed."""
    is_written: bool
    """False where nobody knows whether it came to that: the machine stopped in between."""


@dataclass(frozen=True, slots=True)
class Intended:
    """What is about to be done to some files."""

    person: str
    name: str
    how: How
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]


class FileChanges(Protocol):
    """All changes of files that were made with this program."""

    def intend(self, change: Intended, at: datetime) -> int:
        """Write down what is about to be done; return the number of the entry."""
        ...

    def settle(self, entry: int, at: datetime) -> None:
        """Write down that it is done."""
        ...

    def forget(self, entry: int) -> None:
        """Take back an entry that never came about."""
        ...

    def newest(self, limit: int, before: int | None = None) -> Sequence[FileChange]:
        """Return the changes of the newest entries, or those before one, the newest first."""
        ...

    def of_entry(self, entry: int) -> Sequence[FileChange]:
        """Return the changes of one entry, none where there is no such entry."""
        ...

    def unsettled(self) -> Sequence[FileChange]:
        """Return the changes of which nobody knows whether they came about."""
        ...

    def text(self, digest: str) -> bytes | None:
        """Return what a file held, None where that isn't kept."""
        ...
