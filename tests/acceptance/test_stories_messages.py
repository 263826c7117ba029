"""Stories of one person's message: what is new in it, what it thanks for, what it leaves out."""

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

OURS = {"head": "for: {organisations: [branch-1]}"}
REVIEW = "id: review, title: Kiểm điểm, due: chậm nhất 16/09/2026, lead: secretary"
REPORT = "id: report, title: Gửi báo cáo, due: chậm nhất 17/09/2026, lead: secretary"
VISIT = "id: visit, title: Thăm cơ sở, due: chậm nhất 18/09/2026, lead: secretary"
CAMP = "id: camp, title: Hội trại, due: chậm nhất 22/09/2026, lead: secretary"


def test_what_is_done_since_the_last_message_is_thanked_once(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, REPORT, VISIT, **OURS)
        .at("2026-09-11").tick().reads("mot", "xin nhắc 3 việc mới").listens()
        .at("2026-09-14 10:00").done("branch-1", "review", on="2026-09-12")
        .at("2026-09-15").tick()
        .reads("mot", "Đã ghi nhận 1 việc xong từ thư trước, cảm ơn đồng chí: Kiểm điểm.",
               "xin nhắc 2 việc.")
        .at("2026-09-16").tick().reads_not("mot", "cảm ơn", "Kiểm điểm")
    )  # fmt: skip


def test_nobody_is_written_to_only_to_be_thanked(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .at("2026-09-09").tick().listens()
        .done("branch-1", "review")
        .ticks_daily("2026-09-10", "2026-09-20").hears_nothing()
    )  # fmt: skip


def test_nobody_is_thanked_for_what_others_did_or_needn_t_do(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, REPORT)
        .at("2026-09-10").tick().listens()
        .done("branch-2", "review")
        .records(FactKind.WAIVED, "branch-1", "review")
        .at("2026-09-14").tick()
        .reads_not("mot", "cảm ơn").reads("hai", "cảm ơn đồng chí: Kiểm điểm")
    )  # fmt: skip


def test_what_is_taken_back_again_is_reminded_of_and_not_thanked(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, REPORT, **OURS)
        .at("2026-09-10").tick().listens()
        .done("branch-1", "review").takes_back()
        .at("2026-09-15").tick().reads("mot", "xin nhắc 2 việc.", "Kiểm điểm")
        .reads_not("mot", "cảm ơn")
    )  # fmt: skip


def test_a_message_that_did_not_arrive_has_not_thanked(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, REPORT, **OURS)
        .at("2026-09-10").tick().listens()
        .done("branch-1", "review")
        .refuses("mot").at("2026-09-14").tick().hears_nothing()
        .mends().at("2026-09-15").tick().reads("mot", "cảm ơn đồng chí: Kiểm điểm")
    )  # fmt: skip


def test_of_several_items_those_that_are_new_are_marked(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, CAMP, **OURS)
        .at("2026-09-09").tick().reads("mot", "xin nhắc 1 việc mới.").reads_not("mot", "(mới)")
        .at("2026-09-15").tick()
        .reads("mot", "xin nhắc 2 việc, trong đó 1 việc mới.", "Kiểm điểm", "Hội trại (mới)")
        .reads_not("mot", "Kiểm điểm (mới)")
    )  # fmt: skip
