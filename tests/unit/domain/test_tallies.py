"""What the figures of several organisations come to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lotrinh.domain.judging import Word
from lotrinh.domain.notation import print_share, read_quantity
from lotrinh.domain.quantity import Quantity
from lotrinh.domain.tallies import RolledUp, rolled_up, tally
from lotrinh.domain.targets import Comparator, RollUp, TargetState
from tests.unit.domain.test_judging import a_course, a_target


def printed(rolled: RolledUp) -> str:
    assert rolled.course.latest is not None
    return print_share(rolled.course.latest.quantity)


def test_counts_add_up_and_so_does_what_is_planned() -> None:
    rolled = rolled_up([a_course("100", "2024-06-30: 40,5"), a_course("60", "2024-06-30: 0,25")])

    assert printed(rolled) == "40,75"
    assert rolled.course.planned is not None
    assert rolled.course.planned.value == 160
    assert (rolled.given, rolled.asked) == (2, 2)


def test_a_ratio_is_parts_over_wholes_and_no_mean_of_percentages() -> None:
    target = a_target("%", roll_up=RollUp.RATIO)
    large = a_course("95%", "2024-06-30: 90/100", target=target)
    small = a_course("95%", "2024-06-30: 10/10", target=target)

    assert printed(rolled_up([large, small])) == "100/110 = 90,9%"


def test_one_share_alone_is_that_share() -> None:
    course = a_course("95%", "2024-06-30: 90/100 tuyến", target=a_target("%", roll_up=RollUp.RATIO))

    assert printed(rolled_up([course])) == "90/100 tuyến = 90%"


def test_a_percentage_alone_cannot_be_added_and_is_told() -> None:
    target = a_target("%", roll_up=RollUp.RATIO)
    shares = a_course("95%", "2024-06-30: 90/100", target=target)
    alone = a_course("95%", "2024-06-30: 90%", target=target)
    missing = a_course("95%", target=target)

    rolled = rolled_up([shares, shares, alone, missing])

    assert printed(rolled) == "180/200 = 90%"
    assert (rolled.given, rolled.asked, rolled.without_parts) == (3, 4, 1)


def test_a_count_is_how_many_have_reached_it() -> None:
    target = a_target("", comparator=Comparator.DONE, roll_up=RollUp.COUNT)
    courses = [a_course("", f"2024-06-30: {reached}", target=target) for reached in (1, 0, 1)]

    rolled = rolled_up(courses)

    assert printed(rolled).startswith("2/3")
    assert rolled.course.target.comparator is Comparator.AT_LEAST
    assert printed(rolled_up(courses[:1])).startswith("1/1")


def test_what_each_planned_decides_whether_it_counts_as_reached() -> None:
    target = a_target("hộ", comparator=Comparator.AT_LEAST, roll_up=RollUp.COUNT)
    target = replace(target, most=Decimal(5), baseline=Quantity(Decimal(3)))
    courses = [a_course(planned, "2024-06-30: 4", target=target) for planned in ("4", "5")]

    course = rolled_up(courses).course

    assert course.planned == Quantity(Decimal(2))
    assert course.latest is not None
    assert course.latest.quantity == Quantity(Decimal(1), "", Decimal(2))
    assert (course.target.unit, course.target.most, course.target.baseline) == ("", None, None)


def test_one_that_is_alone_is_what_they_come_to() -> None:
    target = a_target("%", roll_up=RollUp.RATIO)
    one = a_course("95%", "2024-06-30: 90%", target=target)
    other = a_course("95%", "2024-06-30: 80%", target=target)

    assert printed(rolled_up([one])) == "90%"
    assert rolled_up([one]).course.planned == read_quantity("95%")
    assert rolled_up([one, other]).course.latest is None


def test_shares_add_up_to_a_share_only_where_all_are() -> None:
    target = a_target("hộ", roll_up=RollUp.SUM)
    share, number = (a_course("9", f"2024-06-30: {said}", target=target) for said in ("1/4", "2"))

    assert printed(rolled_up([share, share])) == "2/8 = 25%"
    assert printed(rolled_up([share, number])) == "3"
    assert rolled_up([number]).without_parts == 0


def test_together_they_are_due_and_first_reported_when_the_last_of_them_is() -> None:
    said = Word(date(2024, 6, 30), TargetState.AT_RISK, "")
    first = replace(a_course("1"), words=(said,))
    later = replace(first, due=date(2025, 1, 15), first_report=date(2024, 6, 25))
    undated = replace(first, due=None, first_report=None)

    for courses in ([first, later, undated], [later, first]):
        course = rolled_up(courses).course
        assert (course.due, course.first_report) == (date(2025, 1, 15), date(2024, 6, 25))
        assert course.words == (), "a word is of one organisation"
    assert rolled_up([undated]).course.due is None


def test_nobody_with_a_figure_has_none_together() -> None:
    assert rolled_up([a_course("1"), a_course("2")]).course.latest is None


def test_states_are_counted_in_the_order_of_reports() -> None:
    states = [TargetState.NOT_DUE, TargetState.DONE, TargetState.NOT_DUE]

    assert [*tally(states).items()] == [(TargetState.DONE, 1), (TargetState.NOT_DUE, 2)]
