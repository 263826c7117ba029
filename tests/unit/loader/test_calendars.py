"""Days off: the library's, and over them what the authorities decided."""

from datetime import date
from pathlib import Path

import pytest

from lotrinh.domain.calendar import Calendar
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load

SHIPPED = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def calendars() -> dict[str, Calendar]:
    configuration = load(read_folder(SHIPPED)).configuration
    assert configuration is not None
    return dict(configuration.calendars)


@pytest.mark.parametrize(
    ("day", "office", "home"),
    [
        (date(2026, 1, 1), True, True),
        (date(2026, 1, 2), True, False),
        (date(2026, 1, 10), False, True),
        (date(2026, 2, 17), True, True),
        (date(2026, 8, 31), True, False),
        (date(2026, 8, 22), False, True),
        (date(2026, 9, 1), True, True),
        (date(2025, 4, 26), False, True),
        (date(2025, 5, 2), True, False),
        (date(2026, 4, 27), True, True),
        (date(2026, 12, 15), False, False),
    ],
)
def test_swapped_days_count_for_offices_only(
    calendars: dict[str, Calendar], day: date, *, office: bool, home: bool
) -> None:
    assert calendars["public-sector"].is_off(day) is office
    assert calendars["residential"].is_off(day) is home


def test_tables_reach_beyond_every_term(calendars: dict[str, Calendar]) -> None:
    office = calendars["public-sector"]

    assert (office.first, office.last) == (date(2010, 1, 1), date(2044, 12, 31))
    assert office.announced == date(2026, 12, 31)
