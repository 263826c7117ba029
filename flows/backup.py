"""The flow that keeps a copy of everything: each day one file, in the folder of the settings.

Where that folder isn't there, a disk that isn't plugged in, the run fails and the operator
hears of it: a backup beside the books would die with them.
"""

import asyncio
from contextlib import closing
from typing import Any

from prefect import flow, task
from prefect.client.schemas.objects import State

from flows.outcome import Outcome, ended
from flows.words import text
from lotrinh import bootstrap
from lotrinh.bootstrap.backup.making import Made

_MEGABYTE = 1_000_000


@flow(name="backup", description="Sao lưu sổ và cấu hình")
async def backup() -> State[Any]:
    """Sao lưu sổ, cấu hình, minh chứng và khóa ký vào một tệp; giữ số bản như cài đặt."""
    return await ended(_backup())


async def _backup() -> Outcome:
    made = await make_backup()
    if made is None:
        words = text("không tự sao lưu (mục backup)", "none wanted (backup in the settings)")
        return Outcome(words, {"made": 0})
    size = f"{made.size / _MEGABYTE:,.1f} MB"
    words = text(
        f"đã sao lưu {made.path.name} ({size}), bỏ {len(made.removed)} bản cũ",
        f"{made.path.name} made ({size}), {len(made.removed)} older removed",
    )
    return Outcome(words, {"made": 1, "size": made.size, "removed": len(made.removed)})


@task
async def make_backup() -> Made | None:
    """Make the day's backup; None where the settings want none."""
    with closing(bootstrap.open_program()) as program:
        settings = program.in_use().backup
        if not settings.daily:
            return None
        return await asyncio.to_thread(program.vault.back_up, keep=settings.keep)
