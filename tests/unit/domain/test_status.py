"""How a deadline stands: a table, with the days on which one standing becomes the next."""

from datetime import date

import pytest

from lotrinh.domain.facts import CellId, State
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.timeline import Deadline
from tests.builders import a_calendar, a_milestone, a_policy

DUE = date(2024, 12, 20)
CELL = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId("review"))


def stands(
    today: date, *, state: State | None = None, due: date | None = DUE, opens: date | None = None
) -> Standing:
    deadline = Deadline(CELL, a_milestone(), a_calendar(), due, opens, provisional=False)
    return standing(deadline, state or State(), a_policy(), today)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 12, 5), Standing.PLANNED),
        (date(2024, 12, 6), Standing.OPEN),  # the first of its reminders comes
        (date(2024, 12, 12), Standing.OPEN),
        (date(2024, 12, 13), Standing.DUE_SOON),
        (date(2024, 12, 19), Standing.DUE_SOON),
        (date(2024, 12, 20), Standing.DUE_TODAY),
        (date(2024, 12, 21), Standing.OVERDUE),
    ],
)
def test_an_open_deadline_goes_through_its_standings(today: date, expected: Standing) -> None:
    assert stands(today) is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2024, 11, 30), Standing.PLANNED), (date(2024, 12, 1), Standing.OPEN)],
)
def test_a_window_opens_on_its_first_day(today: date, expected: Standing) -> None:
    assert stands(today, opens=date(2024, 12, 1)) is expected


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [(DUE, Standing.DONE), (date(2024, 12, 21), Standing.DONE_LATE)],
)
def test_what_is_done_on_its_due_day_is_done_in_time(done_on: date, expected: Standing) -> None:
    assert stands(date(2025, 1, 2), state=State(done_on)) is expected
    assert stands(date(2025, 1, 2), state=State(done_on), due=None) is Standing.DONE


def test_what_is_waived_is_neither_done_nor_late() -> None:
    assert stands(date(2025, 1, 2), state=State(date(2024, 12, 30), waived=True)) is Standing.WAIVED
    assert stands(DUE, due=None) is Standing.UNDATED
