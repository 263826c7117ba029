"""Stories of what is recorded: done, known, put off, extended, on hold; and taken back."""

import pytest

from lotrinh.domain.facts import FactKind
from tests.acceptance.scenario import Scenario

SEVEN = "mot: [Nhắc việc] Kiểm điểm: còn 7 ngày"
TODAY = "mot: [Nhắc việc] Kiểm điểm: đến hạn hôm nay"
CELL = ("branch-1", "review")


@pytest.fixture
def scenario(scenario: Scenario) -> Scenario:
    """One branch has a review to do by Tuesday, 15/09/2026; it was looked at before."""
    return scenario.edits("{kind: branch}", "{organisations: [branch-1]}").at("2026-09-01").tick()


def test_what_is_done_between_plan_and_send_is_dropped(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").checks().done(*CELL)
        .delivers().hears_nothing()
        .at("2026-09-15").tick().hears_nothing()
    )  # fmt: skip


def test_what_is_done_in_the_quiet_hours_is_not_mentioned_in_the_morning(
    scenario: Scenario,
) -> None:
    (
        scenario
        .plans(
            "id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary",
            "id: visit, title: Thăm cơ sở, due: chậm nhất 15/09/2026, lead: secretary",
            head="for: {organisations: [branch-1]}",
        )
        .at("2026-09-08 22:00").tick()
        .at("2026-09-08 23:00").done(*CELL)
        .at("2026-09-09 07:00").delivers().hears("mot: [Nhắc việc] Thăm cơ sở: còn 6 ngày")
        .reads_not("mot", "Kiểm điểm")
    )  # fmt: skip


def test_a_done_that_is_taken_back_speaks_again_at_the_current_rung(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").done(*CELL)
        .at("2026-09-08").tick().hears_nothing()
        .takes_back()
        .at("2026-09-09").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_what_is_opened_again_goes_on(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").done(*CELL)
        .at("2026-09-10").records(FactKind.REOPENED, *CELL)
        .tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 5 ngày")
    )  # fmt: skip


def test_what_is_waived_is_silent(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").records(FactKind.WAIVED, *CELL)
        .ticks_daily("2026-09-08", "2026-09-16").hears_nothing()
    )  # fmt: skip


def test_what_is_known_is_silent_up_to_its_day(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(SEVEN)
        .records(FactKind.ACKNOWLEDGED, *CELL)
        .ticks_daily("2026-09-09", "2026-09-14").hears_nothing()
        .at("2026-09-15").tick().hears(TODAY)
    )  # fmt: skip


def test_what_is_known_of_one_date_is_not_known_of_another(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(SEVEN)
        .records(FactKind.ACKNOWLEDGED, *CELL)
        .edits("15/09/2026", "30/09/2026")
        .at("2026-09-09").tick().hears("mot: [Đổi hạn] Kiểm điểm: hạn mới 30/09/2026")
        .at("2026-09-23").tick().hears(SEVEN)
    )  # fmt: skip


def test_what_is_put_off_speaks_on_the_day_that_was_asked_for(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(SEVEN)
        .records(FactKind.SNOOZED, *CELL, until="2026-09-14")
        .ticks_daily("2026-09-09", "2026-09-13").hears_nothing()
        .at("2026-09-14").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 1 ngày")
    )  # fmt: skip


def test_an_extension_granted_in_the_quiet_hours_is_what_the_morning_tells(
    scenario: Scenario,
) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(SEVEN)
        .at("2026-09-11 21:30").tick().hears_nothing()
        .at("2026-09-11 22:00").records(FactKind.EXTENSION_GRANTED, *CELL, until="2026-09-30")
        .at("2026-09-14").tick().hears("mot: [Gia hạn] Kiểm điểm: hạn mới 30/09/2026")
        .at("2026-09-15").tick().hears_nothing()
        .at("2026-09-23").tick().hears(SEVEN)
    )  # fmt: skip


def test_what_is_on_hold_is_silent_and_goes_on_from_where_it_would_be(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").records(FactKind.SUSPENDED, *CELL)
        .at("2026-09-08").tick().hears_nothing()
        .at("2026-09-10").records(FactKind.RESUMED, *CELL)
        .tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 5 ngày")
    )  # fmt: skip


def test_a_remark_changes_nothing(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").records(FactKind.NOTE, *CELL).tick().hears(SEVEN)
        .at("2026-09-15").tick().hears(TODAY)
    )  # fmt: skip


def test_a_done_of_an_earlier_day_is_no_news_for_anybody(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().hears(SEVEN)
        .at("2026-09-16").done(*CELL, on="2026-09-09")
        .tick().hears_nothing()
    )  # fmt: skip
