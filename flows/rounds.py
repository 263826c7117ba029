"""A check in shards: one run for each on whatever worker is free, then one that settles them.

Prefect doesn't notice that a machine has died: a run stays "running" for ever. So whoever
makes the round watches the workers' signs of life, has another worker do what is lost, and
does by itself what nobody takes. All of that may only repeat work: the ledger keeps a
reminder once.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from prefect import task
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, WorkerStatus
from prefect.deployments import arun_deployment
from prefect.states import Cancelled, Crashed

from flows.outcome import Outcome
from flows.shards import SHARD, WORKER, look_at
from flows.traces import show
from flows.words import text
from lotrinh import bootstrap

POOL = "lotrinh"
TRIES = 3
POLL_SECONDS = 1.0
PATIENCE = timedelta(seconds=60)
"""For how long a run may be about to start, or wait while nothing of its round is under way."""
LONGEST = timedelta(minutes=30)
"""A run of a shard that takes longer hangs."""
RENEWED = timedelta(minutes=1)


class Verdict(Enum):
    """What is to be done about a run."""

    WAIT = auto()
    DONE = auto()
    AGAIN = auto()
    """It has failed, or is lost with its worker."""
    TAKE = auto()
    """Nobody takes it."""


def verdict(run: FlowRun, alive: Collection[str], now: datetime, *, idle: bool) -> Verdict:
    """Return what is to be done about a run of a shard.

    Args:
        run: The run, as the server knows it.
        alive: The workers that show signs of life.
        now: What the clock says.
        idle: Whether no run of the round is under way: there are no workers, or all have
            other things in hand, this very round perhaps.
    """
    state = run.state
    if state is None or state.is_completed():
        return Verdict.DONE if state else Verdict.WAIT
    age = now - state.timestamp
    worker = run.labels.get(WORKER)
    if state.is_final() or (state.is_pending() and age > PATIENCE):
        return Verdict.AGAIN
    if state.is_running() and (age > LONGEST or (worker and worker not in alive)):
        return Verdict.AGAIN
    if state.is_scheduled() and idle and age > PATIENCE:
        return Verdict.TAKE
    return Verdict.WAIT


def _is_under_way(run: FlowRun) -> bool:
    return run.state is not None and (run.state.is_pending() or run.state.is_running())


async def make(round_: bootstrap.Round, *, scheduled: bool) -> Outcome:
    """Have all shards of a round checked, settle them, and have what they say sent.

    Raises:
        UncheckedError: Some shards could not be checked.
    """
    try:
        end = await _Making(round_, scheduled=scheduled).to_the_end()
    finally:
        with closing(bootstrap.open_program()) as program:
            await asyncio.to_thread(program.rounds.end, round_.roadmap)
    await arun_deployment("deliver/deliver", timeout=0, as_subflow=False)
    await publish_round(round_.roadmap, round_.at)
    shards = len(round_.shards)
    if end.missing:
        count, listed = str(len(end.missing)), ", ".join(end.missing)
        raise bootstrap.UncheckedError(shards=listed, count=count, of=str(shards))
    words = text(
        f"{shards} phần, {end.said} lời nhắc mới", f"{shards} shards, {end.said} new reminders"
    )
    return Outcome(words, {"shards": shards, "enqueued": end.said})


@task
async def publish_round(roadmap: str, at: datetime) -> None:
    """Leave a roadmap's state as artifacts."""
    await show(roadmap, at)


class _Making:
    """A round under way."""

    def __init__(self, round_: bootstrap.Round, *, scheduled: bool) -> None:
        self.round, self.scheduled = round_, scheduled
        self.runs: dict[str, UUID] = {}
        """By shard: the run that is waited for."""
        self.tries: dict[str, int] = {}
        self.renewed = bootstrap.now()

    async def to_the_end(self) -> bootstrap.RoundEnd:
        """Check all shards and settle; what is missing then, if files have changed, once more."""
        await self._check(self.round.shards)
        end = await self._settle()
        others = [shard for shard in end.missing if shard not in self.tries]
        if others:
            await self._check(others)
            end = await self._settle()
        return end

    async def _settle(self) -> bootstrap.RoundEnd:
        with closing(bootstrap.open_program()) as program:
            return await asyncio.to_thread(program.rounds.settle, self.round.roadmap, self.round.at)

    async def _check(self, shards: Sequence[str]) -> None:
        """Have shards checked, each until it is done or given up."""
        async with get_client() as client:
            for shard in shards:
                await self._start(shard)
            while self.runs:
                await asyncio.sleep(POLL_SECONDS)
                await self._renew()
                await self._look(client)

    async def _look(self, client: PrefectClient) -> None:
        found, alive = await self._found(client), await self._alive(client)
        idle = not any(_is_under_way(run) for run in found.values())
        for shard, id_ in list(self.runs.items()):
            match verdict(found[id_], alive, bootstrap.now(), idle=idle):
                case Verdict.DONE:
                    del self.runs[shard]
                case Verdict.AGAIN:
                    await self._again(client, shard, found[id_])
                case Verdict.TAKE:
                    await self._take(client, shard)
                    return  # which took a while: others may be taken by now
                case Verdict.WAIT:
                    pass

    async def _found(self, client: PrefectClient) -> Mapping[UUID, FlowRun]:
        ids = list(self.runs.values())
        found: dict[UUID, FlowRun] = {}
        for first in range(0, len(ids), 200):
            wanted = FlowRunFilter(id=FlowRunFilterId(any_=ids[first : first + 200]))
            for run in await client.read_flow_runs(flow_run_filter=wanted, limit=200):
                found[run.id] = run
        return found

    async def _alive(self, client: PrefectClient) -> frozenset[str]:
        workers = await client.read_workers_for_work_pool(POOL)
        return frozenset(w.name for w in workers if w.status == WorkerStatus.ONLINE)

    async def _start(self, shard: str) -> None:
        parameters = {
            "roadmap": self.round.roadmap,
            "shard": shard,
            "at": self.round.at.isoformat(),
            "scheduled": self.scheduled,
        }
        run = await arun_deployment(f"{SHARD}/{SHARD}", parameters=parameters, timeout=0)
        self.runs[shard] = run.id
        self.tries[shard] = self.tries.get(shard, 0) + 1

    async def _again(self, client: PrefectClient, shard: str, run: FlowRun) -> None:
        """Have another run do what has failed; after some tries the shard is given up."""
        if run.state is None or not run.state.is_final():
            said = text("máy chạy không còn phản hồi", "its worker shows no signs of life")
            await client.set_flow_run_state(run.id, Crashed(message=said), force=True)
        del self.runs[shard]
        if self.tries[shard] < TRIES:
            await self._start(shard)

    async def _take(self, client: PrefectClient, shard: str) -> None:
        """Check a shard here: no worker is there to do it."""
        said = text("không có máy nào nhận, tự xét", "no worker takes it: checked by the round")
        await client.set_flow_run_state(self.runs.pop(shard), Cancelled(message=said), force=True)
        await look_at(self.round.roadmap, shard, self.round.at, scheduled=self.scheduled)

    async def _renew(self) -> None:
        """Have composing wait for longer."""
        if bootstrap.now() - self.renewed > RENEWED:
            self.renewed = bootstrap.now()
            with closing(bootstrap.open_program()) as program:
                await asyncio.to_thread(program.rounds.keep, self.round.roadmap)
