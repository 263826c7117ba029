"""A rename is no event: whoever is reminded hears the same, on the same days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose, compose_notices
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    morning,
    organisations,
)

WORDING = TemplateWording()
ROADMAPS, MILESTONES = ("plan", "scheme", "programme"), ("review", "outline", "sketch")
BRANCHES = ("cb-1", "branch-1", "01")


@dataclass(frozen=True)
class Day:
    """A day with a check: which names the plan has then, and what happens."""

    day: date
    named: int
    due: str
    done: bool


@st.composite
def stories(draw: st.DrawFn) -> list[Day]:
    numbers = draw(st.lists(st.integers(0, 60), min_size=2, max_size=10, unique=True))
    return [
        Day(
            date(2024, 11, 25) + timedelta(days=number),
            draw(st.integers(0, 2)),
            draw(st.sampled_from(("15/12/2024", "10/01/2025"))),
            draw(st.integers(0, 5)) == 0,
        )
        for number in sorted(numbers)
    ]


def onward(story: Sequence[Day]) -> list[Day]:
    """Return a story in which no name that was given up comes back."""
    names = sorted(day.named for day in story)
    return [replace(day, named=named) for day, named in zip(story, names, strict=True)]


def plan(day: Day, *, forward: bool) -> Configuration:
    """Return the plan as it is called on a day; the names before it, or all others, are old."""
    old = [n for n in range(len(ROADMAPS)) if (n < day.named if forward else n != day.named)]
    name = MILESTONES[day.named]
    review = a_milestone(
        name,
        f"trước {day.due}",
        title="Kiểm điểm",
        formerly=tuple(MilestoneId(MILESTONES[n]) for n in old),
    )
    report = a_milestone("report", f"trong 3 ngày làm việc từ {name}")
    roadmap = replace(
        a_roadmap(review, report, id_=ROADMAPS[day.named]),
        formerly=tuple(RoadmapId(ROADMAPS[n]) for n in old),
    )
    branches = replace(
        organisations(BRANCHES[day.named], "cb-2"),
        names=("Chi bộ Một", "Chi bộ Hai"),
        formerly={0: tuple(OrganisationId(BRANCHES[n]) for n in old)},
    )
    people = [a_person("bt-1", f"secretary@{branches.ids[0]}"), a_person("bt-2", "secretary@cb-2")]
    return a_configuration(
        roadmap, branches=branches, people=people, hash_=f"{day.named} {day.due}"
    )


def heard(story: Sequence[Day], *, forward: bool = False) -> list[set[tuple[str, str]]]:
    """Return, for each day, who is told what; going forward, the coordinator as well."""
    notebook = Rehearsal()
    said: list[set[tuple[str, str]]] = []
    for day in story:
        configuration = plan(day, forward=forward)
        books, at = by_present_ids(notebook, configuration), morning(day.day)
        if day.done:
            mention = Mention(BRANCHES[day.named], MILESTONES[day.named])
            entry = record.done(
                configuration, books, [mention], on=day.day, by="x", now=at, today=day.day
            )
            record.keep(books, entry)
        report = check(configuration, books, at=at)
        told = compose(configuration, books, at=at, wording=WORDING)
        if forward:
            told += compose_notices(configuration, books, report.notices, at=at, wording=WORDING)
        said.append({(m.recipient, m.subject) for m in told})
    return said


@given(stories())
@settings(max_examples=40, deadline=None)
def test_a_rename_changes_nothing_that_anybody_is_reminded_of(story: list[Day]) -> None:
    """Whatever is moved or done meanwhile, and also where a name comes back."""
    assert heard(story) == heard([replace(day, named=0) for day in story])


@given(stories().map(onward))
@settings(max_examples=40, deadline=None)
def test_a_rename_tells_the_coordinator_nothing_twice(story: list[Day]) -> None:
    assert heard(story, forward=True) == heard(
        [replace(day, named=story[0].named) for day in story], forward=True
    )
