"""More time: somebody asks, whoever decides hears of it, and who asked hears the decision."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from lotrinh.application.recording.answers import Answer
from lotrinh.bootstrap import Mention
from lotrinh.domain.facts import FactKind
from tests.acceptance.story import Story

PLAN = """\
roadmap: plan
title: Kế hoạch
term: 2026
milestones:
  - {id: draft, title: Dự thảo, for: {kind: branch}, due: chậm nhất 21/08/2026, lead: secretary}
"""
OFFICE, LAN = "van-phong", "bi-thu-1"
ASKED, AGAIN = "[Xin gia hạn] Dự thảo: đề nghị đến", "[Chờ quyết định] Dự thảo: xin gia hạn đến"
FRIDAY, MONDAY, TUESDAY = "2026-08-14", "2026-08-17", "2026-08-18"
"""The draft is due a week after the Friday; both branches are reminded on it."""


class Office(Story):
    """A story in which more time is asked for, and decided on."""

    def say(
        self, day: str, kind: FactKind, until: str | None = None, branch: str = "branch-1"
    ) -> None:
        said = Answer(kind, date.fromisoformat(until) if until else None)
        with closing(self.open(day)) as program:
            mention = Mention(branch, "draft", note="bận thu hoạch")
            program.keep(program.answer([mention], said, by="Văn phòng"))

    def ask(self, day: str, until: str, branch: str = "branch-1") -> None:
        self.say(day, FactKind.EXTENSION_ASKED, until, branch)

    def grant(self, day: str, until: str | None = None) -> None:
        self.say(day, FactKind.EXTENSION_GRANTED, until)

    def refuse(self, day: str) -> None:
        self.say(day, FactKind.EXTENSION_REFUSED)

    def deliver(self, day: str, hour: int = 9) -> list[tuple[str, str]]:
        """Deliver, without any check; return who was told, and the subject."""
        with closing(self.open(day)) as program:
            at = program.now().replace(hour=hour)
            program.now = lambda: at
            return sorted((s.message.recipient, s.message.subject) for s in program.deliver().sends)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(Office.of(tmp_path, PLAN).folder)
    office.check(FRIDAY)
    return office


def test_who_decides_hears_at_the_next_delivery_and_once(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")

    assert office.deliver(FRIDAY) == [(OFFICE, f"{ASKED} 28/08/2026")]
    assert office.deliver(FRIDAY, 10) == []
    assert office.check(MONDAY) == []


def test_of_what_is_not_decided_who_decides_is_reminded_once(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.deliver(FRIDAY)
    office.ask(MONDAY, "2026-08-27", "branch-2")
    office.deliver(MONDAY)

    assert office.deliver(TUESDAY) == []
    assert office.deliver("2026-08-19") == [(OFFICE, f"{AGAIN} 28/08/2026, và 1 việc khác")]
    assert [office.deliver(f"2026-08-{day}") for day in (20, 21, 24, 25)] == [[], [], [], []]


def test_what_is_granted_is_told_soon_and_not_again_in_the_morning(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.deliver(FRIDAY)
    office.grant(FRIDAY)

    assert office.deliver(FRIDAY, 10) == [(LAN, "[Gia hạn] Dự thảo: hạn mới 28/08/2026")]
    assert office.check(MONDAY) == []
    assert office.check("2026-08-21") == [
        ("bi-thu-1", "[Nhắc việc] Dự thảo: còn 7 ngày"),
        ("bi-thu-2", "[Nhắc việc] Dự thảo: đến hạn hôm nay"),
    ]


def test_another_date_may_be_granted_to_who_was_never_reminded(tmp_path: Path) -> None:
    office = Office(Office.of(tmp_path, PLAN).folder)
    assert office.check("2026-08-03") == []
    office.ask("2026-08-03", "2026-08-28")
    office.grant("2026-08-03", "2026-08-26")

    assert office.deliver("2026-08-03") == [(LAN, "[Gia hạn] Dự thảo: hạn mới 26/08/2026")]
    assert office.check("2026-08-04") == []


def test_what_is_refused_is_told_to_who_leads_and_the_old_date_goes_on(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.deliver(FRIDAY)
    office.refuse(MONDAY)

    assert office.deliver(MONDAY) == [(LAN, "[Không gia hạn] Dự thảo: giữ nguyên hạn")]
    assert office.deliver(MONDAY, 10) == []
    assert (LAN, "[Nhắc việc] Dự thảo: còn 1 ngày") in office.check("2026-08-20")


@pytest.mark.parametrize("kind", ["grant", "refuse", "done"])
def test_what_is_settled_before_the_message_has_gone_is_not_sent(office: Office, kind: str) -> None:
    office.edit(
        "remind: [7, 1, 0]", 'remind: [7, 1, 0]\n  quiet_hours: "19:00-07:00"', "policies.yaml"
    )
    office.ask(FRIDAY, "2026-08-28")
    assert office.deliver(FRIDAY, 20) == []

    if kind == "done":
        office.done(MONDAY, "branch-1", "draft")
    elif kind == "grant":
        office.grant(MONDAY)
    else:
        office.refuse(MONDAY)

    assert OFFICE not in {recipient for recipient, _ in office.deliver(MONDAY)}


def test_asking_again_for_another_day_is_told_anew(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.deliver(FRIDAY)
    office.ask(MONDAY, "2026-08-25")

    assert office.deliver(MONDAY) == [(OFFICE, f"{ASKED} 25/08/2026")]


def test_who_takes_the_post_over_hears_of_what_waits(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.deliver(FRIDAY)
    office.edit(
        "van-phong,Văn phòng phường,office@ward-1; secretary@ward-1",
        "van-phong,Văn phòng phường,office@ward-1",
        "people.csv",
    )
    office.edit(
        "bi-thu-1,",
        "bi-thu-phuong,Bí thư,secretary@ward-1,bt@ward-1.example.vn\nbi-thu-1,",
        "people.csv",
    )

    assert office.deliver(MONDAY) == [("bi-thu-phuong", f"{ASKED} 28/08/2026")]


def test_a_rehearsal_says_what_the_real_thing_says(office: Office) -> None:
    office.ask(FRIDAY, "2026-08-28")
    office.refuse(FRIDAY)
    office.ask(FRIDAY, "2026-08-27", "branch-2")

    rehearsed = office.rehearse(MONDAY)

    assert rehearsed == office.check(MONDAY) != []
