"""The laws of reminding, held over any pattern of days, facts and moved dates.

Everything runs through the real use cases, over a notebook without books beneath it.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.books.rehearsal.ledger import NotedLedger
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.application.telling.simulate import simulate
from lotrinh.domain.facts import UNTOUCHED, FactKind, open_entries
from lotrinh.domain.policy import rung_table
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.reminders import Reason, Reminder, answered, scan
from lotrinh.domain.roadmap import Amendment, Anchor, Barrier, MilestoneId, RoadmapId
from lotrinh.errors import LotrinhError
from lotrinh.loader.cron import ticks
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    STUBBORN,
    a_calendar,
    a_configuration,
    a_milestone,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

FIRST = date(2024, 11, 1)
LAST = date(2025, 2, 28)

ONLY_FIRST = Selector(organisations=frozenset({OrganisationId("cb-1")}))
ONLY_SECOND = Selector(organisations=frozenset({OrganisationId("cb-2")}))
BOTH_REVIEWED = Barrier(Selector(), MilestoneId("review"), below=False)
ALL_OF_IT = Barrier(Selector(), MilestoneId("all"), below=False)
PAPERS = frozenset({MilestoneId("papers")})
MORE_TIME = {(MilestoneId("review"), ""): parse_phrase("trước 22/12/2024", {})}
AMENDMENTS = (
    Amendment(date(2024, 12, 3), applies=ONLY_SECOND, due=MORE_TIME),
    Amendment(date(2024, 12, 24), suspends=PAPERS),
    Amendment(date(2025, 1, 8), resumes=PAPERS),
)

day = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
check_days = st.lists(day, min_size=1, max_size=25, unique=True).map(sorted)


def a_plan(
    *,
    review: str = "trước 15/12/2024",
    hash_: str = "first",
    amendments: tuple[Amendment, ...] = AMENDMENTS,
) -> Configuration:
    """Return a plan with a fixed date, one counted from a fact, one from an anchor, one monthly.

    A directive puts the papers on hold over the new year, another gives one branch more time;
    one milestone is done once both branches have had their review, and one once that is.
    """
    congress = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 1/2025"))
    plan = a_roadmap(
        a_milestone("review", review, support=("office",)),
        a_milestone("report", "trong 3 ngày làm việc từ review"),
        a_milestone("papers", "20 ngày trước congress"),
        a_milestone("session", "ngày congress", marks="congress"),
        a_milestone("meeting", "ngày 25 hằng tháng", first_year=2024, last_year=2025),
        a_milestone("all", "trước 20/12/2024", applies=ONLY_FIRST, done_when=BOTH_REVIEWED),
        a_milestone("top", "trước 22/12/2024", applies=ONLY_FIRST, done_when=ALL_OF_IT),
        congress=congress,
    )
    plan = replace(plan, amendments=amendments)
    branches = organisations("cb-1", "cb-2", anchors={"congress": [date(2025, 1, 15), None]})
    return a_configuration(plan, branches=branches, hash_=hash_)


@dataclass
class Forgetful(NotedLedger):
    """A ledger whose last check was under another configuration: nothing narrows the scan."""

    def last_check(self, roadmap: RoadmapId, shard: str = "") -> CheckRecord | None:
        last = super().last_check(roadmap, shard)
        return last and replace(last, configuration="another")


NAMES_A_DAY = {FactKind.SNOOZED, FactKind.EXTENSION_ASKED, FactKind.EXTENSION_GRANTED}


@dataclass(frozen=True)
class Given:
    """Something that is recorded on a day, perhaps of an earlier one."""

    day: date
    kind: FactKind
    milestone: str
    days: int
    """How far ahead it names a day."""
    back: int

    @property
    def on(self) -> date:
        return self.day - timedelta(days=self.back)

    @property
    def mention(self) -> Mention:
        return Mention("cb-1", self.milestone, note="vì")


WINTER = date(2024, 11, 28)
kinds = st.sampled_from([*FactKind, *5 * [FactKind.SNOOZED], *2 * [FactKind.UNDONE]])
answers = st.builds(
    Given,
    day=st.integers(0, 20).map(lambda n: WINTER + timedelta(days=n)),
    kind=kinds.filter(lambda kind: kind is not FactKind.HAPPENED),
    milestone=st.sampled_from([*6 * ["review"], "session", "papers", "report", "all"]),
    days=st.integers(1, 9),
    back=st.integers(0, 3),
)


@dataclass
class Story:
    """Checks and facts, one after another, over one notebook."""

    plan: Configuration = field(default_factory=a_plan)
    notebook: Rehearsal = field(default_factory=Rehearsal)
    reports: list[CheckReport] = field(default_factory=list)

    def check(self, day: date, *, send: bool = True) -> CheckReport:
        self.reports.append(check(self.plan, self.notebook, at=morning(day)))
        if send:
            self.send(day)
        return self.reports[-1]

    def send(self, day: date) -> None:
        compose(self.plan, self.notebook, at=morning(day), wording=TemplateWording())

    def done(self, organisation: str, milestone: str, on: date) -> None:
        mention = Mention(organisation, milestone)
        now = morning(on)
        entry = record.done(self.plan, self.notebook, [mention], on=on, by="x", now=now, today=LAST)
        record.keep(self.notebook, entry)

    def undo(self, on: date) -> None:
        """Take back what was recorded last, if there is anything."""
        if open_entries(self.notebook.facts.all()):
            entry, _ = record.undo(self.notebook, by="x", now=morning(on))
            record.keep(self.notebook, entry)

    def answer(self, given: "Given") -> None:
        """Record an answer, unless something speaks against it; `undo` takes back the last."""
        until = given.day + timedelta(days=given.days)
        said = Answer(given.kind, until if given.kind in NAMES_A_DAY else None)
        use_case = partial(answer, said=said) if given.kind is not FactKind.DONE else record.done
        with suppress(LotrinhError):
            if given.kind is FactKind.UNDONE:
                self.undo(given.day)
                return
            entry = use_case(
                self.plan,
                self.notebook,
                [given.mention],
                on=given.on,
                by="x",
                now=morning(given.day),
                today=given.day,
            )
            record.keep(self.notebook, entry)

    @property
    def reminders(self) -> list[Reminder]:
        return [reminder for report in self.reports for reminder in report.reminders]

    def owed(self, day: date) -> set[tuple[object, ...]]:
        """Return what the law says must have been said by the end of a day's check."""
        timelines = Timelines(self.plan, self.notebook.facts, day)
        policy = self.plan.policies["standard"]
        baselines = self.notebook.ledger.baselines(RoadmapId("plan"))
        states = timelines.states_of(RoadmapId("plan"))
        owed: set[tuple[object, ...]] = set()
        for deadline in timelines.of(RoadmapId("plan")).cells():
            if deadline.due is None or deadline.rests:
                continue
            state = states.get(deadline.id, UNTOUCHED)
            rung = rung_table(policy.ladder, deadline.calendar).current(deadline.due, day)
            backlog = deadline.due < baselines[deadline.id.organisation]
            waits = deadline.due < day and deadline.calendar.is_off(day)
            if rung is None or backlog or waits or state.closed_on is not None:
                continue
            if answered(deadline, state, rung.label, day) is None:
                owed.add((deadline.id, deadline.due, rung.label))
        return owed


