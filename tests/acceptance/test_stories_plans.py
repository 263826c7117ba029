"""Stories of plans that change: directives, anchors, barriers, mergers, broken files."""

from lotrinh.domain.facts import FactKind
from lotrinh.domain.status import Standing
from tests.acceptance.scenario import Scenario

SEVEN = "[Nhắc việc] Kiểm điểm: còn 7 ngày"
TODAY = "[Nhắc việc] Kiểm điểm: đến hạn hôm nay"


def both(subject: str) -> tuple[str, str]:
    return f"mot: {subject}", f"hai: {subject}"


AMENDED = """\
basis:
  kl-12: {number: 12-KL/TW, issued: 09/09/2026, scope: national}
amendments:
  - {basis: kl-12, effective: 10/09/2026, CHANGE}
"""


def amended(change: str) -> str:
    return AMENDED.replace("CHANGE", change) + "milestones:"


def test_a_directive_that_moves_a_date_after_the_first_reminder_is_told_once(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .edits("milestones:", amended("set: {review: chậm nhất 30/09/2026}"))
        .at("2026-09-09").tick().hears_nothing()
        .at("2026-09-10").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 30/09/2026"))
        .reads("mot", "30/09/2026", "12-KL/TW")
        .at("2026-09-15").tick().hears_nothing()
        .at("2026-09-23").tick().hears(*both(SEVEN))
    )  # fmt: skip


def test_who_was_told_nothing_hears_only_of_the_new_date(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-01").tick()
        .edits("15/09/2026", "30/09/2026")
        .at("2026-09-08").tick().hears_nothing()
        .at("2026-09-23").tick().hears(*both(SEVEN))
    )  # fmt: skip


def test_what_was_done_before_an_edit_stays_done_in_time(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .at("2026-09-10").done("branch-1", "review")
        .edits("15/09/2026", "09/09/2026")
        .at("2026-09-11").tick().hears("hai: [Đổi hạn] Kiểm điểm: hạn mới 09/09/2026")
        .stands("branch-1", "review", Standing.DONE, due="2026-09-15")
        .stands("branch-2", "review", Standing.OVERDUE, due="2026-09-09")
        .at("2026-09-12").done("branch-2", "review")
        .stands("branch-2", "review", Standing.DONE_LATE, due="2026-09-09")
    )  # fmt: skip


def test_an_edit_after_a_directive_wins_and_a_directive_after_an_edit(scenario: Scenario) -> None:
    (
        scenario
        .edits("milestones:", amended("set: {review: chậm nhất 18/09/2026}"))
        .at("2026-09-11").tick().hears(*both("[Nhắc việc] Kiểm điểm: còn 7 ngày"))
        .edits("due: chậm nhất 15/09/2026", "due: chậm nhất 25/09/2026")
        .at("2026-09-14").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 25/09/2026"))
        .edits(
            "milestones:",
            "  - {basis: kl-12, effective: 16/09/2026, set: {review: 28/09/2026}}\nmilestones:",
        )
        .at("2026-09-15").tick().hears_nothing()
        .at("2026-09-16").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 28/09/2026"))
    )  # fmt: skip


def test_an_edit_takes_the_place_of_more_time_and_put_back_gives_it_back(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .records(FactKind.EXTENSION_GRANTED, "branch-1", "review", until="2026-09-30")
        .tick().listens()
        .edits("15/09/2026", "17/09/2026")
        .at("2026-09-09").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 17/09/2026"))
        .edits("17/09/2026", "15/09/2026")
        .at("2026-09-10").tick().hears(
            "mot: [Gia hạn] Kiểm điểm: hạn mới 30/09/2026",
            "hai: [Đổi hạn] Kiểm điểm: hạn mới 15/09/2026",
        )
    )  # fmt: skip


def test_a_slip_that_is_put_right_on_the_same_day_outranks_no_directive(
    scenario: Scenario,
) -> None:
    (
        scenario
        .edits("milestones:", amended("set: {review: chậm nhất 18/09/2026}"))
        .at("2026-09-11").tick().hears(*both("[Nhắc việc] Kiểm điểm: còn 7 ngày"))
        .edits("due: chậm nhất 15/09/2026", "due: chậm nhất 25/09/2026")
        .at("2026-09-14 09:00").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 25/09/2026"))
        .edits("due: chậm nhất 25/09/2026", "due: chậm nhất 15/09/2026")
        .at("2026-09-14 10:00").tick().hears(*both("[Đổi hạn] Kiểm điểm: hạn mới 18/09/2026"))
    )  # fmt: skip


def test_an_edit_counts_at_the_next_delivery_and_is_kept_by_the_next_check(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-08").checks()
        .edits("15/09/2026", "16/09/2026")
        .delivers().hears_nothing()
        .at("2026-09-09").done("branch-1", "review")
        .tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 7 ngày")
        .at("2026-09-11").stands("branch-1", "review", Standing.DONE, due="2026-09-15")
    )  # fmt: skip


def test_an_anchor_that_is_expected_later_moves_what_is_counted_from_it(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(
            "id: draft, title: Dự thảo, due: 10 ngày trước đại hội, lead: secretary",
            head="for: {organisations: [branch-1]}\n"
            "anchors: {congress: {title: Đại hội, alias: đại hội, window: 25/09/2026}}",
        )
        .at("2026-09-08").tick().hears("mot: [Nhắc việc] Dự thảo: còn 7 ngày")
        .edits("window: 25/09/2026", "window: 30/09/2026")
        .at("2026-09-09").tick().hears("mot: [Đổi hạn] Dự thảo: hạn mới 20/09/2026")
        .edits("congress: {title", "opening: {formerly: [congress], title")
        .at("2026-09-10").tick().hears_nothing()
    )  # fmt: skip


