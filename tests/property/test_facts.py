"""The laws of facts: only their days and their order count, and undo leaves no trace."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lotrinh.domain.facts import CellId, Fact, FactKind, fold, standing_facts
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from tests.builders import morning

FIRST = date(2024, 12, 2)
day = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
cells = st.sampled_from(["cb-1", "cb-2"]).map(
    lambda id_: CellId(RoadmapId("plan"), OrganisationId(id_), MilestoneId("review"))
)


@st.composite
def books(draw: st.DrawFn) -> list[Fact]:
    """Return entries of one or two facts, some of which take back an earlier one."""
    facts: list[Fact] = []
    for entry in range(1, draw(st.integers(1, 9)) + 1):
        back = draw(st.none() | st.integers(1, entry)) if entry > 1 else None
        if back is not None and back < entry:
            facts.append(_undo(entry, back, facts))
            continue
        kind = draw(st.sampled_from([k for k in FactKind if k is not FactKind.UNDONE]))
        for cell in draw(st.lists(cells, min_size=1, max_size=2, unique=True)):
            on, until = draw(day), draw(day)
            fact = Fact(entry, kind, on, morning(on), "x", cell, until=until)
            facts.append(replace(fact, sequence=len(facts) + 1))
    return facts


def _undo(entry: int, reverts: int, facts: list[Fact]) -> Fact:
    """Take back an entry from the day from which it held, as `record.undo` does."""
    on = min((f.on for f in facts if f.entry == reverts), default=FIRST)
    fact = Fact(entry, FactKind.UNDONE, on, morning(on), "x", reverts=reverts)
    return replace(fact, sequence=len(facts) + 1)


@given(facts=books(), seen=day, data=st.data())
def test_in_which_order_facts_are_read_does_not_matter(
    facts: list[Fact], seen: date, data: st.DataObject
) -> None:
    assert fold(data.draw(st.permutations(facts)), seen) == fold(facts, seen)


@given(facts=books(), seen=day, data=st.data())
def test_what_is_taken_back_leaves_no_trace(
    facts: list[Fact], seen: date, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from([f.entry for f in facts if f.kind is not FactKind.UNDONE]))
    undone = [*facts, _undo(99, entry, facts)]
    without = [f for f in facts if f.entry != entry]

    assert fold(undone, seen) == fold(without, seen)
    assert standing_facts(undone, seen) == standing_facts(without, seen)


@given(facts=books(), seen=day)
def test_what_holds_later_is_not_seen(facts: list[Fact], seen: date) -> None:
    assert fold(facts, seen) == fold([f for f in facts if f.on <= seen], seen)
