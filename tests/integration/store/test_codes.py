"""Codes: a deadline has one number for good, whoever asks first and however often."""

from lotrinh.domain.facts import CellId
from lotrinh.store.database import SqlStore
from tests.integration.store.books import a_cell, at_once

BRANCHES = [a_cell(f"chi-bo-{number:02d}") for number in range(1, 31)]


def give(store: SqlStore, *cells: CellId) -> dict[CellId, int]:
    with store.begin() as books:
        return dict(books.codes.give(cells))


def test_numbers_are_given_in_turn_and_stay(store: SqlStore) -> None:
    first, second, third = BRANCHES[:3]

    assert give(store, second, first) == {first: 1, second: 2}
    assert give(store, third, second) == {second: 2, third: 3}
    assert give(store) == {}


def test_a_number_stands_for_its_deadline_and_no_other_is_known(store: SqlStore) -> None:
    give(store, *BRANCHES[:2])

    with store.look() as books:
        assert books.codes.cells([2, 3, -1]) == {2: BRANCHES[1]}
        assert books.codes.given(BRANCHES[:5]) == {BRANCHES[0]: 1, BRANCHES[1]: 2}
        assert books.codes.newest() == 2


def test_occurrences_and_roadmaps_have_numbers_of_their_own(store: SqlStore) -> None:
    alike = [a_cell(), a_cell(occurrence="2025"), a_cell(roadmap="other"), a_cell(milestone="m")]

    assert sorted(give(store, *alike).values()) == [1, 2, 3, 4]


def test_several_who_give_at_once_give_the_same(store: SqlStore) -> None:
    parts = [BRANCHES[:20], BRANCHES[10:], BRANCHES[5:25], BRANCHES]

    given = at_once(*[lambda part=part: give(store, *part) for part in parts])

    numbers = given[-1]
    assert sorted(numbers.values()) == list(range(1, 31)), "no number is left out, none is double"
    for part, answer in zip(parts, given, strict=True):
        assert answer == {cell: numbers[cell] for cell in part}
