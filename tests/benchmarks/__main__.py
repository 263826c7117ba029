"""`python -m tests.benchmarks`: what each stage costs, for 10k, 100k and 1M deadlines.

It prints and judges nothing but the answers. Each size runs in a process of its own, so
that the peak of its memory is its own. Times are CPU seconds of the process.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.generator import ANSWERS, START, TODAY, every_day, write_country

if TYPE_CHECKING:
    from lotrinh.application.office.configuration import Configuration
    from lotrinh.domain.roadmap import RoadmapId

STAGES = ("imports", "load", "resolve", "scan", "decide", "enqueue", "diff", "files to decisions")


def main() -> None:
    """Print one line a size."""
    print(f"{'deadlines':>10}", *(f"{stage:>18}" for stage in STAGES), f"{'peak MB':>9}")
    for deadlines, answer in ANSWERS.items():
        command = [sys.executable, "-m", "tests.benchmarks", str(deadlines)]
        told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        figures = json.loads(told.stdout)
        times = (f"{figures[stage]:>18.3f}" for stage in STAGES)
        print(f"{deadlines:>10,}", *times, f"{figures['peak']:>9.0f}")
        if figures["reminders"] != answer:
            sys.exit(f"\n{figures['reminders']} reminders, {answer} is right")


def measure(deadlines: int) -> dict[str, float]:
    """Return the CPU seconds of each stage for one size, and the peak of memory in MB."""
    figures: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        figures[name] = time.process_time() - begun

    with stage("imports"):
        from lotrinh.application.books.ports import CheckRecord  # noqa: PLC0415
        from lotrinh.application.books.rehearsal import Rehearsal  # noqa: PLC0415
        from lotrinh.application.deciding.check import check  # noqa: PLC0415  (what is measured)
        from lotrinh.application.deciding.timelines import Timelines  # noqa: PLC0415
        from lotrinh.application.looking.diff import diff  # noqa: PLC0415
        from lotrinh.domain.policy import rung_table  # noqa: PLC0415
        from lotrinh.domain.reminders import scan  # noqa: PLC0415
        from lotrinh.domain.roadmap import RoadmapId  # noqa: PLC0415
        from lotrinh.loader.reading.folder import read_folder  # noqa: PLC0415
        from lotrinh.loader.workspace import load  # noqa: PLC0415
        from lotrinh.store.database import SqlStore  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "config"
        write_country(folder, deadlines)
        with stage("load"):
            loaded = load(read_folder(folder)).configuration
        assert loaded is not None
        plan = replace(loaded, calendars={"every-day": every_day()})
        roadmap, policy = RoadmapId("congress"), plan.policies["standard"]
        before = TODAY - timedelta(days=1)
        with stage("resolve"):
            timeline = Timelines(plan, Rehearsal().facts, TODAY).of(roadmap)
        with stage("scan"):
            for matrix in timeline.matrices:
                rungs = rung_table(policy.ladder, matrix.calendar)
                list(scan(matrix, rungs, today=TODAY, since=before))

        notebook = Rehearsal()
        notebook.ledger.set_baselines(roadmap, plan.organisations.ids, START)
        checked = CheckRecord(roadmap, _morning(before, plan.zone), plan.hash, 0, before)
        notebook.ledger.record_check(checked, {})
        with stage("decide"):
            report = check(plan, notebook, at=_morning(TODAY, plan.zone))
        figures["files to decisions"] = figures["load"] + figures["decide"]

        with stage("diff"):  # of a plan in which one milestone moves, for everybody
            moved = diff(_with_one_moved(plan, roadmap), plan, notebook, today=TODAY)
        assert len(moved.differences) == len(plan.organisations)

        store = SqlStore.open(f"sqlite:///{scratch}/books.db")
        with stage("enqueue"), store.begin() as uow:
            uow.ledger.enqueue(report.reminders, at=report.at, configuration=plan.hash)
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures | {"peak": peak, "reminders": report.enqueued}


def _with_one_moved(plan: "Configuration", id_: "RoadmapId") -> "Configuration":
    roadmap = plan.roadmaps[id_]
    first, second, *_ = roadmap.milestones.values()
    milestones = {**roadmap.milestones, second.id: replace(second, due=first.due)}
    return replace(plan, roadmaps={id_: replace(roadmap, milestones=milestones)})


def _morning(day: object, zone: object) -> datetime:
    return datetime.fromisoformat(f"{day}T07:30").replace(tzinfo=zone)  # type: ignore[arg-type]  # a ZoneInfo


if __name__ == "__main__":
    if len(sys.argv) > 1:
        json.dump(measure(int(sys.argv[1])), sys.stdout)
    else:
        main()
