"""The trail: what was recorded and done, a page at a time, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lotrinh.application.books.trail import Deed, DeedKind, Place, Sought, Step
from lotrinh.domain.facts import CellId, FactKind, Via, Way
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.store.database import SqlStore
from tests.integration.store.books import a_cell, a_fact, an_undo, record

LAN = Via(Way.PAGE, PersonId("lan"))
FIRST, SECOND = OrganisationId("chi-bo-01"), OrganisationId("chi-bo-02")


@pytest.fixture
def trodden(store: SqlStore) -> SqlStore:
    """Books in which two entries of two cells each were recorded, and the first taken back."""
    cells = a_cell(FIRST), a_cell(SECOND)
    record(store, *(a_fact(1, cell) for cell in cells))
    record(store, *(replace(a_fact(2, cell), by="Lan", via=LAN) for cell in cells))
    record(store, an_undo(3, of=1))
    return store


def steps(store: SqlStore, sought: Sought | None = None, size: int = 100) -> list[Step]:
    """Return all steps, page after page."""
    found: list[Step] = []
    before: Place | None = None
    with store.look() as books:
        while page := books.trail.steps(sought or Sought(), before=before, limit=size):
            found += page
            before = page[-1].place
    return found


def told(found: list[Step]) -> list[tuple[int, str]]:
    """Return each step by its entry and organisation."""
    cells = ((step.fact.entry, step.fact.cell) for step in found)
    return [(entry, cell.organisation) for entry, cell in cells if cell is not None]


ALL = [(3, SECOND), (3, FIRST), (2, SECOND), (2, FIRST), (1, SECOND), (1, FIRST)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_pages_of_any_size_say_together_what_one_would(trodden: SqlStore, size: int) -> None:
    assert told(steps(trodden, size=size)) == ALL


def test_what_takes_back_is_told_with_each_cell(trodden: SqlStore) -> None:
    undone = [step for step in steps(trodden) if step.fact.kind is FactKind.UNDONE]

    assert [step.fact.cell for step in undone] == [a_cell(SECOND), a_cell(FIRST)]
    assert {step.fact.reverts for step in undone} == {1}
    with trodden.look() as books:
        assert books.trail.undone([1, 2, 3]) == {1: 3}


def _named(milestone: str, roadmap: str = "", occurrence: str = "") -> CellId:
    return CellId(RoadmapId(roadmap), OrganisationId(""), MilestoneId(milestone), occurrence)


@pytest.mark.parametrize(
    ("sought", "entries"),
    [
        (Sought(organisations={FIRST}), [3, 2, 1]),
        (Sought(organisations=set()), []),
        (Sought(authors=["lan"]), [2, 2]),
        (Sought(authors=["Lan", "office"]), [3, 3, 2, 2, 1, 1]),
        (Sought(kinds=[FactKind.UNDONE]), [3, 3]),
        (Sought(cells=[_named("review")]), [3, 3, 2, 2, 1, 1]),
        (Sought(cells=[_named("review", "year-end", "2024")]), [3, 3, 2, 2, 1, 1]),
        (Sought(cells=[_named("review", occurrence="2025")]), []),
        (Sought(cells=[]), []),
        (Sought(since=an_undo(3, 1).recorded_at), [3, 3]),
        (Sought(until=an_undo(3, 1).recorded_at), [2, 2, 1, 1]),
    ],
)
def test_it_is_asked_for_by_place_author_kind_and_time(
    trodden: SqlStore, sought: Sought, entries: list[int]
) -> None:
    assert [step.fact.entry for step in steps(trodden, sought, size=2)] == entries


def test_a_fact_keeps_by_which_way_it_has_come(trodden: SqlStore) -> None:
    ways = {step.fact.entry: step.fact.via for step in steps(trodden)}

    assert ways[2] == LAN
    assert ways[1] == Via(None)
    with trodden.look() as books:
        assert sorted(books.trail.authors()) == ["Lan", "office"]


def test_what_people_did_is_listed_newest_first_and_by_message(store: SqlStore) -> None:
    at = a_fact(1).recorded_at
    deeds = [
        Deed(DeedKind.RETRIED, at, "Lan", LAN, "m1"),
        Deed(DeedKind.RELEASED, at + timedelta(days=1), "office", count=300),
    ]
    with store.begin() as books:
        for deed in deeds:
            books.trail.do(deed)

    with store.look() as books:
        newest, oldest = books.trail.deeds(limit=10)
        assert [replace(one, number=0) for one in (oldest, newest)] == deeds
        assert books.trail.deeds(limit=10, before=newest.number) == [oldest]
        assert books.trail.deeds(limit=1) == [newest]
        assert books.trail.deeds(limit=10, since=newest.at) == [newest]
        assert books.trail.deeds(limit=10, until=newest.at) == [oldest]
        assert books.trail.deeds(limit=10, by="lan") == [oldest]
        assert books.trail.done_to("m1") == [oldest]
        assert books.deliveries.released_at() == newest.at


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 7), organisations=st.sets(st.sampled_from([FIRST, SECOND])))
def test_what_somebody_may_not_see_is_on_no_page(
    trodden: SqlStore, size: int, organisations: set[OrganisationId]
) -> None:
    found = told(steps(trodden, Sought(organisations=organisations), size=size))

    assert found == [step for step in ALL if step[1] in organisations]
