"""The board: standings of whole matrices agree with the law for one deadline."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.books.facts import Facts
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.board import Sheet, sheets
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import status
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.status import Standing
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from tests.builders import morning

CONFIG = Path(__file__).parents[3] / "config"
FIRST = date(2024, 10, 1)
KINDS = [
    FactKind.DONE,
    FactKind.WAIVED,
    FactKind.REOPENED,
    FactKind.SUSPENDED,
    FactKind.RESUMED,
]


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    loaded = load(read_folder(CONFIG))
    assert loaded.configuration is not None
    return loaded.configuration


def board(configuration: Configuration, facts: Facts, day: date) -> list[Sheet]:
    timelines = Timelines(configuration, facts, day)
    return [sheet for roadmap in configuration.roadmaps for sheet in sheets(timelines, roadmap)]


def standings_of(found: list[Sheet]) -> dict[CellId, Standing]:
    return {
        sheet.deadline(row, column).id: standing
        for sheet in found
        for row in range(len(sheet.organisations))
        for column in range(len(sheet.columns))
        if (standing := sheet.standing(row, column)) is not None
    }


@given(data=st.data())
def test_a_sheet_says_of_every_cell_what_the_law_says(
    data: st.DataObject, shipped: Configuration
) -> None:
    day = FIRST + timedelta(days=data.draw(st.integers(0, 700)))
    cells = sorted(stand.deadline.id for stand in status(shipped, Rehearsal().facts, today=day))
    drawn = data.draw(
        st.lists(
            st.tuples(st.sampled_from(cells), st.sampled_from(KINDS), st.integers(0, 700)),
            max_size=12,
        )
    )
    books = Rehearsal()
    for number, (cell, kind, days) in enumerate(drawn, 1):
        on = FIRST + timedelta(days=days)
        books.facts.record([Fact(number, kind, on, morning(on), "văn phòng", cell)])

    wanted = {s.deadline.id: s.standing for s in status(shipped, books.facts, today=day)}

    assert standings_of(board(shipped, books.facts, day)) == wanted


def test_sums_by_row_and_by_column_add_up(shipped: Configuration) -> None:
    for sheet in board(shipped, Rehearsal().facts, date(2024, 12, 16)):
        rows = sum(sheet.of_row(row).total() for row in range(len(sheet.organisations)))
        columns = sum(sheet.of_column(column).total() for column in range(len(sheet.columns)))

        assert rows == columns == sheet.sums.total() == int(sheet.matrix.applies.sum())


def test_a_page_has_the_rows_and_columns_that_were_chosen(shipped: Configuration) -> None:
    timelines = Timelines(shipped, Rehearsal().facts, date(2024, 12, 16))
    found = sheets(timelines, RoadmapId("year-end"))
    sheet = next(sheet for sheet in found if sheet.sums[Standing.OVERDUE])

    page = sheet.keep(sheet.rows_with([Standing.OVERDUE])[:1], [0])

    ((organisation, cells),) = page.lines()
    assert organisation in sheet.organisations
    assert cells == [sheet.standing(page.rows[0], 0)]
