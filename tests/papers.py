"""What tests of papers share: every shipped workspace on a day, with some things recorded."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.board import Sheet, sheets
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.report import Planned, Stand, plan, status
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.papers.letterhead import Letterhead
from lotrinh.papers.line import Scribe
from tests.builders import morning
from tests.library import CONFIG, EXAMPLES

DAYS = {
    "dong-hai-2-2024": date(2024, 11, 13),
    "ha-khanh": date(2024, 3, 12),
    "nam-tu-liem": date(2022, 6, 24),
    "ngoc-thuy": date(2023, 3, 16),
    "phuc-dong": date(2021, 1, 20),
    "dong-hai-2": date(2024, 12, 10),
}
"""A day of each workspace on which things are done, late and still to come."""
MADE = morning(date(2026, 11, 24))


@dataclass(frozen=True)
class Office:
    """A workspace on a day, with what was recorded by then."""

    configuration: Configuration
    books: Rehearsal
    day: date

    @property
    def scribe(self) -> Scribe:
        return Scribe(self.configuration, "vi")

    @property
    def letterhead(self) -> Letterhead:
        post = self.configuration.coordinator
        return Letterhead(post.organisation, number="15-KH/ĐU")

    @property
    def stands(self) -> list[Stand]:
        return list(status(self.configuration, self.books.facts, today=self.day))

    @property
    def planned(self) -> list[Planned]:
        return list(plan(self.configuration, self.books.facts, today=self.day))

    @property
    def sheets(self) -> list[Sheet]:
        timelines = Timelines(self.configuration, self.books.facts, self.day)
        return [s for roadmap in self.configuration.roadmaps for s in sheets(timelines, roadmap)]


@cache
def office(name: str) -> Office:
    """Return a workspace in which every third thing that is due is done, and one is waived."""
    folder = CONFIG if name == "dong-hai-2" else CONFIG / "examples" / name
    configuration = load(read_folder(folder)).configuration
    assert configuration is not None
    books, day = Rehearsal(), DAYS[name]
    stands = status(configuration, books.facts, today=day)
    past = [d for stand in stands if (d := stand.deadline).due and d.due <= day]
    facts = [
        Fact(1, FactKind.DONE, min(d.due, day), MADE, "văn phòng", d.id, "đã nộp")
        for d in past[::3]
        if d.due and not d.milestone.asks
    ]
    facts += [Fact(2, FactKind.WAIVED, day, MADE, "văn phòng", d.id, "miễn") for d in past[1:2]]
    books.facts.record(facts)
    return Office(configuration, books, day)


OFFICES = [*EXAMPLES, "dong-hai-2"]


@contextmanager
def opened(content: bytes, *, values: bool = True) -> Iterator[Workbook]:
    """Open a workbook: the values that formulas had when written, or the formulas."""
    with closing(load_workbook(BytesIO(content), data_only=values)) as book:
        yield book
