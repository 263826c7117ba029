"""What directives, barriers, events and mergers come to in checks, one after another."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.happened import BeforeTermError, Event, happened
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose, compose_notices
from lotrinh.domain.calendar import as_day
from lotrinh.domain.registers import OrganisationId, Organisations, Selector
from lotrinh.domain.reminders import Reason
from lotrinh.domain.roadmap import Amendment, Anchor, Barrier, Milestone, MilestoneId, RoadmapId
from lotrinh.domain.status import Standing
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import a_configuration, a_milestone, a_roadmap, morning, organisations

REVIEW, PLAN = MilestoneId("review"), RoadmapId("plan")
ONE = organisations("cb-1")
HOLD = Amendment(date(2024, 12, 10), suspends=frozenset({REVIEW}))
GO_ON = Amendment(date(2025, 1, 6), resumes=frozenset({REVIEW}))
FIRST_ONLY = Selector(organisations=frozenset({OrganisationId("cb-1")}))
BOTH = Barrier(Selector(), REVIEW, below=False)


class Story:
    """Checks with all that they send, over one notebook."""

    def __init__(self, plan: Configuration) -> None:
        self.plan = plan
        self.notebook = Rehearsal()
        self.sent: list[Message] = []

    def check(self, first: date, *more: date) -> CheckReport:
        """Check on some days, and return the last one's report."""
        report = CheckReport(morning(first))
        for day in (first, *more):
            at, words = morning(day), TemplateWording()
            report = check(self.plan, self.notebook, at=at)
            notices = compose_notices(
                self.plan, self.notebook, report.notices, at=at, wording=words
            )
            messages = compose(self.plan, self.notebook, at=at, wording=words, ahead=True)
            self.sent += [*messages, *notices]
        return report

    def done(self, organisation: str, on: date, milestone: str = "review") -> None:
        mentions, now = [Mention(organisation, milestone)], morning(on)
        entry = record.done(self.plan, self.notebook, mentions, on=on, by="x", now=now, today=on)
        record.keep(self.notebook, entry)

    def happened(self, organisation: str, anchor: str, on: date) -> record.Entry:
        event = Event(organisation, anchor, on)
        entry = happened(self.plan, self.notebook, event, by="x", now=morning(on))
        return record.keep(self.notebook, entry)

    def due(self, milestone: str, day: date, organisation: str = "cb-1") -> date | None:
        timeline = Timelines(self.plan, self.notebook.facts, day).of(PLAN)
        return next(
            d.due
            for d in timeline.cells()
            if (d.id.milestone, d.id.organisation) == (milestone, organisation)
        )

    def notices(self, kind: MessageKind) -> list[Message]:
        return [message for message in self.sent if message.kind is kind]


def a_story(
    *milestones: Milestone,
    amendments: tuple[Amendment, ...] = (),
    register: Organisations = ONE,
    anchors: Mapping[str, Anchor] | None = None,
) -> Story:
    roadmap = replace(a_roadmap(*milestones), anchors=anchors or {}, amendments=amendments)
    return Story(a_configuration(roadmap, branches=register))


def test_on_hold_nobody_hears_anything_even_when_the_day_passes() -> None:
    story = a_story(a_milestone(due="trước 15/12/2024"), amendments=(HOLD,))
    told = story.check(date(2024, 12, 2))

    silent = story.check(date(2024, 12, 11), date(2024, 12, 17), date(2024, 12, 30))

    assert told.enqueued == 1
    assert silent.reasons == {Reason.SUSPENDED: 1}
    assert len(story.sent) == 1


def test_a_new_day_when_work_goes_on_is_one_correction() -> None:
    both = replace(GO_ON, due={(REVIEW, ""): parse_phrase("trước 20/01/2025", {})})
    story = a_story(a_milestone(due="trước 15/12/2024"), amendments=(HOLD, both))
    story.check(date(2024, 12, 2), date(2024, 12, 11), date(2025, 1, 6), date(2025, 1, 7))

    first, correction = story.notices(MessageKind.REMINDERS)

    assert "còn 12 ngày" in first.subject
    assert correction.subject.startswith("[Đổi hạn]")
    assert "19/01/2025" in correction.subject


