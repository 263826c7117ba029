"""Stories of books that were made of a backup: nobody is told twice without somebody looking."""

from pathlib import Path

from lotrinh.application.books.messages import DeliveryState
from tests.acceptance.scenario import Scenario

OURS = {"head": "for: {organisations: [branch-1]}"}
REVIEW = "id: review, title: Kiểm điểm, due: chậm nhất 30/09/2026, lead: secretary"
REPORT = "id: report, title: Gửi báo cáo, due: chậm nhất 16/09/2026, lead: secretary"
HELD = "van-phong: [Lộ Trình] Vừa phục hồi sổ: 1 thư chờ đồng chí xem"


def kept(scenario: Scenario) -> Path:
    with scenario.program() as program:
        return program.vault.back_up(scenario.folder / "kept.zip").path


def restored(scenario: Scenario, backup: Path) -> Scenario:
    with scenario.program() as program:
        program.vault.restore(program.vault.look_at_backup(backup), replace=True)
    return scenario


def held(scenario: Scenario) -> list[str]:
    with scenario.program() as program:
        return [one.key for one in program.mailroom.deliveries([DeliveryState.HELD])]


def released(scenario: Scenario) -> Scenario:
    with scenario.program() as program:
        program.mailroom.release(by="Văn phòng")
    return scenario


def test_what_was_told_since_the_backup_is_held_until_somebody_has_looked(
    scenario: Scenario,
) -> None:
    scenario.plans(REVIEW, **OURS).at("2026-09-22").tick().listens()
    backup = kept(scenario)
    scenario.at("2026-09-23").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 7 ngày")

    restored(scenario.at("2026-09-23 14:00"), backup).tick().hears(HELD)

    assert len(held(scenario)) == 1
    scenario.at("2026-09-25").tick().hears(HELD)
    released(scenario).delivers().hears("mot: [Nhắc việc] Kiểm điểm: còn 5 ngày")
    scenario.at("2026-09-26").tick().hears_nothing()
    scenario.at("2026-09-27").tick()
    assert held(scenario) == []


def test_what_somebody_has_already_is_withdrawn_and_the_next_rung_speaks(
    scenario: Scenario,
) -> None:
    scenario.plans(REVIEW, **OURS).at("2026-09-22").tick().listens()
    backup = kept(scenario)
    scenario.at("2026-09-23").tick().listens()
    restored(scenario.at("2026-09-23 14:00"), backup).tick().listens()

    with scenario.program() as program:
        program.mailroom.withdraw(held(scenario), by="Văn phòng")
    released(scenario).delivers().hears_nothing()

    scenario.at("2026-09-29").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 1 ngày")


def test_what_presses_goes_by_itself_after_a_day(scenario: Scenario) -> None:
    scenario.plans(REPORT, **OURS).at("2026-09-14").tick().listens()
    backup = kept(scenario)
    restored(scenario.at("2026-09-15"), backup).tick().hears(HELD)

    scenario.at("2026-09-16").tick().hears("mot: [Nhắc việc] Gửi báo cáo: đến hạn hôm nay")


def test_going_back_brings_what_was_there(scenario: Scenario) -> None:
    scenario.plans(REVIEW, **OURS).at("2026-09-22").tick().listens()
    backup = kept(scenario)
    scenario.at("2026-09-23").tick().listens().done("branch-1", "review")
    restored(scenario.at("2026-09-23 14:00"), backup)

    (aside,) = (scenario.folder / "backup").iterdir()
    restored(scenario.at("2026-09-23 15:00"), aside).tick().hears_nothing()


def test_a_message_that_waited_keeps_its_name_when_it_goes_at_last(scenario: Scenario) -> None:
    scenario.plans(REVIEW, **OURS).at("2026-09-23").refuses("mot").tick().hears_nothing()
    backup = kept(scenario)
    scenario.mends().at("2026-09-23 09:00").delivers()
    (first,) = scenario.server.mails

    restored(scenario.at("2026-09-23 14:00"), backup)
    released(scenario.tick()).delivers()

    told = [mail for mail in scenario.server.mails if mail["To"] == first["To"]]
    assert [mail["Message-ID"] for mail in told] == [first["Message-ID"]] * 2
