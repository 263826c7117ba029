"""What a check tells the coordinator: the backlog, what has no date, posts that nobody holds.

Each list has a key that makes it told once: the backlog until it becomes another one, the
rest once a week. Reminders go to those whom a deadline concerns; these lists never do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.checks import BEFORE_ALL, CheckRecord, Found
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.deciding.backlog import backlog
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.timeline import Deadline, Timeline
from lotrinh.domain.times import civil_date


@dataclass(frozen=True)
class Coordination:
    """What there is to tell of one roadmap."""

    timelines: Timelines
    timeline: Timeline
    last: CheckRecord | None
    """The check before, if there was one."""
    baselines: Mapping[OrganisationId, date]
    exists: NDArray[np.bool_]
    """For each organisation of the register: whether it exists today."""

    def notices(self, found: Found) -> Iterator[Notice]:
        """Yield what the coordinator is to be told; each key is told once."""
        if found.everything:
            yield from self._backlog()
        if self._configuration.bulletins.daily:
            return  # that tells the rest
        if self._is_new_week() and (undated := self._not_done(self._without_date())):
            yield Notice(MessageKind.UNDATED, self._weekly("undated"), deadlines=undated)
        if found.unheld or found.passed_over:
            unheld, passed_over = sorted(found.unheld, key=str), sorted(found.passed_over, key=str)
            key = self._weekly("unheld")
            yield Notice(MessageKind.UNHELD, key, unheld=unheld, passed_over=passed_over)

    def _backlog(self) -> Iterator[Notice]:
        found = backlog(self.timeline, self.baselines, exists=self.exists, today=self._today)
        if still_open := self._not_done(found):
            renames = self._configuration.renames
            listed = sorted((d.due or self._today, renames.first(d.id)) for d in found)
            key = _key("backlog", self._roadmap, *(f"{cell} {due}" for due, cell in listed))
            yield Notice(MessageKind.BACKLOG, key, deadlines=still_open)

    def _is_new_week(self) -> bool:
        """Whether no check that saw everything was made in this week yet."""
        return f"{self._seen_before():%G-%V}" != f"{self._today:%G-%V}"

    def _seen_before(self) -> date:
        """Return the day of the last check that saw everything."""
        last = self.last
        if last is None:
            return BEFORE_ALL
        seen = civil_date(last.at, self._configuration.zone)
        return seen if last.saw_everything else last.settled

    def _without_date(self) -> tuple[Deadline, ...]:
        return tuple(
            self.timeline.cell(matrix, int(row), int(column))
            for matrix in self.timeline.matrices
            for row, column in np.argwhere(
                matrix.applies & ~matrix.suspended & (matrix.needs_date | np.isnat(matrix.due))
            )
            if self.exists[matrix.rows[row]]
        )

    def _not_done(self, deadlines: Sequence[Deadline]) -> tuple[Deadline, ...]:
        states = self.timelines.states([d.id for d in deadlines])
        return tuple(d for d in deadlines if states[d.id].closed_on is None)

    def _weekly(self, kind: str) -> str:
        return _key(kind, self._roadmap, f"{self._today:%G-%V}")

    @property
    def _configuration(self) -> Configuration:
        return self.timelines.configuration

    @property
    def _today(self) -> date:
        return self.timelines.today

    @property
    def _roadmap(self) -> str:
        """The first id of the roadmap: what is only called otherwise was told already."""
        return self._configuration.renames.names_of_roadmap(self.timeline.roadmap.id)[0]


def _key(*parts: str) -> str:
    """Return a key for what a notice says; its kind can be read in it."""
    return f"{parts[0]}:{key_of(*parts)}"
