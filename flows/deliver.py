"""The flow that sends: composes what waits for each person, and hands it to the channels.

One for all roadmaps, so that a person gets one message. It retries nothing: the outbox
keeps every message until it is sent or given up, and the next run goes on.
"""

import asyncio
from contextlib import closing
from datetime import datetime

from prefect import flow, get_run_logger, task
from pydantic import AwareDatetime

from lotrinh import bootstrap


@flow(name="deliver", description="Soạn và gửi các lời nhắc đang chờ")
async def deliver(at: AwareDatetime | None = None) -> dict[str, int]:
    """Soạn và gửi các lời nhắc đang chờ.

    Args:
        at: Gửi như vào thời điểm này; để trống là bây giờ.
    """
    report = await send(at)
    counts = {"delivered": report.delivered, "failed": report.failed}
    get_run_logger().info("delivered: %s", counts)
    return counts


@task
async def send(at: datetime | None) -> bootstrap.DeliveryReport:
    """Compose and send what is due; what fails stays in the outbox for the next run."""
    with closing(bootstrap.open_program()) as program:
        return await asyncio.to_thread(program.deliver, at)
