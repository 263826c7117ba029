"""Who may speak of which deadline by a letter, and what is recorded of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.correspondence import Heard, Outcome, Refused, hear
from lotrinh.application.recording.letters import Misread
from lotrinh.application.telling.compose import compose
from lotrinh.domain.facts import Way
from lotrinh.domain.people import People
from lotrinh.domain.policy import Extensions, Policy
from lotrinh.domain.registers import RoleId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.rendering.messages.replies import reply_in_words
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    morning,
    organisations,
)

TODAY = date(2024, 12, 3)
LAN, MINH = a_person("lan", "secretary@cb-1"), a_person("minh", "secretary@cb-2")
STRANGER = a_person("tu")
BY_THE_OFFICE = Extensions(by=RoleId("parent.office"))
PLAN = a_configuration(branches=organisations("cb-1", "cb-2"), people=[LAN, MINH, STRANGER])


@pytest.fixture
def books() -> Rehearsal:
    """Books in which Lan was told of number 1, and Minh of number 2."""
    begun, first = Rehearsal(), morning(date(2024, 12, 2))
    check(PLAN, begun, at=first)
    compose(PLAN, begun, at=first, wording=TemplateWording(), ahead=True)
    assert {n: c.organisation for n, c in begun.codes.cells([1, 2]).items()} == {
        1: "cb-1",
        2: "cb-2",
    }
    return begun


def say(
    books: Rehearsal, text: str, *writers: str, plan: Configuration = PLAN
) -> tuple[Outcome, ...]:
    known = [plan.people.by_id[person.id] for person in plan.people.persons if person.id in writers]
    return hear(plan, books, known, text, way=Way.MAIL, today=TODAY, now=morning(TODAY))


def kinds(books: Rehearsal) -> list[tuple[str, str, str]]:
    return [(str(f.kind), f.cell.organisation if f.cell else "", f.by) for f in books.facts.all()]


def test_what_is_ones_own_is_recorded_in_ones_own_name(books: Rehearsal) -> None:
    (heard,) = say(books, "XONG 1 ngày 02/12/2024", "lan")

    assert isinstance(heard, Heard)
    assert kinds(books) == [("done", "cb-1", LAN.name)]
    assert books.facts.all()[0].on == date(2024, 12, 2)


def test_said_twice_it_is_recorded_once(books: Rehearsal) -> None:
    say(books, "XONG 1", "lan")
    (again,) = say(books, "XONG 1", "lan")

    assert isinstance(again, Heard)
    assert (again.fact, len(books.facts.all())) == (None, 1)


@pytest.mark.parametrize("number", [2, 3, 999_999_999])
def test_what_is_anothers_and_what_there_is_not_are_refused_alike(
    books: Rehearsal, number: int
) -> None:
    (refused,) = say(books, f"XONG {number}", "lan")

    assert isinstance(refused, Refused)
    assert refused.error.code == "not-yours"
    assert books.facts.all() == []


def test_of_several_numbers_each_is_answered_for_itself(books: Rehearsal) -> None:
    outcomes = say(books, "XONG 1, 2", "lan")

    assert [type(one) for one in outcomes] == [Heard, Refused]
    assert kinds(books) == [("done", "cb-1", LAN.name)]


def test_whoever_has_left_the_post_may_not_speak_of_it_and_the_successor_may(
    books: Rehearsal,
) -> None:
    nobody = replace(LAN, holds=())
    successor = a_person("hoa", "secretary@cb-1")
    plan = replace(PLAN, people=People((nobody, successor, MINH)))

    assert isinstance(say(books, "xong 1", "lan", plan=plan)[0], Refused)
    assert isinstance(say(books, "xong 1", "hoa", plan=plan)[0], Heard)
    assert [by for _, _, by in kinds(books)] == [successor.name]


def test_whoever_supports_may_only_leave_a_remark(books: Rehearsal) -> None:
    milestone = a_milestone(support=(RoleId("youth"),))
    people = People((LAN, a_person("nga", "youth@cb-1")))
    plan = replace(PLAN, roadmaps={RoadmapId("plan"): a_roadmap(milestone)}, people=people)

    (refused,) = say(books, "XONG 1", "nga", plan=plan)
    (heard,) = say(books, "KHONG 1 lý do chờ kinh phí", "nga", plan=plan)

    assert isinstance(refused, Refused)
    assert refused.error.code == "not-theirs-to-say"
    assert isinstance(heard, Heard)


def test_more_time_is_decided_on_by_whoever_decides(books: Rehearsal) -> None:
    people = People((LAN, MINH, a_person("hung", "office@cb-2")))
    policy = Policy("standard", PLAN.policies["standard"].remind, extensions=BY_THE_OFFICE)
    ward = replace(PLAN.organisations, parents=np.array([1, -1]))
    plan = replace(PLAN, people=people, policies={"standard": policy}, organisations=ward)
    say(books, "GIA HAN 1 31/12/2024 lý do bão", "lan", plan=plan)

    (by_the_asker,) = say(books, "DUYET 1", "lan", plan=plan)
    (refused,) = say(books, "TU CHOI 1 vì đã đủ thời gian", "hung", plan=plan)
    say(books, "GIA HAN 1 31/12/2024 lý do bão", "lan", plan=plan)
    (granted,) = say(books, "DUYET 1 20/12/2024", "hung", plan=plan)

    assert isinstance(by_the_asker, Refused)
    assert isinstance(refused, Heard)
    assert isinstance(granted, Heard)
    assert granted.fact is not None
    assert (granted.fact.kind, granted.fact.until) == ("extension-granted", date(2024, 12, 20))


def test_a_mailbox_of_two_posts_speaks_for_both(books: Rehearsal) -> None:
    say(books, "XONG 1, 2", "lan", "minh")

    assert kinds(books) == [("done", "cb-1", LAN.name), ("done", "cb-2", MINH.name)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("XONG 1", "Số 1: Việc review (Chi bộ cb-1): đã xong, tính từ 03/12/2024"),
        ("BIET 1", "xác nhận đã biết"),
        ("HEN 1 05/12/2024", "hẹn nhắc lại 05/12/2024"),
        ("HEN 1 05/12/2025", "Ngày hẹn phải sau hôm nay và không quá 13/12/2024"),
        ("GIA HAN 1 31/12/2024 lý do bão", "xin gia hạn đến 31/12/2024"),
        ("GIA HAN 1 01/12/2024 lý do bão", "14/12/2024"),
        ("KHONG 1 lý do chưa có kinh phí", "ghi chú"),
        ("XONG 1 ngày 31/12/2024", "31/12/2024"),
        ("XONG 1 ngày 03/12/2020", "năm"),
        ("XONG 2", "không phải việc của đồng chí"),
        ("XONG", "Ví dụ: XONG 12"),
        ("Chào văn phòng", "xin gọi văn phòng"),
        ("TRO GIUP", "GIA HAN 12 31/12/2026 lý do …"),
    ],
)
def test_what_is_answered(books: Rehearsal, line: str, words: str) -> None:
    reply = reply_in_words(PLAN, LAN, say(books, line, "lan"))

    assert words in reply
    assert "lotrinh" not in reply, "whoever reads it has no command line"


def test_words_that_say_nothing_are_no_help_wanted(books: Rehearsal) -> None:
    assert say(books, "Chào văn phòng", "lan") == (Misread("nothing", ""),)
    assert say(books, "TRO GIUP", "lan") == ()
