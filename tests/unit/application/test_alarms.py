"""Alarms: silence is told of after so long, once a day; a failed run is told once a day."""

from datetime import timedelta

import pytest

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.alarms import GRACE, tell_failure, tell_silence
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import a_configuration, a_milestone, a_roadmap, hanoi

CHECKED = hanoi("2024-12-02 07:30")
NEXT = hanoi("2024-12-03 07:30")


@pytest.fixture
def plan() -> Configuration:
    return a_configuration(a_roadmap(a_milestone("review")))


@pytest.fixture
def books(plan: Configuration) -> Rehearsal:
    books = Rehearsal()
    check(plan, books, at=CHECKED)
    return books


def kinds(books: Rehearsal) -> list[MessageKind]:
    return [message.kind for message in books.outbox.posted.values()]


@pytest.mark.parametrize(
    ("late", "told"), [(-timedelta(hours=1), False), (GRACE, False), (GRACE * 1.01, True)]
)
def test_a_daily_check_is_missed_twenty_six_hours_after_the_last(
    plan: Configuration, books: Rehearsal, late: timedelta, *, told: bool
) -> None:
    at = NEXT + late
    assert tell_silence(plan, books, at=at, ticks=ticks, wording=TemplateWording()) is told


def test_silence_is_told_once_a_day_with_the_last_check(
    plan: Configuration, books: Rehearsal
) -> None:
    for hours in (3, 4, 27):
        at = NEXT + timedelta(hours=hours)
        tell_silence(plan, books, at=at, ticks=ticks, wording=TemplateWording())

    assert kinds(books) == [MessageKind.SILENT] * 2
    (first, _) = books.outbox.posted.values()
    assert "Lộ trình: lần xét gần nhất 02/12/2024 07:30" in first.text


def test_a_roadmap_that_was_never_checked_is_not_missed(plan: Configuration) -> None:
    at = NEXT + timedelta(days=9)
    assert not tell_silence(plan, Rehearsal(), at=at, ticks=ticks, wording=TemplateWording())


def test_a_run_that_fails_again_and_again_is_told_once_a_day(
    plan: Configuration, books: Rehearsal
) -> None:
    told = [
        tell_failure(plan, books, run, "hỏng", at=at, wording=TemplateWording())
        for at in (NEXT, NEXT + timedelta(hours=1), NEXT + timedelta(days=1))
        for run in ("plan", "deliver")
    ]

    assert told == [True, True, False, False, True, True]
    assert set(kinds(books)) == {MessageKind.CHECK_FAILED}
