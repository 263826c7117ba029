"""The flow of one shard: a part of a roadmap's check, carried out by any worker of the pool.

It says which worker has it, so that whoever waits for it can see whether that one is alive.
To run it twice, or by two workers at a time, writes nothing twice.
"""

import asyncio
import os
from contextlib import closing
from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import AwareDatetime

from flows.outcome import Outcome, ended
from flows.traces import emit
from flows.words import text
from lotrinh import bootstrap

SHARD = "shard"
WORKER = "lotrinh.worker"
"""The label of a run that names its worker."""


@flow(name=SHARD, flow_run_name="{roadmap} {shard}", description="Xét một phần của lộ trình")
async def shard(
    roadmap: str,
    shard: str,
    at: AwareDatetime | None = None,
    scheduled: bool = True,  # noqa: FBT001, FBT002  (Prefect's form passes it by name)
) -> State[Any]:
    """Xét một phần của lộ trình: các đơn vị ở cùng phần với đơn vị có mã này.

    Args:
        roadmap: Mã lộ trình.
        shard: Mã một đơn vị trong phần ấy.
        at: Xét như vào thời điểm này; để trống là bây giờ.
        scheduled: Khi tệp có lỗi, dùng bản đã chấp nhận lần trước.
    """
    return await ended(_shard(roadmap, shard, at, scheduled=scheduled))


async def _shard(roadmap: str, shard: str, at: datetime | None, *, scheduled: bool) -> Outcome:
    await _name_worker()
    report = await check_shard(roadmap, shard, at, scheduled=scheduled)
    emit(roadmap, report)
    words = text(f"{report.enqueued} lời nhắc mới", f"{report.enqueued} new reminders")
    return Outcome(words, {"deadlines": report.deadlines, "enqueued": report.enqueued})


async def _name_worker() -> None:
    worker = os.environ.get("PREFECT__WORKER_NAME")
    if worker and flow_run.id:
        async with get_client() as client:
            await client.update_flow_run_labels(flow_run.id, {WORKER: worker})


@task
async def check_shard(
    roadmap: str, shard: str, at: datetime | None, *, scheduled: bool
) -> bootstrap.CheckReport:
    """Resolve, scan, decide and enqueue: all in one transaction, safe to run again."""
    return await look_at(roadmap, shard, at, scheduled=scheduled)


async def look_at(
    roadmap: str, shard: str, at: datetime | None, *, scheduled: bool
) -> bootstrap.CheckReport:
    """Check a shard, in this process."""
    with closing(bootstrap.open_program(run=flow_run.id or "")) as program:
        return await asyncio.to_thread(
            program.check, at, roadmaps=[roadmap], shard=shard, scheduled=scheduled
        )
