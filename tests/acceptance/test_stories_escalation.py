"""Stories of what stays overdue: who above hears of it, in what order, and when nobody does."""

import pytest

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

CELL = ("branch-1", "review")
LATE = "[Cấp dưới quá hạn] Kiểm điểm: quá hạn {} ngày"


@pytest.fixture
def late(scenario: Scenario) -> Scenario:
    """A review of one branch was due on Tuesday, 15/09/2026; nobody is reminded of it twice."""
    return (
        scenario
        .plans(
            "id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary",
            head="for: {organisations: [branch-1]}\npolicy: strict",
        )
        .writes(
            "policies.yaml",
            "strict:\n  remind: [0]\n"
            "  escalation: {after: 3 ngày làm việc, every: 5 ngày làm việc}\n",
        )
        .at("2026-09-01").tick()
        .at("2026-09-15").tick().hears("mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay")
    )  # fmt: skip


def test_the_one_above_hears_first_and_then_the_one_above_that(late: Scenario) -> None:
    (
        late
        .ticks_daily("2026-09-16", "2026-09-17").hears_nothing()
        .at("2026-09-18").tick().hears("phuong: " + LATE.format(3))
        .reads("phuong", "Chi bộ Một")
        .ticks_daily("2026-09-19", "2026-09-24").hears_nothing()
        .at("2026-09-25").tick().hears("thanh-uy: " + LATE.format(10))
        .ticks_daily("2026-09-26", "2026-10-30").hears_nothing()
    )  # fmt: skip


def test_done_ends_it(late: Scenario) -> None:
    (
        late
        .at("2026-09-18").tick().hears("phuong: " + LATE.format(3))
        .at("2026-09-24").done(*CELL)
        .ticks_daily("2026-09-25", "2026-10-09").hears_nothing()
    )  # fmt: skip


def test_done_between_plan_and_send_is_not_carried_up(late: Scenario) -> None:
    (
        late
        .at("2026-09-18").checks().done(*CELL).delivers().hears_nothing()
    )  # fmt: skip


def test_a_level_without_a_holder_is_passed_over_and_the_coordinator_knows(
    late: Scenario,
) -> None:
    (
        late
        .lists("holds", phuong="youth@ward-1")
        .at("2026-09-18").tick().hears(
            "thanh-uy: " + LATE.format(3),
            "van-phong: [Lộ Trình] 1 vai trò chưa có người đảm nhiệm",
        )
        .reads("van-phong", "secretary@ward-1")
    )  # fmt: skip


def test_while_more_time_is_asked_for_nobody_above_is_told(late: Scenario) -> None:
    (
        late
        .at("2026-09-17").records(FactKind.EXTENSION_ASKED, *CELL, until="2026-10-30")
        .delivers().hears("phuong: [Xin gia hạn] Kiểm điểm: đề nghị đến 30/10/2026")
        .at("2026-09-18").tick().hears_nothing()
        .at("2026-09-21").records(FactKind.EXTENSION_REFUSED, *CELL)
        .tick().hears("mot: [Không gia hạn] Kiểm điểm: giữ nguyên hạn", "phuong: " + LATE.format(6))
    )  # fmt: skip


def test_more_time_that_is_granted_begins_anew(late: Scenario) -> None:
    (
        late
        .at("2026-09-17").records(FactKind.EXTENSION_GRANTED, *CELL, until="2026-10-15")
        .tick().hears("mot: [Gia hạn] Kiểm điểm: hạn mới 15/10/2026")
        .ticks_daily("2026-09-18", "2026-10-14").hears_nothing()
        .at("2026-10-15").tick().hears("mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay")
        .at("2026-10-20").tick().hears("phuong: " + LATE.format(5))
    )  # fmt: skip


def test_after_an_outage_each_level_hears_once_what_is_so_by_then(late: Scenario) -> None:
    (
        late
        .at("2026-10-12").tick().hears("phuong: " + LATE.format(27), "thanh-uy: " + LATE.format(27))
        .at("2026-10-13").tick().hears_nothing()
    )  # fmt: skip
