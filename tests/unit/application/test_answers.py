"""What is recorded of a deadline beside Done, and what checks say then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import CheckReport, check
from lotrinh.application.looking.report import Stand, plan, status
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.telling.compose import compose
from lotrinh.domain.facts import FactKind
from lotrinh.domain.policy import Extensions
from lotrinh.domain.registers import OrganisationId, Selector
from lotrinh.domain.reminders import Reason
from lotrinh.domain.roadmap import Amendment, Barrier, Basis, Milestone, MilestoneId
from lotrinh.domain.status import Standing
from lotrinh.errors import LotrinhError
from lotrinh.loader.phrases.phrase import parse_phrase
from lotrinh.rendering.derivation import derivation
from lotrinh.rendering.messages.wording import TemplateWording
from tests.builders import (
    STUBBORN,
    a_configuration,
    a_milestone,
    a_policy,
    a_roadmap,
    morning,
    organisations,
)

REVIEW = MilestoneId("review")
FRIDAY, MONDAY = date(2024, 12, 13), date(2024, 12, 16)
"""The working days around the due day, Saturday 14/12/2024."""


class Story:
    """Checks and answers over one notebook."""

    def __init__(self, *milestones: Milestone, **changes: object) -> None:
        roadmap = replace(a_roadmap(*milestones), **changes)  # type: ignore[arg-type]
        policy = a_policy(overdue=STUBBORN)
        policy = replace(policy, extensions=Extensions(most=1, longest=30))
        branches = organisations("cb-1", "cb-2")
        self.plan: Configuration = a_configuration(roadmap, branches=branches, policy=policy)
        self.notebook = Rehearsal()

    def check(self, first: date, last: date | None = None) -> list[tuple[date, str, str]]:
        """Check every morning; return what the first branch heard of its review."""
        heard: list[tuple[date, str, str]] = []
        for number in range(((last or first) - first).days + 1):
            today = first + timedelta(days=number)
            mine = (r for r in self.report(today).reminders if r.recipient == "bt-cb-1")
            heard += [(today, r.rung, str(r.reason)) for r in mine]
        return heard

    def report(self, day: date) -> CheckReport:
        report = check(self.plan, self.notebook, at=morning(day))
        compose(self.plan, self.notebook, at=morning(day), wording=TemplateWording(), ahead=True)
        return report

    def say(
        self,
        kind: FactKind,
        day: date,
        until: date | None = None,
        *,
        on: date | None = None,
        milestone: str = "review",
        basis: str = "",
    ) -> record.Entry:
        mentions = [Mention("cb-1", milestone, note="vì")]
        entry = answer(
            self.plan,
            self.notebook,
            mentions,
            Answer(kind, until, basis),
            on=on or day,
            by="x",
            now=morning(day),
            today=day,
        )
        return record.keep(self.notebook, entry)

    def done(self, day: date, on: date | None = None) -> record.Entry:
        mentions = [Mention("cb-1", "review")]
        entry = record.done(
            self.plan, self.notebook, mentions, on=on or day, by="x", now=morning(day), today=day
        )
        return record.keep(self.notebook, entry)

    def undo(self, day: date, entry: int | None = None) -> None:
        undoing, _ = record.undo(self.notebook, by="x", now=morning(day), entry=entry)
        record.keep(self.notebook, undoing)

    def stand(self, day: date, milestone: str = "review") -> Stand:
        stands = status(self.plan, self.notebook.facts, today=day)
        return next(
            s
            for s in stands
            if (s.deadline.id.milestone, s.deadline.id.organisation) == (milestone, "cb-1")
        )


def rungs(heard: list[tuple[date, str, str]]) -> list[tuple[int, str]]:
    """Return the days of December and the rungs."""
    return [(day.day, rung) for day, rung, _ in heard]


@pytest.fixture
def story() -> Story:
    told = Story()
    told.check(date(2024, 12, 2))
    return told


def test_what_is_waived_is_silent_and_stands_so(story: Story) -> None:
    story.say(FactKind.WAIVED, date(2024, 12, 3))

    assert story.check(date(2024, 12, 3), FRIDAY) == []
    assert story.report(MONDAY).reasons[Reason.WAIVED] == 1
    assert story.stand(MONDAY).standing is Standing.WAIVED
    assert story.say(FactKind.WAIVED, date(2024, 12, 4)).facts == ()


def test_a_barrier_counts_what_is_waived_but_nothing_is_counted_from_it() -> None:
    first_only = Selector(organisations=frozenset({OrganisationId("cb-1")}))
    everybody = Barrier(first_only, REVIEW, below=False)
    story = Story(
        a_milestone(),
        a_milestone("report", "trong 3 ngày làm việc từ review"),
        a_milestone("all", "trước 20/12/2024", done_when=everybody),
    )

    story.say(FactKind.WAIVED, date(2024, 12, 3))

    assert story.stand(MONDAY, "all").standing is Standing.DONE
    report = story.stand(MONDAY, "report").deadline
    assert (report.due, report.provisional) == (date(2024, 12, 18), True)


def test_what_is_opened_again_speaks_again(story: Story) -> None:
    story.done(date(2024, 12, 3))
    assert story.check(date(2024, 12, 3), date(2024, 12, 9)) == []

    story.say(FactKind.REOPENED, date(2024, 12, 10))

    assert rungs(story.check(date(2024, 12, 10), date(2024, 12, 11))) == [(10, "T-7"), (11, "T-3")]
    assert story.stand(date(2024, 12, 10)).standing is Standing.DUE_SOON


def test_what_is_known_is_silent_until_the_rung_of_the_due_day(story: Story) -> None:
    story.say(FactKind.ACKNOWLEDGED, date(2024, 12, 3))

    heard = story.check(date(2024, 12, 3), MONDAY)

    assert rungs(heard) == [(13, "T-0"), (16, "T+1wd")], "due on a Saturday: said on Friday"
    assert story.say(FactKind.ACKNOWLEDGED, FRIDAY).facts == ()


def test_what_was_known_of_another_due_day_speaks_again(story: Story) -> None:
    story.say(FactKind.ACKNOWLEDGED, date(2024, 12, 3))
    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 4), date(2024, 12, 24))

    heard = story.check(date(2024, 12, 4), date(2024, 12, 17))

    assert rungs(heard) == [(4, "moved"), (10, "T-14"), (17, "T-7")]


def test_a_snooze_ends_on_its_day_even_if_no_rung_comes_then(story: Story) -> None:
    story.say(FactKind.SNOOZED, date(2024, 12, 3), date(2024, 12, 9))

    heard = story.check(date(2024, 12, 3), date(2024, 12, 11))

    assert rungs(heard) == [(9, "T-7"), (11, "T-3")]


def test_a_snooze_of_something_overdue_waits_for_a_working_day(story: Story) -> None:
    story.check(date(2024, 12, 3), MONDAY)
    story.say(FactKind.SNOOZED, MONDAY, date(2024, 12, 21))

    assert rungs(story.check(date(2024, 12, 17), date(2024, 12, 23))) == [(23, "T+5wd")]


def test_a_snooze_never_outlives_the_due_day_wherever_that_moves(story: Story) -> None:
    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 3), date(2024, 12, 31))
    story.check(date(2024, 12, 3))
    story.say(FactKind.SNOOZED, date(2024, 12, 4), date(2024, 12, 30))
    story.undo(date(2024, 12, 5), 1)

    assert rungs(story.check(date(2024, 12, 5), FRIDAY))[-1] == (13, "T-0")


def test_an_answer_taken_back_leaves_things_as_they_were(story: Story) -> None:
    story.say(FactKind.SNOOZED, date(2024, 12, 3), date(2024, 12, 12))
    story.check(date(2024, 12, 3), date(2024, 12, 9))
    story.undo(date(2024, 12, 10))

    assert rungs(story.check(date(2024, 12, 10))) == [(10, "T-7")]


def test_done_taken_back_on_a_day_off_speaks_on_the_next_working_day(story: Story) -> None:
    story.check(date(2024, 12, 3), MONDAY)
    story.done(date(2024, 12, 17))
    story.check(date(2024, 12, 17), date(2024, 12, 20))
    story.undo(date(2024, 12, 21))

    assert rungs(story.check(date(2024, 12, 21), date(2024, 12, 23))) == [(23, "T+5wd")]


def test_an_extension_is_a_new_date_told_once_with_a_ladder_of_its_own(story: Story) -> None:
    story.say(FactKind.EXTENSION_ASKED, date(2024, 12, 3), date(2025, 1, 10))
    assert story.stand(date(2024, 12, 3)).deadline.due == date(2024, 12, 14)

    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 4))
    heard = story.check(date(2024, 12, 4), date(2024, 12, 31))
    later = story.check(date(2025, 1, 1), date(2025, 1, 10))

    assert [(day.day, reason) for day, _, reason in heard] == [(4, "moved"), (27, "upcoming")]
    assert rungs(later) == [(3, "T-7"), (7, "T-3"), (9, "T-1"), (10, "T-0")]


def test_a_check_tells_of_each_extension_once(story: Story) -> None:
    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 3), date(2025, 1, 10))

    first, second = story.report(date(2024, 12, 3)), story.report(date(2024, 12, 4))

    assert [d.due for d in first.extended] == [date(2025, 1, 10)]
    assert second.extended == ()


@pytest.mark.parametrize(
    ("effective", "due"),
    [
        (date(2024, 12, 3), date(2024, 12, 31)),
        (date(2024, 12, 4), date(2024, 12, 31)),
        (date(2024, 12, 5), date(2024, 12, 29)),
    ],
)
def test_of_an_extension_and_a_directive_the_later_wins(effective: date, due: date) -> None:
    moved = {(REVIEW, ""): parse_phrase("trước 30/12/2024", {})}
    story = Story(amendments=(Amendment(effective, due=moved),))

    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 4), date(2024, 12, 31))

    assert story.stand(MONDAY).deadline.due == due
    assert (story.stand(MONDAY).deadline.extension is None) == (due == date(2024, 12, 29))


def test_a_derivation_names_the_extension_and_its_basis() -> None:
    story = Story(bases={"kh-12": Basis("kh-12", "12-KH/ĐU")})
    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 4), date(2024, 12, 20), basis="kh-12")

    planned = next(plan(story.plan, story.notebook.facts, today=MONDAY))
    bases = next(iter(story.plan.roadmaps.values())).bases
    lines = derivation(planned.steps, planned.deadline, language="vi", bases=bases)

    assert lines[-1] == (
        "gia hạn ngày 04/12/2024 theo 12-KH/ĐU → thứ Sáu, 20/12/2024 [x ghi nhận ngày 04/12/2024]"
    )
    assert planned.deadline.basis == "kh-12"


def test_on_hold_a_day_that_passes_needs_another_and_an_extension_gives_it(story: Story) -> None:
    story.say(FactKind.SUSPENDED, date(2024, 12, 3))
    assert story.check(date(2024, 12, 3), MONDAY) == []
    assert story.stand(MONDAY).standing is Standing.SUSPENDED

    story.say(FactKind.RESUMED, date(2024, 12, 17))
    assert story.stand(date(2024, 12, 17)).standing is Standing.NEEDS_DATE

    story.say(FactKind.EXTENSION_GRANTED, date(2024, 12, 18), date(2024, 12, 27))
    assert [r for _, _, r in story.check(date(2024, 12, 18))] == ["moved"]


def test_a_snoozed_reminder_that_waits_is_taken_back_and_said_later() -> None:
    story = Story()
    check(story.plan, story.notebook, at=morning(date(2024, 12, 2)))
    story.say(FactKind.SNOOZED, date(2024, 12, 2), date(2024, 12, 5))

    heard = story.check(date(2024, 12, 2), date(2024, 12, 6))

    assert rungs(heard) == [(5, "T-14"), (6, "T-7")]


ASKED = (FactKind.EXTENSION_ASKED, date(2024, 12, 20))
THIRD = date(2024, 12, 3)


@pytest.mark.parametrize(
    ("kind", "until", "code"),
    [
        (FactKind.REOPENED, None, "not-closed"),
        (FactKind.RESUMED, None, "not-suspended"),
        (FactKind.EXTENSION_REFUSED, None, "nothing-asked"),
        (FactKind.EXTENSION_GRANTED, None, "nothing-asked"),
        (FactKind.EXTENSION_GRANTED, date(2024, 12, 14), "not-later"),
        (FactKind.EXTENSION_ASKED, date(2025, 1, 14), "extension-too-long"),
        (FactKind.SNOOZED, THIRD, "snooze-outside"),
        (FactKind.SNOOZED, date(2024, 12, 14), "snooze-outside"),
    ],
)
def test_what_speaks_against_it_is_said(kind: FactKind, until: date | None, code: str) -> None:
    with pytest.raises(LotrinhError) as error:
        Story().say(kind, THIRD, until)

    assert error.value.code == code


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (FactKind.WAIVED, None),
        (FactKind.ACKNOWLEDGED, None),
        (FactKind.SNOOZED, FRIDAY),
        (FactKind.EXTENSION_ASKED, MONDAY),
        (FactKind.EXTENSION_GRANTED, MONDAY),
        (FactKind.EXTENSION_REFUSED, None),
        (FactKind.SUSPENDED, None),
    ],
)
def test_what_is_so_already_is_passed_over(
    story: Story, kind: FactKind, until: date | None
) -> None:
    if kind is FactKind.EXTENSION_REFUSED:
        story.say(FactKind.EXTENSION_ASKED, THIRD, MONDAY)

    first, second = (story.say(kind, THIRD, until) for _ in range(2))

    assert (len(first.facts), first.already) == (1, ())
    assert (second.facts, [cell.milestone for cell in second.already]) == ((), ["review"])


def test_another_day_is_asked_for_as_well_and_so_is_the_same_after_a_refusal(story: Story) -> None:
    story.say(FactKind.EXTENSION_ASKED, THIRD, MONDAY)
    later = story.say(FactKind.EXTENSION_ASKED, THIRD, date(2024, 12, 20))
    story.say(FactKind.EXTENSION_REFUSED, THIRD)
    again = story.say(FactKind.EXTENSION_ASKED, THIRD, date(2024, 12, 20))

    assert (len(later.facts), len(again.facts)) == (1, 1)


def test_what_needs_no_doing_is_not_called_done(story: Story) -> None:
    story.say(FactKind.WAIVED, THIRD)

    with pytest.raises(LotrinhError) as error:
        story.say(FactKind.EXTENSION_ASKED, THIRD, MONDAY)

    assert error.value.code == "waived-already"


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (FactKind.ACKNOWLEDGED, None),
        (FactKind.SNOOZED, FRIDAY),
        (FactKind.EXTENSION_GRANTED, MONDAY),
        (FactKind.SUSPENDED, None),
    ],
)
def test_of_what_is_done_there_is_nothing_left_to_answer(
    story: Story, kind: FactKind, until: date | None
) -> None:
    story.done(THIRD)

    with pytest.raises(LotrinhError) as error:
        story.say(kind, THIRD, until)

    assert error.value.code == "closed-already"


def test_a_policy_grants_only_so_many_extensions(story: Story) -> None:
    story.say(FactKind.EXTENSION_GRANTED, THIRD, date(2024, 12, 20))

    with pytest.raises(LotrinhError) as error:
        story.say(FactKind.EXTENSION_ASKED, THIRD, date(2024, 12, 30))

    assert error.value.code == "too-many-extensions"


def test_done_before_it_was_opened_again_would_change_nothing_and_is_refused(story: Story) -> None:
    story.done(THIRD)
    story.say(FactKind.REOPENED, date(2024, 12, 5))

    with pytest.raises(LotrinhError) as error:
        story.done(date(2024, 12, 6), on=date(2024, 12, 4))

    assert error.value.code == "before-reopened"


def test_a_waiver_says_why() -> None:
    story = Story()
    with pytest.raises(LotrinhError) as error:
        answer(
            story.plan,
            story.notebook,
            [Mention("cb-1", "review")],
            Answer(FactKind.WAIVED),
            on=THIRD,
            by="x",
            now=morning(THIRD),
            today=THIRD,
        )

    assert error.value.code == "why-missing"
