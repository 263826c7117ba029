"""`python -m tests.benchmarks.prefect_growth`: how a Prefect database grows in a year.

A real server of its own, on SQLite; each "day" has a few runs with states and reports as ours
have them. It ends as a day does: `retention` lets go of runs, the server of its events, and then
all that is left is made a day older, for nobody can move a server's clock. It prints rows and
bytes, which have to stop growing once there is something to let go of.
"""

import argparse
import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from flows.server import own_server
from lotrinh.clock import now

RUNS, DAYS, KEPT = 6, 365, 30
TABLES = ("flow_run", "flow_run_state", "artifact", "events", "event_resources", "log")
AGED = {
    "flow_run": ("created", "updated", "start_time", "end_time", "expected_start_time"),
    "flow_run_state": ("created", "updated", "timestamp"),
    "artifact": ("created", "updated"),
    "events": ("occurred", "received", "recorded"),
    "event_resources": ("occurred", "created", "updated"),
}
"""The instants that a server goes by when it lets go."""


def main() -> None:
    """Print one line a month of thirty days."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.prefect_growth")
    for name, usual in (("--runs", RUNS), ("--days", DAYS), ("--kept", KEPT)):
        parser.add_argument(name, type=int, default=usual)
    asked = parser.parse_args()
    # It cleans up once an hour; our days are shorter.
    os.environ["PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS"] = "5"
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        with own_server(home, wish=None, ui=False) as server:
            os.environ.update(server.environment)
            asyncio.run(_live(home, asked.runs, asked.days, timedelta(days=asked.kept)))


async def _live(home: Path, runs: int, days: int, keep: timedelta) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415  (reads the environment)

    from flows.retention import delete_runs  # noqa: PLC0415

    print(f"{'day':>4}" + "".join(f"{name:>16}" for name in (*TABLES, "used KB", "file KB")))
    async with get_client() as client:
        for day in range(1, days + 1):
            for _ in range(runs):
                await _run(client)
            await delete_runs(client, before=now() - keep)
            if day % 30 == 0 or day == days:
                print(f"{day:>4}" + _told(home), flush=True)
            _grow_old(home)


def _grow_old(home: Path) -> None:
    """Make all that is kept a day older."""
    with closing(sqlite3.connect(home / "prefect.db", timeout=60)) as books, books:
        for table, columns in AGED.items():
            older = ", ".join(
                f"{name} = strftime('%Y-%m-%d %H:%M:%f', {name}, '-1 day')" for name in columns
            )
            books.execute(f"UPDATE {table} SET {older}")  # noqa: S608  (our own names)


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
    with closing(sqlite3.connect(home / "prefect.db", timeout=60)) as books:

        def ask(query: str) -> int:
            return int(books.execute(query).fetchone()[0])

        counts = [ask(f"SELECT COUNT(*) FROM {table}") for table in TABLES]  # noqa: S608
        page, pages = ask("PRAGMA page_size"), ask("PRAGMA page_count")
        used = page * (pages - ask("PRAGMA freelist_count"))
    sizes = (used // 1_000, page * pages // 1_000)
    return "".join(f"{count:>16,}" for count in (*counts, *sizes))


if __name__ == "__main__":
    main()
