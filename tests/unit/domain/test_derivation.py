"""How a date came about: each step with its words, its day, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId, Organisations, Source
from lotrinh.domain.resolution import derive, resolve
from lotrinh.domain.roadmap import Amendment, Anchor, Milestone, MilestoneId, Roadmap, RoadmapId
from lotrinh.domain.steps import Step
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, hanoi, organisations

NOVEMBER, EDITED = date(2024, 11, 5), date(2024, 10, 1)
CONGRESS = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025"))
NAMES = {name: name for name in ("congress", "closing", "review", "report")}


def cell(milestone: str, occurrence: str = "") -> CellId:
    ids = RoadmapId("plan"), OrganisationId("a"), MilestoneId(milestone)
    return CellId(*ids, occurrence)


def done_on(day: date, milestone: str, occurrence: str = "") -> Fact:
    return Fact(1, FactKind.DONE, day, hanoi("2024-11-01"), "x", cell(milestone, occurrence))


def written(milestone: Milestone, source: str, replaced: date | None = None) -> Milestone:
    """Return a milestone whose date stands somewhere, since a day in other words."""
    return replace(milestone, due=replace(milestone.due, source=source, replaced=replaced))


def steps(
    roadmap: Roadmap, id_: CellId, *facts: Fact, register: Organisations | None = None
) -> Sequence[Step]:
    """Return how the date of a cell of the first branch came about."""
    branches = register or organisations("a", "b")
    recorded: Mapping[CellId, Fact] = {fact.cell: fact for fact in facts if fact.cell}
    done = {known: fact.on for known, fact in recorded.items()}
    timeline = resolve(roadmap, branches, {"office": a_calendar()}, done=done)
    deadline = timeline.find(id_)
    assert deadline is not None
    return derive(timeline, deadline, done=done, strict=True, facts=recorded)


def kinds(found: Sequence[Step]) -> list[str]:
    return [type(step.node).__name__ for step in found]


def test_each_step_stands_where_its_own_words_are_written() -> None:
    """Also what is counted from another milestone, whose words were read in between."""
    roadmap = a_roadmap(
        written(a_milestone("review"), "plan.yaml:7", replaced=EDITED),
        written(a_milestone("report", "review + 5 ngày"), "plan.yaml:9"),
    )

    found = steps(roadmap, cell("report"))

    where = {
        name: (step.source, step.replaced) for name, step in zip(kinds(found), found, strict=True)
    }
    assert where == {
        "Before": ("plan.yaml:7", EDITED),
        "Reference": ("plan.yaml:9", None),
        "Shift": ("plan.yaml:9", None),
        "By": ("plan.yaml:9", None),
    }


def test_a_day_that_the_organisation_set_stands_in_its_register_and_is_sure() -> None:
    """Whatever became of the line of the phrase; where none was set, it is a forecast of it."""
    papers = written(a_milestone("papers", "10 ngày trước congress"), "plan.yaml:9", EDITED)
    roadmap = a_roadmap(papers, congress=CONGRESS)
    own = organisations("a", "b", anchors={"congress": [date(2025, 1, 20), None]})
    own = replace(own, source=Source("organisations.csv", np.array([2, 3])))
    none = replace(own, anchors=organisations("a", "b", anchors={"congress": [None] * 2}).anchors)

    (set_, *counted), (*_, forecast, _, _) = (
        steps(roadmap, cell("papers"), register=register) for register in (own, none)
    )

    assert (set_.source, set_.replaced, set_.provisional) == ("organisations.csv:2", None, False)
    assert {(step.source, step.replaced) for step in counted} == {("plan.yaml:9", EDITED)}
    assert (forecast.source, forecast.replaced) == ("plan.yaml:9", EDITED)
    assert forecast.provisional


def test_what_is_counted_from_what_was_done_rests_on_whoever_said_so() -> None:
    roadmap = a_roadmap(a_milestone("review"), a_milestone("report", "review + 5 ngày"))
    done = done_on(date(2024, 12, 10), "review")

    found = steps(roadmap, cell("report"), done)

    rests_on = [(name, step.fact) for name, step in zip(kinds(found), found, strict=True)]
    assert rests_on == [("Before", None), ("Reference", done), ("Shift", None), ("By", None)]


@pytest.mark.parametrize(
    ("words", "occurrence", "rests_on"),
    [
        ("review + 5 ngày", "2024", "2024"),
        ("review + 5 ngày", "2025", "2025"),
        ("review@2024 + 5 ngày", "", "2024"),
    ],
)
def test_of_what_recurs_it_rests_on_its_own_occurrence_or_on_the_one_that_is_named(
    words: str, occurrence: str, rests_on: str
) -> None:
    yearly = a_milestone("review", "trước 15/12 hằng năm")
    roadmap = a_roadmap(yearly, a_milestone("report", words))
    done = [done_on(date(int(year), 12, 10), "review", year) for year in ("2024", "2025")]

    found = steps(roadmap, cell("report", occurrence), *done)

    (fact,) = [step.fact for step in found if step.fact]
    assert fact.cell == cell("review", rests_on)


def test_what_recurs_may_be_counted_from_what_comes_once() -> None:
    """A directive says so of one year; the day is that of the only time there is."""
    to_review = {(MilestoneId("report"), "2025"): parse_phrase("review + 3 ngày", NAMES)}
    directive = Amendment(NOVEMBER, due=to_review)
    roadmap = replace(
        a_roadmap(a_milestone("review"), a_milestone("report", "trước 10/12 hằng năm")),
        amendments=(directive,),
    )
    done = done_on(date(2024, 12, 10), "review")

    found = steps(roadmap, cell("report", "2025"), done)

    assert found[-1].day == date(2024, 12, 13)
    assert [step.fact for step in found if step.fact] == [done]


def test_what_marks_an_anchor_rests_on_the_day_that_was_set_and_others_on_what_happened() -> None:
    roadmap = a_roadmap(
        a_milestone("session", "ngày congress", marks="congress"),
        a_milestone("report", "congress + 5 ngày"),
        congress=CONGRESS,
    )
    held = done_on(date(2025, 1, 22), "session")

    session, report = (steps(roadmap, cell(name), held) for name in ("session", "report"))

    assert [step.fact for step in session if step.fact] == []
    assert [step.fact for step in report if step.fact] == [held]


def test_what_a_directive_has_set_is_told_as_such_and_only_that() -> None:
    """A new date of the report, counted from a congress that another directive has moved."""
    congress, report = MilestoneId("congress"), MilestoneId("report")
    moves = Amendment(NOVEMBER, due={(congress, ""): parse_phrase("trong tháng 2/2025")})
    asks = Amendment(NOVEMBER, due={(report, ""): parse_phrase("congress + 5 ngày", NAMES)})
    roadmap = replace(
        a_roadmap(a_milestone("report", "trước 15/12/2024"), congress=CONGRESS),
        amendments=(moves, asks),
    )

    found = steps(roadmap, cell("report"))

    told = [(name, step.amendment) for name, step in zip(kinds(found), found, strict=True)]
    assert told == [
        ("Before", None),
        *(("Span", None), ("During", None)),  # when the congress was expected at first
        *(("Span", moves), ("During", moves)),
        *(("Reference", asks), ("Shift", asks), ("By", asks)),
    ]
