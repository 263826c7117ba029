"""Each roadmap as a flow of its own name: one check, then its traces in Prefect.

`flows.roadmaps.<id>` is a flow for every id, made when it is asked for: so one entry point
serves roadmaps that nobody knew when this was written, and a run loads only its own. What
is due, to whom and in which words is decided below, where it can be tested without Prefect.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from datetime import datetime
from typing import Any, TypeAlias

from prefect import Flow, task
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from pydantic import AwareDatetime

from flows import rounds
from flows.outcome import Outcome, ended
from flows.traces import publish
from flows.words import text
from lotrinh import bootstrap

RoadmapFlow: TypeAlias = Flow[..., Coroutine[Any, Any, State[Any]]]


def roadmap_flow(roadmap: str, title: str | None = None) -> RoadmapFlow:
    """Make the flow of one roadmap; it opens the books that the environment names."""

    async def check_roadmap(
        at: AwareDatetime | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002  (Prefect's form passes it by name)
        organisations: list[str] | None = None,
    ) -> State[Any]:
        """Xét lộ trình và ghi các lời nhắc đến lượt.

        Args:
            at: Xét như vào thời điểm này; để trống là bây giờ.
            dry_run: Chỉ xem trước, không ghi lời nhắc nào.
            organisations: Chỉ xét các đơn vị có mã này; để trống là tất cả.
        """
        return await ended(_check(roadmap, at, dry_run=dry_run, organisations=organisations))

    # Prefect makes a deployment's entry point, `flows.roadmaps.<id>`, from this name.
    check_roadmap.__name__ = roadmap
    return Flow(check_roadmap, name=roadmap, description=title)


async def _check(
    roadmap: str, at: datetime | None, *, dry_run: bool, organisations: list[str] | None
) -> Outcome:
    report = await check(roadmap, at, dry_run=dry_run, organisations=organisations)
    if isinstance(report, bootstrap.Round):
        return await rounds.make(report, scheduled=at is None)
    if not dry_run:
        await publish(roadmap, report)
    said = report.enqueued
    words = text(f"{said} lời nhắc mới", f"{said} new reminders")
    if dry_run:
        words = text(f"xem trước: {words}, chưa ghi gì", f"dry run: {words}, nothing written")
    return Outcome(words, _counts(report, enqueued=0 if dry_run else said))


@task
async def check(
    roadmap: str, at: datetime | None, *, dry_run: bool, organisations: list[str] | None
) -> bootstrap.CheckReport | bootstrap.Round:
    """Resolve, scan, decide and enqueue: all in one transaction, safe to run again.

    Where the settings want shards, nothing is checked yet: the round of them is begun.
    Without `at` it counts as scheduled: where the files have errors, the last accepted
    configuration goes on.
    """
    with closing(bootstrap.open_program(run=flow_run.id or "")) as program:
        if not dry_run and organisations is None:
            round_ = await asyncio.to_thread(program.rounds.begin, roadmap, at)
            if round_ is not None:
                return round_
        return await asyncio.to_thread(
            program.check,
            at,
            roadmaps=[roadmap],
            organisations=organisations,
            dry_run=dry_run,
            scheduled=at is None,
        )


def _counts(report: bootstrap.CheckReport, *, enqueued: int) -> dict[str, int]:
    reasons = {str(reason): count for reason, count in report.reasons.items()}
    return {"deadlines": report.deadlines, "enqueued": enqueued, **reasons}


def __getattr__(name: str) -> RoadmapFlow:
    if name.startswith("__"):
        raise AttributeError(name)
    return roadmap_flow(name)
