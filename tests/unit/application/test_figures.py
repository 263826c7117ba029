"""Figures as people write them: what each means for its target, and what is asked back."""

from decimal import Decimal

import pytest

from lotrinh.application.recording.figures import Doubt, FigureError, read_figure
from lotrinh.domain.judging import Course
from lotrinh.domain.notation import print_quantity
from lotrinh.domain.targets import Comparator
from tests.unit.domain.test_judging import a_course, a_target

LIGHTS = a_course("110 tuyến")
BUDGET = a_course("6.942,090 tỷ đồng", target=a_target("tỷ đồng"))
RATE = a_course("95%", target=a_target("%"))
OPEN_RATE = a_course("100%", target=a_target("%", most=None))
RATED = a_course("", target=a_target("", comparator=Comparator.DONE))
FIVE = a_course("5 tỷ đồng", "2024-03-31: 4 tỷ đồng", target=a_target("tỷ đồng"))


@pytest.mark.parametrize(
    ("course", "written", "figure"),
    [
        (LIGHTS, "108/110", "108/110 tuyến"),
        (LIGHTS, "108 Tuyến", "108 tuyến"),
        (BUDGET, "4.465,775 tỷ đồng", "4.465,775 tỷ đồng"),
        (BUDGET, "4.465", "4.465 tỷ đồng"),
        (RATE, "35/37 chi bộ", "35/37 chi bộ"),
        (RATE, "98,5", "98,5%"),
        (OPEN_RATE, "302%", "302%"),
        (RATED, "Đạt", "1"),
        (RATED, "chưa đạt", "0"),
    ],
)
def test_a_figure_takes_the_unit_of_its_target(course: Course, written: str, figure: str) -> None:
    read = read_figure(course, written)

    assert (print_quantity(read.figure), read.doubts) == (figure, ())


@pytest.mark.parametrize(
    ("course", "written", "code"),
    [
        (LIGHTS, "108 hộ", "other-unit"),
        (BUDGET, "4.465.775 triệu đồng", "other-unit"),
        (LIGHTS, "108/120", "other-whole"),
        (RATE, "101%", "figure-over-most"),
        (RATE, "38/37", "part-over-whole"),
        (LIGHTS, "-1", "figure-below-nothing"),
        (LIGHTS, "nhiều", "bad-quantity"),
        (RATE, "98.18%", "foreign-number"),
        (RATED, "98%", "not-yes-or-no"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(course: Course, written: str, code: str) -> None:
    with pytest.raises(FigureError) as refused:
        read_figure(course, written)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("course", "written", "doubts"),
    [
        (FIVE, "4.465", {Doubt.READINGS, Doubt.JUMP}),
        (FIVE, "4465", {Doubt.JUMP}),
        (FIVE, "4,465", set()),
        (FIVE, "3", {Doubt.FALL}),
        (BUDGET, "4,465775", {Doubt.JUMP}),
        (LIGHTS, "0", set()),
    ],
)
def test_a_dot_for_a_comma_is_asked_back(course: Course, written: str, doubts: set[Doubt]) -> None:
    assert {*read_figure(course, written).doubts} == doubts


def test_digits_are_kept_as_they_were_written() -> None:
    assert read_figure(BUDGET, "4.465,7750").figure.value == Decimal("4465.7750")
