"""The matrix of a roadmap: its pieces and its parts say of each cell what the whole says."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.calendar import as_date
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Amendment, MilestoneId, RoadmapId
from lotrinh.domain.timeline import Matrix, Timeline
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, hanoi, organisations

MARCH = date(2025, 3, 1)


def cell(organisation: str, milestone: str = "review", roadmap: str = "plan") -> CellId:
    return CellId(RoadmapId(roadmap), OrganisationId(organisation), MilestoneId(milestone))


def said(kind: FactKind, id_: CellId, until: date | None = None) -> Fact:
    return Fact(1, kind, MARCH, hanoi("2025-03-01"), "x", id_, until=until)


@pytest.fixture
def eventful() -> Timeline:
    """Return the timeline of three branches, whose cells differ in all that a cell can be."""
    only_b = Selector(organisations=frozenset({OrganisationId("b")}))
    amended = Amendment(
        MARCH,
        applies=only_b,
        due={(MilestoneId("outline"), ""): parse_phrase("25/03/2025")},
    )
    roadmap = a_roadmap(
        a_milestone("review", "20/03/2025"),
        a_milestone("outline", "trong tháng 3/2025"),
        a_milestone("report", "review + 5 ngày", applies=only_b),
    )
    granted = date(2025, 4, 10)
    moving = [
        said(FactKind.EXTENSION_GRANTED, cell("a"), granted),
        said(FactKind.EXTENSION_GRANTED, cell("c"), granted),
        said(FactKind.EXTENSION_GRANTED, cell("c", "outline"), granted),
        said(FactKind.SUSPENDED, cell("b", "outline")),
    ]
    return resolve(
        replace(roadmap, amendments=(amended,)),
        organisations("a", "b", "c"),
        {"office": a_calendar()},
        done={},
        moving=moving,
    )


def places(matrix: Matrix) -> list[tuple[int, int]]:
    return [(r, c) for r in range(len(matrix.rows)) for c in range(len(matrix.columns))]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pieces_of_a_matrix_say_of_each_cell_what_the_whole_says(
    size: int, eventful: Timeline
) -> None:
    (matrix,) = eventful.matrices

    pieces = [
        eventful.cell(piece, *place) for piece in matrix.blocks(size) for place in places(piece)
    ]

    assert pieces == [eventful.cell(matrix, *place) for place in places(matrix)]


def test_only_the_piece_that_has_a_cell_knows_of_its_extension(eventful: Timeline) -> None:
    (matrix,) = eventful.matrices

    assert [sorted(piece.extended) for piece in matrix.blocks(1)] == [
        [(0, 0)],
        [],
        [(0, 0), (0, 1)],
    ]
    assert [sorted(piece.extended) for piece in matrix.blocks(2)] == [[(0, 0)], [(0, 0), (0, 1)]]


def test_some_rows_and_columns_are_what_they_were_in_the_order_that_is_asked(
    eventful: Timeline,
) -> None:
    (matrix,) = eventful.matrices
    rows, columns = np.array([2, 1]), np.array([2, 0])

    part = matrix.part(rows, columns)

    assert [eventful.cell(part, *place) for place in places(part)] == [
        eventful.cell(matrix, int(row), int(column)) for row in rows for column in columns
    ]
    assert part.applies.tolist() == [[False, True], [True, True]]
    assert sorted(part.extended) == [(0, 1)], "neither the row nor the column that is left out"


def test_a_cell_is_found_in_the_matrix_of_its_own_kind_of_organisation() -> None:
    register = replace(organisations("a", "b", "c"), kinds=np.array(["ward", "branch", "branch"]))
    timeline = resolve(a_roadmap(), register, {"office": a_calendar()}, done={})

    found = [timeline.find(cell(organisation)) for organisation in ("a", "b", "c")]

    assert [deadline and deadline.id.organisation for deadline in found] == ["a", "b", "c"]
    assert timeline.find(cell("gone")) is None


def test_days_are_laid_out_on_the_cells_that_they_are_of(eventful: Timeline) -> None:
    """Those of another plan, another register, or another milestone have no place in it."""
    (matrix,) = eventful.matrices
    days = {
        cell("c", "outline"): MARCH,
        cell("a", roadmap="other"): MARCH,
        cell("gone"): MARCH,
        cell("b", "sketch"): MARCH,
    }

    laid = eventful.laid_out(matrix, days)

    assert {
        place: as_date(laid[place]) for place in places(matrix) if laid[place] == laid[place]
    } == {(2, 1): MARCH}
