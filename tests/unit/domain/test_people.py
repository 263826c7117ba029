"""Who answers for a role on a day: its holders, and deputies in the place of those away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from lotrinh.domain.people import People, Roster
from lotrinh.domain.registers import Address, OrganisationId, Person, PersonId, RoleId, Span
from tests.builders import a_person

DAY = date(2026, 7, 8)
AWAY = Span(date(2026, 7, 1), date(2026, 7, 15))
LATER = Span(date(2026, 7, 9), None)


def person(id_: str, *holds: str, away: Sequence[Span] = (), deputy: str | None = None) -> Person:
    who = PersonId(deputy) if deputy is not None else None
    return replace(a_person(id_, *holds), away=tuple(away), deputy=who)


def answering(*persons: Person, day: date = DAY) -> dict[str, tuple[str, ...]]:
    found = People(persons).answering(RoleId("secretary"), OrganisationId("cb-1"), day)
    return {str(who): tuple(map(str, instead_of)) for who, instead_of in found.items()}


HOLDS = "secretary@cb-1"


@pytest.mark.parametrize(
    ("persons", "answer"),
    [
        ([person("a", HOLDS), person("b")], {"a": ()}),
        ([person("a", HOLDS, away=[LATER], deputy="b"), person("b")], {"a": ()}),
        ([person("a", HOLDS, away=[LATER, AWAY], deputy="b"), person("b")], {"b": ("a",)}),
        ([person("a", HOLDS, away=[AWAY]), person("b")], {}),
        ([person("a", HOLDS, away=[AWAY]), person("b", HOLDS)], {"b": ()}),
        ([person("a", HOLDS, away=[AWAY], deputy="b"), person("b", HOLDS)], {"b": ()}),
        ([person("b", HOLDS), person("a", HOLDS, away=[AWAY], deputy="b")], {"b": ()}),
        (
            [
                person("a", HOLDS, away=[AWAY], deputy="c"),
                person("b", HOLDS, away=[AWAY], deputy="c"),
                person("c"),
            ],
            {"c": ("a", "b")},
        ),
        (
            [
                person("a", HOLDS, away=[AWAY], deputy="b"),
                person("b", away=[AWAY], deputy="c"),
                person("c"),
            ],
            {"c": ("a",)},
        ),
        ([person("a", HOLDS, away=[AWAY], deputy="b"), person("b", away=[AWAY])], {}),
        (
            [person("a", HOLDS, away=[AWAY], deputy="b"), person("b", away=[AWAY], deputy="a")],
            {},
        ),
    ],
)
def test_whoever_is_there_answers(
    persons: list[Person], answer: dict[str, tuple[str, ...]]
) -> None:
    assert answering(*persons) == answer


def test_the_days_on_which_others_answer_are_boundaries() -> None:
    people = People((person("a", HOLDS, away=[AWAY, LATER]),))

    assert people.boundaries == (AWAY.since, LATER.since, AWAY.until)
    assert answering(person("a", HOLDS, away=[AWAY]), day=date(2026, 7, 15)) == {}
    assert answering(person("a", HOLDS, away=[AWAY]), day=date(2026, 7, 16)) == {"a": ()}


def a_roster() -> Roster:
    """Return three people of whom little is said, and a fourth who is away for a while."""
    away = replace(
        a_person("d", "secretary@cb-1"), away=(Span(date(2026, 7, 1), date(2026, 7, 9)),)
    )
    return Roster(
        tuple(map(PersonId, ("a", "b", "c", "d"))),
        ("A", "B", "C", "D"),
        ("secretary@cb-1", "", "office@cb-2", ""),
        {"email": ("a@example.vn", "b@example.vn", "", "")},
        {3: away},
    )


def test_columns_are_the_people_that_they_stand_for() -> None:
    roster = a_roster()
    one_by_one = People(tuple(roster))

    assert roster == Roster.of(tuple(roster)) == tuple(roster)
    assert roster[0].addresses == (Address("email", "a@example.vn"),)
    assert [person.id for person in roster[1:]] == ["b", "c", "d"]
    for people in (People(roster), one_by_one):
        assert people.by_id[PersonId("c")] == roster[2]
        assert "nobody" not in people.by_id
        assert sorted(people.posts) == [("office", "cb-2"), ("secretary", "cb-1")]
        assert people.boundaries == (date(2026, 7, 1), date(2026, 7, 9))
        for day, holders in ((date(2026, 6, 1), {"a", "d"}), (date(2026, 7, 5), {"a"})):
            found = people.answering(RoleId("secretary"), OrganisationId("cb-1"), day)
            assert found.keys() == holders


def test_everybody_is_found_by_his_id_and_counted_once() -> None:
    persons = (person("a", HOLDS), person("b", "officer@cb-1", "secretary@cb-2"))

    assert dict(People(persons).by_id) == {one.id: one for one in persons}