def test_a_day_that_passed_on_hold_is_on_the_coordinators_list_once_a_week() -> None:
    story = a_story(a_milestone(due="trước 15/12/2024"), amendments=(HOLD, GO_ON))
    week = (date(2025, 1, 6), date(2025, 1, 7), date(2025, 1, 8))
    first = story.check(date(2024, 12, 2), week[0])
    story.check(*week[1:], date(2025, 1, 13))

    lists = story.notices(MessageKind.UNDATED)

    assert first.reasons == {Reason.NEEDS_DATE: 1}
    assert [message.at.date() for message in lists] == [date(2025, 1, 6), date(2025, 1, 13)]
    assert "Việc review" in lists[0].text


def test_a_directive_is_seen_on_its_day_though_no_file_has_changed() -> None:
    sooner = Amendment(date(2024, 12, 4), due={(REVIEW, ""): parse_phrase("10/12/2024", {})})
    story = a_story(a_milestone(due="trước 31/12/2024"), amendments=(sooner,))

    early, later = story.check(date(2024, 12, 3)), story.check(date(2024, 12, 4))

    assert early.enqueued == 0
    assert [r.due for r in later.reminders] == [date(2024, 12, 10)]


def test_what_directives_made_of_a_deadline_is_a_change_of_its_standing() -> None:
    later = Amendment(date(2025, 1, 8), due={(REVIEW, ""): parse_phrase("trước 31/03/2025", {})})
    story = a_story(a_milestone(due="trước 15/12/2024"), amendments=(HOLD, GO_ON, later))
    days = (date(2024, 12, 9), date(2024, 12, 10), date(2024, 12, 20), date(2025, 1, 6))

    changes = [story.check(day).changes for day in (*days, date(2025, 1, 8))]

    assert [[(change.before, change.now) for change in each] for each in changes] == [
        [],
        [(Standing.DUE_SOON, Standing.SUSPENDED)],
        [],
        [(Standing.SUSPENDED, Standing.NEEDS_DATE)],
        [(Standing.NEEDS_DATE, Standing.PLANNED)],
    ]


def test_what_rolls_up_is_silent_once_all_are_done_and_speaks_after_an_undo() -> None:
    story = a_story(
        a_milestone(due="trước 15/12/2024"),
        a_milestone("all", "trước 20/12/2024", applies=FIRST_ONLY, done_when=BOTH),
        register=organisations("cb-1", "cb-2"),
    )
    story.check(date(2024, 12, 2))
    story.done("cb-1", date(2024, 12, 3))
    story.done("cb-2", date(2024, 12, 9))
    silent = story.check(date(2024, 12, 13))
    entry, _ = record.undo(story.notebook, by="x", now=morning(date(2024, 12, 13)))
    record.keep(story.notebook, entry)

    again = story.check(date(2024, 12, 16))

    assert silent.reminders == ()
    assert {r.cell.milestone for r in again.reminders} == {"review", "all"}


