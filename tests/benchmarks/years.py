"""`python -m tests.benchmarks.years 10000`: six years, every day, through scan and `decide`.

The plan is resolved once, as nothing is recorded that moves a date; each day is scanned from
the day before, and each candidate is decided. No books: that is the ledger's own figure.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import UNTOUCHED
from lotrinh.domain.policy import RungTable, rung_table
from lotrinh.domain.reminders import Part, Situation, decide, scan
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.timeline import Timeline
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from tests.benchmarks.generator import answer, every_day, write_country

FIRST = date(2026, 1, 1)
DAYS = 2_192
LONG_AGO = date(2020, 1, 1)
"""All organisations have been checked before: nothing is backlog."""


def said_in_six_years(plan: Configuration) -> int:
    """Return how many reminders come of checks on all the days."""
    timeline = Timelines(plan, Rehearsal().facts, FIRST).of(RoadmapId("congress"))
    ladder = plan.policies["standard"].ladder
    rungs = rung_table(ladder, timeline.matrices[0].calendar)
    days = (FIRST + timedelta(days=n) for n in range(DAYS))
    return sum(said for day in days for said in _said_on(day, timeline, rungs))


def _said_on(today: date, timeline: Timeline, rungs: RungTable) -> Iterator[bool]:
    """Yield for each candidate of a day whether it speaks."""
    situation = Situation({Part.LEAD: rungs}, LONG_AGO, UNTOUCHED)
    for matrix in timeline.matrices:
        for row, column in scan(matrix, rungs, today=today, since=today - timedelta(days=1)):
            deadline = timeline.cell(matrix, row, column)
            yield decide(deadline, Part.LEAD, (), situation, today).speaks


def main(deadlines: int) -> None:
    """Say as JSON how long it took, beyond imports and loading."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "config"
        write_country(folder, deadlines)
        loaded = load(read_folder(folder)).configuration
    assert loaded is not None
    plan = replace(loaded, calendars={"every-day": every_day()})
    begun = time.process_time()
    said = said_in_six_years(plan)
    taken = time.process_time() - begun
    right = sum(answer(deadlines, FIRST + timedelta(days=n)) for n in range(DAYS))
    assert said == right, f"{said} said, {right} is right"
    json.dump({"decide": taken, "said": said, "each": 1e6 * taken / said}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