def said(reminders: Iterable[Reminder]) -> set[tuple[object, ...]]:
    return {(reminder.cell, reminder.due, reminder.rung) for reminder in reminders}


@given(days=check_days)
def test_no_rung_is_lost_whatever_days_were_missed(days: list[date]) -> None:
    """After each check, the current rung of every open cell has been said."""
    story = Story()

    for day in days:
        story.check(day)
        assert story.owed(day) <= said(story.reminders)


@given(
    days=check_days,
    sent=st.sets(st.integers(0, 24)),
    done=st.none() | st.tuples(st.sampled_from(["review", "session"]), day),
    moved=st.none() | st.sampled_from(["trước 20/12/2024", "trước 05/12/2024"]),
)
def test_no_rung_is_lost_however_late_messages_go_out(
    days: list[date], sent: set[int], done: tuple[str, date] | None, moved: str | None
) -> None:
    """Whatever was decided, taken back or moved while messages waited, in the end all is told."""
    story = Story()
    for number, day in enumerate(days):
        if number == len(days) // 2 and moved:
            story.plan = a_plan(review=moved, hash_=moved)
        if number == len(days) // 2 and done and done[1] <= day:
            story.done("cb-1", *done)
        story.check(day, send=number in sent)
    story.send(days[-1])
    story.check(days[-1])

    told = {
        (cell, one.due, one.rung)
        for cell, people in story.notebook.ledger.said({r.cell for r in story.reminders}).items()
        for said in people.values()
        for one in said
        if one.told
    }
    assert {owed[0] for owed in story.owed(days[-1])} <= {cell for cell, _, _ in told}
    assert {owed[:2] for owed in story.owed(days[-1])} <= {(cell, due) for cell, due, _ in told}
    left = [waiting.reminder.due for waiting in story.notebook.outbox.waiting()]
    assert not left or (max(left) < days[-1] and a_calendar().is_off(days[-1]))


