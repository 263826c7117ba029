"""Checks, one after another, over a notebook without books."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.application.telling.simulate import simulate
from lotrinh.domain.people import People
from lotrinh.domain.registers import Holding, OrganisationId, RoleId
from lotrinh.domain.reminders import Reason
from lotrinh.domain.status import Standing
from lotrinh.domain.times import QuietHours
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    a_configuration,
    a_milestone,
    a_person,
    a_roadmap,
    hanoi,
    morning,
    organisations,
)

ONE = organisations("cb-1")
WORDING = TemplateWording()


def plan(*due: str, hash_: str = "first") -> Configuration:
    milestones = (a_milestone(f"m-{n}", phrase) for n, phrase in enumerate(due))
    return a_configuration(a_roadmap(*milestones), branches=ONE, hash_=hash_)


def test_rungs_that_piled_up_unsent_are_told_as_one_item() -> None:
    configuration, notebook = plan("trước 15/12/2024"), Rehearsal()
    for day in (date(2024, 12, 2), date(2024, 12, 9), date(2024, 12, 11)):
        check(configuration, notebook, at=morning(day))

    (message,) = compose(configuration, notebook, at=morning(date(2024, 12, 11)), wording=WORDING)

    assert "xin nhắc 1 việc" in message.text
    assert notebook.outbox.waiting() == []


def test_a_holder_who_was_replaced_before_sending_is_not_told() -> None:
    configuration, notebook, day = plan("trước 15/12/2024"), Rehearsal(), date(2024, 12, 2)
    check(configuration, notebook, at=morning(day))
    successor = replace(
        configuration, people=People((a_person("moi", "secretary@cb-1"),)), hash="second"
    )
    check(successor, notebook, at=morning(day))

    messages = compose(successor, notebook, at=morning(day), wording=WORDING)

    assert [message.recipient for message in messages] == ["moi"]


def test_what_is_added_long_overdue_is_listed_to_the_coordinator_not_reminded() -> None:
    notebook = Rehearsal()
    check(plan("trước 15/12/2024"), notebook, at=morning(date(2024, 12, 2)))
    added = plan("trước 15/12/2024", "trước 15/06/2024", hash_="second")

    report = check(added, notebook, at=morning(date(2024, 12, 3)))

    (notice,) = report.notices
    assert notice.kind is MessageKind.BACKLOG
    assert [deadline.milestone.id for deadline in notice.deadlines] == ["m-1"]
    assert report.reminders == ()


def test_a_check_of_some_organisations_leaves_the_rest_to_the_next_one() -> None:
    configuration = a_configuration(a_roadmap(a_milestone(due="trước 15/12/2024")))
    notebook, only = Rehearsal(), [OrganisationId("cb-1")]
    partly = check(configuration, notebook, at=morning(date(2024, 12, 2)), organisations=only)
    fully = check(configuration, notebook, at=morning(date(2024, 12, 3)))

    assert {r.cell.organisation for r in partly.reminders} == {"cb-1"}
    assert {r.cell.organisation for r in fully.reminders} == {"cb-2"}


def test_a_check_of_some_organisations_hides_no_change_of_the_others() -> None:
    configuration = a_configuration(a_roadmap(a_milestone(due="trước 15/12/2024")))
    notebook, only = Rehearsal(), [OrganisationId("cb-1")]
    check(configuration, notebook, at=morning(date(2024, 12, 2)))
    check(configuration, notebook, at=morning(date(2024, 12, 9)), organisations=only)

    report = check(configuration, notebook, at=morning(date(2024, 12, 10)))

    assert "cb-2" in {change.cell.organisation for change in report.changes}


def test_a_date_moved_after_a_check_of_some_organisations_is_still_corrected() -> None:
    notebook, only = Rehearsal(), [OrganisationId("cb-1")]
    check(plan("trước 15/12/2024"), notebook, at=morning(date(2024, 12, 2)), organisations=only)
    compose(plan("trước 15/12/2024"), notebook, at=morning(date(2024, 12, 2)), wording=WORDING)

    report = check(plan("trước 15/06/2025"), notebook, at=morning(date(2024, 12, 3)))

    assert [r.reason for r in report.reminders] == [Reason.MOVED]


def test_a_role_that_nobody_holds_is_told_to_the_coordinator_once_a_week() -> None:
    configuration = replace(plan("trước 15/12/2024"), people=People(()))
    notebook = Rehearsal()
    first, second = (
        check(configuration, notebook, at=morning(date(2024, 12, day))) for day in (2, 3)
    )

    assert first.reasons == {Reason.NO_HOLDER: 1}
    assert [notice.kind for notice in first.notices] == [MessageKind.UNHELD]
    assert second.notices == ()


def test_what_became_overdue_while_it_waited_waits_on_for_a_working_day() -> None:
    configuration, notebook = plan("trước 15/12/2024"), Rehearsal()
    check(configuration, notebook, at=morning(date(2024, 12, 13)))

    sunday = compose(configuration, notebook, at=morning(date(2024, 12, 15)), wording=WORDING)
    monday = compose(configuration, notebook, at=morning(date(2024, 12, 16)), wording=WORDING)

    assert sunday == ()
    assert len(monday) == 1


def test_an_organisation_that_has_ended_is_not_told_any_more() -> None:
    configuration, notebook = plan("trước 15/12/2024"), Rehearsal()
    check(configuration, notebook, at=morning(date(2024, 12, 11)))
    ended = replace(ONE, valid_to=np.array([np.datetime64("2024-12-14")]))
    merged = replace(configuration, organisations=ended)

    assert compose(merged, notebook, at=morning(date(2024, 12, 16)), wording=WORDING) == ()
    assert notebook.outbox.waiting() == []


def test_a_holding_that_begins_makes_its_holder_hear_the_current_rung() -> None:
    later = Holding(RoleId("secretary"), OrganisationId("cb-1"), since=date(2024, 12, 5))
    person = replace(a_person("moi"), holds=(later,))
    configuration, notebook = (
        replace(plan("trước 15/12/2024"), people=People((person,))),
        Rehearsal(),
    )
    before = check(configuration, notebook, at=morning(date(2024, 12, 4)))
    after = check(configuration, notebook, at=morning(date(2024, 12, 5)))

    assert before.reminders == ()
    assert [(r.recipient, r.rung) for r in after.reminders] == [("moi", "T-14")]


def test_standings_that_changed_since_the_last_check_are_told_windows_too() -> None:
    configuration, notebook = plan("trong quý I/2025", "trước 15/12/2024"), Rehearsal()
    check(configuration, notebook, at=morning(date(2024, 12, 6)))
    soon = check(configuration, notebook, at=morning(date(2024, 12, 9)))
    opened = check(configuration, notebook, at=morning(date(2025, 1, 2)))

    assert [(c.cell.milestone, c.now) for c in soon.changes] == [("m-1", Standing.DUE_SOON)]
    assert {(c.cell.milestone, c.before, c.now) for c in opened.changes} == {
        ("m-0", Standing.PLANNED, Standing.OPEN),
        ("m-1", Standing.DUE_SOON, Standing.OVERDUE),
    }


def test_a_done_between_two_checks_is_a_change() -> None:
    configuration, notebook = plan("trước 15/12/2024"), Rehearsal()
    check(configuration, notebook, at=morning(date(2024, 12, 9)))
    entry = record.done(
        configuration,
        notebook,
        [Mention("cb-1", "m-0")],
        on=date(2024, 12, 9),
        by="x",
        now=morning(date(2024, 12, 9)),
        today=date(2024, 12, 9),
    )
    record.keep(notebook, entry)

    report = check(configuration, notebook, at=morning(date(2024, 12, 10)))

    assert [(c.before, c.now) for c in report.changes] == [(Standing.DUE_SOON, Standing.DONE)]


def test_a_fresh_simulation_forgets_what_was_said_but_not_what_was_done() -> None:
    configuration, books = plan("trước 15/12/2024", "trước 16/12/2024"), Rehearsal()
    day = date(2024, 12, 3)
    check(configuration, books, at=morning(date(2024, 12, 2)))
    mention = Mention("cb-1", "m-0")
    entry = record.done(
        configuration, books, [mention], on=day, by="x", now=morning(day), today=day
    )
    record.keep(books, entry)
    notebook = Rehearsal(books, fresh=True)

    rehearsed = simulate(configuration, notebook, first=day, last=day, ticks=ticks, wording=WORDING)

    assert [r.cell.milestone for one in rehearsed for r in one.report.reminders] == ["m-1"]


def test_quiet_hours_keep_a_person_undisturbed_and_a_rehearsal_shows_what_will_come() -> None:
    night = QuietHours(start=hanoi("2024-12-02 20:00").time(), end=hanoi("2024-12-02 09:00").time())
    configuration = plan("trước 15/12/2024")
    person = replace(configuration.people.persons[0], quiet=night)
    configuration = replace(configuration, people=People((person,)))
    notebook, at = Rehearsal(), morning(date(2024, 12, 2))
    check(configuration, notebook, at=at)

    held = compose(configuration, notebook, at=at, wording=WORDING)
    (shown,) = compose(configuration, notebook, at=at, wording=WORDING, ahead=True)

    assert held == ()
    assert shown.not_before == hanoi("2024-12-02 09:00")


@pytest.mark.parametrize(
    ("decided", "sent", "checked"),
    [
        ("2024-12-12 21:30", "2024-12-13 07:00", "2024-12-13 07:30"),
        ("2024-12-17 21:30", "2024-12-18 07:00", "2024-12-18 07:30"),
    ],
    ids=["due-today", "overdue"],
)
def test_what_quiet_hours_have_kept_over_night_counts_as_said_in_the_morning(
    decided: str, sent: str, checked: str
) -> None:
    configuration, notebook = with_quiet_nights(plan("13/12/2024")), Rehearsal()
    check(configuration, notebook, at=morning(date(2024, 12, 2)))
    compose(configuration, notebook, at=morning(date(2024, 12, 2)), wording=WORDING)
    check(configuration, notebook, at=hanoi(decided))
    assert compose(configuration, notebook, at=hanoi(decided), wording=WORDING) == ()

    (told,) = compose(configuration, notebook, at=hanoi(sent), wording=WORDING)
    report = check(configuration, notebook, at=hanoi(checked))

    assert told.recipient == "bt-cb-1"
    assert report.reminders == ()


def with_quiet_nights(configuration: Configuration) -> Configuration:
    night = QuietHours(start=hanoi("2024-12-02 21:00").time(), end=hanoi("2024-12-02 07:00").time())
    people = tuple(replace(person, quiet=night) for person in configuration.people.persons)
    return replace(configuration, people=People(people))
