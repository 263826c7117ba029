"""How a date came about, as people read it."""

from datetime import date

import pytest

from lotrinh.application.looking.explain import explain
from lotrinh.domain.roadmap import Term
from lotrinh.loader.asked import ask_phrase
from lotrinh.rendering.derivation import derivation
from tests.builders import a_calendar

TERM = Term("2026", 2026, 2026)
ANCHORS = {"congress": date(2025, 6, 20)}


def told(phrase: str, language: str) -> list[str]:
    """Return the lines of a phrase's first occurrence."""
    meaning = ask_phrase(phrase, ANCHORS, TERM)
    first = explain(meaning, term=TERM, anchors=ANCHORS, calendar=a_calendar())[0]
    return list(derivation(first.steps, first.deadline, language=language))


@pytest.mark.parametrize(
    ("phrase", "lines"),
    [
        (
            "trong 15 ngày từ congress",
            [
                "congress → thứ Sáu, 20/06/2025",
                "trong 15 ngày từ congress → thứ Bảy, 05/07/2025",
                "ngày nghỉ, lùi đến ngày làm việc kế tiếp → thứ Hai, 07/07/2025",
            ],
        ),
        (
            "ngày 01 hằng tháng, nếu trùng ngày nghỉ thì đẩy lên",
            [
                "ngày 1 hằng tháng → thứ Năm, 01/01/2026",
                "ngày nghỉ, đẩy lên ngày làm việc liền trước → thứ Tư, 31/12/2025",
            ],
        ),
        ("trong tháng 6/2026", ["trong tháng 6/2026 → thứ Ba, 30/06/2026"]),
        (
            "10 ngày làm việc trước cuối quý hằng quý",
            [
                "cuối quý → thứ Ba, 31/03/2026",
                "chậm nhất 10 ngày làm việc trước cuối quý hằng quý → thứ Ba, 17/03/2026",
            ],
        ),
        (
            "ngày làm việc cuối cùng của tháng 5/2026",
            ["chậm nhất ngày làm việc cuối cùng của tháng 5/2026 → thứ Sáu, 29/05/2026"],
        ),
        (
            "sáng thứ Bảy hằng tuần",
            [
                "vào thứ Bảy hằng tuần → thứ Bảy, 03/01/2026",
                "ngày làm việc cuối cùng → thứ Sáu, 02/01/2026",
            ],
        ),
        (
            "rrule: FREQ=MONTHLY;BYDAY=1SA, nếu trùng ngày nghỉ thì lùi",
            [
                "rrule: FREQ=MONTHLY;BYDAY=1SA → thứ Bảy, 03/01/2026",
                "ngày nghỉ, lùi đến ngày làm việc kế tiếp → thứ Hai, 05/01/2026",
            ],
        ),
    ],
)
def test_each_part_is_told_once_with_its_day(phrase: str, lines: list[str]) -> None:
    assert told(phrase, "vi") == lines


def test_it_is_told_in_english_as_well() -> None:
    assert told("within 15 days of congress", "en") == [
        "congress → Friday, 20/06/2025",
        "within 15 days of congress → Saturday, 05/07/2025",
        "a day off, on to the next working day → Monday, 07/07/2025",
    ]
