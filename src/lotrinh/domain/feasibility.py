"""Feasibility: whether what is to be done can be, and what is odd about a due day.

One law for the plan, which looks on some day at what is done, and for the files, which are
asked what their days say alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, Flags, as_day
from lotrinh.domain.facts import CellId
from lotrinh.domain.roadmap import Barrier, Roadmap
from lotrinh.domain.rollup import Awaited, awaited
from lotrinh.domain.schedule import Network, Schedule, network_of, schedule
from lotrinh.domain.timeline import Matrix, Timeline


class Oddity(StrEnum):
    """What is odd about a due day."""

    BEFORE_ORGANISATION = "before-organisation"
    """The organisation doesn't exist yet."""
    PAST_WHEN_SET = "past-when-set"
    """It was over before the document that sets it was issued, or the amendment took effect."""
    BEFORE_NEEDS = "before-needs"
    """Something that has to be done before is due after it."""
    TOO_TIGHT = "too-tight"
    """The working days don't suffice: its slack is negative."""
    ON_TET = "on-tet"
    DAY_OFF = "day-off"


@dataclass(frozen=True, eq=False)
class Outlook:
    """A matrix, how much room its due days leave, and which of them are odd."""

    network: Network
    """Its columns, and after them the `others`."""
    others: Sequence[Awaited]
    """What columns wait for in other organisations."""
    schedule: Schedule
    odd: Mapping[Oddity, Flags]

    def oddities(self, row: int, column: int) -> Iterator[Oddity]:
        """Yield what is odd about one cell."""
        return (oddity for oddity, flags in self.odd.items() if flags[row, column])

    def slack(self, row: int, column: int) -> int | None:
        """Return the working days that a cell may slip, None where there is no telling."""
        slack = self.schedule.slack[row, column]
        return None if np.isnan(slack) else int(slack)

    def critical(self, row: int, column: int) -> bool | None:
        """Return whether a cell is on the critical path, None where it can't be on any."""
        if self.network.takes[column] is None or self.slack(row, column) is None:
            return None
        return bool(self.schedule.critical[row, column])


def outlook(
    timeline: Timeline,
    matrix: Matrix,
    done: Mapping[CellId, date],
    today: date | None = None,
    *,
    counted: Mapping[Barrier, Timeline] | None = None,
) -> Outlook:
    """Return how the due days of a matrix look on a day; on none, what they say alone.

    Args:
        timeline: Whose matrix it is.
        matrix: What is looked at.
        done: What is done, of its milestones and of those that its barriers count.
        today: The day.
        counted: For each barrier the timeline of the milestone that it counts; None leaves
            barriers out.
    """
    others = (
        () if counted is None else tuple(awaited(timeline.organisations, matrix, counted, done))
    )
    network = network_of(timeline, matrix, done, others)
    found = schedule(network, today)
    odd = dict(_of_days(timeline, matrix))
    width = len(matrix.columns)
    odd[Oddity.BEFORE_NEEDS] = _before_needs(network)[:, :width]
    odd[Oddity.TOO_TIGHT] = (found.slack[:, :width] < 0) & ~odd[Oddity.BEFORE_NEEDS]
    if today is not None:  # what is overdue is told as such
        odd[Oddity.TOO_TIGHT] &= matrix.due >= as_day(today)
    kept = {oddity: odd[oddity] & matrix.applies for oddity in Oddity}
    return Outlook(network, others, found, kept)


def _of_days(timeline: Timeline, matrix: Matrix) -> Iterator[tuple[Oddity, Flags]]:
    """Yield what each due day shows by itself."""
    calendar = matrix.calendar
    since = timeline.organisations.valid_from[matrix.rows]
    yield Oddity.BEFORE_ORGANISATION, matrix.due < since[:, None]
    yield Oddity.PAST_WHEN_SET, matrix.due < _set_on(timeline.roadmap, matrix)
    tet = calendar.are_tet(matrix.due)
    yield Oddity.ON_TET, tet
    yield Oddity.DAY_OFF, calendar.are_off(matrix.due) & ~tet


def _set_on(roadmap: Roadmap, matrix: Matrix) -> DayArray:
    """Return the day on which each due day was set, NaT where no document tells."""
    bases = (roadmap.bases.get(column.milestone.basis or "") for column in matrix.columns)
    issued = [as_day(basis.issued) if basis and basis.issued else NOT_A_DAY for basis in bases]
    # What no amendment has touched has -1, so the last entry.
    effective = [*(as_day(a.effective) for a in roadmap.amendments), NOT_A_DAY]
    amended = np.array(effective, "M8[D]")[matrix.amended]
    return np.where(matrix.amended < 0, np.array(issued, "M8[D]"), amended)


def _before_needs(network: Network) -> Flags:
    pending = network.applies & np.isnat(network.done)
    odd = np.zeros(pending.shape, np.bool_)
    for thing, needed in enumerate(network.needs):
        for other in needed:
            late = network.due[:, thing] < network.due[:, other]
            odd[:, thing] |= late & pending[:, thing] & pending[:, other]
    return odd