def test_what_rolls_up_may_roll_up_again_in_another_roadmap() -> None:
    wards = a_milestone("all", "trước 20/12/2024", applies=FIRST_ONLY, done_when=BOTH)
    ours = Barrier(Selector(), MilestoneId("all"), PLAN, below=False)
    top = a_milestone("top", "trước 22/12/2024", applies=FIRST_ONLY, done_when=ours)
    far = Barrier(Selector(), MilestoneId("top"), RoadmapId("upper"), below=False)
    end = a_milestone("end", "trước 23/12/2024", applies=FIRST_ONLY, done_when=far)
    story = Story(
        a_configuration(
            a_roadmap(a_milestone(due="trước 15/12/2024"), wards),
            a_roadmap(top, id_="upper"),
            a_roadmap(end, id_="uppermost"),
        )
    )
    story.check(date(2024, 12, 2))
    story.done("cb-1", date(2024, 12, 3))
    story.done("cb-2", date(2024, 12, 9))
    silent = story.check(date(2024, 12, 12), date(2024, 12, 19))
    entry, _ = record.undo(story.notebook, by="x", now=morning(date(2024, 12, 19)))
    record.keep(story.notebook, entry)

    again = story.check(date(2024, 12, 20))

    assert silent.reminders == ()
    assert {r.cell.milestone for r in again.reminders} == {"review", "all", "top", "end"}


def test_barriers_that_wait_for_each_other_are_never_done() -> None:
    there = Barrier(Selector(), MilestoneId("review"), RoadmapId("upper"), below=False)
    back = Barrier(Selector(), MilestoneId("review"), PLAN, below=False)
    upper = a_roadmap(a_milestone(due="trước 15/12/2024", done_when=back), id_="upper")
    own = a_roadmap(a_milestone(due="trước 15/12/2024", done_when=there))
    story = Story(a_configuration(own, upper))

    told = story.check(date(2024, 12, 2))

    assert len(told.reminders) == 4


def test_a_barrier_that_moves_another_counts_those_of_its_new_day() -> None:
    first = a_milestone("all", "trước 20/12/2024", applies=FIRST_ONLY, done_when=BOTH)
    after = parse_phrase("30 ngày sau all", {"all": "all"})
    late = replace(a_milestone("late", applies=FIRST_ONLY, done_when=BOTH), due=after)
    report = replace(a_milestone("report", applies=FIRST_ONLY), due=parse_phrase("late + 1 ngày"))
    new = np.array(["NaT", "NaT", "2025-01-10"], "M8[D]")
    story = a_story(
        a_milestone(due="trước 15/12/2024"),
        first,
        late,
        report,
        register=replace(organisations("cb-1", "cb-2", "cb-3"), valid_from=new),
    )
    story.done("cb-1", date(2024, 12, 3))
    story.done("cb-2", date(2024, 12, 9))

    progress = Timelines(story.plan, story.notebook.facts, date(2024, 12, 12)).progress(PLAN)

    assert {c.milestone: (p.done, p.total) for c, p in progress.items()} == {
        "all": (2, 2),
        "late": (2, 2),
    }
    assert story.due("report", date(2024, 12, 12)) == date(2024, 12, 10)


def test_what_is_counted_from_a_barrier_is_firm_from_its_last_day() -> None:
    story = a_story(
        a_milestone(due="trước 15/12/2024"),
        a_milestone("all", "trước 20/12/2024", applies=FIRST_ONLY, done_when=BOTH),
        Milestone(
            MilestoneId("report"),
            "Báo cáo",
            parse_phrase("trong 3 ngày làm việc từ all", {"all": "all"}),
            a_milestone().lead,
            applies=FIRST_ONLY,
        ),
        register=organisations("cb-1", "cb-2"),
    )
    forecast = story.due("report", date(2024, 12, 2))
    story.done("cb-1", date(2024, 12, 3))
    story.done("cb-2", date(2024, 12, 9))

    assert forecast == date(2024, 12, 24)
    assert story.due("report", date(2024, 12, 10)) == date(2024, 12, 12)


def test_a_day_that_has_come_makes_the_forecast_firm_and_corrects_who_was_told() -> None:
    opening = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 12/2024"))
    story = a_story(a_milestone("report", "congress + 5 ngày"), anchors={"congress": opening})
    story.check(date(2024, 12, 30))

    story.happened("cb-1", "congress", date(2024, 12, 31))
    story.check(date(2024, 12, 31))
    story.happened("cb-1", "congress", date(2024, 12, 31))

    assert story.due("report", date(2024, 12, 31)) == date(2025, 1, 5)
    assert len([fact for fact in story.notebook.facts.all() if fact.cell]) == 1


