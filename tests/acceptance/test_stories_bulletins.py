"""Stories of the daily and the weekly message: once each, at their time, whatever goes wrong."""

import pytest

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

QUIET = "van-phong: [Bản tin ngày] 04/09/2026: 0 việc đến hạn, 0 quá hạn"
CELL = ("branch-1", "review")


@pytest.fixture
def scenario(scenario: Scenario) -> Scenario:
    """Both branches have a review to do by Tuesday, 15/09/2026; the coordinator hears daily."""
    return scenario.edits("daily: false", "daily: true", "settings.yaml").at("2026-09-01").tick()


def weekly(scenario: Scenario) -> Scenario:
    """Have superiors hear on Mondays, and nobody daily."""
    return scenario.edits(
        "daily: true", "daily: false\nweekly: {to: [secretary], on: thứ Hai}", "settings.yaml"
    ).edits("secretary@city", "office@city", "people.csv")


def test_a_quiet_day_is_told_once_at_its_time(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-04").tick().hears_nothing()
        .at("2026-09-04 07:50").delivers().hears_nothing()
        .at("2026-09-04 08:00").delivers().hears(QUIET)
        .at("2026-09-04 08:10").delivers().hears_nothing()
        .at("2026-09-04 16:00").tick().hears_nothing()
        .at("2026-09-04 08:05").delivers().hears_nothing()
    )  # fmt: skip


def test_a_day_off_has_none_and_the_next_working_day_tells_of_it(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-04 08:00").delivers().listens()
        .at("2026-09-05 09:00").tick().hears_nothing()
        .at("2026-09-07 08:00").tick()
        .hears("van-phong: [Bản tin ngày] 07/09/2026: 0 việc đến hạn, 0 quá hạn")
        .reads("van-phong", "Từ 04/09/2026 08:00")
    )  # fmt: skip


def test_it_comes_also_where_checks_fail_and_says_so(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-03 10:00").delivers()
        .hears("van-phong: [Bản tin ngày] 03/09/2026: có việc cần xử lý; 0 việc đến hạn, 0 quá hạn")
        .reads("van-phong", "chưa được xét từ 01/09/2026 07:30")
    )  # fmt: skip


def test_what_was_said_recorded_and_asked_is_told_once(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().listens()
        .at("2026-09-08 08:00").delivers().listens()
        .reads("van-phong", "2 thư cho 2 người", "2 lời nhắc")
        .records(FactKind.NOTE, *CELL)
        .records(FactKind.EXTENSION_ASKED, *CELL, until="2026-09-25")
        .at("2026-09-09 08:00").tick().listens()
        .reads("van-phong", "xin gia hạn: 1; ghi chú: 1", "“vì có lý do”", "CHỜ QUYẾT ĐỊNH (1)")
        .at("2026-09-10 08:00").tick().listens()
        .reads("van-phong", "CHỜ QUYẾT ĐỊNH (1)")
        .reads_not("van-phong", "ghi chú")
    )  # fmt: skip


def test_what_was_taken_back_by_then_is_neither_counted_nor_quoted(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-03 08:00").delivers().listens()
        .records(FactKind.NOTE, *CELL)
        .at("2026-09-03 09:00").takes_back()
        .at("2026-09-04 08:00").delivers()
        .reads("van-phong", "hoàn lại: 1").reads_not("van-phong", "ghi chú", "vì có lý do")
        .records(FactKind.NOTE, *CELL)
        .at("2026-09-07 08:00").delivers().reads("van-phong", "ghi chú: 1", "vì có lý do")
        .takes_back()
        .at("2026-09-08 08:00").delivers()
        .reads("van-phong", "hoàn lại: 1").reads_not("van-phong", "ghi chú")
    )  # fmt: skip


def test_what_has_no_date_and_no_holder_is_in_it_and_not_told_twice(scenario: Scenario) -> None:
    (
        scenario
        .edits("secretary@branch-2", "youth@branch-2", "people.csv")
        .at("2026-09-08").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 7 ngày")
        .at("2026-09-08 08:00").delivers()
        .hears("van-phong: [Bản tin ngày] 08/09/2026: 0 việc đến hạn, 0 quá hạn")
        .reads("van-phong", "CHƯA CÓ NGƯỜI ĐẢM NHIỆM (1)", "secretary@branch-2")
    )  # fmt: skip


