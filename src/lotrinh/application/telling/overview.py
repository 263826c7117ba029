"""The overview: how all roadmaps stand on a day, in arrays; bulletins are made from them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from lotrinh.application.deciding.board import Sheet, sheets
from lotrinh.application.deciding.escalation import escalated_to
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Post
from lotrinh.application.office.recipients import holders
from lotrinh.domain.calendar import Flags, as_day
from lotrinh.domain.registers import OrganisationId, RoleId
from lotrinh.domain.reminders import have_spoken
from lotrinh.domain.standings import STANDINGS, Standings
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Deadline

PRESSING = frozenset({Standing.OVERDUE, Standing.DUE_TODAY, Standing.DUE_SOON})
STILL_TO_DO = PRESSING | {Standing.OPEN, Standing.PLANNED}


def are_among(found: Standings, wanted: Collection[Standing]) -> Flags:
    """Return which cells stand in one of some ways."""
    among: Flags = np.isin(found, [STANDINGS.index(standing) for standing in wanted])
    return among


@dataclass(frozen=True, eq=False)
class Overview:
    """The standings of every roadmap on one day, of organisations that exist."""

    timelines: Timelines

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every matrix with its standings."""
        roadmaps = self.timelines.configuration.roadmaps
        return tuple(sheet for roadmap in roadmaps for sheet in sheets(self.timelines, roadmap))

    @cached_property
    def exists(self) -> Flags:
        """For each organisation of the register: whether it exists."""
        return self.timelines.configuration.organisations.exist_on(self.timelines.today)

    def stand(self, sheet: Sheet, wanted: Collection[Standing]) -> Flags:
        """Return which cells of a sheet stand in one of some ways."""
        there: Flags = self.exists[sheet.matrix.rows][:, None]
        return are_among(sheet.standings, wanted) & there

    def count_due(self, first: date, last: date) -> int:
        """Return how many deadlines are still to be done, and due in some days."""
        total = 0
        for sheet in self.sheets:
            due = sheet.matrix.due
            within = (due >= as_day(first)) & (due <= as_day(last))
            total += int((within & self.stand(sheet, STILL_TO_DO)).sum())
        return total

    @property
    def week(self) -> tuple[date, date]:
        """Today, and the last day of this week."""
        today = self.timelines.today
        return today, today + timedelta(days=6 - today.weekday())

    def count(self, wanted: Collection[Standing]) -> int:
        """Return how many deadlines stand in one of some ways."""
        return sum(int(self.stand(sheet, wanted).sum()) for sheet in self.sheets)

    def deadlines(self, wanted: Collection[Standing]) -> Iterator[Deadline]:
        """Yield the deadlines that stand in one of some ways."""
        for sheet in self.sheets:
            for row, column in np.argwhere(self.stand(sheet, wanted)):
                yield sheet.deadline(int(row), int(column))

    def passed_over(self) -> set[Post]:
        """Return the posts up the line that should hear of what is overdue, and nobody holds."""
        found: set[Post] = set()
        configuration, today = self.timelines.configuration, self.timelines.today
        for sheet in self.sheets:
            policy = self.timelines.policy(sheet.timeline.roadmap.id)
            late = np.argwhere(
                self.stand(sheet, {Standing.OVERDUE}) & (policy.escalation is not None)
            )
            for row, column in late:
                deadline = sheet.deadline(int(row), int(column))
                for _, level in escalated_to(configuration, policy, deadline, today):
                    found.update(level.passed_over)
        return found

    def unheld(self) -> set[tuple[RoleId, OrganisationId]]:
        """Return the lead roles that nobody holds of what is to be done by now.

        That is whatever is open or presses, and whatever a rung has spoken of, to nobody.
        """
        leads: set[tuple[RoleId, OrganisationId]] = set()
        configuration, today = self.timelines.configuration, self.timelines.today
        for sheet in self.sheets:
            begun = self._begun(sheet)
            for number, column in enumerate(sheet.columns):
                rows = np.flatnonzero(begun[:, number])
                leads |= {(column.milestone.lead, sheet.organisations[row]) for row in rows}
        return {one for one in leads if not holders(configuration, *one, today)}

    def _begun(self, sheet: Sheet) -> Flags:
        """Return which cells of a sheet are to be done by now.

        Before a holiday a rung may come while its deadline is still planned.
        """
        policy = self.timelines.policy(sheet.timeline.roadmap.id)
        rungs = policy.table(sheet.matrix.calendar)
        spoken = have_spoken(sheet.matrix, rungs, self.timelines.today)
        planned = self.stand(sheet, {Standing.PLANNED})
        return self.stand(sheet, PRESSING | {Standing.OPEN}) | (planned & spoken)