def test_a_date_that_passes_while_on_hold_goes_to_the_coordinator(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .edits(
            "milestones:",
            amended("suspend: true}\n  - {basis: kl-12, effective: 21/09/2026, resume: true"),
        )
        .ticks_daily("2026-09-10", "2026-09-20").hears_nothing()
        .at("2026-09-21").tick().hears("van-phong: [Lộ Trình] 2 việc chưa có ngày")
        .reads("van-phong", "Chi bộ Một: Kiểm điểm", "Chi bộ Hai: Kiểm điểm")
    )  # fmt: skip


def test_without_a_day_an_anchor_is_silent_and_with_one_its_ladder_begins(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(
            "id: draft, title: Dự thảo, due: 10 ngày trước đại hội, lead: secretary",
            head="for: {kind: branch}\nanchors: {congress: {title: Đại hội, alias: đại hội}}",
        )
        .at("2026-09-07").tick().hears("van-phong: [Lộ Trình] 2 việc chưa có ngày")
        .registers("congress", branch_1="25/09/2026")
        .at("2026-09-08").tick().hears("mot: [Nhắc việc] Dự thảo: còn 7 ngày")
    )  # fmt: skip


def test_a_congress_that_happens_on_another_day_corrects_what_was_told(scenario: Scenario) -> None:
    (
        scenario
        .plans(
            "id: report, title: Báo cáo, due: 10 ngày sau đại hội, lead: secretary",
            head="for: {organisations: [branch-1]}\n"
            "anchors: {congress: {title: Đại hội, alias: đại hội, at: 05/09/2026}}",
        )
        .at("2026-09-08").tick().hears("mot: [Nhắc việc] Báo cáo: còn 7 ngày")
        .happened("branch-1", "congress", on="2026-09-08")
        .at("2026-09-09").tick().hears("mot: [Đổi hạn] Báo cáo: hạn mới 18/09/2026")
    )  # fmt: skip


def test_a_barrier_is_done_when_all_below_are(scenario: Scenario) -> None:
    ward = "van-phong: [Nhắc việc] Tổng hợp: "
    (
        scenario
        .plans(
            "id: review, title: Kiểm điểm, due: chậm nhất 10/12/2026, lead: secretary",
            "id: all, title: Tổng hợp, for: {kind: ward}, due: chậm nhất 15/09/2026, lead: office, "
            "done_when: {all: {kind: branch, below: true}, done: review}",
        )
        .at("2026-09-08").tick().hears(ward + "còn 7 ngày").reads("van-phong", "0/2")
        .done("branch-1", "review")
        .at("2026-09-14").tick().hears(ward + "còn 1 ngày").reads("van-phong", "1/2")
        .done("branch-2", "review")
        .at("2026-09-15").tick().hears_nothing()
    )  # fmt: skip


def test_what_was_past_due_at_the_first_look_is_a_list_for_the_coordinator(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-21").tick()
        .hears("van-phong: [Lộ Trình] 2 việc đã quá hạn từ trước khi bắt đầu theo dõi")
        .ticks_daily("2026-09-22", "2026-09-30").hears_nothing()
    )  # fmt: skip


def test_an_organisation_that_joins_later_has_a_first_look_of_its_own(scenario: Scenario) -> None:
    (
        scenario
        .registers("valid_from", branch_2="09/09/2026")
        .at("2026-09-08").tick().hears(f"mot: {SEVEN}")
        .at("2026-09-09").tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_a_milestone_that_is_dropped_between_plan_and_send_is_not_mentioned(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-08").checks()
        .plans("id: visit, title: Thăm cơ sở, due: chậm nhất 30/12/2026, lead: secretary")
        .delivers().hears_nothing()
    )  # fmt: skip


def test_what_is_called_otherwise_was_told_already(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .edits("id: review", "id: appraisal, formerly: [review]")
        .at("2026-09-09").tick().hears_nothing()
        .at("2026-09-15").tick().hears(*both(TODAY))
    )  # fmt: skip


def test_broken_files_change_nothing_and_the_coordinator_hears_once(scenario: Scenario) -> None:
    broken = "van-phong: [Lộ Trình] Tệp cấu hình có 1 lỗi, đang dùng bản trước"
    (
        scenario
        .at("2026-09-07").tick().hears_nothing()
        .edits("15/09/2026", "35/09/2026")
        .at("2026-09-08").tick().hears(*both(SEVEN), broken)
        .at("2026-09-09").tick().hears_nothing()
        .edits("35/09/2026", "15/09/2026")
        .at("2026-09-15").tick().hears(*both(TODAY))
    )  # fmt: skip


def test_a_variant_that_leaves_a_milestone_out_is_never_reminded_of_it(scenario: Scenario) -> None:
    (
        scenario
        .plans(
            "id: scheme, title: Đề án, due: chậm nhất 15/09/2026, lead: secretary, "
            "when: {contents: [3, 4]}",
        )
        .registers("contents", branch_1="2", branch_2="4")
        .at("2026-09-08").tick().hears("hai: [Nhắc việc] Đề án: còn 7 ngày")
    )  # fmt: skip


def test_a_branch_that_merges_is_silent_and_its_successor_goes_on(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .registers("valid_to", branch_1="10/09/2026")
        .registers("successors", branch_1="branch-2")
        .at("2026-09-15").tick().hears(f"hai: {TODAY}")
    )  # fmt: skip
