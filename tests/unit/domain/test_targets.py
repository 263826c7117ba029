"""What is planned for which year, which figures a target takes, and by when it is reached."""

from dataclasses import replace
from datetime import date

import pytest

from lotrinh.domain.notation import read_quantity
from lotrinh.domain.roadmap import Amendment, MilestoneId
from lotrinh.domain.targets import EVERY_YEAR, aims
from lotrinh.loader.phrases.phrase import parse_phrase
from tests.builders import a_milestone, a_roadmap
from tests.unit.domain.test_judging import a_target


def test_what_is_planned_for_a_year_goes_before_what_is_planned_for_all() -> None:
    of_2025, else_ = read_quantity("12 tuyến"), read_quantity("10 tuyến")
    target = a_target(planned={EVERY_YEAR: else_, 2025: of_2025})

    assert [target.plan(year) for year in (2024, 2025)] == [else_, of_2025]
    assert a_target(planned={2025: of_2025}).plan(2024) is None


@pytest.mark.parametrize(
    ("unit", "figure", "taken"),
    [
        ("tuyến", "12 tuyến", True),
        ("tuyến", "12 hộ", False),
        ("tuyến", "8/12 hộ", False),
        ("%", "98,18%", True),
        ("%", "108/110 tuyến", True),
        ("%", "108 tuyến", False),
    ],
)
def test_a_figure_is_taken_in_its_unit_and_of_a_rate_as_a_share_of_anything(
    unit: str, figure: str, *, taken: bool
) -> None:
    assert a_target(unit).takes(read_quantity(figure)) is taken


def test_a_target_is_aimed_at_by_its_own_day_whatever_became_of_its_reports() -> None:
    """Its reports are due when its milestone is, and a directive moves them, not the target."""
    words, review = parse_phrase("31/12/2025"), MilestoneId("review")
    reports = a_roadmap(a_milestone("review", "25/03 hằng quý"), a_milestone("letter"))
    later = Amendment(date(2025, 1, 1), due={(review, ""): parse_phrase("28/03 hằng quý")})
    aimed = replace(a_target(), id=review, due=words)
    gone = replace(aimed, id=MilestoneId("gone"))

    found = aims(replace(reports, amendments=(later,)), {t.id: t for t in (aimed, gone)})

    assert found == replace(
        reports, milestones={review: replace(reports.milestones[review], due=words)}
    )
