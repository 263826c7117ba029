"""The standings of a whole matrix at once; `status` has the law for one deadline."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import Flags, as_day
from lotrinh.domain.facts import CellId, State
from lotrinh.domain.policy import Policy
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Matrix, Timeline

STANDINGS = tuple(Standing)
NOT_APPLICABLE = -1

Standings = NDArray[np.int8]
"""For each cell the place of its standing in `STANDINGS`; -1 where it doesn't apply."""


def standings(
    timeline: Timeline, matrix: Matrix, states: Mapping[CellId, State], policy: Policy, today: date
) -> Standings:
    """Return how every cell of a matrix stands on `today`.

    Args:
        timeline: What the matrix is of.
        matrix: The deadlines.
        states: What was recorded, and what follows from it; cells of others are passed over.
        policy: How the roadmap reminds.
        today: The civil day in the roadmap's zone.
    """
    closed = timeline.laid_out(
        matrix, {cell: s.closed_on for cell, s in states.items() if s.closed_on is not None}
    )
    waived = timeline.laid_out(
        matrix, {cell: s.closed_on for cell, s in states.items() if s.closed_on and s.waived}
    )
    day, due = as_day(today), matrix.due
    begun = policy.begin(due, matrix.calendar)
    opens = np.where(np.isnat(matrix.opens), begun, matrix.opens)
    # From the most final to the most passing, as in `status.standing`.
    law: tuple[tuple[Flags, Standing], ...] = (
        (~np.isnat(waived), Standing.WAIVED),
        (closed > due, Standing.DONE_LATE),
        (~np.isnat(closed), Standing.DONE),
        (matrix.suspended, Standing.SUSPENDED),
        (matrix.needs_date, Standing.NEEDS_DATE),
        (np.isnat(due), Standing.UNDATED),
        (due < day, Standing.OVERDUE),
        (due == day, Standing.DUE_TODAY),
        (due - day <= np.timedelta64(policy.due_soon, "D"), Standing.DUE_SOON),
        (opens <= day, Standing.OPEN),
    )
    found = np.select(
        [holds for holds, _ in law],
        [np.int8(STANDINGS.index(standing)) for _, standing in law],
        np.int8(STANDINGS.index(Standing.PLANNED)),
    )
    return np.where(matrix.applies, found, np.int8(NOT_APPLICABLE)).astype(np.int8)
