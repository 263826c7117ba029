"""Titles of columns: one that is too long is cut, but never which time it is."""

from datetime import date

from lotrinh.domain.occurrence import Every, Occurrence
from lotrinh.domain.timeline import Column
from lotrinh.rendering.pages.matrix import column_title
from tests.builders import a_milestone

LONG = "Chi bộ họp kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng và đảng viên"


def test_a_long_title_is_cut_and_keeps_its_year() -> None:
    column = Column(a_milestone(title=LONG), Occurrence(date(2026, 1, 1), Every.YEAR))

    assert column_title(column, "vi") == f"{LONG} (2026)"
    assert column_title(column, "vi", longest=30) == "Chi bộ họp kiểm điểm, đánh… (2026)"
