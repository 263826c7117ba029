"""Stories of people: who hears, who takes over, and where it goes."""

from tests.acceptance.scenario import Scenario

SEVEN = "[Nhắc việc] Kiểm điểm: còn 7 ngày"
THREE = "[Nhắc việc] Kiểm điểm: còn 3 ngày"
TODAY = "[Nhắc việc] Kiểm điểm: đến hạn hôm nay"
OURS = {"head": "for: {organisations: [branch-1]}"}
REVIEW = "id: review, title: Kiểm điểm, due: chậm nhất 16/09/2026, lead: secretary"
SEVEN_ON, THREE_ON, DUE_ON = "2026-09-09", "2026-09-13", "2026-09-16"


def test_one_person_with_three_roles_gets_one_message_that_names_each_item_once(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(
            f"{REVIEW}, support: [youth]",
            "id: camp, title: Hội trại, due: chậm nhất 23/09/2026, lead: youth",
            "id: visit, title: Thăm cơ sở, due: chậm nhất 17/09/2026, lead: secretary",
            **OURS,
        )
        .lists("holds", mot="secretary@branch-1; youth@branch-1; office@branch-1")
        .at(DUE_ON).tick()
        .hears(f"mot: {TODAY}, và 2 việc khác")
        .reads("mot", "xin nhắc 3 việc", "Kiểm điểm", "Thăm cơ sở", "Hội trại")
    )  # fmt: skip


def test_a_secretary_who_comes_in_the_middle_hears_the_current_rung_once(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .at(SEVEN_ON).tick().hears(f"mot: {SEVEN}")
        .lists("holds", mot="secretary@branch-1 ..09/09/2026")
        .lists("holds", hai="secretary@branch-2; secretary@branch-1 10/09/2026..")
        .at("2026-09-10").tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
        .at("2026-09-10 15:00").tick().hears_nothing()
        .at(DUE_ON).tick().hears(f"hai: {TODAY}")
    )  # fmt: skip


def test_all_holders_hear_and_one_done_is_enough(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .lists("holds", hai="secretary@branch-2; secretary@branch-1")
        .at(SEVEN_ON).tick().hears(f"mot: {SEVEN}", f"hai: {SEVEN}")
        .done("branch-1", "review")
        .at(DUE_ON).tick().hears_nothing()
    )  # fmt: skip


def test_a_role_that_nobody_holds_goes_to_the_coordinator(scenario: Scenario) -> None:
    (
        scenario
        .plans("id: camp, title: Hội trại, due: chậm nhất 16/09/2026, lead: youth", **OURS)
        .at(SEVEN_ON).tick()
        .hears("van-phong: [Lộ Trình] 1 vai trò chưa có người đảm nhiệm")
        .reads("van-phong", "youth@branch-1")
        .lists("holds", mot="secretary@branch-1; youth@branch-1")
        .at("2026-09-10").tick().hears("mot: [Nhắc việc] Hội trại: còn 6 ngày")
    )  # fmt: skip


def test_whoever_supports_hears_a_week_before_and_on_the_day(scenario: Scenario) -> None:
    (
        scenario
        .plans(
            f"{REVIEW}, support: [parent.secretary]", **OURS
        )
        .at("2026-09-01").tick()
        .at(SEVEN_ON).tick().hears(f"mot: {SEVEN}", f"phuong: {SEVEN}")
        .reads("phuong", "phối hợp")
        .ticks_daily("2026-09-10", "2026-09-15")
        .hears("mot: [Nhắc việc] Kiểm điểm: còn 5 ngày", "mot: [Nhắc việc] Kiểm điểm: còn 1 ngày")
        .at(DUE_ON).tick().hears(f"mot: {TODAY}", f"phuong: {TODAY}")
    )  # fmt: skip


def test_an_address_that_changes_between_plan_and_send_is_the_one_used(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .at(SEVEN_ON).checks()
        .lists("email", mot="chi-bo-mot@example.vn")
        .delivers().hears(f"chi-bo-mot: {SEVEN}")
    )  # fmt: skip


def test_who_leaves_between_plan_and_send_hears_nothing_and_the_successor_does(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .at(SEVEN_ON).checks()
        .lists("holds", mot="youth@branch-1")
        .lists("holds", hai="secretary@branch-2; secretary@branch-1")
        .delivers().hears_nothing()
        .at("2026-09-10").tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_everything_of_a_person_from_two_roadmaps_is_in_one_message(scenario: Scenario) -> None:
    (
        scenario
        .plans(REVIEW, **OURS)
        .writes(
            "roadmaps/camp.yaml",
            "roadmap: camp\ntitle: Hội trại\nterm: 2026-2027\nfor: {organisations: [branch-1]}\n"
            "milestones:\n"
            "  - {id: tents, title: Dựng trại, due: chậm nhất 17/09/2026, lead: secretary}\n",
        )
        .at("2026-09-10").tick()
        .hears("mot: [Nhắc việc] Kiểm điểm: còn 6 ngày, và 1 việc khác")
        .reads("mot", "Kiểm điểm", "còn 4 ngày làm việc", "Dựng trại", "còn 5 ngày làm việc")
    )  # fmt: skip


def test_a_branch_below_is_answered_for_by_the_one_above_where_the_plan_says_so(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(REVIEW.replace("lead: ", "lead: parent."), **OURS)
        .at(SEVEN_ON).tick().hears("phuong: [Nhắc việc] Kiểm điểm: còn 7 ngày")
    )  # fmt: skip
