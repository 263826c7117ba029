"""Stories of people who are away: who hears in their place, and what they hear on return."""

import pytest

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

WEEK = "[Nhắc việc] Kiểm điểm: còn 7 ngày"
THREE = "[Nhắc việc] Kiểm điểm: còn 4 ngày"
TOMORROW = "[Nhắc việc] Kiểm điểm: còn 1 ngày"
TODAY = "[Nhắc việc] Kiểm điểm: đến hạn hôm nay"
UNHELD = "van-phong: [Lộ Trình] 1 vai trò chưa có người đảm nhiệm"


@pytest.fixture
def review(scenario: Scenario) -> Scenario:
    """A review of one branch is due on Tuesday, 15/09/2026; its secretary goes away."""
    return (
        scenario
        .plans(
            "id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary",
            head="for: {organisations: [branch-1]}",
        )
        .at("2026-09-01").tick()
        .lists("away", mot="07/09/2026..13/09/2026")
    )  # fmt: skip


def test_the_deputy_hears_meanwhile_and_reads_in_whose_place(review: Scenario) -> None:
    (
        review
        .lists("deputy", mot="hai")
        .at("2026-09-08").tick().hears(f"hai: {WEEK}")
        .reads("hai", "Thay cho Bí thư Chi bộ Một đang vắng")
        .at("2026-09-11").tick().hears(f"hai: {THREE}")
    )  # fmt: skip


def test_on_return_the_current_rung_is_heard_once(review: Scenario) -> None:
    (
        review
        .lists("deputy", mot="hai")
        .at("2026-09-11").tick().hears(f"hai: {THREE}")
        .at("2026-09-14").tick().hears(f"mot: {TOMORROW}").reads_not("mot", "Thay cho")
        .at("2026-09-15").tick().hears(f"mot: {TODAY}")
    )  # fmt: skip


def test_what_was_decided_before_and_not_sent_goes_to_the_deputy(review: Scenario) -> None:
    (
        review
        .lists("away", mot="")
        .at("2026-09-08").checks()
        .lists("away", mot="08/09/2026..13/09/2026").lists("deputy", mot="hai")
        .delivers().hears_nothing()
        .tick().hears(f"hai: {WEEK}")
    )  # fmt: skip


def test_a_deputy_who_is_away_leads_on_to_his_own(review: Scenario) -> None:
    (
        review
        .lists("away", mot="07/09/2026..13/09/2026", hai="08/09/2026")
        .lists("deputy", mot="hai", hai="phuong")
        .at("2026-09-08").tick().hears(f"phuong: {WEEK}")
        .at("2026-09-09").tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_without_a_deputy_the_coordinator_is_told(review: Scenario) -> None:
    (
        review
        .at("2026-09-08").tick().hears(UNHELD)
        .reads("van-phong", "secretary@branch-1")
        .at("2026-09-14").tick().hears(f"mot: {TOMORROW}")
    )  # fmt: skip


def test_without_a_deputy_another_holder_is_enough(review: Scenario) -> None:
    (
        review
        .lists("holds", hai="secretary@branch-1")
        .at("2026-09-08").tick().hears(f"hai: {WEEK}").reads_not("hai", "Thay cho")
    )  # fmt: skip


def test_two_may_stand_in_for_each_other(review: Scenario) -> None:
    (
        review
        .lists("deputy", mot="hai", hai="mot")
        .lists("away", mot="07/09/2026..10/09/2026", hai="11/09/2026..13/09/2026")
        .at("2026-09-08").tick().hears(f"hai: {WEEK}")
        .at("2026-09-11").tick().hears(f"mot: {THREE}")
    )  # fmt: skip


def test_who_decides_or_has_asked_in_somebodys_place_reads_in_whose(review: Scenario) -> None:
    (
        review
        .lists("away", phuong="07/09/2026..13/09/2026").lists("deputy", phuong="hai", mot="hai")
        .at("2026-09-08 09:00")
        .records(FactKind.EXTENSION_ASKED, "branch-1", "review", until="2026-09-30")
        .delivers().hears("hai: [Xin gia hạn] Kiểm điểm: đề nghị đến 30/09/2026")
        .reads("hai", "Thay cho Bí thư Đảng ủy phường đang vắng", "Đề nghị gia hạn đến")
        .at("2026-09-08 14:00").records(FactKind.EXTENSION_REFUSED, "branch-1", "review")
        .delivers().hears("hai: [Không gia hạn] Kiểm điểm: giữ nguyên hạn")
        .reads("hai", "Thay cho Bí thư Chi bộ Một đang vắng", "Hạn giữ nguyên")
    )  # fmt: skip


def test_a_superior_who_is_away_is_told_through_the_deputy(review: Scenario) -> None:
    (
        review
        .edits("overdue:", "escalation: {after: 3 ngày làm việc}\n  overdue:", "policies.yaml")
        .lists("away", mot="", phuong="18/09/2026..20/09/2026").lists("deputy", phuong="hai")
        .at("2026-09-15").tick().listens()
        .at("2026-09-18").tick().hears(
            "hai: [Cấp dưới quá hạn] Kiểm điểm: quá hạn 3 ngày",
            "mot: [Nhắc việc] Kiểm điểm: quá hạn 3 ngày",
        )
        .reads("hai", "Thay cho Bí thư Đảng ủy phường đang vắng")
    )  # fmt: skip
