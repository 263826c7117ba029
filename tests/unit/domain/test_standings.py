"""The standings of a whole matrix: cell by cell what the law for one deadline says."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from lotrinh.domain.calendar import as_date
from lotrinh.domain.facts import Closing, State
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Amendment, Anchor, MilestoneId
from lotrinh.domain.standings import STANDINGS, Closed, standings
from lotrinh.domain.status import standing
from tests.builders import a_calendar, a_milestone, a_policy, a_roadmap, organisations

DUE = date(2024, 12, 20)
ON_HOLD = frozenset({MilestoneId("held")})
MILESTONES = (
    a_milestone("day", "20/12/2024"),
    a_milestone("window", "trong tháng 12/2024"),
    a_milestone("undated", "10 ngày trước congress"),
    a_milestone("held", "20/12/2024"),
)


@pytest.mark.parametrize("closed_on", [None, DUE - timedelta(1), DUE, DUE + timedelta(1)])
@pytest.mark.parametrize("waived", [False, True])
def test_on_each_day_around_the_due_day_every_cell_stands_as_the_law_says(
    closed_on: date | None, *, waived: bool
) -> None:
    roadmap = replace(
        a_roadmap(*MILESTONES, congress=Anchor("congress", "Đại hội")),
        amendments=(Amendment(date(2024, 10, 1), suspends=ON_HOLD),),
    )
    timeline = resolve(roadmap, organisations("a", "b"), {"office": a_calendar()}, done={})
    (matrix,) = timeline.matrices
    closings: list[Closing] = [
        (OrganisationId("b"), milestone.id, "", closed_on, waived)
        for milestone in MILESTONES
        if closed_on is not None
    ]
    closed = Closed(timeline.organisations, closings)

    for today in (DUE + timedelta(days) for days in range(-30, 15)):
        found = standings(matrix, *closed.in_shape(matrix), a_policy(), today)
        for row, column in matrix.cells():
            state = State(closed_on, waived=waived and closed_on is not None) if row else State()
            law = standing(timeline.cell(matrix, row, column), state, a_policy(), today)
            assert STANDINGS[found[row, column]] is law, (today, row, column)


@pytest.mark.parametrize(
    ("by_whom", "branches", "wards"),
    [("a", [DUE, None], [None]), ("b", [None, None], [DUE]), ("c", [None, DUE], [None])],
)
def test_what_one_kind_of_organisation_has_done_closes_nothing_of_another(
    by_whom: str, branches: list[date | None], wards: list[date | None]
) -> None:
    register = replace(organisations("a", "b", "c"), kinds=np.array(["branch", "ward", "branch"]))
    timeline = resolve(a_roadmap(), register, {"office": a_calendar()}, done={})
    done: Closing = (OrganisationId(by_whom), MilestoneId("review"), "", DUE, False)

    laid = [Closed(timeline.organisations, [done]).in_shape(m)[0] for m in timeline.matrices]

    assert [[as_date(day) for day in days[:, 0]] for days in laid] == [branches, wards]
