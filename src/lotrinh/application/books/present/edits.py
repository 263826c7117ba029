"""Edits by present ids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lotrinh.application.books.edits import Edit, Edits
from lotrinh.domain.renames import Renames


@dataclass(frozen=True)
class RenamedEdits:
    """The edits by present ids."""

    under: Edits
    renames: Renames

    def record(self, edits: Sequence[Edit], at: datetime) -> None:
        """Keep what was new in the configuration that was accepted at an instant."""
        self.under.record(edits, at)

    def all(self, before: datetime | None = None) -> Sequence[Edit]:
        """Return every edit, or those accepted before some instant, the oldest first."""
        return [self._present(edit) for edit in self.under.all(before)]

    def draw_back(self, day: date) -> None:
        """Have none been seen after a day: where one was, the clock was ahead."""
        self.under.draw_back(day)

    def _present(self, edit: Edit) -> Edit:
        roadmap = self.renames.roadmap(edit.roadmap)
        return replace(edit, roadmap=roadmap, thing=self.renames.milestone(roadmap, edit.thing))
