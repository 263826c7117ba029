"""`lotrinh check --dry-run`: what it announces is what a check then sends, and how it is told."""

import re

from tests.acceptance.conftest import Office
from tests.acceptance.scenario import Scenario

OLD = "id: draft, title: Dự thảo, due: chậm nhất 01/09/2026, lead: secretary"
NEW = "id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary"


def test_after_an_edit_only_what_nobody_was_told_is_announced(scenario: Scenario) -> None:
    """Files that no check has seen have everything looked at again: the backlog as well."""
    scenario.plans(OLD, NEW).at("2026-09-08").tick()
    scenario.edits("15/09/2026", "10/09/2026").at("2026-09-08 08:00")

    with scenario.program() as program:
        announced = {(one.recipient, one.subject) for one in program.rehearse().messages}
        program.check()
        sent = {(one.message.recipient, one.message.subject) for one in program.deliver().sends}

    assert announced == sent
    assert {subject for _, subject in sent} == {"[Đổi hạn] Kiểm điểm: hạn mới 10/09/2026"}


def test_what_a_check_newly_says_adds_up_and_is_apart_from_what_is_silent(
    scenario: Scenario,
) -> None:
    scenario.plans(OLD, NEW)

    said = Office(scenario.folder)("check", "--dry-run", "--at", "2026-09-08T07:30").out

    new = re.search(r"(\d+) lời nhắc mới \(([^)]+)\)\.", said)
    assert new is not None
    assert int(new[1]) == sum(map(int, re.findall(r": (\d+)", new[2]))) > 0
    assert "quá hạn từ trước" not in new[2]
    assert "Không nhắc: quá hạn từ trước khi theo dõi: 2." in said
    assert "lotrinh done --from tien-do.xlsx" in said


def test_of_a_long_letter_a_preview_shows_the_beginning(scenario: Scenario) -> None:
    many = (
        f"id: old-{n}, title: Việc {n}, due: {n}/08/2026, lead: secretary" for n in range(1, 29)
    )
    scenario.plans(*many)

    said = Office(scenario.folder)("check", "--dry-run", "--at", "2026-09-08T07:30").out

    more = re.search(r"\| … còn (\d+) dòng nữa", said)
    assert more is not None
    assert said.count("    |") == 16
    assert int(more[1]) > 15


def test_a_list_to_paste_counts_what_was_past_due_before_in_one_line(scenario: Scenario) -> None:
    scenario.plans(OLD, NEW).at("2026-09-08").tick()
    url = f"sqlite:///{scenario.folder / 'books.db'}"

    said = Office(scenario.folder)("status", "--text", "--at", "17/09/2026", "--db", url).out

    assert "QUÁ HẠN TỪ TRƯỚC KHI THEO DÕI (2)" in said
    assert "Dự thảo" not in said
    assert said.count("Kiểm điểm") == 2
