"""The standings of a whole matrix at once; `status` has the law for one deadline."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import NOT_A_DAY, DayArray, Flags, as_day
from lotrinh.domain.facts import Closing
from lotrinh.domain.policy import Policy
from lotrinh.domain.registers import Organisations
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Matrix

STANDINGS = tuple(Standing)
NOT_APPLICABLE = -1

Standings = NDArray[np.int8]
"""For each cell the place of its standing in `STANDINGS`; -1 where it doesn't apply."""


class Closed:
    """What is closed of a roadmap, column by column: however much there is, it is laid out fast."""

    def __init__(self, organisations: Organisations, closings: Iterable[Closing]) -> None:
        self._columns: dict[tuple[str, str], list[tuple[int, date, bool]]] = {}
        rows = organisations.rows
        for organisation, milestone, occurrence, day, waived in closings:
            row = rows.get(organisation)
            if row is not None:
                column = self._columns.setdefault((milestone, occurrence), [])
                column.append((row, day, waived))

    def in_shape(self, matrix: Matrix) -> tuple[DayArray, Flags]:
        """Return the days from which the cells of a matrix are closed, and which are waived."""
        days, waived = np.full(matrix.due.shape, NOT_A_DAY), np.zeros(matrix.due.shape, np.bool_)
        for number, column in enumerate(matrix.columns):
            closed = self._columns.get((column.milestone.id, column.label))
            if closed:
                rows = np.array([row for row, _, _ in closed])
                places = np.searchsorted(matrix.rows, rows)
                places[places == len(matrix.rows)] = 0
                here = matrix.rows[places] == rows
                days[places[here], number] = np.array([day for _, day, _ in closed], "M8[D]")[here]
                waived[places[here], number] = np.array([w for _, _, w in closed])[here]
        return days, waived


def standings(
    matrix: Matrix, closed: DayArray, waived: Flags, policy: Policy, today: date
) -> Standings:
    """Return how every cell of a matrix stands on `today`.

    Args:
        matrix: The deadlines.
        closed: The day from which nothing is left to be done; NaT where something is.
        waived: Which of the closed ones needn't be done.
        policy: How the roadmap reminds.
        today: The civil day in the roadmap's zone.
    """
    day, due = as_day(today), matrix.due
    begun = policy.begin(due, matrix.calendar)
    opens = np.where(np.isnat(matrix.opens), begun, matrix.opens)
    # From the most final to the most passing, as in `status.standing`.
    law: tuple[tuple[Flags, Standing], ...] = (
        (waived, Standing.WAIVED),
        (closed > due, Standing.DONE_LATE),
        (~np.isnat(closed), Standing.DONE),
        (matrix.suspended, Standing.SUSPENDED),
        (matrix.needs_date, Standing.NEEDS_DATE),
        (np.isnat(due), Standing.UNDATED),
        (due < day, Standing.OVERDUE),
        (due == day, Standing.DUE_TODAY),
        (due <= day + policy.due_soon, Standing.DUE_SOON),
        (opens <= day, Standing.OPEN),
    )
    found = np.select(
        [holds for holds, _ in law],
        [np.int8(STANDINGS.index(standing)) for _, standing in law],
        np.int8(STANDINGS.index(Standing.PLANNED)),
    )
    return np.where(matrix.applies, found, np.int8(NOT_APPLICABLE)).astype(np.int8)
