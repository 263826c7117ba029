"""Facts: only added to, and never fetched without what takes them back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from lotrinh.domain.facts import OF_TARGETS, CellId, Fact, FactKind
from lotrinh.domain.notation import print_quantity, read_quantity
from lotrinh.domain.targets import TargetState
from lotrinh.store.database import SqlStore
from tests.integration.store.books import (
    DUE,
    WARD_CONGRESS,
    YEAR_END,
    a_cell,
    a_fact,
    an_undo,
    at_once,
    record,
)

HERE, THERE = a_cell("chi-bo-01"), a_cell("chi-bo-02")
ELSEWHERE = a_cell(roadmap=WARD_CONGRESS)


ABOUT_MORE_TIME = (
    FactKind.EXTENSION_ASKED,
    FactKind.EXTENSION_GRANTED,
    FactKind.EXTENSION_REFUSED,
)


def about(entry: int, kind: FactKind, cell: CellId = HERE) -> Fact:
    return replace(a_fact(entry, cell), kind=kind)


def numbers(facts: Iterable[Fact]) -> list[int]:
    return [fact.sequence for fact in facts]


def test_a_fact_comes_back_as_it_was_recorded(store: SqlStore) -> None:
    record(store, a_fact(1, HERE), an_undo(2, of=1))

    with store.begin() as books:
        done, undone = books.facts.all()
        assert (done.sequence, undone.sequence, books.facts.newest()) == (1, 2, 2)
        assert done == replace(a_fact(1, HERE), sequence=1)
        assert undone == replace(an_undo(2, of=1), sequence=2)


def test_the_day_and_the_document_that_a_fact_names_come_back(store: SqlStore) -> None:
    granted = replace(
        a_fact(1, HERE), kind=FactKind.EXTENSION_GRANTED, until=DUE, basis="kh-12", note="vì"
    )
    record(store, granted)

    with store.begin() as books:
        assert list(books.facts.all()) == [replace(granted, sequence=1)]


def test_facts_of_some_kinds_come_with_what_takes_them_back(store: SqlStore) -> None:
    held, elsewhere = (replace(a_fact(1, c), kind=FactKind.SUSPENDED) for c in (HERE, ELSEWHERE))
    record(store, a_fact(1, THERE), held, elsewhere, an_undo(2, of=1), a_fact(3, HERE))

    with store.begin() as books:
        assert numbers(books.facts.of_kinds(YEAR_END, [FactKind.SUSPENDED])) == [2, 4]
        assert numbers(books.facts.of_kinds(WARD_CONGRESS, [FactKind.SUSPENDED])) == [3, 4]
        assert numbers(books.facts.of_kinds(YEAR_END, [FactKind.SNOOZED])) == []


def test_of_more_time_the_last_word_counts_unless_it_was_taken_back(store: SqlStore) -> None:
    asked, granted, refused = ABOUT_MORE_TIME
    told = (
        *(about(1, asked), about(2, refused), an_undo(3, of=2)),
        *(about(4, asked, THERE), about(5, granted, THERE)),
        *(about(6, refused, ELSEWHERE), a_fact(7, ELSEWHERE)),
    )
    record(store, *told)

    with store.begin() as books:
        assert numbers(books.facts.about_more_time(YEAR_END)) == [1, 2]
        assert numbers(books.facts.about_more_time(WARD_CONGRESS)) == [6]


def test_of_more_time_the_last_word_is_the_one_of_the_latest_day(store: SqlStore) -> None:
    asked, granted, _ = ABOUT_MORE_TIME
    earlier = replace(about(2, granted), on=DUE - timedelta(days=9))
    record(store, about(1, asked), earlier)

    with store.begin() as books:
        assert numbers(books.facts.about_more_time(YEAR_END)) == [1]


def test_no_facts_are_no_facts(store: SqlStore) -> None:
    record(store)

    with store.begin() as books:
        assert books.facts.newest() == 0
        assert books.facts.next_entry() == 1
        assert list(books.facts.of_cells([HERE])) == []


def test_facts_of_cells_come_with_the_undo_of_their_entry(store: SqlStore) -> None:
    record(store, a_fact(1, HERE), a_fact(1, THERE), a_fact(2, THERE), an_undo(3, of=1))
    record(store, an_undo(4, of=2))

    with store.begin() as books:
        assert numbers(books.facts.of_cells([HERE])) == [1, 4]
        assert numbers(books.facts.of_cells([THERE])) == [2, 3, 4, 5]
        assert numbers(books.facts.of_cells([])) == []


def test_facts_of_milestones_keep_to_their_roadmap(store: SqlStore) -> None:
    report = a_cell(milestone="report")
    record(store, a_fact(1, HERE), a_fact(2, report), a_fact(3, ELSEWHERE), an_undo(4, of=2))

    with store.begin() as books:
        assert numbers(books.facts.of_milestones(YEAR_END)) == [1, 2, 4]
        assert numbers(books.facts.of_milestones(YEAR_END, [HERE.milestone])) == [1]
        assert numbers(books.facts.of_milestones(YEAR_END, [])) == []
        assert numbers(books.facts.of_milestones(WARD_CONGRESS)) == [3]


def test_since_tells_what_is_new_and_what_was_taken_back(store: SqlStore) -> None:
    record(store, a_fact(1, HERE), a_fact(1, ELSEWHERE), a_fact(2, THERE))
    record(store, an_undo(3, of=1), a_fact(4, THERE))

    with store.begin() as books:
        assert numbers(books.facts.since(YEAR_END, 3, DUE)) == [1, 4, 5]
        assert numbers(books.facts.since(WARD_CONGRESS, 3, DUE)) == [2, 4]
        assert numbers(books.facts.since(YEAR_END, 5, DUE)) == []
        assert numbers(books.facts.since(YEAR_END, 0, DUE)) == [1, 3, 4, 5]


def test_since_tells_what_holds_from_a_later_day_only(store: SqlStore) -> None:
    record(store, a_fact(1, HERE), a_fact(2, THERE, on=DUE + timedelta(days=2)))

    with store.begin() as books:
        assert numbers(books.facts.since(YEAR_END, 2, DUE)) == [2]
        assert numbers(books.facts.since(YEAR_END, 2, DUE + timedelta(days=2))) == []


def test_since_brings_the_later_undo_of_a_new_fact_but_no_stranger(store: SqlStore) -> None:
    record(store, a_fact(1, ELSEWHERE), an_undo(2, of=1), a_fact(3, HERE), an_undo(4, of=3))

    with store.begin() as books:
        found = books.facts.since(YEAR_END, 2, DUE)

    assert [(fact.sequence, fact.kind) for fact in found] == [
        (3, FactKind.DONE),
        (4, FactKind.UNDONE),
    ]


def test_commands_at_the_same_moment_get_different_entries(store: SqlStore) -> None:
    def command() -> int:
        with store.begin() as books:
            entry = books.facts.next_entry()
            books.facts.record([a_fact(entry)])
            return entry

    entries = at_once(*[command] * 4)

    assert sorted(entries) == [1, 2, 3, 4]
    with store.begin() as books:
        assert [fact.entry for fact in books.facts.all()] == [1, 2, 3, 4]


@pytest.mark.parametrize("written", ["4.465,7750 tỷ đồng", "108/110", "6.942,090/7.000 tỷ", "0%"])
def test_a_figure_comes_back_with_every_digit(store: SqlStore, written: str) -> None:
    measured = replace(about(1, FactKind.MEASURED), value=read_quantity(written))
    said = replace(about(1, FactKind.ASSESSED), state=TargetState.AT_RISK, note="vì")
    record(store, measured, said)

    with store.begin() as books:
        back, word = books.facts.of_kinds(YEAR_END, OF_TARGETS)
        assert (back, word) == (replace(measured, sequence=1), replace(said, sequence=2))
        assert back.value is not None
        assert print_quantity(back.value) == written


def test_a_figure_closes_its_report(store: SqlStore) -> None:
    record(store, replace(about(1, FactKind.MEASURED), value=read_quantity("8")))

    with store.begin() as books:
        (closed,) = books.facts.closings(YEAR_END, DUE)
        assert closed[:3] == (HERE.organisation, HERE.milestone, HERE.occurrence)
