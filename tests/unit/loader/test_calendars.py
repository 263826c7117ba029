"""Days off: the library's, and over them what the authorities decided."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
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


@pytest.mark.parametrize("name", ["public-sector", "residential"])
def test_tet_is_what_the_library_names_with_the_weekends_around_it(
    calendars: dict[str, Calendar], name: str
) -> None:
    """15/02/2026 to 21/02/2026 are Tết; so is 02/02/2030, where Chinese calendars differ."""
    days = np.arange("2026-01-01", "2031-01-01", dtype="M8[D]")
    tet = days[calendars[name].are_tet(days)]

    assert [str(d) for d in tet if str(d) < "2027"] == [f"2026-02-{d}" for d in range(14, 23)]
    assert np.datetime64("2030-02-02") in tet
    lengths = Counter(str(day)[:4] for day in tet)
    assert lengths == {"2026": 9, "2027": 7, "2028": 9, "2029": 9, "2030": 7}


def test_tables_reach_beyond_every_term(calendars: dict[str, Calendar]) -> None:
    office = calendars["public-sector"]

    assert (office.first, office.last) == (date(2010, 1, 1), date(2044, 12, 31))
    assert office.announced == date(2026, 12, 31)