@given(days=st.lists(day, min_size=1, max_size=40).map(sorted))
def test_nothing_is_ever_said_twice(days: list[date]) -> None:
    """However often we check, a person hears of a cell, a due date and a rung once."""
    story = Story()
    for day in days:
        story.check(day)

    counted = Counter((r.recipient, r.cell, r.due, r.rung) for r in story.reminders)
    assert set(counted.values()) <= {1}


@given(days=check_days)
def test_after_an_outage_a_person_hears_once_of_each_cell(days: list[date]) -> None:
    """Missed rungs coalesce: one check speaks at most once of a cell to a person."""
    story = Story()

    for day in days:
        report = story.check(day)
        counted = Counter((r.recipient, r.cell) for r in report.reminders)
        assert set(counted.values()) <= {1}


events = st.lists(
    st.one_of(
        day.map(lambda d: ("check", d)),
        day.map(lambda d: ("undo", d)),
        st.tuples(st.sampled_from(["review", "session", "papers"]), day),
    ),
    min_size=2,
    max_size=16,
)


@given(events=events, moved=st.sampled_from(["trước 15/12/2024", "trước 20/12/2024"]))
def test_narrowing_the_scan_changes_nothing(events: list[tuple[str, date]], moved: str) -> None:
    """What is said is the same whether or not a check starts from the last one."""
    stories = [Story(), Story()]
    stories[1].notebook.ledger = Forgetful()
    stories[1].notebook.outbox.ledger = stories[1].notebook.ledger

    for number, (kind, day) in enumerate(sorted(events, key=lambda event: event[1])):
        for story in stories:
            if kind == "check":
                story.check(day)
            elif kind == "undo":
                story.undo(day)
            else:
                for branch in ("cb-1", "cb-2"):
                    story.done(branch, kind, day)
            if number == len(events) // 2:
                story.plan = a_plan(review=moved, hash_=moved)

    narrow, full = (Counter(story.reminders) for story in stories)
    assert narrow == full


@given(
    given_=st.lists(answers, min_size=1, max_size=6),
    missed=st.sets(st.integers(0, 24), max_size=6),
    unsent=st.sets(st.integers(0, 24), max_size=4),
)
def test_narrowing_changes_nothing_whatever_is_answered(
    given_: list[Given], missed: set[int], unsent: set[int]
) -> None:
    """What ends or moves by itself, or is taken back, is found by a check that looks at little."""
    stories = [Story(), Story()]
    stories[1].notebook.ledger = Forgetful()
    stories[1].notebook.outbox.ledger = stories[1].notebook.ledger

    for number in range(25):
        today = WINTER + timedelta(days=number)
        for story in stories:
            for one in given_:
                if one.day == today:
                    story.answer(one)
            if number not in missed:
                story.check(today, send=number not in unsent)

    narrow, full = (Counter(story.reminders) for story in stories)
    assert narrow == full


