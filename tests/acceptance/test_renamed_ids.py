"""An id is given up for another: what was recorded and said stays with what it was about."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.office.selection import RenamedIdError
from lotrinh.application.recording.happened import Event
from lotrinh.bootstrap import Mention
from tests.acceptance.story import Story

PLAN = """
roadmap: plan
title: Kế hoạch
term: 2026-2027
for: {kind: branch}
milestones:
  - {id: draft, title: Dự thảo, due: chậm nhất 15/09/2026, lead: secretary}
  - {id: report, title: Báo cáo, due: 30 ngày sau draft, lead: secretary}
"""
RENAMED = (
    PLAN.replace("roadmap: plan", "roadmap: scheme\nformerly: plan")
    .replace("{id: draft,", "{id: outline, formerly: [draft],")
    .replace("sau draft", "sau outline")
)
RENAMED_AGAIN = RENAMED.replace(
    "{id: outline, formerly: [draft],", "{id: sketch, formerly: [draft, outline],"
).replace("sau outline", "sau sketch")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story.of(tmp_path, PLAN)


def done_cells(story: Story, day: str) -> list[tuple[str, str]]:
    with closing(story.open(day)) as program:
        stands = program.status(date.fromisoformat(day))
    return [
        (s.deadline.id.organisation, s.deadline.id.milestone) for s in stands if s.standing.is_done
    ]


def test_nobody_is_told_twice_because_of_a_rename(story: Story) -> None:
    assert len(story.check("2026-09-08")) == 2

    story.write(RENAMED)

    assert story.rehearse("2026-09-08") == []
    assert story.check("2026-09-08") == []
    assert story.simulate("2026-09-08", "2026-09-13") == []


def test_the_ladder_goes_on_where_it_was(story: Story) -> None:
    story.check("2026-09-08")
    story.write(RENAMED)
    story.check("2026-09-09")
    story.write(RENAMED_AGAIN)

    assert [subject for _, subject in story.check("2026-09-14")] == [
        "[Nhắc việc] Dự thảo: còn 1 ngày"
    ] * 2


def test_what_is_done_stays_done_and_what_counts_from_it_stays_firm(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    story.write(RENAMED)
    assert done_cells(story, "2026-09-08") == [("branch-1", "outline")]

    story.done("2026-09-08", "branch-2", "outline")
    story.write(RENAMED_AGAIN)

    assert done_cells(story, "2026-09-09") == [("branch-1", "sketch"), ("branch-2", "sketch")]
    with closing(story.open("2026-09-09")) as program:
        reports = [p.deadline for p in program.plan() if p.deadline.milestone.id == "report"]
    assert [(d.due, d.provisional) for d in reports] == [
        (date(2026, 10, 3), False),
        (date(2026, 10, 8), False),
    ]


def test_a_date_that_moves_with_its_id_is_corrected_once(story: Story) -> None:
    story.check("2026-09-08")
    story.write(RENAMED.replace("15/09/2026", "30/11/2026"))

    moved = [(f"bi-thu-{n}", "[Đổi hạn] Dự thảo: hạn mới 30/11/2026") for n in (1, 2)]
    assert story.rehearse("2026-09-09") == moved
    assert story.check("2026-09-09") == moved
    assert story.check("2026-09-10") == []


def test_a_date_moved_under_the_new_id_and_back_under_the_old_one_is_corrected(
    story: Story,
) -> None:
    story.check("2026-09-08")
    story.write(RENAMED.replace("15/09/2026", "30/11/2026"))
    story.check("2026-09-09")
    back = PLAN.replace("roadmap: plan", "roadmap: plan\nformerly: scheme")
    story.write(back.replace("{id: draft,", "{id: draft, formerly: outline,"))

    first = story.check("2026-09-10")

    assert [subject for _, subject in first] == ["[Đổi hạn] Dự thảo: hạn mới 15/09/2026"] * 2
    assert story.check("2026-09-11") == []


def test_what_waits_to_be_sent_is_sent_under_its_new_id(story: Story) -> None:
    with closing(story.open("2026-09-08")) as program:
        program.check()
    story.write(RENAMED)

    with closing(story.open("2026-09-08")) as program:
        sent = program.deliver().sends

    assert [send.message.subject for send in sent] == ["[Nhắc việc] Dự thảo: còn 7 ngày"] * 2


def test_the_baseline_stays_and_the_backlog_is_told_once(story: Story) -> None:
    backlog = [("van-phong", "[Lộ Trình] 2 việc đã quá hạn từ trước khi bắt đầu theo dõi")]
    assert story.check("2026-09-17") == backlog
    story.write(RENAMED)

    assert story.check("2026-09-18") == []


def test_done_and_plan_by_an_old_id_say_what_it_is_called_now(story: Story) -> None:
    story.write(RENAMED)

    with closing(story.open("2026-09-08")) as program:
        with pytest.raises(RenamedIdError) as milestone:
            program.done([Mention("branch-1", "draft")])
        with pytest.raises(RenamedIdError) as roadmap:
            program.done([Mention("branch-1", "plan/outline")])
        with pytest.raises(RenamedIdError):
            program.plan(roadmap="plan")

    assert milestone.value.values == {"value": "draft", "present": "outline"}
    assert roadmap.value.values == {"value": "plan", "present": "scheme"}


def test_an_anchor_keeps_what_has_happened(story: Story) -> None:
    plan = PLAN.replace("for:", "anchors:\n  opening: {title: Khai mạc}\nfor:")
    plan = plan.replace("30 ngày sau draft", "30 ngày sau opening")
    story.write(plan)
    with closing(story.open("2026-09-03")) as program:
        program.keep(program.happened(Event("branch-1", "opening", date(2026, 9, 2))))

    story.write(
        plan.replace("opening: {", "congress: {formerly: opening, ").replace(
            "sau opening", "sau congress"
        )
    )

    with closing(story.open("2026-09-03")) as program:
        reports = [p.deadline for p in program.plan() if p.deadline.milestone.id == "report"]
        with pytest.raises(RenamedIdError):
            program.happened(Event("branch-1", "opening", date(2026, 9, 2)))
    assert [d.due for d in reports] == [date(2026, 10, 2), None]


def test_an_undo_takes_back_what_was_recorded_under_an_old_id(story: Story) -> None:
    story.done("2026-09-03", "branch-1", "draft")
    story.write(RENAMED)

    with closing(story.open("2026-09-04")) as program:
        _, (fact,) = program.undo()

    assert fact.cell is not None
    assert fact.cell.milestone == "outline"
    assert done_cells(story, "2026-09-08") == []
