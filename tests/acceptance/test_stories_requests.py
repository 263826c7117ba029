"""Stories of more time: who asks, who decides, who hears of it, and how often."""

import pytest

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

CELL = ("branch-1", "review")
SEVEN = "mot: [Nhắc việc] Kiểm điểm: còn 7 ngày"
ASKED = "phuong: [Xin gia hạn] Kiểm điểm: đề nghị đến 30/09/2026"
GRANTED = "mot: [Gia hạn] Kiểm điểm: hạn mới 30/09/2026"
REFUSED = "mot: [Không gia hạn] Kiểm điểm: giữ nguyên hạn"


@pytest.fixture
def asked(scenario: Scenario) -> Scenario:
    """One branch was told of its review and asks for two weeks more."""
    return (
        scenario
        .edits("{kind: branch}", "{organisations: [branch-1]}")
        .at("2026-09-01").tick()
        .at("2026-09-08").tick().hears(SEVEN)
        .at("2026-09-08 09:00").records(FactKind.EXTENSION_ASKED, *CELL, until="2026-09-30")
    )  # fmt: skip


def test_the_one_above_hears_of_a_request_at_the_next_delivery_and_once(asked: Scenario) -> None:
    (
        asked
        .at("2026-09-08 09:10").delivers().hears(ASKED)
        .reads("phuong", "30/09/2026", "vì có lý do")
        .at("2026-09-08 09:20").delivers().hears_nothing()
        .at("2026-09-09").tick().hears_nothing()
    )  # fmt: skip


def test_who_asked_hears_of_the_new_date_once_and_the_old_ladder_ends(asked: Scenario) -> None:
    (
        asked
        .at("2026-09-08 09:10").delivers().hears(ASKED)
        .at("2026-09-08 14:00").records(FactKind.EXTENSION_GRANTED, *CELL)
        .at("2026-09-08 14:10").delivers().hears(GRANTED)
        .ticks_daily("2026-09-09", "2026-09-22").hears_nothing()
        .at("2026-09-23").tick().hears(SEVEN)
    )  # fmt: skip


def test_who_asked_hears_of_a_refusal_once_and_the_ladder_goes_on(asked: Scenario) -> None:
    (
        asked
        .at("2026-09-08 09:10").delivers().hears(ASKED)
        .at("2026-09-08 14:00").records(FactKind.EXTENSION_REFUSED, *CELL)
        .at("2026-09-08 14:10").delivers().hears(REFUSED)
        .at("2026-09-08 14:20").delivers().hears_nothing()
        .at("2026-09-15").tick().hears("mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay")
    )  # fmt: skip


def test_a_request_that_is_taken_back_in_time_is_never_heard_of(asked: Scenario) -> None:
    (
        asked
        .takes_back()
        .at("2026-09-08 09:10").delivers().hears_nothing()
        .at("2026-09-11").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 4 ngày")
    )  # fmt: skip


def test_what_is_done_while_a_decision_is_waited_for_needs_none(asked: Scenario) -> None:
    (
        asked
        .done(*CELL)
        .at("2026-09-08 09:10").delivers().hears_nothing()
        .ticks_daily("2026-09-09", "2026-09-16").hears_nothing()
    )  # fmt: skip


def test_whoever_decides_is_reminded_once_after_three_working_days(asked: Scenario) -> None:
    (
        asked
        .at("2026-09-08 09:10").delivers().hears(ASKED)
        .at("2026-09-10").delivers().hears_nothing()
        .at("2026-09-11").delivers()
        .hears("phuong: [Chờ quyết định] Kiểm điểm: xin gia hạn đến 30/09/2026")
        .at("2026-09-14").delivers().at("2026-09-18").delivers().hears_nothing()
    )  # fmt: skip


def test_another_date_that_is_asked_for_takes_the_place_of_the_first(asked: Scenario) -> None:
    (
        asked
        .at("2026-09-08 09:05").records(FactKind.EXTENSION_ASKED, *CELL, until="2026-10-15")
        .at("2026-09-08 09:10").delivers()
        .hears("phuong: [Xin gia hạn] Kiểm điểm: đề nghị đến 15/10/2026")
    )  # fmt: skip


def test_at_the_top_the_coordinator_decides(scenario: Scenario) -> None:
    (
        scenario
        .plans(
            "id: plan, title: Chương trình, due: chậm nhất 15/09/2026, lead: secretary",
            head="for: {kind: city}",
        )
        .at("2026-09-01").tick()
        .at("2026-09-08").records(FactKind.EXTENSION_ASKED, "city", "plan", until="2026-09-30")
        .at("2026-09-08 09:10").delivers()
        .hears("van-phong: [Xin gia hạn] Chương trình: đề nghị đến 30/09/2026")
    )  # fmt: skip
