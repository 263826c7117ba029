"""Which changes of a file are edits of a date, and how far back they can be told."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from lotrinh.application.books.edits import Edit, edits_between, lay
from lotrinh.application.books.present.edits import RenamedEdits
from lotrinh.bootstrap.files.history import Words
from lotrinh.domain.due import Phrase
from lotrinh.domain.renames import Renames
from lotrinh.domain.roadmap import Anchor, Milestone, MilestoneId, Roadmap, RoadmapId
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_milestone, a_roadmap

SEEN, LATER = date(2024, 11, 5), date(2024, 12, 2)
PLAN, REVIEW, CONGRESS = RoadmapId("plan"), MilestoneId("review"), MilestoneId("congress")


def found(before: Roadmap, after: Roadmap, seen: date = SEEN) -> list[Edit]:
    return list(edits_between([before], {after.id: after}, seen=seen, grammar=Words()))


def reviewed(due: str, **fields: object) -> Roadmap:
    return a_roadmap(a_milestone("review", due, **fields))


def expected(window: str | None = None, at: str | None = None) -> Roadmap:
    """Return a roadmap whose congress is expected in a month, or on a day."""
    phrase: list[Phrase | None] = [words and parse_phrase(words) for words in (at, window)]  # type: ignore[misc]
    congress = Anchor("congress", "Đại hội", at=phrase[0], window=phrase[1])
    return a_roadmap(a_milestone("review", "10 ngày trước congress"), congress=congress)


def test_another_date_is_an_edit_in_canonical_words() -> None:
    edits = found(reviewed("trước ngày 15-12-2024"), reviewed("before 20/12/2024"))

    assert edits == [Edit(PLAN, REVIEW, "trước 15/12/2024", "trước 20/12/2024", SEEN)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("trước 15/12/2024", "before 15/12/2024"),
        ("trước 15/12/2024", "trước 15/12 hằng năm"),
        ("trước 15/12 hằng năm", "ngày 15 hằng tháng"),
    ],
)
def test_other_words_and_another_rhythm_are_none(before: str, after: str) -> None:
    assert found(reviewed(before), reviewed(after)) == []


def test_the_days_of_a_rule_are_occurrences_of_its_own() -> None:
    def on(day: int) -> Roadmap:
        rule = f"rrule: FREQ=MONTHLY;BYMONTHDAY={day}"
        due = parse_phrase(rule, {}, rounds=range(2024, 2026))
        return a_roadmap(replace(a_milestone("review"), due=due))

    assert found(on(5), on(6)) == []


def test_what_is_new_or_gone_is_none() -> None:
    one, other = a_roadmap(a_milestone("review")), a_roadmap(a_milestone("report"))

    assert found(one, other) == []
    assert list(edits_between([], {PLAN: one}, seen=SEEN, grammar=Words())) == []
    assert list(edits_between([one], {}, seen=SEEN, grammar=Words())) == []


def test_an_anchor_that_is_expected_otherwise_is_edited_unless_it_is_counted_by_now() -> None:
    (edit,) = found(expected("trong tháng 12/2024"), expected("trong tháng 1/2025"))

    assert (edit.thing, edit.after) == (CONGRESS, "trong tháng 1/2025")
    assert found(expected("trong tháng 12/2024"), expected(at="20/01/2025")) == []


def test_who_is_asked_for_an_anchor_by_another_day_is_asked_until_then() -> None:
    def asking(by: str) -> Roadmap:
        ask = Milestone(CONGRESS, "Đại hội", parse_phrase(by), a_milestone().lead, asks=True)
        return a_roadmap(ask, congress=Anchor("congress", "Đại hội"))

    assert found(asking("15/11/2024"), asking("20/11/2024")) == []


def renamed(due: str) -> Roadmap:
    """Return the roadmap of a congress under the names that it has by now."""
    phrase = parse_phrase(due, {"opening": "opening"})
    appraisal = replace(a_milestone("appraisal", formerly=(REVIEW,)), due=phrase)
    window = parse_phrase("trong tháng 1/2025")
    opening = Anchor("opening", "Đại hội", window=window, formerly=("congress",))
    return replace(a_roadmap(appraisal, opening=opening, id_="scheme"), formerly=(PLAN,))


def test_what_is_only_called_otherwise_is_no_edit() -> None:
    assert found(expected("trong tháng 1/2025"), renamed("10 ngày trước opening")) == []


def test_a_date_may_get_another_name_and_another_day_at_once() -> None:
    (edit,) = found(expected("trong tháng 1/2025"), renamed("5 ngày trước opening"))

    assert (edit.roadmap, edit.thing) == ("scheme", "appraisal")
    assert edit.before == "chậm nhất 10 ngày trước congress"


def test_what_was_edited_under_an_old_name_is_told_under_the_present_one() -> None:
    before, present = expected("trong tháng 1/2025"), renamed("5 ngày trước opening")
    (edit,) = found(before, present)
    old = replace(edit, roadmap=PLAN, thing=REVIEW)

    kept = RenamedEdits(Noted([old]), Renames.of([present])).all()

    base = lay(present, kept, Words()).milestones[MilestoneId("appraisal")].due
    assert Words().write(base) == "chậm nhất 10 ngày trước opening"


class Noted:
    """Edits on a sheet of paper."""

    def __init__(self, edits: list[Edit]) -> None:
        self.edits = edits

    def record(self, edits: object, at: datetime) -> None:
        raise NotImplementedError

    def all(self, before: datetime | None = None) -> list[Edit]:  # noqa: ARG002
        return self.edits

    def draw_back(self, day: date) -> None:
        raise NotImplementedError


def laid_under(file: Roadmap, *wordings: tuple[str, str]) -> str:
    """Return what a roadmap began with, in words, if the review was edited so."""
    edits = [Edit(PLAN, REVIEW, *both, SEEN) for both in wordings]
    return Words().write(lay(file, edits, Words()).milestones[REVIEW].due)


FIRST, SECOND, THIRD = "trước 15/12/2024", "trước 20/12/2024", "trước 25/12/2024"


def test_edits_are_told_back_to_the_first_as_far_as_one_leads_to_the_next() -> None:
    file = reviewed(THIRD)

    assert laid_under(file, (FIRST, SECOND), (SECOND, THIRD)) == FIRST
    assert laid_under(file, ("trước 1/12/2024", FIRST), (SECOND, THIRD)) == SECOND
    assert laid_under(file, (FIRST, SECOND)) == THIRD


def test_an_earlier_file_knows_only_what_has_led_to_it() -> None:
    edits = (FIRST, SECOND), (SECOND, THIRD)

    assert laid_under(reviewed(SECOND), *edits) == FIRST
    assert laid_under(reviewed(FIRST), *edits) == FIRST


def test_what_can_no_longer_be_read_is_left_aside() -> None:
    file = reviewed(THIRD)

    assert laid_under(file, ("10 ngày trước congress", SECOND), (SECOND, THIRD)) == SECOND
    assert laid_under(file, ("10 ngày trước congress", THIRD)) == THIRD
    assert laid_under(file, ("chữ không ai hiểu", THIRD)) == THIRD


def test_a_milestone_that_was_away_for_a_while_has_its_history_back() -> None:
    edits = found(reviewed(FIRST), reviewed(SECOND))
    edits += found(reviewed(SECOND), a_roadmap(a_milestone("report")))
    edits += found(a_roadmap(a_milestone("report")), reviewed(SECOND), LATER)

    assert Words().write(lay(reviewed(SECOND), edits, Words()).milestones[REVIEW].due) == FIRST
    assert lay(reviewed(THIRD), edits, Words()) == reviewed(THIRD)


def test_a_term_that_changes_leaves_the_edits_as_they_are() -> None:
    yearly, later = "trước 15/12 hằng năm", "trước 20/12 hằng năm"
    edits = found(reviewed(yearly), reviewed(later))
    longer = replace(reviewed(later), term=replace(reviewed(later).term, last_year=2030))

    assert Words().write(lay(longer, edits, Words()).milestones[REVIEW].due) == yearly


def test_two_dates_that_have_changed_places_lead_into_no_circle() -> None:
    names = {"review": "review", "report": "report"}

    def plan(review: str, report: str) -> Roadmap:
        return a_roadmap(
            replace(a_milestone("review"), due=parse_phrase(review, names)),
            replace(a_milestone("report"), due=parse_phrase(report, names)),
        )

    files = plan("5 ngày sau report", FIRST), plan(SECOND, FIRST), plan(SECOND, "review + 5 ngày")
    edits = [*found(files[0], files[1]), *found(files[1], files[2])]

    laid = lay(files[2], edits, Words())

    assert len(edits) == 2
    assert laid.milestones[REVIEW].due == parse_phrase(SECOND)
    assert laid.milestones[MilestoneId("report")].due == parse_phrase(FIRST)
