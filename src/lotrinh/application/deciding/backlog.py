"""The backlog: what was past due already when its organisation was first checked.

Nobody is reminded of it; the coordinator gets it as one list, and again if it changes
because the plan does.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lotrinh.domain.calendar import as_day
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.timeline import Deadline, Timeline


def backlog(
    timeline: Timeline,
    baselines: Mapping[OrganisationId, date],
    *,
    exists: NDArray[np.bool_],
    today: date,
) -> tuple[Deadline, ...]:
    """Return the backlog of a roadmap, done or not, the oldest first.

    Args:
        timeline: The roadmap's due dates.
        baselines: The day of each organisation's first check.
        exists: For each organisation of the register: whether it exists.
        today: Nothing later can be in it.
    """
    late = (
        deadline
        for deadline in _past_due(timeline, exists, today)
        if deadline.due and deadline.due < baselines.get(deadline.id.organisation, today)
    )
    return tuple(sorted(late, key=lambda deadline: (deadline.due or today, deadline.id)))


def _past_due(timeline: Timeline, exists: NDArray[np.bool_], today: date) -> Iterator[Deadline]:
    for matrix in timeline.matrices:
        past = matrix.applies & (matrix.due < as_day(today))
        past &= ~matrix.suspended & ~matrix.needs_date
        past[~exists[matrix.rows]] = False
        for row, column in np.argwhere(past):
            yield timeline.cell(matrix, int(row), int(column))
