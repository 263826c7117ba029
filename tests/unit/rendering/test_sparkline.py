"""Sparklines: figures against the pace, to scale, and none where there is nothing to draw."""

from dataclasses import replace
from datetime import date

import pytest

from lotrinh.domain.judging import judge
from lotrinh.domain.targets import Comparator
from lotrinh.rendering.pages.sparkline import SMALL, Sparkline, sparkline
from tests.unit.domain.test_judging import JULY, a_course, a_target


def drawn(*figures: str, planned: str = "110", unit: str = "tuyến") -> Sparkline:
    course = a_course(planned, *figures, target=a_target(unit))
    found = sparkline(course, judge(course, JULY), JULY, SMALL)
    assert found is not None
    return found


def ends(path: str) -> list[tuple[float, float]]:
    points = [point.split() for point in path.removeprefix("M").split(" L")]
    return [(float(x), float(y)) for x, y in points]


def test_the_pace_rises_to_what_is_planned_on_the_last_day() -> None:
    (first, last) = ends(drawn().pace)

    assert (first[0], last[0]) == (SMALL.edge, SMALL.width - SMALL.edge)
    assert first[1] > last[1] == drawn().planned


def test_the_pace_of_a_rate_is_level() -> None:
    (first, last) = ends(drawn(planned="95%", unit="%").pace)

    assert first[1] == last[1]


def test_figures_on_the_pace_lie_on_it() -> None:
    spark = drawn("2024-07-01: 55")
    (first, last) = ends(spark.pace)
    (dot,) = spark.dots

    part = (dot.x - first[0]) / (last[0] - first[0])

    assert dot.y == pytest.approx(first[1] + part * (last[1] - first[1]), abs=0.2)
    assert spark.today == dot.x


def test_a_forecast_leads_from_the_last_figure_to_the_last_day() -> None:
    spark = drawn("2024-03-01: 10", "2024-07-01: 20")

    start, end = ends(spark.forecast)

    assert start == (spark.dots[-1].x, spark.dots[-1].y)
    assert end[0] == SMALL.width - SMALL.edge
    assert ends(spark.line) == [(dot.x, dot.y) for dot in spark.dots]


@pytest.mark.parametrize("figures", [(), ("2024-07-01: 0",), ("2024-07-01: 99999999",)])
def test_whatever_the_figures_are_the_drawing_stays_in_its_frame(figures: tuple[str, ...]) -> None:
    spark = drawn(*figures, planned="0")

    assert all(0 <= y <= SMALL.height for _, y in ends(spark.pace))
    assert all(0 <= dot.y <= SMALL.height for dot in spark.dots)


def test_what_has_no_number_or_no_days_has_no_drawing() -> None:
    just_done = a_course("", target=a_target("", comparator=Comparator.DONE))
    undated = replace(a_course("110"), due=None)
    over_before_it_began = replace(a_course("110"), due=date(2023, 12, 31))

    for course in (just_done, undated, over_before_it_began):
        assert sparkline(course, judge(course, JULY), JULY, SMALL) is None
