"""`python -m tests.benchmarks.board`: what the screens of the board cost; 1,000 organisations × 60.

Half of it is recorded as done, in an SQLite file. `first` is the look after something was
recorded; `again` that of everybody after that: 100 organisations on a page, as HTML. It
judges nothing but that all cells are there.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.grid import Filter
from lotrinh.application.looking.viewing import viewer_of
from lotrinh.bootstrap.desks.board import BoardDesk
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.pages.calendar import calendar_page
from lotrinh.rendering.pages.cell import cell_page
from lotrinh.rendering.pages.frame import Frame, framed
from lotrinh.rendering.pages.matrix import matrix_page
from lotrinh.rendering.pages.milestone import milestone_page
from lotrinh.rendering.pages.organisation import organisation_page
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
            frame = Frame(viewer, None, "../", "", [])
            desk = BoardDesk(store, lambda: morning(TODAY))
            for name, page in ("first", 1), ("again", 1), ("again", 10):
                with _stage(f"{name}, page {page}"):
                    shown = desk.matrix(viewer, roadmap, Filter(page=page))
                    html = framed("matrix", frame, **matrix_page(shown))
                assert shown.view.figures.total == ORGANISATIONS * MILESTONES
                assert html.count("<td class=") >= 100 * MILESTONES
            with _stage("milestone"):
                framed("milestone", frame, **milestone_page(desk.milestone(viewer, roadmap, "m-7")))
            with _stage("cell"):
                framed("cell", frame, **cell_page(desk.cell(viewer, roadmap, "cb-7", "m-7")))
            with _stage("organisation"):
                place = desk.organisation(viewer, "cb-7", 2028)
                framed("organisation", frame, **organisation_page(place))
            with _stage("calendar"):
                framed("calendar", frame, **calendar_page(desk.month(viewer, (2028, 6))))


@contextmanager
def _stage(name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    took, spent = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:<16} {1000 * took:>6.0f} ms wall {1000 * spent:>6.0f} ms CPU")


if __name__ == "__main__":
    main()
