"""A deadline that is given to another role: who leads it is told, and who led it no more."""

from dataclasses import replace
from datetime import date

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.looking.report import status
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import RoleId
from lotrinh.errors import LotrinhError
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    STUBBORN,
    a_configuration,
    a_person,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

SECRETARY, OFFICE = RoleId("secretary"), RoleId("office")
FIRST, NEXT, LATER = date(2024, 12, 2), date(2024, 12, 3), date(2024, 12, 9)
PEOPLE = [
    a_person("bt-cb-1", "secretary@cb-1"),
    a_person("bt-cb-2", "secretary@cb-2"),
    a_person("vp-cb-1", "office@cb-1"),
]
PLAN = replace(
    a_configuration(
        a_roadmap(),
        branches=organisations("cb-1", "cb-2"),
        people=PEOPLE,
        policy=a_policy(overdue=STUBBORN),
    ),
    roles={SECRETARY: "Bí thư", OFFICE: "Văn phòng"},
)


def told(books: Rehearsal, day: date) -> list[tuple[str, str]]:
    """Check and compose; return who gets a message, and whether it names the office as lead."""
    check(PLAN, books, at=morning(day))
    messages = compose(PLAN, books, at=morning(day), wording=TemplateWording(), ahead=True)
    return sorted((m.recipient, "Văn phòng" if "Văn phòng" in m.text else "") for m in messages)


def reassign(books: Rehearsal, day: date, role: RoleId) -> record.Entry:
    entry = answer(
        PLAN,
        books,
        [Mention("cb-1", "review", note="bí thư nghỉ ốm")],
        Answer(FactKind.REASSIGNED, role=role),
        on=day,
        by="x",
        now=morning(day),
        today=day,
    )
    return record.keep(books, entry)


def leads(books: Rehearsal, day: date) -> list[str]:
    stands = status(PLAN, books.facts, today=day)
    return sorted(f"{s.deadline.milestone.lead}@{s.deadline.id.organisation}" for s in stands)


@pytest.fixture
def books() -> Rehearsal:
    begun = Rehearsal()
    assert told(begun, FIRST) == [("bt-cb-1", ""), ("bt-cb-2", "")]
    return begun


def test_the_new_lead_hears_the_current_rung_once_and_goes_on(books: Rehearsal) -> None:
    reassign(books, NEXT, OFFICE)

    assert leads(books, NEXT) == ["office@cb-1", "secretary@cb-2"]
    assert told(books, NEXT) == [("vp-cb-1", "Văn phòng")]
    assert told(books, NEXT) == []
    assert told(books, LATER) == [("bt-cb-2", ""), ("vp-cb-1", "Văn phòng")]


def test_what_waits_for_the_old_lead_is_taken_back(books: Rehearsal) -> None:
    check(PLAN, books, at=morning(LATER))
    reassign(books, LATER, OFFICE)

    assert told(books, LATER) == [("bt-cb-2", ""), ("vp-cb-1", "Văn phòng")]


def test_undo_gives_it_back(books: Rehearsal) -> None:
    reassign(books, NEXT, OFFICE)
    undoing, _ = record.undo(books, by="x", now=morning(NEXT))
    record.keep(books, undoing)

    assert leads(books, NEXT) == ["secretary@cb-1", "secretary@cb-2"]
    assert told(books, LATER) == [("bt-cb-1", ""), ("bt-cb-2", "")]


def test_the_role_that_leads_already_is_no_news(books: Rehearsal) -> None:
    assert reassign(books, NEXT, SECRETARY).facts == ()
    reassign(books, NEXT, OFFICE)
    assert reassign(books, NEXT, OFFICE).facts == ()
    assert len(reassign(books, NEXT, SECRETARY).facts) == 1


@pytest.mark.parametrize(
    ("role", "code"), [("ofice", "unknown-role"), ("parent.office", "nobody-holds")]
)
def test_a_role_that_would_reach_nobody_is_refused(books: Rehearsal, role: str, code: str) -> None:
    with pytest.raises(LotrinhError) as refused:
        reassign(books, NEXT, RoleId(role))

    assert refused.value.code == code
