"""`python -m tests.benchmarks.board`: what the matrix of 1,000 organisations × 60 costs.

Half of it is recorded as done, in an SQLite file. `first` is the look after something was
recorded; `again` that of everybody after that: 100 organisations on a page, as HTML. Milli-
seconds of the clock; it judges nothing but that all cells are there.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from lotrinh.application.grid import Filter
from lotrinh.application.timelines import Timelines
from lotrinh.application.viewing import viewer_of
from lotrinh.bootstrap.board_desk import BoardDesk
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.frame import Frame, framed
from lotrinh.rendering.matrix_page import matrix_page
from lotrinh.store.database import SqlStore
from tests.benchmarks.generator import TODAY, every_day, write_country
from tests.builders import morning

ORGANISATIONS, MILESTONES = 1_000, 60


def main() -> None:
    """Print one line a look."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "config"
        write_country(folder, ORGANISATIONS * MILESTONES, MILESTONES)
        loaded = load(read_folder(folder)).configuration
        assert loaded is not None
        plan = replace(loaded, calendars={"every-day": every_day()})
        roadmap = RoadmapId("congress")
        with closing(SqlStore.open(f"sqlite:///{scratch}/books.db")) as store:
            with store.begin() as uow:
                timeline = Timelines(plan, uow.facts, TODAY).of(roadmap)
                cells = [deadline.id for deadline in timeline.cells()][::2]
                at = morning(TODAY)
                uow.facts.record([Fact(1, FactKind.DONE, TODAY, at, "ai", c) for c in cells])
            viewer = viewer_of(plan, plan.people.by_id[PersonId("bt-0")], TODAY)
            viewer = replace(viewer, organisations=plan.organisations.rows.keys())
            desk = BoardDesk(store, lambda: morning(TODAY))
            for name, page in ("first", 1), ("again", 1), ("again", 10):
                with _stage(f"{name}, page {page}"):
                    shown = desk.matrix(viewer, roadmap, Filter(page=page))
                    frame = Frame(viewer, None, "../", "", [])
                    html = framed("matrix", frame, **matrix_page(shown))
                assert shown.view.figures.total == ORGANISATIONS * MILESTONES
                assert html.count("<td class=") >= 100 * MILESTONES


@contextmanager
def _stage(name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    print(f"{name:<16} {1000 * (time.perf_counter() - begun):>8.0f} ms")


if __name__ == "__main__":
    main()
