"""What facts add up to, one after another; and what of it is taken back."""

from datetime import date, timedelta

import pytest

from lotrinh.domain.facts import (
    CellId,
    Fact,
    FactKind,
    State,
    closed_days,
    done_facts,
    fold,
    open_entries,
)
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from tests.builders import morning

CELL = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId("review"))
MONDAY = date(2024, 12, 2)
LATER = MONDAY + timedelta(days=30)

Said = tuple[FactKind, int]
"""A kind of fact, and how many days after Monday it holds."""


def recorded(*said: Said | int) -> list[Fact]:
    """Return facts in the order of recording, each an entry; a number takes one back."""
    facts = []
    for entry, one in enumerate(said, 1):
        kind, days = one if isinstance(one, tuple) else (FactKind.UNDONE, 0)
        reverts = one if isinstance(one, int) else None
        on = MONDAY + timedelta(days=days)
        cell = None if kind is FactKind.UNDONE else CELL
        fact = Fact(entry, kind, on, morning(on), "x", cell, reverts=reverts, sequence=entry)
        facts.append(fact)
    return facts


def state(*said: Said | int, day: date = LATER) -> State:
    return fold(recorded(*said), day).get(CELL, State())


@pytest.mark.parametrize(
    ("said", "closed", "waived"),
    [
        ([(FactKind.DONE, 1)], 1, False),
        ([(FactKind.DONE, 3), (FactKind.DONE, 1)], 1, False),
        ([(FactKind.WAIVED, 1)], 1, True),
        ([(FactKind.WAIVED, 1), (FactKind.DONE, 2)], 2, False),
        ([(FactKind.DONE, 1), (FactKind.WAIVED, 2)], 1, False),
        ([(FactKind.DONE, 1), (FactKind.REOPENED, 2)], None, False),
        ([(FactKind.REOPENED, 2), (FactKind.DONE, 2)], 2, False),
        ([(FactKind.REOPENED, 2), (FactKind.DONE, 1)], None, False),
        ([(FactKind.DONE, 1), (FactKind.REOPENED, 2), (FactKind.DONE, 4)], 4, False),
        ([(FactKind.DONE, 1), (FactKind.REOPENED, 2), 2], 1, False),
        ([(FactKind.DONE, 1), 1], None, False),
        ([(FactKind.NOTE, 1), (FactKind.SUSPENDED, 2)], None, False),
    ],
)
def test_what_is_done_waived_and_opened_again(
    said: list[Said | int], closed: int | None, *, waived: bool
) -> None:
    found = state(*said)

    day = None if closed is None else MONDAY + timedelta(days=closed)
    assert (found.closed_on, found.waived) == (day, waived)


def test_a_look_at_a_day_sees_nothing_that_holds_later() -> None:
    said = (FactKind.DONE, 1), (FactKind.REOPENED, 5)

    assert state(*said, day=MONDAY).closed_on is None
    assert state(*said, day=MONDAY + timedelta(days=4)).closed_on == MONDAY + timedelta(days=1)
    assert state(*said, day=MONDAY + timedelta(days=5)).closed_on is None


def test_what_is_opened_again_is_neither_known_nor_snoozed_any_more() -> None:
    before = ((FactKind.ACKNOWLEDGED, 0), (FactKind.SNOOZED, 0), (FactKind.EXTENSION_GRANTED, 0))

    found = state(*before, (FactKind.DONE, 1), (FactKind.REOPENED, 2))

    assert (found.acknowledged, found.snoozed, found.granted) == (None, None, 1)
    assert found.reopened_on == MONDAY + timedelta(days=2)


@pytest.mark.parametrize("answer", [FactKind.EXTENSION_GRANTED, FactKind.EXTENSION_REFUSED])
def test_an_extension_is_asked_for_until_that_is_answered(answer: FactKind) -> None:
    asked = (FactKind.EXTENSION_ASKED, 0)

    assert state(asked).asked is not None
    assert state(asked, (answer, 1)).asked is None
    assert state(asked, (answer, 1), 2).asked is not None
    assert state(asked, (answer, 1), asked).asked is None, "in the order of the days"


def test_the_last_answer_of_its_kind_is_the_one_that_holds() -> None:
    first, again = (FactKind.ACKNOWLEDGED, 0), (FactKind.ACKNOWLEDGED, 3)
    found = state(first, again, (FactKind.SNOOZED, 1), (FactKind.SNOOZED, 2))

    assert found.acknowledged is not None
    assert found.snoozed is not None
    assert (found.acknowledged.entry, found.snoozed.entry) == (2, 4)


def test_a_refusal_is_known_until_more_time_is_asked_for_again_or_granted() -> None:
    refused = (FactKind.EXTENSION_ASKED, 0), (FactKind.EXTENSION_REFUSED, 1)

    found = state(*refused)

    assert found.refused is not None
    assert found.refused.entry == 2
    assert state(*refused, (FactKind.EXTENSION_ASKED, 2)).refused is None
    assert state(*refused, (FactKind.EXTENSION_GRANTED, 2)).refused is None


def test_what_is_asked_for_is_still_asked_for_when_it_is_opened_again() -> None:
    found = state((FactKind.EXTENSION_ASKED, 0), (FactKind.DONE, 1), (FactKind.REOPENED, 2))

    assert found.asked is not None
    assert found.asked.entry == 1


def test_what_follows_from_others_leaves_what_was_recorded() -> None:
    recorded_day = state((FactKind.DONE, 1))

    assert recorded_day.following(LATER) == recorded_day
    assert state().following(LATER).closed_on == LATER


def test_what_was_really_done_has_the_fact_that_says_so() -> None:
    (fact,) = recorded((FactKind.DONE, 1))

    assert done_facts(fold([fact], LATER)) == {CELL: fact}
    assert done_facts({CELL: State().following(MONDAY)}) == {}, "nobody has said so"


def test_what_is_waived_is_closed_but_has_no_day_that_others_are_counted_from() -> None:
    facts = recorded((FactKind.WAIVED, 1))

    assert closed_days(fold(facts, LATER)) == {CELL: MONDAY + timedelta(days=1)}
    assert done_facts(fold(facts, LATER)) == {}


def test_only_what_still_stands_can_be_taken_back() -> None:
    assert open_entries(recorded((FactKind.DONE, 1), (FactKind.NOTE, 1), 1)) == {2}
