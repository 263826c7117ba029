"""A number stands for organisation and milestone, and what stands beside it has to agree."""

import pytest

from lotrinh.application.books.rehearsal.codes import NotedCodes
from lotrinh.application.office.numbers import Numbers
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.errors import LotrinhError
from tests.builders import a_configuration, organisations

BOOKS = NotedCodes()
BOOKS.give([CellId(RoadmapId("year-end"), OrganisationId("cb-1"), MilestoneId("review"), "2026")])
CONFIGURATION = a_configuration(branches=organisations("cb-1", "7"))
CELL = ("cb-1", "year-end/review@2026")


def ids(organisation: str, milestone: str) -> tuple[str, str]:
    return Numbers.among([organisation, milestone], BOOKS, CONFIGURATION).ids(
        organisation, milestone
    )


@pytest.mark.parametrize(
    ("organisation", "milestone", "expected"),
    [
        ("", "1", CELL),
        ("", "[1]", CELL),
        ("cb-1", "1", CELL),
        ("1", "review", CELL),
        ("1", "year-end/review@2026", CELL),
        ("cb-1", "review", ("cb-1", "review")),
        ("7", "review", ("7", "review")),
        ("cb-1", "year-end/1", ("cb-1", "year-end/1")),
    ],
)
def test_what_is_meant(organisation: str, milestone: str, expected: tuple[str, str]) -> None:
    assert ids(organisation, milestone) == expected


@pytest.mark.parametrize(
    ("organisation", "milestone", "code"),
    [
        ("", "2", "unknown-number"),
        ("", "0", "unknown-number"),
        ("2", "review", "unknown-number"),
        ("cb-2", "1", "number-contradicts"),
        ("7", "1", "number-contradicts"),
        ("1", "report", "number-contradicts"),
        ("1", "review@2025", "number-contradicts"),
    ],
)
def test_what_is_refused(organisation: str, milestone: str, code: str) -> None:
    with pytest.raises(LotrinhError) as refused:
        ids(organisation, milestone)

    assert refused.value.code == code
