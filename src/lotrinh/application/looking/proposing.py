"""Files as somebody would have them, and what would come of it; nothing is written yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lotrinh.application.books.file_changes import How
from lotrinh.application.looking.diff import Diff
from lotrinh.application.looking.filing import FileText
from lotrinh.errors import Problem


@dataclass(frozen=True, slots=True)
class Proposal:
    """What some files are to hold; None where one is to go."""

    how: How
    files: Mapping[str, bytes | None]
    state: str
    """What they held when somebody looked at them (`content_hash` of those there were)."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What would come of a proposal."""

    proposal: Proposal
    whole: str
    """The hash of all files as they were then."""
    changed: Mapping[str, str]
    """What would become of which file: `added`, `changed` or `removed`."""
    problems: Sequence[Problem]
    """Everything that would be wrong then, in all files."""
    new: Sequence[Problem] = ()
    """The errors among it that aren't there now: these forbid it."""
    texts: Mapping[str, FileText] = field(default_factory=dict)
    """The files that problems lie in."""
    found: Diff | None = None
    """What would move; None where the files couldn't be used then."""

    @property
    def fits(self) -> bool:
        """Whether it may be accepted: it changes something, and makes nothing worse."""
        return bool(self.changed) and not self.new
