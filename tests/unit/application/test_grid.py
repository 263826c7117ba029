"""The grid: filters choose cells, sums count these, and a page has so many rows and columns."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.board import sheets
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.grid import COLUMNS, ROWS, Filter, Grid, View
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.standings import STANDINGS
from lotrinh.domain.status import Standing
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from tests.builders import (
    a_configuration,
    a_milestone,
    a_roadmap,
    morning,
    organisations,
)

CONFIG = Path(__file__).parents[3] / "config"
TODAY = date(2024, 12, 16)
YEAR_END = RoadmapId("year-end")


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    loaded = load(read_folder(CONFIG))
    assert loaded.configuration is not None
    return loaded.configuration


def grid_of(configuration: Configuration, roadmap: RoadmapId, *facts: Fact) -> Grid:
    books = Rehearsal()
    books.facts.record(list(facts))
    timelines = Timelines(configuration, books.facts, TODAY)
    found = sheets(timelines, roadmap)
    return Grid.of(timelines.roadmap(roadmap), configuration.organisations, found)


def view(configuration: Configuration, wanted: Filter, *facts: Fact) -> View:
    everybody = configuration.organisations.rows.keys()
    return grid_of(configuration, YEAR_END, *facts).view(everybody, wanted, TODAY)


def shown(view: View) -> dict[tuple[str, str, str], Standing]:
    return {
        (line.organisation, column.milestone.id, column.label): STANDINGS[number]
        for line in view.lines
        for column, number in zip(view.columns, line.standings, strict=True)
        if number >= 0
    }


def test_a_grid_has_every_cell_of_every_kind_of_organisation(shipped: Configuration) -> None:
    grid = grid_of(shipped, YEAR_END)
    timelines = Timelines(shipped, Rehearsal().facts, TODAY)
    of_sheets = {
        (sheet.organisations[row], column.milestone.id, column.label): sheet.standing(row, number)
        for sheet in sheets(timelines, YEAR_END)
        for row in range(len(sheet.organisations))
        for number, column in enumerate(sheet.columns)
        if sheet.standing(row, number) is not None
    }

    everything = grid.view(shipped.organisations.rows.keys(), Filter(), TODAY)

    assert shown(everything) == of_sheets
    assert everything.figures.counted == {
        standing: count
        for standing in STANDINGS
        if (count := sum(s is standing for s in of_sheets.values()))
    }


def test_nobody_sees_a_row_beyond_the_own_organisations(shipped: Configuration) -> None:
    mine = frozenset({OrganisationId("chi-bo-01")})

    found = grid_of(shipped, YEAR_END).view(mine, Filter(), TODAY)

    assert [line.organisation for line in found.lines] == ["chi-bo-01"]
    assert found.figures.total == found.lines[0].figures.total
    assert grid_of(shipped, YEAR_END).choices(mine).places == ()


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Filter(kind="ward"), lambda o, _m, _s, _d: o == "dong-hai-2"),
        (Filter(text="to dan pho so 7"), lambda o, _m, _s, _d: o == "chi-bo-07"),
        (Filter(text="HỒ SƠ KIỂM ĐIỂM"), lambda _o, m, _s, _d: m == "branch-dossier"),
        (Filter(due=(2026, 0)), lambda _o, _m, _s, d: d.year == 2026),
        (Filter(due=(2026, 12)), lambda _o, _m, _s, d: (d.year, d.month) == (2026, 12)),
        (
            Filter(standings=frozenset({Standing.OVERDUE})),
            lambda _o, _m, s, _d: s is Standing.OVERDUE,
        ),
        (
            Filter(below=OrganisationId("dong-hai-2"), kind="branch"),
            lambda o, _m, _s, _d: o.startswith("chi-bo"),
        ),
        (Filter(text="nothing of that name"), lambda *_: False),
        (Filter(kind="no-such-kind"), lambda *_: False),
        (Filter(role="secretary"), lambda _o, m, _s, _d: m.startswith("branch-")),
        (Filter(role="no-such-role"), lambda *_: False),
    ],
)
def test_a_filter_chooses_just_the_cells_that_it_says(
    shipped: Configuration, wanted: Filter, holds: object
) -> None:
    assert callable(holds)
    everything = shown(view(shipped, Filter()))
    timeline = Timelines(shipped, Rehearsal().facts, TODAY).of(YEAR_END)

    def due(organisation: str, milestone: str, label: str) -> date | None:
        cell = CellId(YEAR_END, OrganisationId(organisation), MilestoneId(milestone), label)
        deadline = timeline.find(cell)
        assert deadline is not None
        return deadline.due

    expected = {key: s for key, s in everything.items() if holds(key[0], key[1], s, due(*key))}

    found = view(shipped, wanted)

    assert shown(found) == expected
    assert sum(found.figures.counted.values()) == len(expected)


@given(rows=st.integers(1, 250), page=st.integers(-3, 9))
def test_pages_have_every_organisation_once(rows: int, page: int) -> None:
    configuration = a_configuration(branches=organisations(*(f"cb-{n}" for n in range(rows))))
    grid = grid_of(configuration, RoadmapId("plan"))
    everybody = configuration.organisations.rows.keys()

    pages = -(-rows // ROWS)
    listed = [
        line.organisation
        for number in range(1, pages + 1)
        for line in grid.view(everybody, Filter(page=number), TODAY).lines
    ]

    assert listed == list(configuration.organisations.ids)
    found = grid.view(everybody, Filter(page=page), TODAY)
    assert found.wanted.page == min(max(page, 1), pages)
    assert (found.pages, found.rows, found.figures.total) == (pages, rows, rows)


def test_of_very_many_columns_those_nearest_to_today_are_shown() -> None:
    days = [date(2024, 1, 5) + timedelta(days=9 * n) for n in range(2 * COLUMNS)]
    roadmap = a_roadmap(
        *(a_milestone(f"m-{n}", f"chậm nhất {day:%d/%m/%Y}") for n, day in enumerate(days))
    )
    configuration = a_configuration(roadmap)
    grid = grid_of(configuration, RoadmapId("plan"))

    found = grid.view(configuration.organisations.rows.keys(), Filter(), TODAY)

    assert len(found.columns) == COLUMNS
    assert found.columns_left_out == COLUMNS
    nearest = sorted(range(len(days)), key=lambda n: abs(days[n] - TODAY))[:COLUMNS]
    assert [column.milestone.id for column in found.columns] == [f"m-{n}" for n in sorted(nearest)]


def test_of_a_milestone_those_that_lag_come_first(shipped: Configuration) -> None:
    cell = CellId(YEAR_END, OrganisationId("chi-bo-01"), MilestoneId("branch-review"), "2024")
    done = Fact(1, FactKind.DONE, date(2024, 12, 1), morning(TODAY), "văn phòng", cell)
    grid = grid_of(shipped, YEAR_END, done)
    everybody = shipped.organisations.rows.keys()

    found = grid.progress(everybody, MilestoneId("branch-review"), "2024")

    assert found is not None
    assert (found.figures.done, found.figures.total) == (1, 12)
    assert [row.standing for row in found.rows] == [Standing.OVERDUE] * 11 + [Standing.DONE]
    assert grid.progress(everybody, MilestoneId("branch-review"), "1999") is None
    assert grid.progress(frozenset(), MilestoneId("branch-review"), "2024") is None
