"""The flow that sends: composes what waits for each person, and hands it to the channels.

One for all roadmaps, so that a person gets one message. It retries nothing: the outbox
keeps every message until it is sent or given up, and the next run goes on.
"""

import asyncio
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_link_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import AwareDatetime

from flows.outcome import Outcome, ended
from flows.words import text
from lotrinh import bootstrap

_LATE = timedelta(minutes=2)


@flow(name="deliver", description="Soạn và gửi các lời nhắc đang chờ")
async def deliver(at: AwareDatetime | None = None) -> State[Any]:
    """Soạn và gửi các lời nhắc đang chờ.

    Args:
        at: Gửi như vào thời điểm này; để trống là bây giờ.
    """
    return await ended(_deliver(at))


async def _deliver(at: datetime | None) -> Outcome:
    report = await send(at, watch=at is None and _is_punctual())
    words = text(f"đã gửi {report.delivered} thư", f"{report.delivered} messages sent")
    if report.sends:
        await link_to_board()
    if report.waits_for:
        words += text(", đang xét nên chưa soạn thư mới", ", a check is under way: none composed")
    if report.failed:
        words += text(f", {report.failed} chưa gửi được", f", {report.failed} not yet")
    return Outcome(words, {"delivered": report.delivered, "failed": report.failed})


def _is_punctual() -> bool:
    """Whether the run began when it was to.

    One that comes late, after the machine was off, may come before the checks that make up for
    that time: they aren't missed yet.
    """
    planned = flow_run.scheduled_start_time
    return planned is not None and bootstrap.now() - planned < _LATE


@task
async def link_to_board() -> None:
    """Leave a link from this run to the messages that it has sent."""
    with closing(bootstrap.open_program()) as program:
        board = await asyncio.to_thread(program.board)
    said = text("Thư của lần chạy này", "What this run has sent")
    await acreate_link_artifact(
        f"{board}/outbox?run={flow_run.id}", link_text=said, key="deliver-outbox"
    )


@task
async def send(at: datetime | None, *, watch: bool) -> bootstrap.DeliveryReport:
    """Compose and send what is due; what fails stays in the outbox for the next run."""
    with closing(bootstrap.open_program(run=flow_run.id or "")) as program:
        return await asyncio.to_thread(program.deliver, at, watch=watch)
