"""Organisations and holdings: who exists and who holds what on a day, and who lies above whom."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.calendar import NOT_A_DAY, as_day
from lotrinh.domain.registers import Holding, OrganisationId, RoleId, Selector, Source, Span
from tests.builders import organisations

FIRST, LAST = date(2024, 3, 1), date(2024, 9, 30)
BEFORE, AFTER = date(2024, 2, 29), date(2024, 10, 1)
DAYS = (BEFORE, FIRST, LAST, AFTER)


@pytest.mark.parametrize(
    ("since", "until", "covered"),
    [
        (None, None, [True, True, True, True]),
        (FIRST, None, [False, True, True, True]),
        (None, LAST, [True, True, True, False]),
        (FIRST, LAST, [False, True, True, False]),
    ],
)
def test_a_role_is_held_from_its_first_day_to_its_last(
    since: date | None, until: date | None, covered: list[bool]
) -> None:
    holding = Holding(RoleId("secretary"), OrganisationId("cb-1"), since, until)

    assert [holding.covers(day) for day in DAYS] == covered
    assert [Span(since, until).covers(day) for day in DAYS] == covered


def test_an_organisation_exists_from_its_first_day_to_its_last() -> None:
    days = np.array([NOT_A_DAY, as_day(FIRST)]), np.array([NOT_A_DAY, as_day(LAST)])
    register = replace(organisations("a", "b"), valid_from=days[0], valid_to=days[1])

    assert [register.is_there(OrganisationId("b"), day) for day in DAYS] == [
        *(False, True, True, False)
    ]
    assert [register.exist_on(day).tolist() for day in DAYS] == [
        *([True, False], [True, True], [True, True], [True, False])
    ]


def test_who_is_above_is_found_level_by_level_wherever_it_stands_in_the_list() -> None:
    register = replace(organisations("ward", "town", "cb-1"), parents=np.array([1, -1, 0]))

    assert [above.tolist() for above in register.ancestors()] == [[1, -1, 0], [-1, -1, 1]]
    assert register.levels == 2


def test_a_selector_means_those_that_have_all_it_asks_for() -> None:
    """Of four organisations each of the others lacks one thing that is asked for."""
    register = replace(
        organisations("ward", "a", "b", "c", "d", "e"),
        kinds=np.array(["ward", "branch", "cell", "branch", "branch", "branch"]),
        parents=np.array([-1, 0, 0, 0, 0, -1]),
        contents=np.array([4, 4, 4, 2, 4, 4]),
        tags={"rural": np.array([False, True, True, True, False, True])},
    )
    everything = Selector(
        kinds=frozenset({"branch"}),
        tags=frozenset({"rural"}),
        contents=frozenset({4}),
        below=OrganisationId("ward"),
    )
    by_name = replace(everything, organisations=frozenset({OrganisationId("b")}))

    assert register.select(everything).tolist() == [False, True, False, False, False, False]
    assert not register.select(by_name).any()
    assert not register.select(Selector(tags=frozenset({"coastal"}))).any(), "nobody is"
    assert register.select(Selector()).all()


def test_a_cell_of_a_sheet_is_named_by_its_column_else_its_row_by_the_first() -> None:
    sheet = Source("o.xlsx", np.array([2, 3]), "Chi bộ", {"congress": 28})

    assert sheet.cell(0, "congress") == "o.xlsx:Chi bộ!AB2"
    assert sheet.cell(1, "parent") == "o.xlsx:Chi bộ!A3"
