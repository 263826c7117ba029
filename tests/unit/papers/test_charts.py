"""The wall charts: what is on them, that it can be read, and that they never change by chance."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from lotrinh.application.looking.report import Stand
from lotrinh.papers.chart import chart, draw
from lotrinh.papers.drawing import ChartError, Sheet, styled
from tests.papers import OFFICES, Office, office


def of_first(one: Office) -> list[Stand]:
    """Return the deadlines of the coordinator's organisation."""
    place = one.configuration.coordinator.organisation
    return [stand for stand in one.stands if stand.deadline.id.organisation == place]


def texts(drawn: Sheet) -> list[Text]:
    """Return the texts on a sheet that can be seen."""
    found = [t for t in drawn.figure.findobj(Text) if isinstance(t, Text)]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def places(drawn: Sheet, chosen: list[Text]) -> list[Bbox]:
    """Return where texts come to stand."""
    with styled():
        canvas: Any = FigureCanvasAgg(drawn.figure)
        canvas.draw()
        return [text.get_window_extent(canvas.get_renderer()) for text in chosen]


def covers(one: Bbox, other: Bbox) -> bool:
    """Whether two texts share more than the edges of their boxes."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 2 and down > 2)


@pytest.mark.parametrize("name", OFFICES)
def test_the_labels_of_rows_and_the_days_don_t_cover_each_other(name: str) -> None:
    ward = office(name)
    drawn, _ = draw(ward.scribe, of_first(ward), day=ward.day)

    labels = [t for t in drawn.axes.get_yticklabels() if t.get_text()]
    days = [t for t in drawn.axes.texts if "/" in t.get_text() and "nay" not in t.get_text()]

    assert days
    for group in (labels, days, [*drawn.axes.get_xticklabels()]):
        boxes = places(drawn, group)
        found = [
            (a, b) for a, b in combinations(range(len(group)), 2) if covers(boxes[a], boxes[b])
        ]
        assert [(group[a].get_text(), group[b].get_text()) for a, b in found] == []


@pytest.mark.parametrize("name", OFFICES)
def test_nothing_that_is_written_leaves_the_sheet(name: str) -> None:
    one = office(name)
    drawn, _ = draw(one.scribe, of_first(one), day=one.day)
    width, height = drawn.figure.bbox.width, drawn.figure.bbox.height

    boxes = places(drawn, texts(drawn))

    assert all(box.x0 >= 0 and box.x1 <= width for box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= height for box in boxes)


@pytest.mark.parametrize("name", OFFICES)
def test_every_deadline_of_the_time_shown_has_a_mark(name: str) -> None:
    one = office(name)
    drawn, count = draw(one.scribe, of_first(one), day=one.day)

    marks = [t for t in drawn.axes.texts if len(t.get_text()) == 1]

    assert len(marks) == count > 0


def test_a_map_has_a_square_for_every_deadline_and_the_sums_beside() -> None:
    one = office("phuc-dong")
    mine = [s for s in one.stands if s.deadline.id.roadmap == "branch-congress"]
    between = (date(2020, 1, 1), date(2020, 12, 31))
    drawn, count = draw(one.scribe, mine, day=one.day, between=between)

    assert len(drawn.axes.patches) == count
    written = {text.get_text() for text in drawn.axes.texts}
    first = [s for s in mine if s.deadline.id.organisation == "chi-bo-01"]
    dated = [s for s in first if s.deadline.due and s.deadline.due <= between[1]]
    done = sum(stand.standing.is_done for stand in dated)
    assert f"{done}/{len(dated)}" in written


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_the_same_values_make_the_same_chart(form: str) -> None:
    one = office("nam-tu-liem")
    first, _ = chart(one.scribe, one.stands, form=form, day=one.day)
    second, _ = chart(one.scribe, one.stands, form=form, day=one.day)

    assert first == second
    assert b"2026" not in first or form != "svg", "no moment is written into it"


def test_a_title_with_dollars_is_a_title() -> None:
    one = office("nam-tu-liem")
    roadmaps = {
        id_: replace(roadmap, title="Chi $x_1$ và \\frac{")
        for id_, roadmap in one.configuration.roadmaps.items()
    }
    scribe = replace(one.scribe, configuration=replace(one.configuration, roadmaps=roadmaps))
    drawn, _ = draw(scribe, one.stands, day=one.day)

    assert places(drawn, texts(drawn))
    assert any("$x_1$" in text.get_text() for text in texts(drawn))


def test_more_than_can_be_read_is_refused() -> None:
    one = office("ngoc-thuy")

    with pytest.raises(ChartError) as error:
        draw(one.scribe, one.stands, day=one.day)

    assert error.value.code == "chart-too-large"


def test_what_has_no_day_can_t_be_drawn() -> None:
    one = office("ngoc-thuy")

    with pytest.raises(ChartError) as error:
        draw(one.scribe, [], day=one.day)

    assert error.value.code == "nothing-to-draw"


def test_a_long_time_is_cut_to_the_year_that_is_looked_at() -> None:
    one = office("dong-hai-2")
    mine = [s for s in of_first(one) if s.deadline.id.roadmap == "year-end"]

    _, year = draw(one.scribe, mine, day=one.day)
    _, every = draw(one.scribe, mine, day=one.day, between=(date(2024, 1, 1), date(2030, 12, 31)))

    assert 0 < year < every == len(mine)
