"""How a target stands: by figures and pace, as reports count it, or as somebody says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lotrinh.domain.judging import Course, Figure, Judgement, Rule, Word, judge
from lotrinh.domain.notation import read_quantity
from lotrinh.domain.roadmap import MilestoneId
from lotrinh.domain.targets import Comparator, Target, TargetState
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import SECRETARY

DUE = date(2024, 12, 31)
JULY = date(2024, 7, 1)


def a_target(unit: str = "tuyến", **fields: object) -> Target:
    """Return a target of the secretary's; rates don't accumulate."""
    given = {"accumulates": unit != "%", "most": Decimal(100) if unit == "%" else None, **fields}
    due = parse_phrase("chậm nhất 31/12/2024")
    return Target(MilestoneId("t"), "Chỉ tiêu", due, SECRETARY, unit=unit, **given)  # type: ignore[arg-type]


def a_course(planned: str, *figures: str, target: Target | None = None) -> Course:
    """Return the course of 2024; figures are written as `on: value`."""
    read = [figure.split(": ") for figure in figures]
    made = target or a_target()
    return Course(
        made,
        read_quantity(planned) if planned else None,
        date(2024, 1, 1),
        DUE,
        tuple(Figure(date.fromisoformat(on), read_quantity(value)) for on, value in read),
        first_report=date(2024, 3, 25),
    )


def stands(course: Course, today: date = JULY) -> tuple[TargetState, Rule]:
    judged = judge(course, today)
    return judged.state, judged.rule


@pytest.mark.parametrize(
    ("unit", "comparator", "planned", "figure", "states"),
    [
        ("tuyến", Comparator.AT_LEAST, "110", "110", ("done", "done")),
        ("tuyến", Comparator.AT_LEAST, "110", "165", ("exceeded", "exceeded")),
        ("%", Comparator.AT_LEAST, "98,1%", "108/110", ("exceeded", "exceeded")),
        ("%", Comparator.AT_LEAST, "100%", "8/8", ("done", "done")),
        ("%", Comparator.BELOW, "5%", "4,9%", ("can-be-done", "done")),
        ("%", Comparator.BELOW, "5%", "5%", ("can-be-done", "missed")),
        ("hộ", Comparator.AT_MOST, "3", "3", ("can-be-done", "done")),
        ("hộ", Comparator.KEEP, "0", "0", ("can-be-done", "done")),
        ("hộ", Comparator.KEEP, "0", "1", ("will-be-missed", "missed")),
        ("", Comparator.DONE, "", "1", ("done", "done")),
        ("", Comparator.DONE, "", "0", ("can-be-done", "missed")),
    ],
)
def test_a_figure_is_compared_as_its_target_says(
    unit: str, comparator: Comparator, planned: str, figure: str, states: tuple[str, str]
) -> None:
    target = a_target(unit, comparator=comparator, accumulates=False)
    course = a_course(planned, f"2024-06-30: {figure}", target=target)

    assert (judge(course, JULY).state, judge(course, date(2025, 1, 1)).state) == states


@pytest.mark.parametrize("comparator", [Comparator.AT_MOST, Comparator.KEEP])
def test_what_is_to_be_kept_is_reached_with_a_figure_of_its_last_day(
    comparator: Comparator,
) -> None:
    target = a_target("hộ", comparator=comparator, accumulates=False)
    before, last = (
        a_course("3", f"2024-12-{day}: 3", target=target) for day in (DUE.day - 1, DUE.day)
    )

    assert stands(before, DUE) == (TargetState.CAN_BE_DONE, Rule.HOLDS)
    assert stands(last, DUE) == (TargetState.DONE, Rule.REACHED)


def test_of_what_is_counted_the_part_is_compared_whatever_it_is_a_part_of() -> None:
    assert stands(a_course("8", "2024-07-01: 8/10")) == (TargetState.DONE, Rule.REACHED)


def test_on_its_last_day_nothing_is_missed_yet() -> None:
    assert stands(a_course("110", "2024-12-30: 109"), DUE)[1] is Rule.PACE
    assert stands(a_course("110"), DUE) == (TargetState.AT_RISK, Rule.NO_FIGURE)


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        ("55", TargetState.CAN_BE_DONE),
        ("54", TargetState.AT_RISK),
        ("49", TargetState.WILL_BE_MISSED),
        ("0", TargetState.WILL_BE_MISSED),
    ],
)
def test_what_accumulates_goes_on_at_its_pace(figure: str, state: TargetState) -> None:
    """On 01/07/2024 half of the 365 days of the way have gone by."""
    course = a_course("110", f"2024-07-01: {figure}")

    assert stands(course) == (state, Rule.PACE)


def test_the_forecast_is_a_straight_line_and_exact() -> None:
    course, finer = (a_course("110", f"2024-07-01: {said}") for said in ("54", "54,000"))

    # 182 days have gone, 183 are left: 54 + 54 × 183 / 182. Nobody counts in parts.
    assert judge(course, JULY).forecast == 108
    assert judge(finer, JULY).forecast == Decimal("108.296")


def test_a_forecast_is_as_exact_as_what_is_planned_or_measured() -> None:
    assert judge(a_course("110,5", "2024-07-01: 54"), JULY).forecast == Decimal("108.2")


def test_one_day_of_a_pace_is_a_pace_and_one_day_is_left_until_the_last() -> None:
    """366 days lie between the first of January and the end of the year, both counted."""
    assert judge(a_course("110", "2024-01-02: 1"), JULY).forecast == 365
    assert judge(a_course("400", "2024-12-30: 364"), DUE).forecast == 365


def test_a_pace_begins_with_what_there_was_before() -> None:
    target = a_target(baseline=read_quantity("10"))

    # 54 + (54 - 10) × 183 / 182.
    assert judge(a_course("110", "2024-07-01: 54", target=target), JULY).forecast == 98


def test_what_falls_never_falls_below_nothing() -> None:
    target = a_target("vụ", comparator=Comparator.AT_MOST, accumulates=False)
    for limit in ("10", "0"):
        judged = judge(a_course(limit, "2024-01-31: 30", "2024-06-30: 11", target=target), JULY)
        assert judged.state is TargetState.CAN_BE_DONE
        assert judged.forecast == 0


def test_what_is_planned_to_be_less_than_nothing_has_no_part_to_be_reached() -> None:
    target = a_target("%", accumulates=False, most=None)

    below = a_course("-2%", "2024-06-30: -3%", target=target)

    assert stands(below) == (TargetState.WILL_BE_MISSED, Rule.PACE)


def test_a_rate_goes_on_as_it_has_gone_since_its_first_figure() -> None:
    target = a_target("%")
    rising = a_course("95%", "2024-03-31: 90%", "2024-06-30: 92%", target=target)
    falling = a_course("95%", "2024-03-31: 94%", "2024-06-30: 88%", target=target)
    alone = a_course("95%", "2024-03-31: 94%", target=target)

    assert stands(rising) == (TargetState.CAN_BE_DONE, Rule.PACE)
    assert stands(falling) == (TargetState.WILL_BE_MISSED, Rule.PACE)
    assert judge(alone, JULY).forecast == 94


def test_a_forecast_is_never_more_than_is_possible() -> None:
    target = a_target("%", most=Decimal(100))
    course = a_course("100%", "2024-03-31: 50%", "2024-06-30: 99%", target=target)

    assert judge(course, JULY).forecast == 100


def test_without_a_figure_it_depends_on_whether_one_was_asked_for() -> None:
    course = a_course("110")

    assert stands(course, date(2024, 3, 25)) == (TargetState.NOT_DUE, Rule.NOTHING_DUE)
    assert stands(course, date(2024, 3, 26)) == (TargetState.AT_RISK, Rule.NO_FIGURE)
    assert stands(course, date(2025, 1, 1)) == (TargetState.UNKNOWN, Rule.UNKNOWN)


def test_what_a_person_says_holds_until_a_figure_of_a_later_day() -> None:
    said = Word(date(2024, 6, 30), TargetState.WILL_BE_MISSED, "chưa có điện")
    before = replace(a_course("110", "2024-06-30: 108"), words=(said,))
    after = replace(a_course("110", "2024-07-01: 108"), words=(said,))

    judged = judge(before, JULY)

    assert judged == Judgement(TargetState.WILL_BE_MISSED, Rule.SAID, Decimal(217), said)
    assert stands(after)[1] is Rule.PACE


def test_thresholds_are_the_targets_own() -> None:
    strict = a_target(thresholds=replace(a_target().thresholds, missed=Decimal(99)))

    assert stands(a_course("110", "2024-07-01: 54", target=strict))[0] is TargetState.WILL_BE_MISSED


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        ("100", TargetState.DONE),
        ("99", TargetState.AT_RISK),
        ("90", TargetState.AT_RISK),
        ("89", TargetState.WILL_BE_MISSED),
    ],
)
def test_a_threshold_itself_is_enough(figure: str, state: TargetState) -> None:
    course = a_course("100", f"2024-07-01: {figure}", target=a_target(accumulates=False))

    assert stands(course)[0] is state


def test_of_a_limit_the_reverse_is_compared() -> None:
    target = a_target("vụ", comparator=Comparator.AT_MOST)
    course = a_course("10", "2024-07-01: 11", target=target)
    tiny = replace(target, accumulates=False)

    assert stands(course) == (TargetState.WILL_BE_MISSED, Rule.PACE)
    assert stands(a_course("0,95", "2024-07-01: 1", target=tiny))[0] is TargetState.AT_RISK


def test_what_is_to_stay_as_it_is_and_has_changed_is_missed_with_what_it_comes_to() -> None:
    target = a_target("hộ", comparator=Comparator.KEEP, accumulates=False)

    assert judge(a_course("0", "2024-06-30: 1", target=target), JULY).forecast == 1
