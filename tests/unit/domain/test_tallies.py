"""What the figures of several organisations come to."""

from lotrinh.domain.notation import print_share
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


def test_a_percentage_alone_cannot_be_added_and_is_told() -> None:
    target = a_target("%", roll_up=RollUp.RATIO)
    shares = a_course("95%", "2024-06-30: 90/100", target=target)
    alone = a_course("95%", "2024-06-30: 90%", target=target)
    missing = a_course("95%", target=target)

    rolled = rolled_up([shares, alone, missing])

    assert printed(rolled) == "90/100 = 90%"
    assert (rolled.given, rolled.asked, rolled.without_parts) == (2, 3, 1)


def test_a_count_is_how_many_have_reached_it() -> None:
    target = a_target("", comparator=Comparator.DONE, roll_up=RollUp.COUNT)
    courses = [a_course("", f"2024-06-30: {reached}", target=target) for reached in (1, 0, 1)]

    rolled = rolled_up(courses)

    assert printed(rolled).startswith("2/3")
    assert rolled.course.target.comparator is Comparator.AT_LEAST


def test_nobody_with_a_figure_has_none_together() -> None:
    assert rolled_up([a_course("1"), a_course("2")]).course.latest is None


def test_states_are_counted_in_the_order_of_reports() -> None:
    states = [TargetState.NOT_DUE, TargetState.DONE, TargetState.NOT_DUE]

    assert [*tally(states).items()] == [(TargetState.DONE, 1), (TargetState.NOT_DUE, 2)]
