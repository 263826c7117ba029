"""What people see of `lotrinh up`: one line a run, in their language and their time.

Read from the server, not from the runs' own output: so a run that was cancelled, or whose
process died without a word, has its line as well.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

import click
import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun
from prefect.client.schemas.sorting import FlowRunSort

from flows.deployments import ours
from flows.words import text

POLL_SECONDS = 1.0
LONGEST_AWAY = 60
"""So many looks in a row at a server that isn't there are enough."""
LATEST = 50
"""More than end between two looks; older ones have been told."""

Say = Callable[[str], None]

_ENDED = FlowRunFilter(
    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES)))
)


class Journal:
    """Tells each run that ends, once."""

    def __init__(self, client: PrefectClient, titles: Mapping[str, str], zone: str) -> None:
        self.client, self.titles, self.zone = client, titles, ZoneInfo(zone)
        self.names: dict[UUID, str] = {}
        self.told: set[UUID] = set()

    async def begin(self) -> None:
        """Leave out what has ended before."""
        self.names = {deployment.id: deployment.name for deployment in await ours(self.client)}
        self.told = {run.id for run in await self._latest()}

    async def follow(self, say: Say, patience: int = LONGEST_AWAY) -> None:
        """Tell what ends, until cancelled; a server that is away for a while is waited for.

        Raises:
            httpx.HTTPError: It is away for too long. Whoever carries out runs has then stopped
                asking, and would do nothing for good, however long the process lives.
        """
        away = 0
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                latest = await self._latest()
            except httpx.HTTPError:
                away += 1
                if away >= patience:
                    raise
                continue
            away = 0
            for run in reversed(latest):
                if run.id not in self.told:
                    say(self._line(run))
            self.told = {run.id for run in latest}

    async def _latest(self) -> Sequence[FlowRun]:
        mine = DeploymentFilter(id=DeploymentFilterId(any_=list(self.names)))
        return await self.client.read_flow_runs(
            flow_run_filter=_ENDED,
            deployment_filter=mine,
            sort=FlowRunSort.END_TIME_DESC,
            limit=LATEST,
        )

    def _line(self, run: FlowRun) -> str:
        name = self.names[run.deployment_id] if run.deployment_id else run.name
        when = f"{run.end_time.astimezone(self.zone):%d/%m %H:%M}" if run.end_time else ""
        return f"{when}  {self.titles.get(name, name)}: {how_it_ended(run)}"


def how_it_ended(run: FlowRun) -> str:
    """Return in words how a run ended."""
    state = run.state
    if state is None or state.is_completed():
        return (state and state.message) or text("xong", "done")
    if state.is_cancelled():
        return text("bỏ qua, lần trước chưa xong", "skipped, the one before is still at work")
    if state.is_crashed():
        return click.style(text("bị ngắt giữa chừng", "was interrupted"), fg="yellow")
    return click.style(text("LỖI: ", "ERROR: ") + (state.message or ""), fg="red")
