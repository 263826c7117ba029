"""Edits in place, directives, extensions and what was done, against a slow model of the law.

The model knows nothing of amendments: it asks, for one cell and one day, what the file said
then, what else was decided by then, and whether the cell was done before it was decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.edits import Edit, edits_between, lay
from lotrinh.bootstrap.files.history import Words
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Amendment, MilestoneId, Roadmap, RoadmapId
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_calendar, a_milestone, a_roadmap, hanoi, organisations

PLAN, REVIEW = RoadmapId("plan"), MilestoneId("review")
START, LENGTH = date(2024, 11, 1), 24
WORDS = ("10/12/2024", "11/12/2024", "12/12/2024", "13/12/2024")
DIRECTED = tuple(f"{day}/01/2025" for day in (20, 21, 22))
GRANTED = tuple(date(2025, 2, day) for day in (20, 21, 22))
IDS = ("never", "done", "granted")

day = st.integers(1, LENGTH).map(lambda n: START + timedelta(days=n))


@dataclass(frozen=True)
class Tale:
    """What was written and recorded, each with its day."""

    written: tuple[tuple[date, str], ...]
    """What the file says, from each day on; several times a day, perhaps the same again."""
    directed: tuple[tuple[date, str], ...]
    granted: tuple[tuple[date, date], ...]
    done: date


@st.composite
def tales(draw: st.DrawFn) -> Tale:
    edits = draw(st.lists(st.tuples(day, st.sampled_from(WORDS)), max_size=7))
    directives = draw(st.lists(day, max_size=3, unique=True))
    grants = draw(st.lists(day, max_size=3, unique=True))
    return Tale(
        ((START, WORDS[0]), *sorted(edits, key=lambda one: one[0])),
        tuple(zip(sorted(directives), DIRECTED, strict=False)),
        tuple(zip(sorted(grants), GRANTED, strict=False)),
        draw(day),
    )


# The program.


def file_of(tale: Tale, words: str) -> Roadmap:
    amendments = tuple(
        Amendment(effective, due={(REVIEW, ""): parse_phrase(to, {})})
        for effective, to in tale.directed
    )
    return replace(a_roadmap(a_milestone("review", words)), amendments=amendments)


def recorded(tale: Tale, by: date) -> list[Edit]:
    """Return the edits that were recorded, one acceptance after another, by the end of a day."""
    files = [(seen, file_of(tale, words)) for seen, words in tale.written if seen <= by]
    found: list[Edit] = []
    for (_, before), (seen, after) in pairwise(files):
        found += edits_between([before], {PLAN: after}, seen=seen, grammar=Words())
    return found


def laid(tale: Tale, by: date) -> Roadmap:
    (*_, words) = (words for seen, words in tale.written if seen <= by)
    return lay(file_of(tale, words), recorded(tale, by), Words())


def days_of(tale: Tale, roadmap: Roadmap, seen: date) -> dict[str, date | None]:
    """Return the due days as the program sees them on a day."""

    def cell(organisation: str) -> CellId:
        return CellId(PLAN, OrganisationId(organisation), REVIEW, "")

    granted, recorded_at = FactKind.EXTENSION_GRANTED, hanoi("2024-11-01")
    facts = [
        Fact(number, granted, on, recorded_at, by="x", cell=cell("granted"), until=to)
        for number, (on, to) in enumerate(tale.granted)
        if on <= seen
    ]
    timeline = resolve(
        roadmap.as_of(seen),
        organisations(*IDS),
        {"office": a_calendar()},
        done={cell("done"): tale.done} if tale.done <= seen else {},
        moving=facts,
    )
    return {d.id.organisation: d.due for d in timeline.cells() if d.id.milestone == REVIEW}


# The model.


def decisions(tale: Tale, by: date, *, granted: bool) -> Iterator[tuple[date, int, date]]:
    """Yield what gives an open cell its day: when that was decided, its rank on that day."""
    seen, words = _in_force(tale, by)
    yield seen, 0, civil(words)
    yield from ((on, 1, civil(to)) for on, to in tale.directed if on <= by)
    if granted:
        yield from ((on, 2, to) for on, to in tale.granted if on <= by)


def _in_force(tale: Tale, by: date) -> tuple[date, str]:
    """Return what the file says by the end of a day, and since when; put back, since then."""
    said: list[tuple[date, str]] = []
    for seen, words in tale.written:
        if seen <= by:
            known = [known for _, known in said]
            said = said[: known.index(words) + 1] if words in known else [*said, (seen, words)]
    return said[-1]


def civil(words: str) -> date:
    number, month, year = map(int, words.split("/"))
    return date(year, month, number)


def expected(tale: Tale, seen: date) -> dict[str, date]:
    def open_on(by: date, *, granted: bool = False) -> date:
        return max(decisions(tale, by, granted=granted))[2]

    the_day_before = tale.done - timedelta(days=1)
    return {
        "never": open_on(seen),
        "done": open_on(min(seen, the_day_before) if tale.done <= seen else seen),
        "granted": open_on(seen, granted=True),
    }


# The laws.


@given(tale=tales(), seen=day)
def test_the_decision_that_took_effect_last_gives_the_day_unless_it_was_done_by_then(
    tale: Tale, seen: date
) -> None:
    assert days_of(tale, laid(tale, seen), seen) == expected(tale, seen)


@given(tale=tales(), seen=day)
def test_looking_back_a_day_is_as_it_was_then(tale: Tale, seen: date) -> None:
    """Whatever was edited, put back or edited again since."""
    now = laid(tale, START + timedelta(days=LENGTH))

    assert days_of(tale, now, seen) == days_of(tale, laid(tale, seen), seen)


@given(tale=tales())
def test_what_is_accepted_again_is_no_edit(tale: Tale) -> None:
    said = [words for _, words in tale.written]

    edits = recorded(tale, START + timedelta(days=LENGTH))

    assert len(edits) == sum(one != other for one, other in pairwise(said))


@given(tale=tales(), others=tales())
@settings(max_examples=40)
def test_edits_of_several_dates_dont_mind_each_other(tale: Tale, others: Tale) -> None:
    """However those of one thing are mixed among those of another, each has its own."""
    last = START + timedelta(days=LENGTH)
    other = MilestoneId("report")
    strange = [replace(edit, thing=other) for edit in recorded(others, last)]
    both = sorted([*recorded(tale, last), *strange], key=lambda edit: edit.seen)
    file = file_of(tale, tale.written[-1][1])
    report = a_milestone("report", others.written[-1][1])
    whole = replace(file, milestones={**file.milestones, other: report})

    mixed = days_of(tale, lay(whole, both, Words()), last)

    assert mixed == days_of(tale, laid(tale, last), last)
