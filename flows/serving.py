"""Serving: a Prefect runner on this machine that carries out each run in its own process.

At most two at a time, for SQLite's sake. The schedules stay active when it ends, so that
they go on after a restart; Prefect never makes up for slots in between, so each start
checks every roadmap once. That may be too much, never too little: a reminder speaks once.
"""

import asyncio
from collections.abc import Callable, Sequence

from prefect.client.orchestration import get_client
from prefect.deployments import arun_deployment
from prefect.runner import Runner

from flows.deployments import Reconciled, reconcile
from lotrinh import bootstrap

RUNS_AT_ONCE = 2


async def serve(
    schedules: Sequence[bootstrap.Schedule], announce: Callable[[Reconciled], None]
) -> None:
    """Deploy all roadmaps and carry out their runs until stopped."""
    runner = Runner(name="lotrinh", limit=RUNS_AT_ONCE, pause_on_shutdown=False)
    async with get_client() as client:
        announce(await reconcile(client, schedules, runner.aadd_deployment))
    async with asyncio.TaskGroup() as group:
        group.create_task(runner.start())
        group.create_task(catch_up([schedule.roadmap for schedule in schedules]))


async def catch_up(roadmaps: Sequence[str]) -> None:
    """Check every roadmap once, then send: what fell due while the machine was off."""
    for deployment in (*roadmaps, "deliver"):
        await arun_deployment(
            f"{deployment}/{deployment}", poll_interval=1, as_subflow=False, tags=["catch-up"]
        )
