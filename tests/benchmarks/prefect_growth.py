"""`python -m tests.benchmarks.prefect_growth`: how much a Prefect database grows, day after day.

A real server of its own, on SQLite; each "day" has a few runs with states and reports as ours
have them, and ends as `retention` does: what is older than so many days goes. It prints the
rows and the bytes in use, which have to stop growing once there is something to let go of.
"""

import argparse
import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from flows.server import own_server
from lotrinh.clock import now

RUNS, DAYS, KEPT = 6, 120, 30


def main() -> None:
    """Print one line every ten days."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.prefect_growth")
    for name, usual in (("--runs", RUNS), ("--days", DAYS), ("--kept", KEPT)):
        parser.add_argument(name, type=int, default=usual)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        with own_server(home, wish=None, ui=False) as server:
            os.environ.update(server.environment)
            asyncio.run(_live(home, asked.runs, asked.days, asked.kept))


async def _live(home: Path, runs: int, days: int, kept: int) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415  (reads the environment)

    from flows.retention import delete_runs  # noqa: PLC0415

    ends: list[datetime] = []
    print(f"{'day':>5}{'runs':>8}{'states':>8}{'artifacts':>11}{'used KB':>10}{'file KB':>10}")
    async with get_client() as client:
        for day in range(1, days + 1):
            for _ in range(runs):
                await _run(client)
            ends.append(now())
            if day > kept:
                await delete_runs(client, before=ends[day - kept - 1])
            if day % 10 == 0:
                print(f"{day:>5}" + _told(home), flush=True)


async def _run(client: object) -> None:
    """Leave what one run of ours leaves: states, a table and a report."""
    from prefect import flow  # noqa: PLC0415
    from prefect.client.orchestration import PrefectClient  # noqa: PLC0415
    from prefect.client.schemas.actions import ArtifactCreate  # noqa: PLC0415
    from prefect.client.schemas.objects import State  # noqa: PLC0415
    from prefect.states import Completed, Pending, Running  # noqa: PLC0415

    assert isinstance(client, PrefectClient)

    @flow(name="deliver")
    def deliver() -> None: ...

    run = await client.create_flow_run(deliver, tags=["lotrinh"])
    states: tuple[State[None], ...] = (Pending(), Running(), Completed(message="đã gửi 12 thư"))
    for state in states:
        await client.set_flow_run_state(run.id, state, force=True)
    for key in ("plan-due", "plan-report"):
        left = ArtifactCreate(key=key, type="markdown", data="việc " * 400, flow_run_id=run.id)
        await client.create_artifact(left)


def _told(home: Path) -> str:
    with closing(sqlite3.connect(home / "prefect.db")) as books:

        def ask(query: str) -> int:
            return int(books.execute(query).fetchone()[0])

        tables = ("flow_run", "flow_run_state", "artifact")
        counts = [ask(f"SELECT COUNT(*) FROM {table}") for table in tables]  # noqa: S608
        page, pages = ask("PRAGMA page_size"), ask("PRAGMA page_count")
        used = page * (pages - ask("PRAGMA freelist_count"))
    runs, states, artifacts = counts
    kilo = 1_000
    return f"{runs:>8}{states:>8}{artifacts:>11}{used // kilo:>10,}{page * pages // kilo:>10,}"


if __name__ == "__main__":
    main()
