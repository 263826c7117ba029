"""Stories of the way to people: refusals, tries, dead letters, and addresses in reserve."""

from tests.acceptance.scenario import Scenario

SEVEN = "[Nhắc việc] Kiểm điểm: còn 7 ngày"
FAILED = "van-phong: [Lộ Trình] 1 thư hoặc địa chỉ gửi không được"
GONE = "550 5.1.1 no such mailbox"


def test_what_is_put_off_by_the_server_arrives_once_when_it_is_ready(scenario: Scenario) -> None:
    (
        scenario
        .refuses("mot")
        .at("2026-09-08").tick().hears(f"hai: {SEVEN}")
        .mends()
        .at("2026-09-08 08:30").delivers().hears(f"mot: {SEVEN}")
        .at("2026-09-08 09:30").delivers().hears_nothing()
    )  # fmt: skip


def test_what_waits_too_long_is_told_as_things_stand_by_then(scenario: Scenario) -> None:
    (
        scenario
        .refuses("mot").refuses("hai")
        .at("2026-09-08").tick().hears_nothing()
        .mends()
        .at("2026-09-09").tick()
        .hears("mot: [Nhắc việc] Kiểm điểm: còn 6 ngày", "hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_what_was_done_while_it_waited_is_never_sent(scenario: Scenario) -> None:
    (
        scenario
        .refuses("mot")
        .at("2026-09-08").tick().hears(f"hai: {SEVEN}")
        .mends().done("branch-1", "review")
        .at("2026-09-08 09:00").delivers().hears_nothing()
    )  # fmt: skip


def test_a_dead_letter_is_told_to_the_coordinator_and_the_next_day_tries_again(
    scenario: Scenario,
) -> None:
    (
        scenario
        .refuses("mot", GONE)
        .at("2026-09-08").tick().hears(f"hai: {SEVEN}", FAILED)
        .reads("van-phong", "Bí thư Chi bộ Một", "không có địa chỉ này")
        .mends()
        .at("2026-09-09").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 6 ngày")
    )  # fmt: skip


def test_a_night_without_the_mail_server_loses_nothing(scenario: Scenario) -> None:
    scenario.at("2026-09-08").checks()
    for person in ("mot", "hai"):
        scenario.refuses(person, "421 4.3.2 service shutting down")
    (
        scenario
        .at("2026-09-08 08:00").delivers()
        .at("2026-09-08 12:00").delivers()
        .at("2026-09-08 20:00").delivers().hears_nothing()
        .mends()
        .at("2026-09-08 20:50").delivers().hears(f"mot: {SEVEN}", f"hai: {SEVEN}")
    )  # fmt: skip


def test_what_only_a_preview_got_is_told_when_sending_is_for_real_and_once(
    scenario: Scenario,
) -> None:
    channels = (scenario.folder / "config" / "channels.yaml").read_text(encoding="utf-8")
    (
        scenario
        .writes("channels.yaml", f"deliver_by: preview\npreview: {{kind: preview}}\n{channels}")
        .at("2026-09-08").tick().hears_nothing()
        .at("2026-09-08 09:00").delivers().hears_nothing()
        .done("branch-1", "review")
        .writes("channels.yaml", channels)
        .at("2026-09-09").tick().hears("hai: [Nhắc việc] Kiểm điểm: còn 6 ngày")
        .at("2026-09-09 09:00").tick().hears_nothing()
    )  # fmt: skip


def test_the_first_list_that_only_a_preview_got_is_told_for_real_and_once(
    scenario: Scenario,
) -> None:
    channels = (scenario.folder / "config" / "channels.yaml").read_text(encoding="utf-8")
    (
        scenario
        .writes("channels.yaml", f"deliver_by: preview\npreview: {{kind: preview}}\n{channels}")
        .at("2026-09-21").tick().hears_nothing()
        .writes("channels.yaml", channels)
        .at("2026-09-22").tick()
        .hears("van-phong: [Lộ Trình] 2 việc đã quá hạn từ trước khi bắt đầu theo dõi")
        .ticks_daily("2026-09-23", "2026-09-30").hears_nothing()
    )  # fmt: skip


def test_a_rehearsal_shows_what_only_a_preview_got(scenario: Scenario) -> None:
    channels = (scenario.folder / "config" / "channels.yaml").read_text(encoding="utf-8")
    scenario.writes("channels.yaml", f"deliver_by: preview\npreview: {{kind: preview}}\n{channels}")
    scenario.at("2026-09-08").tick().writes("channels.yaml", channels)

    with scenario.program() as program:
        assert program.mailroom.only_previewed() == 2
        rehearsed = {message.recipient for message in program.rehearse().messages}
    assert {"mot", "hai"} <= rehearsed
    scenario.tick().hears(f"mot: {SEVEN}", f"hai: {SEVEN}")
