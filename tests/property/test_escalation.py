"""Laws of escalation, against a model that walks from day to day and remembers who was told.

A line of four: a branch, and three organisations above it, at some of which nobody holds the
role. Everything runs through the real use cases, over a notebook without books beneath it.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.domain.distance import Unit
from lotrinh.domain.facts import FactKind
from lotrinh.domain.policy import Escalation
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.reminders import Part
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

LINE = ("branch", "ward", "district", "province")
DUE = date(2024, 12, 14)
FIRST = date(2024, 12, 2)
LAST = date(2025, 2, 20)
CALENDAR = a_calendar()


def working_day(due: date, count: int) -> date:
    """Return the working day so many after another, counted one by one."""
    day = due
    while count:
        day += timedelta(days=1)
        count -= not CALENDAR.is_off(day)
    return day


@dataclass(frozen=True)
class Office:
    """Who is there above the branch, and when they hear."""

    held: tuple[bool, bool, bool]
    escalation: Escalation

    @property
    def above(self) -> list[str]:
        """The people of the levels, from below; those where nobody is are passed over."""
        there = [name for name, held in zip(LINE[1:], self.held, strict=True) if held]
        return [f"bt-{name}" for name in there][: self.escalation.levels]

    def plan(self) -> Configuration:
        register = replace(organisations(*LINE), parents=np.array([1, 2, 3, -1]))
        lowest = Selector(organisations=frozenset({OrganisationId(LINE[0])}))
        held = [LINE[0], *(n for n, is_held in zip(LINE[1:], self.held, strict=True) if is_held)]
        return a_configuration(
            a_roadmap(a_milestone(applies=lowest)),
            branches=register,
            people=[a_person(f"bt-{name}", f"secretary@{name}") for name in held],
            policy=replace(a_policy(overdue=STUBBORN), escalation=self.escalation),
            calendar=CALENDAR,
        )

    def comes(self, level: int, due: date) -> date:
        return working_day(due, self.escalation.after + level * self.escalation.every)


@dataclass(frozen=True)
class Fate:
    """What becomes of the deadline."""

    done: date | None = None
    asked: date | None = None
    decided: date | None = None
    granted: bool = False
    until: date = DUE + timedelta(days=20)

    def pending(self, day: date) -> bool:
        decided = self.decided is not None and self.decided <= day
        return self.asked is not None and self.asked <= day and not decided

    def due(self, day: date) -> date:
        decided = self.asked is not None and self.decided is not None and self.decided <= day
        return self.until if self.granted and decided else DUE


@dataclass
class Forgetful(NotedLedger):
    """A ledger whose last check was under another configuration: nothing narrows the scan."""

    def last_check(self, roadmap: RoadmapId, shard: str = "") -> CheckRecord | None:
        last = super().last_check(roadmap, shard)
        return last and replace(last, configuration="another")


@dataclass
class Story:
    """One office, day after day."""

    plan: Configuration
    notebook: Rehearsal = field(default_factory=Rehearsal)

    def run(self, fate: Fate, checks: list[date], unsent: set[int]) -> list[CheckReport]:
        """Check on some days, and record what happens when it does."""
        reports = []
        for number in range((LAST - FIRST).days + 1):
            today = FIRST + timedelta(days=number)
            self._record(fate, today)
            if today in checks:
                reports.append(check(self.plan, self.notebook, at=morning(today)))
                if number not in unsent:
                    self._send(today)
        return reports

    def _send(self, today: date) -> None:
        compose(self.plan, self.notebook, at=morning(today), wording=TemplateWording())

    def _record(self, fate: Fate, today: date) -> None:
        if fate.asked == today:
            self._answer(Answer(FactKind.EXTENSION_ASKED, fate.until), today)
        if fate.asked and fate.decided == today:
            granted = Answer(FactKind.EXTENSION_GRANTED, fate.until)
            self._answer(granted if fate.granted else Answer(FactKind.EXTENSION_REFUSED), today)
        if fate.done == today:
            now, it = morning(today), [Mention("branch", "review")]
            entry = record.done(
                self.plan, self.notebook, it, on=today, by="x", now=now, today=today
            )
            record.keep(self.notebook, entry)

    def _answer(self, said: Answer, today: date) -> None:
        entry = answer(
            self.plan,
            self.notebook,
            [Mention("branch", "review", note="vì")],
            said=said,
            on=today,
            by="x",
            now=morning(today),
            today=today,
        )
        record.keep(self.notebook, entry)


def told_above(reports: list[CheckReport]) -> list[tuple[date, str, date]]:
    """Return on which day who was told above, and of which due day."""
    return [
        (report.at.date(), str(reminder.recipient), reminder.due)
        for report in reports
        for reminder in report.reminders
        if reminder.part is Part.ABOVE
    ]


def expected(office: Office, fate: Fate, checks: list[date]) -> list[tuple[date, str, date]]:
    """Return the same by the law, found day by day."""
    told: list[tuple[date, str, date]] = []
    for today in checks:
        due = fate.due(today)
        done = fate.done is not None and fate.done <= today
        if done or fate.pending(today) or CALENDAR.is_off(today) or due < checks[0]:
            continue
        for level, person in enumerate(office.above):
            known = any(one[1:] == (person, due) for one in told)
            if not known and office.comes(level, due) <= today:
                told.append((today, person, due))
    return told


days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
check_days = st.sets(days, min_size=8, max_size=40).map(lambda some: sorted({FIRST, *some}))
offices = st.builds(
    Office,
    held=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    escalation=st.builds(
        Escalation,
        after=st.integers(1, 6),
        every=st.integers(1, 8),
        unit=st.just(Unit.WORKING_DAY),
        levels=st.none() | st.integers(1, 3),
    ),
)


@st.composite
def fates(draw: st.DrawFn) -> Fate:
    """Return what may become of the deadline; it is asked before it is decided or done."""
    asked = draw(days)
    decided = asked + timedelta(days=draw(st.integers(1, 20)))
    done = decided + timedelta(days=draw(st.integers(1, 40)))
    return Fate(
        done if draw(st.booleans()) else None,
        asked if draw(st.booleans()) else None,
        decided if draw(st.booleans()) else None,
        granted=draw(st.booleans()),
        until=max(decided, DUE) + timedelta(days=draw(st.integers(1, 20))),
    )


@settings(max_examples=60)
@given(office=offices, fate=fates(), checks=check_days)
def test_those_above_hear_as_the_law_says_whatever_happens(
    office: Office, fate: Fate, checks: list[date]
) -> None:
    """Never before its day, never when done, once a due day, not while more time is asked for."""
    whole, narrow = Story(office.plan()), Story(office.plan())
    whole.notebook.ledger = Forgetful()
    whole.notebook.outbox.ledger = whole.notebook.ledger

    stories = [story.run(fate, checks, set()) for story in (narrow, whole)]

    for reports in stories:
        assert sorted(told_above(reports)) == sorted(expected(office, fate, checks))


@settings(max_examples=30)
@given(office=offices, checks=check_days)
def test_a_level_where_nobody_is_lets_the_next_hear_and_the_coordinator_knows(
    office: Office, checks: list[date]
) -> None:
    reports = Story(office.plan()).run(Fate(), checks, set())

    told = {person for _, person, _ in told_above(reports)}
    posts = {post for r in reports for notice in r.notices for post in notice.passed_over}

    assert told <= {*office.above}
    for post in posts:
        assert not office.held[LINE.index(post.organisation) - 1]


@settings(max_examples=40)
@given(office=offices, fate=fates(), checks=check_days, unsent=st.sets(st.integers(0, 80)))
def test_nothing_of_it_is_said_twice_however_late_messages_go_out(
    office: Office, fate: Fate, checks: list[date], unsent: set[int]
) -> None:
    """What was taken back before it was sent may be decided again; it is sent once."""
    story = Story(office.plan())
    story.run(fate, checks, unsent)

    cell = {r.cell for r in (w.reminder for w in story.notebook.outbox.waiting())}
    said = story.notebook.ledger.said(cell)
    told = Counter(
        (person, one.due)
        for people in said.values()
        for person, heard in people.items()
        for one in heard
        if one.rung.startswith("E")
    )
    assert set(told.values()) <= {1}