def test_a_role_that_nobody_holds_is_told_from_its_first_rung_on(scenario: Scenario) -> None:
    # 33 days before is a Saturday: the rung comes on Friday, 11/09/2026.
    (
        scenario
        .edits("[7, 3, 1, 0]", "[33, 7, 0]", "policies.yaml")
        .edits("15/09/2026", "15/10/2026")
        .edits("secretary@branch-2", "youth@branch-2", "people.csv")
        .at("2026-09-10 08:00").delivers().reads_not("van-phong", "CHƯA CÓ NGƯỜI ĐẢM NHIỆM")
        .at("2026-09-11 08:00").delivers()
        .reads("van-phong", "CHƯA CÓ NGƯỜI ĐẢM NHIỆM (1)", "secretary@branch-2")
        .at("2026-09-21 08:00").delivers()
        .reads("van-phong", "CHƯA CÓ NGƯỜI ĐẢM NHIỆM (1)", "secretary@branch-2")
        .lists("holds", hai="secretary@branch-2")
        .at("2026-09-22 08:00").delivers().reads_not("van-phong", "CHƯA CÓ NGƯỜI ĐẢM NHIỆM")
    )  # fmt: skip


def test_superiors_hear_on_the_first_working_day_of_the_week_and_once(scenario: Scenario) -> None:
    (
        weekly(scenario)
        .at("2026-09-14 07:30").tick().listens()
        .at("2026-09-14 08:00").delivers()
        .hears("phuong: [Báo cáo tuần] 14/09/2026: 0 việc quá hạn, 2 đến hạn tuần này")
        .reads("phuong", "Kiểm điểm: 0/2 xong, 2 đến hạn tuần này", "Thứ Ba, 15/09/2026")
        .at("2026-09-15 09:00").delivers().hears_nothing()
        .at("2026-09-14 09:00").delivers().hears_nothing()
        .done(*CELL)
        .at("2026-09-21 08:00").delivers()
        .hears("phuong: [Báo cáo tuần] 21/09/2026: 1 việc quá hạn, 0 đến hạn tuần này")
        .reads("phuong", "Kiểm điểm: 1/2 xong, 1 quá hạn", "Chi bộ Hai: 1 việc")
    )  # fmt: skip


def test_the_deputy_hears_of_the_week_in_place_of_a_superior_who_is_away(
    scenario: Scenario,
) -> None:
    (
        weekly(scenario)
        .lists("away", phuong="14/09/2026..18/09/2026").lists("deputy", phuong="mot")
        .at("2026-09-14 07:30").tick().listens()
        .at("2026-09-14 08:00").delivers()
        .hears("mot: [Báo cáo tuần] 14/09/2026: 0 việc quá hạn, 2 đến hạn tuần này")
        .reads("mot", "Thay cho Bí thư Đảng ủy phường đang vắng.", "Kiểm điểm: 0/2 xong")
        .at("2026-09-21 08:00").delivers()
        .hears("phuong: [Báo cáo tuần] 21/09/2026: 2 việc quá hạn, 0 đến hạn tuần này")
        .reads_not("phuong", "Thay cho")
    )  # fmt: skip


def test_the_deputy_of_the_coordinator_reads_in_whose_place(scenario: Scenario) -> None:
    (
        scenario
        .lists("away", van_phong="04/09/2026").lists("deputy", van_phong="mot")
        .at("2026-09-04 08:00").delivers()
        .hears("mot: [Bản tin ngày] 04/09/2026: có việc cần xử lý; 0 việc đến hạn, 0 quá hạn")
        .reads("mot", "Thay cho Văn phòng phường đang vắng.")
    )  # fmt: skip


def test_a_week_whose_first_day_was_missed_is_told_on_a_later_one(scenario: Scenario) -> None:
    (
        weekly(scenario)
        .at("2026-09-16 10:00").delivers()
        .hears("phuong: [Báo cáo tuần] 16/09/2026: 2 việc quá hạn, 0 đến hạn tuần này")
    )  # fmt: skip


def test_superiors_with_nothing_near_hear_nothing(scenario: Scenario) -> None:
    (
        weekly(scenario)
        .edits("15/09/2026", "15/12/2026")
        .at("2026-09-14 08:00").delivers().hears_nothing()
    )  # fmt: skip


def test_a_preview_shows_both_to_whom_they_go(scenario: Scenario) -> None:
    weekly(scenario).edits("daily: false", "daily: true", "settings.yaml")
    with scenario.at("2026-09-07 08:00").program() as program:
        seen = [program.preview(person) for person in ("phuong", "van-phong", "mot")]
    scenario.tick()

    told = {str(one.person): [message.subject for message in one.messages] for one in seen}
    assert told["mot"] == []
    scenario.hears(*(f"{person}: {subject}" for person in told for subject in told[person]))
    scenario.reads("phuong", "tuần").reads("van-phong", "ĐẾN HẠN")


def test_a_rehearsal_shows_both(scenario: Scenario) -> None:
    weekly(scenario).edits("daily: false", "daily: true", "settings.yaml")
    with scenario.at("2026-09-07").program() as program:
        first = scenario.now.date()
        subjects = [m.subject for one in program.simulate(first, first) for m in one.messages]
    scenario.at("2026-09-07").tick().at("2026-09-07 08:00").delivers()

    assert len(subjects) == 2
    scenario.hears(f"phuong: {min(subjects)}", f"van-phong: {max(subjects)}")
