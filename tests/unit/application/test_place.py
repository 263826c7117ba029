"""One organisation over all roadmaps, and one month: what the standings of cells add up to."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.board import sheets
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.grid import Grid
from lotrinh.application.looking.place import month, place
from lotrinh.application.looking.report import Stand, status
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.registers import OrganisationId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

CONFIG = Path(__file__).parents[3] / "config"
TODAY = date(2024, 12, 16)
WARD, BRANCH = OrganisationId("dong-hai-2"), OrganisationId("chi-bo-01")


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    loaded = load(read_folder(CONFIG))
    assert loaded.configuration is not None
    return loaded.configuration


@pytest.fixture(scope="module")
def grids(shipped: Configuration) -> list[Grid]:
    timelines = Timelines(shipped, Rehearsal().facts, TODAY)
    return [
        Grid.of(timelines.roadmap(r), shipped.organisations, sheets(timelines, r))
        for r in shipped.roadmaps
    ]


@pytest.fixture(scope="module")
def stands(shipped: Configuration) -> list[Stand]:
    return list(status(shipped, Rehearsal().facts, today=TODAY))


def test_an_organisation_has_just_its_own_deadlines_by_their_days(
    shipped: Configuration, grids: list[Grid], stands: list[Stand]
) -> None:
    found = place(grids, shipped.organisations, BRANCH)

    mine = [stand for stand in stands if stand.deadline.id.organisation == BRANCH]
    listed = [
        (item.roadmap.id, item.column.milestone.id, item.column.label, item.standing)
        for item in found.items
    ]
    assert sorted(listed) == sorted(
        (s.deadline.id.roadmap, s.deadline.id.milestone, s.deadline.id.occurrence, s.standing)
        for s in mine
    )
    assert [item.due for item in found.items] == sorted(
        stand.deadline.due for stand in mine if stand.deadline.due is not None
    )
    assert {i.opens for i in found.items} == {stand.deadline.opens for stand in mine}
    assert found.below == ()


def test_those_below_are_counted_with_all_under_them(
    shipped: Configuration, grids: list[Grid], stands: list[Stand]
) -> None:
    (district,) = (o for o in shipped.organisations.ids if shipped.organisations.parent(o) is None)

    (ward,) = place(grids, shipped.organisations, district).below

    assert ward.organisation == WARD
    under = {WARD, *shipped.organisations.below(WARD)}
    assert ward.figures.counted == Counter(
        stand.standing for stand in stands if stand.deadline.id.organisation in under
    )


def test_a_month_has_what_is_due_in_it_and_may_be_seen(
    shipped: Configuration, grids: list[Grid], stands: list[Stand]
) -> None:
    for seen in (
        shipped.organisations.rows.keys(),
        frozenset({BRANCH}),
        frozenset[OrganisationId](),
    ):
        found = month(grids, seen, (2024, 12))

        listed = [
            (day, entry.roadmap.id, entry.column.milestone.id, organisation)
            for day, entries in found.items()
            for entry in entries
            for organisation in entry.organisations
        ]
        assert sorted(listed) == sorted(
            (due, s.deadline.id.roadmap, s.deadline.id.milestone, s.deadline.id.organisation)
            for s in stands
            if s.deadline.id.organisation in seen
            and (due := s.deadline.due) is not None
            and (due.year, due.month) == (2024, 12)
        )
        counted = sum(sum(e.figures.counted.values()) for es in found.values() for e in es)
        assert counted == len(listed)
