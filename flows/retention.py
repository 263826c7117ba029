"""The flow that lets go: of what is too old in the books, and of our own runs in Prefect.

Reminders and facts stay for ever; runs are for looking, so Prefect may forget them. Both are
done in small pieces, and what is broken off goes on the next day.
"""

import asyncio
from contextlib import closing, suppress
from datetime import datetime, timedelta
from typing import Any

from prefect import flow, task
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import TERMINAL_STATES, State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound

from flows.alarm import TAG
from flows.outcome import Outcome, ended
from flows.words import text
from lotrinh import bootstrap

_AT_ONCE = 200
"""As many as the server gives at most."""


@flow(name="retention", description="Dọn thư cũ, lần gửi cũ và lần chạy cũ")
async def retention() -> State[Any]:
    """Dọn thư cũ, lần gửi cũ và lần chạy cũ; không bao giờ dọn lời nhắc và sự việc đã ghi."""
    return await ended(_retention())


async def _retention() -> Outcome:
    pruned, keep = await prune_books()
    runs = await prune_runs(keep)
    words = text(
        f"đã dọn {pruned.messages} thư, {pruned.attempts} lần gửi, {runs} lần chạy",
        f"{pruned.messages} messages, {pruned.attempts} tries, {runs} runs let go",
    )
    counts = {"messages": pruned.messages, "attempts": pruned.attempts, "runs": runs}
    return Outcome(words, counts)


@task
async def prune_books() -> tuple[bootstrap.Pruned, timedelta]:
    """Let go of what is old in the books; return that, and for how long runs are kept."""
    with closing(bootstrap.open_program()) as program:
        return await asyncio.to_thread(program.prune), timedelta(days=program.in_use().keep.runs)


@task
async def prune_runs(keep: timedelta) -> int:
    """Delete our runs that ended longer ago, with what they have left; return how many."""
    async with get_client() as client:
        return await delete_runs(client, before=bootstrap.now() - keep)


async def delete_runs(client: PrefectClient, *, before: datetime) -> int:
    """Delete the runs of our deployments that ended before an instant; others' stay."""
    old = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[TAG]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
        end_time=FlowRunFilterEndTime(before_=before),
    )
    deleted = 0
    while runs := await client.read_flow_runs(
        flow_run_filter=old, sort=FlowRunSort.START_TIME_ASC, limit=_AT_ONCE
    ):
        left = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id for run in runs]))
        while artifacts := await client.read_artifacts(artifact_filter=left, limit=_AT_ONCE):
            for artifact in artifacts:
                with suppress(ObjectNotFound):
                    await client.delete_artifact(artifact.id)
        for run in runs:
            with suppress(ObjectNotFound):
                await client.delete_flow_run(run.id)
        deleted += len(runs)
    return deleted
