"""What if: what somebody supposes, as it was typed, and what would come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lotrinh.application.looking.diff import Diff
from lotrinh.errors import Problem


class Kind(StrEnum):
    """What is supposed."""

    DATE = "date"
    """Another date phrase for something, by a directive or by editing its line."""
    DAY = "day"
    """Another day that organisations have set for an anchor."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, nothing of it understood yet."""

    kind: Kind
    thing: str = ""
    """A milestone with its roadmap, `year-end/review`, or an anchor."""
    phrase: str = ""
    """The date phrase, or the day."""
    occurrence: str = ""
    effective: str = ""
    below: str = ""
    organisations: Sequence[str] = ()

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to answer."""
        return bool(self.thing and self.phrase)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would come of it, or why that can't be said."""

    found: Diff | None = None
    wrong: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    """Mistakes of the question, by field."""
    new: Sequence[Problem] = ()
    """What would be wrong in the files, that isn't yet."""
