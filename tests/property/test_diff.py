"""A diff by arrays finds what a plain loop over all cells finds, whatever the two plans are."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.diff import diff
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.roadmap import Anchor, RoadmapId
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_configuration, a_milestone, a_roadmap, organisations

TODAY = date(2024, 12, 3)
IDS = ("cb-1", "cb-2", "cb-3")
PHRASES = (
    "trước 15/12/2024",
    "20 ngày trước congress",
    "trong 3 ngày làm việc từ congress",
    "chậm nhất 25/03 hằng quý",
    "trước 15/12 hằng năm",
)

days = st.sampled_from((None, date(2025, 3, 31), date(2025, 4, 2)))
some = st.lists(st.sampled_from(IDS), min_size=1, unique=True)


@st.composite
def plans(draw: st.DrawFn) -> Configuration:
    """Return a plan with some milestones for some organisations, some of which chose a day."""
    window = draw(st.sampled_from((None, "trong tháng 3/2025")))
    congress = Anchor("congress", "Đại hội", window=parse_phrase(window) if window else None)
    milestones = [
        a_milestone(
            name,
            draw(st.sampled_from(PHRASES)),
            applies=Selector(organisations=frozenset(map(OrganisationId, draw(some)))),
        )
        for name in draw(
            st.lists(st.sampled_from(("review", "report", "outline")), min_size=1, unique=True)
        )
    ]
    ids = draw(some)
    register = organisations(*ids, anchors={"congress": [draw(days) for _ in ids]})
    configuration = a_configuration(a_roadmap(*milestones, congress=congress), branches=register)
    return replace(configuration, strict=draw(st.booleans()))


def cells(configuration: Configuration) -> dict[CellId, tuple[date | None, bool]]:
    timeline = Timelines(configuration, Rehearsal().facts, TODAY).of(RoadmapId("plan"))
    return {d.id: (d.due, d.provisional) for d in timeline.cells()}


@given(plans(), plans())
@settings(max_examples=100, deadline=None)
def test_arrays_find_what_a_loop_finds(before: Configuration, after: Configuration) -> None:
    old, new = cells(before), cells(after)

    found = diff(before, after, Rehearsal(), today=TODAY).differences

    assert {one.cell for one in found} == {
        cell for cell in {**old, **new} if old.get(cell) != new.get(cell)
    }
    for one in found:
        both = (
            (one.before and (one.before.due, one.before.provisional)),
            (one.after and (one.after.due, one.after.provisional)),
        )
        assert both == (old.get(one.cell), new.get(one.cell))
