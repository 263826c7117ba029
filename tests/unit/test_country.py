"""The country of the benchmarks, at sizes that a test may take: the answers must stay right."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.check import check
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from tests.benchmarks.generator import START, TODAY, answer, every_day, write_country
from tests.benchmarks.years import said_in_six_years
from tests.builders import morning

CONGRESS = RoadmapId("congress")


def country(folder: Path, deadlines: int) -> Configuration:
    write_country(folder, deadlines)
    loaded = load(read_folder(folder)).configuration
    assert loaded is not None
    return replace(loaded, calendars={"every-day": every_day()})


@pytest.mark.parametrize(("deadlines", "reminders"), [(10_000, 74), (100_000, 728)])
def test_a_day_of_the_country_says_what_others_have_counted(
    tmp_path: Path, deadlines: int, reminders: int
) -> None:
    plan, notebook = country(tmp_path / "config", deadlines), Rehearsal()
    yesterday = TODAY - timedelta(days=1)
    notebook.ledger.set_baselines(CONGRESS, plan.organisations.ids, START)
    before = CheckRecord(CONGRESS, morning(yesterday), plan.hash, 0, yesterday)
    notebook.ledger.record_check(before, {})

    report = check(plan, notebook, at=morning(TODAY))

    assert report.deadlines == deadlines
    assert report.enqueued == reminders == answer(deadlines)


def test_six_years_of_the_country_say_what_others_have_counted(tmp_path: Path) -> None:
    assert said_in_six_years(country(tmp_path / "config", 10_000)) == 152_237
