"""Stories of what can't wait: days off and quiet hours don't hold what is due or overdue."""

import pytest

from tests.acceptance.scenario import Scenario

FRIDAY, SATURDAY, SUNDAY = "2026-09-18", "2026-09-19", "2026-09-20"
URGENT = "urgent:\n  remind: [1, 0]\n  overdue: {every: 1 ngày, until: 20 ngày}\n  urgent: true\n"
QUIET = '  quiet_hours: "18:00-09:00"\n'
PLAN = "id: review, title: Kiểm điểm, due: chậm nhất 18/09/2026, lead: secretary"
ONE = "for: {organisations: [branch-1]}\npolicy: urgent"


@pytest.fixture
def urgent(scenario: Scenario) -> Scenario:
    """Something urgent is due on Friday, 18/09/2026; nothing is sent before nine."""
    return (
        scenario
        .writes("policies.yaml", URGENT + QUIET)
        .plans(PLAN, head=ONE)
        .at("2026-09-01 09:30").tick()
    )  # fmt: skip


def test_overdue_ones_are_told_day_by_day_on_days_off_too(urgent: Scenario) -> None:
    (
        urgent
        .at(f"{FRIDAY} 09:30").tick().hears("mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay")
        .at(f"{SATURDAY} 09:30").tick().hears("mot: [Nhắc việc] Kiểm điểm: quá hạn 1 ngày")
        .at(f"{SUNDAY} 09:30").tick().hears("mot: [Nhắc việc] Kiểm điểm: quá hạn 2 ngày")
    )  # fmt: skip


def test_quiet_hours_hold_what_comes_before_the_day_and_nothing_after(urgent: Scenario) -> None:
    (
        urgent
        .at("2026-09-17").tick().hears_nothing()
        .at("2026-09-17 09:30").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 1 ngày")
        .at(FRIDAY).tick().hears("mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay")
        .at(SATURDAY).tick().hears("mot: [Nhắc việc] Kiểm điểm: quá hạn 1 ngày")
    )  # fmt: skip


def test_quiet_hours_of_ones_own_are_passed_as_well(urgent: Scenario) -> None:
    (
        urgent
        .lists("quiet_hours", mot="17:00-10:00")
        .at(SATURDAY).tick().hears("mot: [Nhắc việc] Kiểm điểm: quá hạn 1 ngày")
    )  # fmt: skip


def test_a_date_that_moves_into_the_past_is_corrected_on_a_day_off(urgent: Scenario) -> None:
    (
        urgent
        .at("2026-09-17 09:30").tick().listens()
        .edits("18/09/2026", "16/09/2026")
        .at(SATURDAY).tick().hears("mot: [Đổi hạn] Kiểm điểm: hạn mới 16/09/2026")
    )  # fmt: skip


def test_what_isnt_urgent_waits_for_monday(urgent: Scenario) -> None:
    (
        urgent
        .edits("  urgent: true\n", "", "policies.yaml")
        .at(SATURDAY).tick().at(f"{SUNDAY} 09:30").tick().hears_nothing()
        .at("2026-09-21 09:30").tick().hears("mot: [Nhắc việc] Kiểm điểm: quá hạn 3 ngày")
    )  # fmt: skip


def test_those_above_are_told_of_what_is_urgent_on_a_day_off(urgent: Scenario) -> None:
    (
        urgent
        .edits("  urgent: true", "  urgent: có\n  escalation: {after: 1 ngày}", "policies.yaml")
        .at(FRIDAY).tick().listens()
        .at(SATURDAY).tick().hears(
            "mot: [Nhắc việc] Kiểm điểm: quá hạn 1 ngày",
            "phuong: [Cấp dưới quá hạn] Kiểm điểm: quá hạn 1 ngày",
        )
        .at(SUNDAY).tick().hears(
            "mot: [Nhắc việc] Kiểm điểm: quá hạn 2 ngày",
            "thanh-uy: [Cấp dưới quá hạn] Kiểm điểm: quá hạn 2 ngày",
        )
    )  # fmt: skip