def test_a_mistyped_year_of_what_has_happened_is_refused() -> None:
    opening = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 12/2024"))
    story = a_story(a_milestone("report", "congress + 5 ngày"), anchors={"congress": opening})

    with pytest.raises(BeforeTermError):
        story.happened("cb-1", "congress", date(2014, 12, 20))


def test_what_marks_an_anchor_and_its_having_come_are_one_fact() -> None:
    opening = Anchor("congress", "Đại hội", window=parse_phrase("trong tháng 12/2024"))
    session = a_milestone("session", "ngày congress", marks="congress")
    story = a_story(session, anchors={"congress": opening})

    entry = story.happened("cb-1", "congress", date(2024, 12, 20))

    assert [fact.cell and fact.cell.milestone for fact in entry.facts] == ["session"]
    assert story.check(date(2024, 12, 30)).reminders == ()


def test_who_is_asked_for_a_day_hears_no_more_once_it_is_given() -> None:
    bare = Anchor("congress", "Khai mạc")
    asks = Milestone(
        MilestoneId("congress"),
        "Khai mạc",
        parse_phrase("chậm nhất 15/12/2024"),
        a_milestone().lead,
        asks=True,
    )
    story = a_story(a_milestone("report", "congress + 5 ngày"), asks, anchors={"congress": bare})
    story.check(date(2024, 12, 2))
    given = replace(ONE, anchors={"congress": np.array([as_day(date(2025, 3, 1))])})
    story.plan = replace(story.plan, organisations=given, hash="second")

    later = story.check(date(2024, 12, 13))

    assert story.sent[0].subject == "[Nhắc việc] Chốt ngày: Khai mạc: còn 13 ngày"
    assert later.reminders == ()


def test_after_a_merger_what_all_before_had_done_is_done() -> None:
    register = replace(
        organisations("cb-1", "cb-2", "new"),
        valid_to=np.array(["2024-12-01", "2024-12-01", "NaT"], "M8[D]"),
        valid_from=np.array(["NaT", "NaT", "2024-12-02"], "M8[D]"),
    )
    story = a_story(a_milestone(due="trước 15/12/2024"), register=organisations("cb-1", "cb-2"))
    story.done("cb-1", date(2024, 11, 20))
    merged = replace(register, successors={0: (2,), 1: (2,)})
    story.plan = a_configuration(a_roadmap(a_milestone()), branches=merged, hash_="second")

    half = story.check(date(2024, 12, 2))
    story.notebook = Rehearsal()
    story.plan = a_configuration(a_roadmap(a_milestone()), branches=organisations("cb-1", "cb-2"))
    story.done("cb-1", date(2024, 11, 20))
    story.done("cb-2", date(2024, 11, 25))
    story.plan = a_configuration(a_roadmap(a_milestone()), branches=merged, hash_="second")
    whole = story.check(date(2024, 12, 2))

    assert [r.cell.organisation for r in half.reminders] == ["new"]
    assert whole.reminders == ()
    assert whole.reasons == {Reason.DONE: 1}


def test_after_two_mergers_what_the_first_had_done_is_still_done() -> None:
    ended = np.array(["2024-11-24", "2024-11-29", "NaT"], "M8[D]")
    register = replace(organisations("cb-1", "new", "newest"), valid_to=ended)
    merged = replace(register, successors={0: (1,), 1: (2,)})
    story = a_story(a_milestone(due="trước 15/12/2024"), register=organisations("cb-1"))
    story.done("cb-1", date(2024, 11, 20))
    story.plan = a_configuration(a_roadmap(a_milestone()), branches=merged, hash_="second")

    report = story.check(date(2024, 12, 2))

    assert report.reasons == {Reason.DONE: 1}
