"""Serving: a Prefect runner on this machine that carries out each run in its own process.

At most two at a time, for SQLite's sake. The schedules stay active when it ends, so that
they go on after a restart; Prefect never makes up for slots in between, so each start
checks every roadmap once. That may be too much, never too little: a reminder speaks once.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing, redirect_stderr

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import arun_deployment
from prefect.runner import Runner
from prefect.settings import get_current_settings

from flows.deployments import BACKUP, DELIVER, RETENTION, Reconciled, reconcile
from flows.ghosts import end_ghosts
from flows.journal import Journal, Say
from flows.rolling import Rolling
from flows.shards import SHARD
from flows.words import text
from lotrinh import bootstrap

RUNS_AT_ONCE = 2
POLL_SECONDS = 0.5
BUSY_SECONDS = 5.0
"""Between two tries where another run has the only slot: it needs seconds to send."""
RUNS_LOG = "runs.log"


class OurRunner(Runner):
    """A runner that ends on SIGTERM as it does on Ctrl-C.

    Prefect's own way out of SIGTERM forgets to await itself, and leaves runs behind.
    """

    def __init__(self) -> None:
        super().__init__(name="lotrinh", limit=RUNS_AT_ONCE, pause_on_shutdown=False)

    def handle_sigterm(self, *_: object) -> None:
        """Raise the signal that asyncio knows how to end on."""
        signal.raise_signal(signal.SIGINT)


async def serve(
    schedules: Sequence[bootstrap.Schedule],
    announce: Callable[[Reconciled], None],
    say: Say,
    *,
    alone: bool,
    aside: bool,
) -> None:
    """Deploy all roadmaps and carry out their runs until stopped.

    Args:
        schedules: One per roadmap.
        announce: Is told what became of the deployments.
        say: Is told each run that ended, in one line.
        alone: Whether the server is ours: then nobody else carries out runs.
        aside: Whether the log goes to a file, and not to stderr.
    """
    runner = OurRunner()
    titles = {schedule.roadmap: schedule.title for schedule in schedules}
    titles[DELIVER] = text("Gửi thư", "Sending")
    titles[RETENTION] = text("Dọn cũ", "Letting go")
    titles[BACKUP] = text("Sao lưu", "Backup")
    titles[SHARD] = text("Xét một phần", "Checking a shard")
    async with get_client() as client, asyncio.TaskGroup() as group:
        if alone:
            await end_ghosts(client)
        announce(await reconcile(client, schedules, runner.aadd_deployment))
        journal = Journal(client, titles, schedules[0].zone)
        await journal.begin()
        group.create_task(journal.follow(say))
        group.create_task(_carry_out(runner, aside=aside))
        group.create_task(check_and_send([schedule.roadmap for schedule in schedules]))


@asynccontextmanager
async def running(runner: Runner) -> AsyncIterator[None]:
    """Have the runner carry out runs for the length of the block."""
    serving = asyncio.create_task(_carry_out(runner))
    try:
        yield
    finally:
        await runner.astop()
        await serving


async def _carry_out(runner: Runner, *, aside: bool = True) -> None:
    """Start the runner; what the runs' processes say goes to a file, unless it is wanted here.

    It is the log, and on Ctrl-C a traceback of each; Prefect passes it on to our own stderr.
    """
    if not aside:
        await runner.start()
        return
    with closing(Rolling(get_current_settings().home / RUNS_LOG)) as file, redirect_stderr(file):
        await runner.start()


async def check_and_send(roadmaps: Sequence[str], **parameters: object) -> list[FlowRun]:
    """Check every roadmap once, then send; whoever serves the deployments does the work."""
    async with get_client() as client:
        checks = [await _start(roadmap, parameters) for roadmap in roadmaps]
        ended = [await _ended(client, check) for check in checks]
        return [*ended, await _sent(client, parameters)]


async def _sent(client: PrefectClient, parameters: Mapping[str, object]) -> FlowRun:
    """Send until a run of our own ends; one cancelled for another may have come too early."""
    while True:
        run = await _ended(client, await _start(DELIVER, parameters))
        if not (run.state and run.state.is_cancelled()):
            return run
        await asyncio.sleep(BUSY_SECONDS)


async def _start(deployment: str, parameters: Mapping[str, object]) -> FlowRun:
    return await arun_deployment(
        f"{deployment}/{deployment}", parameters=dict(parameters), timeout=0, as_subflow=False
    )


async def _ended(client: PrefectClient, run: FlowRun) -> FlowRun:
    """Ask until a run has ended; waiting for its event instead takes seconds longer."""
    while not (run.state and run.state.is_final()):
        await asyncio.sleep(POLL_SECONDS)
        run = await client.read_flow_run(run.id)
    return run
