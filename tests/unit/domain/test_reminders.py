"""`decide` as a table: the reason given is the one that would still hold tomorrow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import UNTOUCHED, CellId, Fact, FactKind, State
from lotrinh.domain.policy import Rung, rung_table
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.reminders import (
    Decision,
    Part,
    Reason,
    Said,
    Situation,
    decide,
    escalate,
    have_spoken,
    is_repeat,
    request_rung,
    scan,
)
from lotrinh.domain.resolution import resolve
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.timeline import Deadline, Matrix
from tests.builders import (
    STUBBORN,
    a_calendar,
    a_milestone,
    a_policy,
    a_roadmap,
    organisations,
)

DUE = date(2024, 12, 14)
LEAD, SUPPORT = Part.LEAD, Part.SUPPORT
CALENDAR = a_calendar()
POLICY = a_policy(overdue=STUBBORN)
RECORDED = datetime(2024, 11, 4, tzinfo=UTC)


def decided(
    today: date,
    *,
    due: date | None = DUE,
    part: Part = LEAD,
    heard: tuple[Said, ...] = (),
    baseline: date = date(2024, 1, 1),
    state: State = UNTOUCHED,
    needs_date: bool = False,
    extension: Fact | None = None,
) -> Decision:
    cell = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId("review"))
    deadline = Deadline(
        *(cell, a_milestone(), CALENDAR, due, None),
        provisional=False,
        needs_date=needs_date,
        extension=extension,
    )
    ladders = {LEAD: POLICY.ladder, SUPPORT: POLICY.support_ladder}
    rungs = {of: rung_table(ladder, CALENDAR) for of, ladder in ladders.items()}
    situation = Situation(rungs, baseline, state)
    return decide(deadline, part, heard, situation, today)


@pytest.mark.parametrize(
    ("today", "reason", "rung"),
    [
        (date(2024, 11, 20), Reason.NOT_YET, None),
        (date(2024, 12, 2), Reason.UPCOMING, "T-14"),
        (date(2024, 12, 14), Reason.DUE_TODAY, "T-0"),
        (date(2024, 12, 15), Reason.DAY_OFF, "T-0"),
        (date(2024, 12, 16), Reason.OVERDUE, "T+1wd"),
    ],
)
def test_the_lead_hears_each_rung(today: date, reason: Reason, rung: str | None) -> None:
    assert decided(today) == Decision(reason, rung)


def test_what_is_done_is_silent_before_anything_else() -> None:
    assert decided(date(2024, 12, 16), state=State(date(2024, 12, 10))).reason is Reason.DONE
    assert (
        decided(date(2024, 12, 16), due=None, state=State(date(2024, 12, 10))).reason is Reason.DONE
    )


def test_what_has_no_date_is_silent() -> None:
    assert decided(date(2024, 12, 16), due=None).reason is Reason.UNDATED


def test_what_passed_while_it_was_on_hold_is_silent_until_it_has_another_day() -> None:
    assert decided(date(2024, 12, 16), needs_date=True) == Decision(Reason.NEEDS_DATE)


def test_what_was_past_due_at_the_first_check_never_speaks() -> None:
    assert decided(date(2024, 12, 16), baseline=date(2024, 12, 15)).reason is Reason.BACKLOG
    assert decided(date(2024, 12, 16), baseline=DUE).reason is Reason.OVERDUE


def test_a_rung_that_was_said_is_not_said_again() -> None:
    said = (Said(DUE, "T-14"),)

    assert decided(date(2024, 12, 3), heard=said) == Decision(Reason.ALREADY_SAID, "T-14")
    assert decided(date(2024, 12, 7), heard=said) == Decision(Reason.UPCOMING, "T-7")


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (date(2024, 12, 2), Reason.SUPPORT_WAITS),
        (date(2024, 12, 6), Reason.UPCOMING),
        (date(2024, 12, 11), Reason.ALREADY_SAID),
        (date(2024, 12, 13), Reason.UPCOMING),
        (date(2024, 12, 16), Reason.ALREADY_SAID),
    ],
)
def test_support_hears_a_week_before_and_at_the_end_only(today: date, reason: Reason) -> None:
    rungs = ((date(2024, 12, 6), "T-7"), (date(2024, 12, 13), "T-0"))
    heard = tuple(Said(DUE, rung) for day, rung in rungs if day < today)

    assert decided(today, part=SUPPORT, heard=heard).reason is reason


def test_a_rung_of_support_that_was_missed_is_said_late_like_any_other() -> None:
    assert decided(date(2024, 12, 11), part=SUPPORT) == Decision(Reason.UPCOMING, "T-7")


def test_a_correction_is_not_repeated_while_it_waits_to_be_sent() -> None:
    told = Said(date(2024, 12, 20), "T-14")
    waiting = Said(DUE, "T-7", told=False)

    assert decided(date(2024, 12, 9), heard=(told, waiting)) == Decision(Reason.ALREADY_SAID, "T-7")
    assert decided(date(2024, 12, 11), heard=(told, waiting)) == Decision(Reason.MOVED, "T-3")


def test_so_is_one_of_a_date_none_of_whose_rungs_has_come() -> None:
    heard = (Said(date(2024, 11, 10), "T-7"), Said(DUE, "moved", told=False))

    assert decided(date(2024, 11, 5), heard=heard) == Decision(Reason.ALREADY_SAID)


def test_a_correction_of_what_is_overdue_by_now_waits_for_a_working_day() -> None:
    told = (Said(date(2024, 12, 20), "T-7"),)

    assert decided(date(2024, 12, 15), heard=told) == Decision(Reason.DAY_OFF)
    assert decided(date(2024, 12, 16), heard=told) == Decision(Reason.MOVED, "T+1wd")


def test_who_got_more_time_hears_of_the_new_day_although_no_rung_of_it_has_come() -> None:
    granted = Fact(1, FactKind.EXTENSION_GRANTED, date(2024, 11, 4), RECORDED, "x", until=DUE)
    early = date(2024, 11, 5)

    assert decided(early, extension=granted) == Decision(Reason.MOVED, "moved")
    assert decided(early, extension=granted, part=SUPPORT).reason is Reason.NOT_YET
    waiting = (Said(DUE, "moved", told=False),)
    assert decided(early, extension=granted, heard=waiting).reason is Reason.NOT_YET


def test_who_decides_hears_of_a_request_a_second_time_under_another_rung() -> None:
    rungs = [request_rung(Reason.ASKED, 17, again=again) for again in (False, True)]

    assert len(set(rungs)) == 2
    assert [is_repeat(rung) for rung in rungs] == [False, True]


def test_known_is_known_of_one_due_day() -> None:
    known = Fact(1, FactKind.ACKNOWLEDGED, date(2024, 12, 2), RECORDED, "x", until=DUE)
    state = State(acknowledged=known)

    assert decided(date(2024, 12, 9), state=state) == Decision(Reason.ACKNOWLEDGED, "T-7")
    moved = date(2024, 12, 16)
    assert decided(date(2024, 12, 9), state=state, due=moved) == Decision(Reason.UPCOMING, "T-7")


def test_what_is_put_off_speaks_on_the_day_to_which_it_was() -> None:
    until = date(2024, 12, 11)
    state = State(snoozed=Fact(1, FactKind.SNOOZED, until, RECORDED, "x", until=until))

    assert decided(date(2024, 12, 10), state=state) == Decision(Reason.SNOOZED, "T-7")
    assert decided(until, state=state) == Decision(Reason.UPCOMING, "T-3")


def test_nobody_is_corrected_who_was_told_nothing() -> None:
    waiting = Said(date(2024, 12, 20), "T-14", told=False)

    assert decided(date(2024, 12, 9), heard=(waiting,)) == Decision(Reason.UPCOMING, "T-7")


def test_a_moved_date_is_a_correction_whose_rung_counts_as_said() -> None:
    told = (Said(date(2024, 12, 20), "T-14"),)

    correction = decided(date(2024, 12, 9), heard=told)
    after = decided(date(2024, 12, 10), heard=(*told, Said(DUE, correction.rung or "")))

    assert correction == Decision(Reason.MOVED, "T-7")
    assert after.reason is Reason.ALREADY_SAID


def test_a_date_moved_far_away_is_told_although_no_rung_has_come() -> None:
    told = (Said(date(2024, 11, 10), "T-7"),)

    assert decided(date(2024, 11, 5), heard=told) == Decision(Reason.MOVED, "moved")


def test_a_date_that_moves_away_and_back_is_told_each_time() -> None:
    other = date(2024, 12, 20)
    heard: tuple[Said, ...] = (Said(DUE, "T-14"),)
    for due in (other, DUE, other, DUE):
        decision = decided(date(2024, 12, 2), due=due, heard=heard)
        assert decision.reason is Reason.MOVED
        heard = (*heard, Said(due, decision.rung or ""))

    labels = [(said.due == DUE, said.rung) for said in heard]
    assert labels == [
        (True, "T-14"),
        *((False, "moved"), (True, "moved"), (False, "moved-2"), (True, "moved-2")),
    ]


def a_matrix(*due: date | None) -> Matrix:
    """Return a matrix of one branch, with a column for each due day."""
    ids = [a_milestone(f"m{number}") for number in range(len(due))]
    timeline = resolve(a_roadmap(*ids), organisations("cb-1"), {"office": CALENDAR}, done={})
    (matrix,) = timeline.matrices
    days = np.array([list(due)], "M8[D]")
    return replace(matrix, due=days)


def test_days_beyond_the_calendar_never_speak_and_its_first_and_last_do() -> None:
    short = Calendar.of("x", date(2024, 12, 2), date(2024, 12, 13), announced=date.max)
    table, today = rung_table(POLICY.ladder, short), date(2024, 12, 13)
    before, after = short.first - timedelta(days=1), short.last + timedelta(days=1)
    matrix = a_matrix(before, short.first, short.last, after, None)

    assert list(scan(matrix, table, today=today, since=None)) == [(0, 1), (0, 2)]
    assert have_spoken(matrix, table, today).tolist() == [[False, True, True, False, False]]


def test_what_need_not_be_done_has_never_spoken() -> None:
    matrix = replace(a_matrix(DUE, DUE), applies=np.array([[True, False]]))
    table = rung_table(POLICY.ladder, CALENDAR)

    assert have_spoken(matrix, table, DUE).tolist() == [[True, False]]
    assert list(scan(matrix, table, today=DUE, since=None)) == [(0, 0)]


def test_a_country_is_looked_through_in_parts_each_cell_once() -> None:
    size = 400_000
    small, table = a_matrix(DUE, DUE, DUE, DUE, None), rung_table(POLICY.ladder, CALENDAR)
    applies = np.zeros((size, 5), np.bool_)
    applies[[0, size - 1]] = True
    due = np.repeat(small.due, size, axis=0)
    country = replace(small, rows=np.arange(size), due=due, applies=applies)

    cells = list(scan(country, table, today=DUE, since=None))

    assert cells == [(row, column) for column in range(4) for row in (0, size - 1)]


def test_a_request_and_its_reminder_have_rungs_of_their_own() -> None:
    assert request_rung(Reason.ASKED, 17) == "asked-17"
    assert request_rung(Reason.ASKED, 17, again=True) == "asked-17+again"


def test_what_is_put_off_on_its_due_day_waits_as_long_as_it_was_due() -> None:
    """The last working day up to it has gone by then, so there is nothing to hurry for."""
    monday = date(2024, 12, 16)
    snooze = Fact(1, FactKind.SNOOZED, monday, RECORDED, "x", until=date(2024, 12, 20))

    assert decided(monday, due=monday, state=State(snoozed=snooze)).reason is Reason.DUE_TODAY
    later = date(2024, 12, 17)
    assert decided(later, due=monday, state=State(snoozed=snooze)).reason is Reason.OVERDUE
    assert decided(later, due=DUE, state=State(snoozed=snooze)).reason is Reason.SNOOZED


LEVEL = Rung(3, Unit.WORKING_DAY, level=1)
ON_WEDNESDAY, ON_SATURDAY = date(2024, 12, 18), date(2024, 12, 21)
ASKED = Fact(1, FactKind.EXTENSION_ASKED, DUE, datetime(2024, 12, 14, tzinfo=UTC), "x", until=DUE)


def escalated(
    today: date = ON_WEDNESDAY,
    *,
    due: date | None = DUE,
    heard: tuple[Said, ...] = (),
    baseline: date = date(2024, 1, 1),
    state: State = UNTOUCHED,
    suspended: bool = False,
) -> Decision:
    cell = CellId(RoadmapId("plan"), OrganisationId("cb-1"), MilestoneId("review"))
    deadline = Deadline(
        cell, a_milestone(), CALENDAR, due, None, provisional=False, suspended=suspended
    )
    return escalate(deadline, LEVEL, heard, Situation({}, baseline, state), today)


def test_those_above_hear_once_of_a_due_day() -> None:
    assert escalated() == escalated(baseline=DUE) == Decision(Reason.ESCALATED, "E1+3wd")
    for rung in ("E1+3wd", "E1+2wd", "E2+8wd"):  # by another policy, or at another level
        said = (Said(DUE, rung),)
        assert escalated(heard=said) == Decision(Reason.ALREADY_SAID, "E1+3wd")
    assert escalated(heard=(Said(date(2024, 12, 1), "E1+3wd"),)).reason is Reason.ESCALATED
    assert escalated(heard=(Said(DUE, "T+1wd"),)).reason is Reason.ESCALATED


def test_those_above_hear_nothing_of_what_is_at_rest_asked_for_or_of_long_ago() -> None:
    snoozed = Fact(1, FactKind.SNOOZED, DUE, ASKED.recorded_at, "x", until=date(2025, 2, 1))

    assert escalated(state=State(date(2024, 12, 17))).reason is Reason.DONE
    assert escalated(state=State(DUE, waived=True)).reason is Reason.WAIVED
    assert escalated(suspended=True).reason is Reason.SUSPENDED
    assert escalated(due=None).reason is Reason.UNDATED
    pending = Decision(Reason.EXTENSION_PENDING, "E1+3wd")
    assert escalated(state=State(asked=ASKED)) == pending
    assert escalated(baseline=date(2024, 12, 15)).reason is Reason.BACKLOG
    assert escalated(ON_SATURDAY).reason is Reason.DAY_OFF
    assert escalated(state=State(snoozed=snoozed)).reason is Reason.ESCALATED
