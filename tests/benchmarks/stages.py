"""`python -m tests.benchmarks.stages 100000`: what each stage of one day costs, for one size.

It says so as JSON, in CPU seconds of the process, which is one of its own: so the peak of its
memory is its own as well, and imports are counted once.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.generator import START, TODAY, answer, every_day, write_country

if TYPE_CHECKING:
    from lotrinh.application.deciding.check import CheckReport
    from lotrinh.application.office.configuration import Configuration
    from lotrinh.domain.roadmap import RoadmapId

WITH_DIFF = 1_000_000
"""Up to this size two plans are compared as well."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Notes the CPU seconds of stages."""

    figures: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Note how long something takes."""
        begun = time.process_time()
        yield
        self.figures[name] = time.process_time() - begun


def measure(deadlines: int, url: str | None = None) -> Mapping[str, float]:
    """Return the seconds of each stage for one size, the peak of memory in MB, and the answer."""
    watch = Watch()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "config"
        write_country(folder, deadlines)
        plan = _load(folder, watch)
        report = _decide(plan, watch)
        _enqueue(plan, report, url or f"sqlite:///{scratch}/books.db", watch)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _look(plan, watch)
        if deadlines <= WITH_DIFF:
            _compare(plan, watch)
    figures = watch.figures
    figures["files to decisions"] = sum(figures[s] for s in ("imports", "load", "decide"))
    figures["files to reminders"] = figures["files to decisions"] + figures["enqueue"]
    right = answer(deadlines)
    assert report.enqueued == right, f"{report.enqueued} reminders, {right} is right"
    return figures | {"peak MB": peak, "reminders": report.enqueued}


def _load(folder: Path, watch: Watch) -> "Configuration":
    with watch.stage("imports"):
        import lotrinh.application.deciding.check  # noqa: PLC0415
        import lotrinh.application.looking.diff  # noqa: PLC0415
        import lotrinh.store.database  # noqa: F401, PLC0415  (what is measured)
        from lotrinh.loader.reading.folder import read_folder  # noqa: PLC0415
        from lotrinh.loader.workspace import load  # noqa: PLC0415
    with watch.stage("load"):
        loaded = load(read_folder(folder)).configuration
    assert loaded is not None
    return replace(loaded, calendars={"every-day": every_day()})


def _decide(plan: "Configuration", watch: Watch) -> "CheckReport":
    """Check the day, the day before having been checked."""
    from lotrinh.application.books.checks import CheckRecord  # noqa: PLC0415
    from lotrinh.application.books.rehearsal import Rehearsal  # noqa: PLC0415
    from lotrinh.application.deciding.check import check  # noqa: PLC0415

    notebook, before = Rehearsal(), TODAY - timedelta(days=1)
    notebook.ledger.set_baselines(roadmap(), plan.organisations.ids, START)
    checked = CheckRecord(roadmap(), morning(before), plan.hash, 0, before)
    notebook.ledger.record_check(checked, {})
    with watch.stage("decide"):
        return check(plan, notebook, at=morning(TODAY))


def _enqueue(plan: "Configuration", report: "CheckReport", url: str, watch: Watch) -> None:
    from lotrinh.store.database import SqlStore  # noqa: PLC0415

    with closing(SqlStore.open(url)) as store, watch.stage("enqueue"), store.begin() as uow:
        written = uow.ledger.enqueue(report.reminders, at=report.at, configuration=plan.hash)
    assert len(written) == report.enqueued


def _look(plan: "Configuration", watch: Watch) -> None:
    """Resolve and scan once more, each by itself: `decide` holds both."""
    from lotrinh.application.books.rehearsal import Rehearsal  # noqa: PLC0415
    from lotrinh.application.deciding.timelines import Timelines  # noqa: PLC0415
    from lotrinh.domain.policy import rung_table  # noqa: PLC0415
    from lotrinh.domain.reminders import scan  # noqa: PLC0415

    with watch.stage("resolve"):
        timeline = Timelines(plan, Rehearsal().facts, TODAY).of(roadmap())
    with watch.stage("scan"):
        for matrix in timeline.matrices:
            rungs = rung_table(plan.policies["standard"].ladder, matrix.calendar)
            list(scan(matrix, rungs, today=TODAY, since=TODAY - timedelta(days=1)))


def _compare(plan: "Configuration", watch: Watch) -> None:
    """Compare with a plan in which one milestone moves, for everybody."""
    from lotrinh.application.books.rehearsal import Rehearsal  # noqa: PLC0415
    from lotrinh.application.looking.diff import diff  # noqa: PLC0415

    congress = plan.roadmaps[roadmap()]
    first, second, *_ = congress.milestones.values()
    milestones = {**congress.milestones, second.id: replace(second, due=first.due)}
    moved = replace(plan, roadmaps={roadmap(): replace(congress, milestones=milestones)})
    with watch.stage("diff"):
        found = diff(moved, plan, Rehearsal(), today=TODAY)
    assert len(found.differences) == len(plan.organisations)


def roadmap() -> "RoadmapId":
    """Return the only roadmap of the country."""
    from lotrinh.domain.roadmap import RoadmapId  # noqa: PLC0415

    return RoadmapId("congress")


def morning(day: date) -> datetime:
    """Return when a day is checked."""
    return datetime.fromisoformat(f"{day}T07:30+07:00")


if __name__ == "__main__":
    json.dump(measure(int(sys.argv[1]), *sys.argv[2:3]), sys.stdout)
