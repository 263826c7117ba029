"""The drawing of a time line: marks on their days, windows before them, days off behind."""

from datetime import date

import pytest

from lotrinh.application.looking.place import Item
from lotrinh.domain.status import Standing
from lotrinh.domain.timeline import Column
from lotrinh.rendering.pages.gantt import Drawn, gantt, shown_days
from tests.builders import a_calendar, a_milestone, a_roadmap

FIRST, TODAY = date(2025, 1, 1), date(2025, 3, 10)


def an_item(due: date, opens: date | None = None, slack: int = 0) -> Drawn:
    column = Column(a_milestone(), None)
    item = Item(a_roadmap(), column, Standing.OPEN, opens, due)
    return Drawn(item, "Việc", "Việc: hạn", slack)


def test_a_mark_is_as_far_right_as_its_day_is_late() -> None:
    days = [date(2025, 1, 1), date(2025, 1, 2), date(2025, 12, 31)]

    drawn = gantt([an_item(day) for day in days], a_calendar(), FIRST, TODAY)

    first, second, last = (bar.x for bar in drawn.bars)
    assert last - first == pytest.approx(364 * (second - first), rel=0.01)
    assert all(0 < bar.x < drawn.width for bar in drawn.bars)
    assert [bar.before for bar in drawn.bars] == [False, False, True]
    assert len({bar.y for bar in drawn.bars}) == 3


def test_a_window_reaches_back_to_its_first_day_and_no_further_than_the_drawing() -> None:
    inside = an_item(date(2025, 6, 30), date(2025, 6, 1))
    before = an_item(date(2025, 6, 30), date(2023, 6, 1))

    drawn = gantt([inside, before, an_item(date(2025, 6, 1))], a_calendar(), FIRST, TODAY)

    within, cut, opening = drawn.bars
    assert within.x - within.window == pytest.approx(opening.x, abs=0.2)
    assert cut.x - cut.window > 0
    assert opening.window == 0


def test_slack_is_drawn_back_over_days_off_and_what_is_short_of_days_has_none() -> None:
    monday = date(2025, 6, 30)
    items = [an_item(monday, slack=5), an_item(monday, slack=-2), an_item(date(2025, 6, 23))]

    drawn = gantt(items, a_calendar(), FIRST, TODAY)

    roomy, short, week_before = drawn.bars
    assert roomy.x - roomy.slack == pytest.approx(week_before.x, abs=0.2)
    assert short.slack == 0


def test_today_is_a_line_only_where_it_is_on_the_drawing() -> None:
    assert gantt([], a_calendar(), FIRST, TODAY).today is not None
    assert gantt([], a_calendar(), FIRST, date(2026, 1, 1)).today is None


def test_every_day_off_is_behind_it_once() -> None:
    drawn = gantt([], a_calendar(), FIRST, TODAY)
    first, last = shown_days(FIRST)
    day = drawn.months[0].width / 31

    days_off = sum(
        1
        for ordinal in range(first.toordinal(), last.toordinal() + 1)
        if a_calendar().is_off(date.fromordinal(ordinal))
    )

    assert round(sum(band.width for band in drawn.off) / day) == days_off