@settings(max_examples=40)
@given(
    given_=st.lists(answers, min_size=1, max_size=6),
    days=st.lists(st.integers(0, 30), min_size=1, max_size=12, unique=True).map(sorted),
)
def test_no_rung_is_lost_whatever_is_answered(given_: list[Given], days: list[int]) -> None:
    """After each check all has been said that nobody has done, answered or put on hold."""
    story, left = Story(), sorted(given_, key=lambda one: one.day)

    for number in days:
        today = WINTER + timedelta(days=number)
        while left and left[0].day <= today:
            story.answer(left.pop(0))
        story.check(today)
        corrected = {(r.cell, r.due) for r in story.reminders if r.reason is Reason.MOVED}
        missing = story.owed(today) - said(story.reminders)
        assert {owed[:2] for owed in missing} <= corrected


@given(days=check_days, on=day)
def test_nothing_is_said_of_what_is_done(days: list[date], on: date) -> None:
    story = Story()
    story.done("cb-1", "review", on)

    for day in days:
        report = story.check(day)
        if day >= on:
            told = {(r.cell.organisation, r.cell.milestone) for r in report.reminders}
            assert ("cb-1", "review") not in told


@given(days=check_days)
def test_up_to_the_due_day_nobody_is_told_after_it(days: list[date]) -> None:
    """A rung up to the due day that falls on a day off speaks before it, never after."""
    story = Story()
    for day in days:
        for reminder in story.check(day).reminders:
            late = reminder.due < day
            moved = reminder.reason is Reason.MOVED
            assert moved or late == (reminder.reason is Reason.OVERDUE)


@given(days=check_days)
def test_overdue_ones_wait_for_a_working_day(days: list[date]) -> None:
    calendar = a_calendar()
    story = Story()
    for day in days:
        overdue = [r for r in story.check(day).reminders if r.reason is Reason.OVERDUE]
        assert not (overdue and calendar.is_off(day))


@given(days=st.lists(day, min_size=2, max_size=12, unique=True).map(sorted))
def test_a_moved_date_is_told_once_and_only_to_whom_the_old_one_was_told(days: list[date]) -> None:
    story = Story(a_plan(amendments=()))
    for day in days[: len(days) // 2]:
        story.check(day)
    knew = {r.recipient for r in story.reminders if r.cell.milestone == "review"}
    story.plan = a_plan(review="trước 20/12/2024", hash_="second", amendments=())
    for day in days[len(days) // 2 :]:
        story.check(day)

    told = (r for r in story.reminders if r.cell.milestone == "review")
    moved = Counter(r.recipient for r in told if r.reason is Reason.MOVED)
    waits = days[-1] > date(2024, 12, 19) and a_calendar().is_off(days[-1])
    assert dict(moved) == dict.fromkeys(knew, 1) or (waits and not moved)


@given(today=day, since=day)
def test_the_scan_misses_no_cell_whose_rung_has_changed(today: date, since: date) -> None:
    """The scan is a superset of what speaks."""
    since, today = sorted((since, today))
    plan = a_plan()
    timeline = Timelines(plan, Rehearsal().facts, today).of(RoadmapId("plan"))
    for matrix in timeline.matrices:
        rungs = rung_table(a_policy(overdue=STUBBORN).ladder, matrix.calendar)
        scanned = set(scan(matrix, rungs, today=today, since=since))
        for row, column in np.argwhere(matrix.applies).tolist():
            due = timeline.cell(matrix, row, column).due
            if due and rungs.current(due, since) != rungs.current(due, today):
                assert (row, column) in scanned


@settings(max_examples=20)
@given(first=day, length=st.integers(0, 25))
def test_a_simulation_says_what_real_checks_say(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    story = Story()
    rehearsed = simulate(
        story.plan, Rehearsal(), first=first, last=last, ticks=ticks, wording=TemplateWording()
    )
    for number in range(length + 1):
        story.check(first + timedelta(days=number))

    simulated = [reminder for one in rehearsed for reminder in one.report.reminders]
    assert simulated == story.reminders
