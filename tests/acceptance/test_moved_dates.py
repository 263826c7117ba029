"""A directive moves a date: whoever was told the old one hears the new one, once."""

from pathlib import Path

import pytest

from tests.acceptance.story import Story

PLAN = """
roadmap: plan
title: Kế hoạch
term: 2026-2027
for: {kind: branch}
milestones:
  - {id: draft, title: Dự thảo, due: chậm nhất 15/09/2026, lead: secretary}
  - {id: review, title: Kiểm điểm, due: chậm nhất 16/09/2026, lead: secretary}
"""
BRANCHES = ("bi-thu-1", "bi-thu-2")
DUE_DRAFT = "[Nhắc việc] Dự thảo: còn 7 ngày"
MOVED_DRAFT = "[Đổi hạn] Dự thảo: hạn mới 30/11/2026"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story.of(tmp_path, PLAN)


def everybody(subject: str) -> list[tuple[str, str]]:
    return [(person, subject) for person in BRANCHES]


def test_each_person_who_was_told_gets_one_correction(story: Story) -> None:
    assert story.check("2026-09-08") == everybody(DUE_DRAFT)

    story.edit("15/09/2026", "30/11/2026")

    assert story.check("2026-09-08") == everybody(MOVED_DRAFT)
    assert story.check("2026-09-08") == []


def test_no_ladder_is_left_of_the_old_date_and_the_new_one_has_its_own(story: Story) -> None:
    story.check("2026-09-09")
    story.edit("15/09/2026", "30/11/2026")
    story.check("2026-09-10")

    said = [subject for day in range(11, 31) for _, subject in story.check(f"2026-09-{day}")]
    later = [story.check(f"2026-11-{day}") for day in (23, 27, 30)]

    assert not [subject for subject in said if "Dự thảo" in subject]
    assert later == [
        everybody("[Nhắc việc] Dự thảo: còn 7 ngày"),
        everybody("[Nhắc việc] Dự thảo: còn 3 ngày"),  # a Sunday's rung speaks on Friday
        everybody("[Nhắc việc] Dự thảo: đến hạn hôm nay"),
    ]


def test_many_dates_that_move_are_one_message_a_person(story: Story) -> None:
    story.check("2026-09-09")
    story.edit("15/09/2026", "30/11/2026")
    story.edit("16/09/2026", "01/12/2026")

    sent = story.sent("2026-09-10")

    assert [send.message.recipient for send in sent] == list(BRANCHES)
    assert all("xin nhắc 2 việc" in send.message.text for send in sent)
    assert all(send.message.text.count("15/09/2026") == 1 for send in sent)
    assert all("thay cho 15/09/2026 đã báo" in send.message.text for send in sent)


def test_a_person_who_was_told_nothing_hears_nothing_of_the_old_date(story: Story) -> None:
    story.check("2026-09-01")
    story.edit("15/09/2026", "30/11/2026")

    assert story.check("2026-09-02") == []
    assert [s for _, s in story.check("2026-09-09") if "Dự thảo" in s] == []


def test_a_date_that_moves_away_and_back_is_corrected_each_time(story: Story) -> None:
    story.check("2026-09-09")
    heard = []
    for day, old, new in (
        ("10", "15/09/2026", "30/11/2026"),
        ("11", "30/11/2026", "15/09/2026"),
        ("12", "15/09/2026", "30/11/2026"),
    ):
        story.edit(old, new)
        heard.append([subject for _, subject in story.check(f"2026-09-{day}")])
        assert story.check(f"2026-09-{day}") == []

    assert heard == [
        [MOVED_DRAFT] * 2,
        ["[Đổi hạn] Dự thảo: hạn mới 15/09/2026"] * 2,
        [MOVED_DRAFT] * 2,
    ]


def test_a_date_that_moves_back_before_anybody_was_told_is_no_news(story: Story) -> None:
    story.check("2026-09-09")
    story.edit("15/09/2026", "30/11/2026")
    story.edit("30/11/2026", "15/09/2026")

    assert story.check("2026-09-10") == []


def test_what_is_done_is_not_corrected(story: Story) -> None:
    story.check("2026-09-09")
    story.done("2026-09-09", "branch-1", "draft")
    story.edit("15/09/2026", "30/11/2026")

    assert story.check("2026-09-10") == [("bi-thu-2", MOVED_DRAFT)]


def test_a_rehearsal_of_the_move_says_the_same(story: Story) -> None:
    story.check("2026-09-09")
    story.edit("15/09/2026", "30/11/2026")

    assert story.rehearse("2026-09-10") == everybody(MOVED_DRAFT)
    assert story.simulate("2026-09-10", "2026-09-20") == [
        *everybody(MOVED_DRAFT),
        *everybody("[Nhắc việc] Kiểm điểm: còn 1 ngày"),
        *everybody("[Nhắc việc] Kiểm điểm: đến hạn hôm nay"),
    ]
    assert story.check("2026-09-10") == everybody(MOVED_DRAFT)
