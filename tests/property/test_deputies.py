"""Laws of deputies: whoever is away, nobody who is there is overlooked, and nobody hears twice."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.compose import compose
from lotrinh.domain.people import People
from lotrinh.domain.policy import rung_table
from lotrinh.domain.registers import PersonId, Span
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    STUBBORN,
    a_calendar,
    a_configuration,
    a_milestone,
    a_person,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

DUE = date(2024, 12, 13)
FIRST = date(2024, 11, 25)
CALENDAR = a_calendar()
POLICY = a_policy(overdue=STUBBORN)

days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
spans = st.builds(
    lambda first, length, is_open: Span(first, None if is_open else first + timedelta(length)),
    days,
    st.integers(0, 9),
    st.booleans(),
)
absences = st.lists(spans, max_size=2).map(tuple)
check_days = st.sets(days, min_size=1, max_size=30).map(lambda some: sorted({FIRST, *some}))


@dataclass
class Forgetful(NotedLedger):
    """A ledger whose last check was under another configuration: nothing narrows the scan."""

    def last_check(self, roadmap: RoadmapId, shard: str = "") -> CheckRecord | None:
        last = super().last_check(roadmap, shard)
        return last and replace(last, configuration="another")


def office(first: tuple[Span, ...], second: tuple[Span, ...]) -> Configuration:
    """Return a branch whose secretary has a deputy, who has one in turn."""
    holder = replace(a_person("a", "secretary@cb-1"), away=first, deputy=PersonId("b"))
    deputy = replace(a_person("b"), away=second, deputy=PersonId("c"))
    people = (holder, deputy, a_person("c"))
    plan = a_roadmap(a_milestone(due="chậm nhất 13/12/2024"))
    return a_configuration(
        plan, branches=organisations("cb-1"), people=people, policy=POLICY, calendar=CALENDAR
    )


def run(plan: Configuration, checks: list[date], notebook: Rehearsal) -> list[CheckReport]:
    reports = []
    for day in checks:
        reports.append(check(plan, notebook, at=morning(day)))
        compose(plan, notebook, at=morning(day), wording=TemplateWording())
    return reports


def answers(people: People, day: date) -> str:
    """Return who is there, tried one after another."""
    return next(p.id for p in people.persons if not any(s.covers(day) for s in p.away))


@settings(max_examples=60)
@given(first=absences, second=absences, checks=check_days)
def test_whoever_is_there_has_heard_the_current_rung_once(
    first: tuple[Span, ...], second: tuple[Span, ...], checks: list[date]
) -> None:
    plan, notebook = office(first, second), Rehearsal()

    told: list[tuple[str, str]] = []
    for report in run(plan, checks, notebook):
        told += [(str(r.recipient), r.rung) for r in report.reminders]
        today = report.at.date()
        rung = rung_table(POLICY.ladder, CALENDAR).current(DUE, today)
        if rung is not None and not (today > DUE and CALENDAR.is_off(today)):
            assert (answers(plan.people, today), rung.label) in told

    assert set(Counter(told).values()) <= {1}


@settings(max_examples=60)
@given(first=absences, second=absences, checks=check_days)
def test_narrowing_the_scan_overlooks_no_absence(
    first: tuple[Span, ...], second: tuple[Span, ...], checks: list[date]
) -> None:
    plan, narrow, whole = office(first, second), Rehearsal(), Rehearsal()
    whole.ledger = Forgetful()
    whole.outbox.ledger = whole.ledger

    assert [r.reminders for r in run(plan, checks, narrow)] == [
        r.reminders for r in run(plan, checks, whole)
    ]
