"""Why a reminder came, said of the day on which it did: no rung is named as if it were today's."""

from datetime import date

import pytest

from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.rendering.messages.reminders import told_as

CELL = CellId(RoadmapId("plan"), OrganisationId("branch-1"), MilestoneId("review"), "")
DUE = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("rung", "reason", "on", "said"),
    [
        ("T-7", Reason.UPCOMING, date(2026, 12, 8), "nhắc trước hạn 7 ngày"),
        ("T-7", Reason.UPCOMING, date(2026, 12, 7), "nhắc trước hạn 7 ngày"),
        ("T-30", Reason.UPCOMING, date(2026, 12, 3), "đã qua mốc 30 ngày trước hạn"),
        ("T-30", Reason.MOVED, date(2026, 11, 25), "báo hạn thay đổi"),
        ("T-0", Reason.DUE_TODAY, DUE, "nhắc trong ngày đến hạn"),
        ("T+3wd", Reason.OVERDUE, date(2026, 12, 20), "nhắc sau hạn 3 ngày làm việc"),
    ],
)
def test_what_was_long_past_or_moved_says_so(
    rung: str, reason: Reason, on: date, said: str
) -> None:
    reminder = Reminder(PersonId("mot"), CELL, DUE, rung, reason, Part.LEAD)

    assert told_as(reminder, on, "vi") == said
