"""Stories of the ladder: when a deadline speaks, how often, and when it is silent."""

from tests.acceptance.scenario import Scenario

SEVEN = "[Nhắc việc] Kiểm điểm: còn 7 ngày"
THREE = "[Nhắc việc] Kiểm điểm: còn 3 ngày"
ONE = "[Nhắc việc] Kiểm điểm: còn 1 ngày"
TODAY = "[Nhắc việc] Kiểm điểm: đến hạn hôm nay"


def both(subject: str) -> tuple[str, str]:
    return f"mot: {subject}", f"hai: {subject}"


def test_each_rung_speaks_once_on_its_day(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").tick().hears_nothing()
        .at("2026-09-08").tick().hears(*both(SEVEN))
        .at("2026-09-09").tick().hears_nothing()
        .at("2026-09-11").tick().hears(*both("[Nhắc việc] Kiểm điểm: còn 4 ngày"))
        .at("2026-09-14").tick().hears(*both(ONE))
        .at("2026-09-15").tick().hears(*both(TODAY))
    )  # fmt: skip


def test_nothing_is_said_twice_however_often_the_machine_ticks(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08").tick().tick().delivers().checks().tick().hears(*both(SEVEN))
        .at("2026-09-08 16:00").tick().hears_nothing()
    )  # fmt: skip


def test_after_seven_days_of_outage_one_message_tells_how_things_stand(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").tick().hears_nothing()
        .at("2026-09-14").tick().hears(*both(ONE))
        .at("2026-09-14 10:00").tick().hears_nothing()
    )  # fmt: skip


def test_an_outage_over_the_due_day_is_told_as_overdue_and_nothing_else(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-07").tick()
        .at("2026-09-17").tick().hears(*both("[Nhắc việc] Kiểm điểm: quá hạn 2 ngày"))
    )  # fmt: skip


def test_overdue_is_said_on_working_days_and_has_an_end(scenario: Scenario) -> None:
    late = "[Nhắc việc] Kiểm điểm: quá hạn {} ngày"
    (
        scenario
        .done("branch-2", "review", on="2026-09-01")
        .at("2026-09-15").tick().hears(f"mot: {TODAY}")
        .at("2026-09-16").tick().hears("mot: " + late.format(1))
        .ticks_daily("2026-09-17", "2026-09-18").hears("mot: " + late.format(3))
        .ticks_daily("2026-09-19", "2026-09-20").hears_nothing()
        .ticks_daily("2026-09-21", "2026-10-30")
        .hears("mot: " + late.format(7), "mot: " + late.format(9), "mot: " + late.format(13))
    )  # fmt: skip


def test_a_rung_on_a_sunday_speaks_on_the_friday_before(scenario: Scenario) -> None:
    (
        scenario
        .edits("15/09/2026", "20/09/2026")
        .at("2026-09-12").tick().hears(*both("[Nhắc việc] Kiểm điểm: còn 8 ngày"))
        .at("2026-09-18").tick().hears(*both("[Nhắc việc] Kiểm điểm: còn 2 ngày"))
        .ticks_daily("2026-09-19", "2026-09-20").hears_nothing()
    )  # fmt: skip


def test_before_tet_everything_is_said_in_time_and_nobody_is_disturbed(scenario: Scenario) -> None:
    """The days off for Tết 2026 are 14/02 to 22/02."""
    (
        scenario
        .edits("15/09/2026", "23/02/2026")
        .at("2026-02-02").tick().hears_nothing()
        .ticks_daily("2026-02-03", "2026-02-13")
        .hears(*both("[Nhắc việc] Kiểm điểm: còn 10 ngày"))
        .ticks_daily("2026-02-14", "2026-02-22").hears_nothing()
        .at("2026-02-23").tick().hears(*both(TODAY))
    )  # fmt: skip


def test_quiet_hours_hold_a_message_until_they_end(scenario: Scenario) -> None:
    (
        scenario
        .at("2026-09-08 22:15").tick().hears_nothing()
        .at("2026-09-09 06:59").delivers().hears_nothing()
        .at("2026-09-09 07:00").delivers().hears(*both("[Nhắc việc] Kiểm điểm: còn 6 ngày"))
    )  # fmt: skip


def test_a_person_may_have_other_quiet_hours(scenario: Scenario) -> None:
    (
        scenario
        .lists("quiet_hours", mot="17:00-09:00")
        .at("2026-09-08").tick().hears(f"hai: {SEVEN}")
        .at("2026-09-08 09:00").delivers().hears(f"mot: {SEVEN}")
    )  # fmt: skip


def test_each_occurrence_has_a_ladder_of_its_own(scenario: Scenario) -> None:
    report = "mot: [Nhắc việc] Báo cáo (tháng {}/2026): {}"
    (
        scenario
        .plans(
            "id: report, title: Báo cáo, due: ngày 25 hằng tháng, lead: secretary",
            head="for: {organisations: [branch-1]}",
        )
        .at("2026-09-01").tick().listens()
        .at("2026-09-25").tick().listens()
        .done("branch-1", "report@2026-09")
        .at("2026-10-23").tick().hears(report.format(10, "còn 2 ngày"))
        .done("branch-1", "report@2026-10")
        .at("2026-11-25").tick().hears(report.format(11, "đến hạn hôm nay"))
    )  # fmt: skip
