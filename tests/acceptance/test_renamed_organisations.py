"""An organisation's id is given up for another: nothing of what it has to do is lost."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.office.selection import RenamedIdError
from lotrinh.application.recording.audit import Wanted
from lotrinh.application.recording.happened import Event
from lotrinh.bootstrap import Mention
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from tests.acceptance.story import Story
from tests.acceptance.test_renamed_ids import PLAN, done_cells

SEVEN = [(f"bi-thu-{n}", "[Nhắc việc] Dự thảo: còn 7 ngày") for n in (1, 2)]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story.of(tmp_path, PLAN)


def rename(story: Story, old: str = "branch-1", new: str = "cb-01", *before: str) -> None:
    """Give an organisation another id wherever it stands, and keep the old one in the register."""
    register = story.folder / "config" / "organisations.csv"
    head, *rows = register.read_text(encoding="utf-8").splitlines()
    if "formerly" not in head:
        head, rows = f"{head},formerly", [f"{row}," for row in rows]
    formerly = "; ".join([*before, old])
    rows = [
        f"{row.replace(old, new, 1).rpartition(',')[0]},{formerly}" if row.startswith(old) else row
        for row in rows
    ]
    register.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    story.edit(f"@{old}", f"@{new}", "people.csv")


def test_nobody_is_told_twice_and_the_ladder_goes_on(story: Story) -> None:
    assert story.check("2026-09-08") == SEVEN
    rename(story)

    assert story.rehearse("2026-09-08") == []
    assert story.check("2026-09-09") == []
    rename(story, "cb-01", "chi-bo-1", "branch-1")

    assert story.check("2026-09-14") == [
        (f"bi-thu-{n}", "[Nhắc việc] Dự thảo: còn 1 ngày") for n in (1, 2)
    ]


def test_what_is_done_stays_done(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    rename(story)

    assert done_cells(story, "2026-09-08") == [("cb-01", "draft")]
    assert story.check("2026-09-15") == [("bi-thu-2", "[Nhắc việc] Dự thảo: đến hạn hôm nay")]
    with closing(story.open("2026-09-15")) as program:
        reports = [p.deadline for p in program.plan() if p.deadline.milestone.id == "report"]
    assert [(d.due, d.provisional) for d in reports] == [
        (date(2026, 10, 3), False),
        (date(2026, 10, 15), True),
    ]


def test_what_is_overdue_stays_so_and_is_reminded_of_as_its_neighbour(story: Story) -> None:
    story.check("2026-09-08")
    rename(story)

    late = {day: story.check(day) for day in ("2026-09-16", "2026-09-18", "2026-09-22")}

    for told in late.values():
        assert [s for p, s in told if p == "bi-thu-1"] == [s for p, s in told if p == "bi-thu-2"]
    assert any("quá hạn" in subject for told in late.values() for _, subject in told)
    assert not any("trước khi" in subject for told in late.values() for _, subject in told)


def test_the_backlog_is_told_once(story: Story) -> None:
    assert len(story.check("2026-09-17")) == 1
    rename(story)

    assert story.check("2026-09-18") == []


def test_its_numbers_stay(story: Story) -> None:
    story.check("2026-09-08")

    def number(organisation: str) -> int:
        cell = CellId(RoadmapId("plan"), OrganisationId(organisation), MilestoneId("draft"))
        with closing(story.open("2026-09-09")) as program, program.look() as (_, uow):
            return uow.codes.given([cell])[cell]

    before = number("branch-1")
    rename(story)

    assert number("cb-01") == before
    story.done("2026-09-09", "", str(before))
    assert done_cells(story, "2026-09-09") == [("cb-01", "draft")]


def test_an_undo_takes_back_what_was_recorded_under_the_old_id(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    rename(story)

    with closing(story.open("2026-09-04")) as program:
        _, (fact,) = program.undo()

    assert fact.cell is not None
    assert fact.cell.organisation == "cb-01"
    assert done_cells(story, "2026-09-08") == []


def test_what_has_happened_to_it_has_happened(story: Story) -> None:
    plan = PLAN.replace("for:", "anchors:\n  opening: {title: Khai mạc}\nfor:")
    story.write(plan.replace("30 ngày sau draft", "30 ngày sau opening"))
    with closing(story.open("2026-09-03")) as program:
        program.keep(program.happened(Event("branch-1", "opening", date(2026, 9, 2))))
    rename(story)

    with closing(story.open("2026-09-03")) as program:
        reports = [p.deadline for p in program.plan() if p.deadline.milestone.id == "report"]
    assert [(d.id.organisation, d.due) for d in reports] == [
        ("cb-01", date(2026, 10, 2)),
        ("branch-2", None),
    ]


def test_words_by_the_old_id_say_what_it_is_called_now(story: Story) -> None:
    rename(story)

    with closing(story.open("2026-09-08")) as program, pytest.raises(RenamedIdError) as refused:
        program.done([Mention("branch-1", "draft")])

    assert refused.value.values == {"value": "branch-1", "present": "cb-01"}


def test_the_trail_names_it_as_it_is_called_now(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    rename(story)

    with closing(story.open("2026-09-04")) as program:
        found = program.audit(Wanted(organisation="cb-01"))

    assert [one.fact.cell and one.fact.cell.organisation for one in found] == ["cb-01"]


def test_a_diff_finds_no_deadline_that_differs(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    story.check("2026-09-08")
    rename(story)

    with closing(story.open("2026-09-09")) as program:
        found = program.diff()
    assert (found.differences, found.gone) == ((), ())
    assert found.renamed == (("branch-1", "cb-01"),)


def test_an_id_that_is_given_up_without_a_word_is_warned_of(story: Story) -> None:
    story.check("2026-09-08")
    story.edit("branch-1", "cb-01", "organisations.csv")
    story.edit("branch-1", "cb-01", "people.csv")

    with closing(story.open("2026-09-08")) as program:
        (warning,) = program.diff().gone
        assert program.unaccepted().gone == (warning,)

    assert (warning.code, str(warning.where), warning.is_error) == (
        "organisation-gone",
        "organisations.csv:3:1",
        False,
    )
    assert warning.values == {"value": "branch-1", "name": "Chi bộ Một", "present": "cb-01"}
