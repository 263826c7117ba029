"""The part of the day in which something takes place, beside its day."""

from dataclasses import replace
from datetime import date

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.telling.compose import compose
from lotrinh.domain.due import Session
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import Amendment, MilestoneId, Roadmap
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    a_calendar,
    a_configuration,
    a_milestone,
    a_roadmap,
    morning,
    organisations,
)

BEFORE = date(2024, 12, 13)


def session(roadmap: Roadmap) -> Session | None:
    calendars = {"office": a_calendar()}
    (deadline,) = resolve(roadmap, organisations("a"), calendars, done={}).cells()
    return deadline.session


def test_a_message_says_it_in_the_readers_language() -> None:
    plan = a_configuration(a_roadmap(a_milestone("review", "sáng ngày 14/12/2024")))
    for language, words in (("vi", "14/12/2024, buổi sáng"), ("en", "14/12/2024, in the morning")):
        notebook = Rehearsal()
        spoken = replace(plan, language=language)
        check(spoken, notebook, at=morning(BEFORE))
        messages = compose(spoken, notebook, at=morning(BEFORE), wording=TemplateWording())

        assert messages
        assert all(words in message.text and words in message.html for message in messages)


def test_a_new_date_has_its_own() -> None:
    own = a_roadmap(a_milestone("review", "sáng ngày 14/12/2024"))
    due = {(MilestoneId("review"), ""): parse_phrase("chiều 20/12/2024")}
    moved = replace(own, amendments=(Amendment(date(2024, 12, 1), due=due),))

    assert (session(own), session(moved)) == (Session.MORNING, Session.AFTERNOON)
