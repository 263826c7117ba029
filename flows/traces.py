"""What a check leaves in Prefect: four artifacts and an event per changed deadline.

They are for looking, not for working: reminders never depend on them, and Prefect may
forget them. Events tell a standing that is another one than at the check before.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from prefect import task
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
)
from prefect.events import emit_event

from lotrinh import bootstrap

EVENTS_A_RUN = 500

_EVENTS = {
    "due-soon": "lotrinh.deadline.due-soon",
    "due-today": "lotrinh.deadline.due",
    "overdue": "lotrinh.deadline.overdue",
    "done": "lotrinh.deadline.done",
    "done-late": "lotrinh.deadline.done",
    "waived": "lotrinh.deadline.waived",
    "suspended": "lotrinh.deadline.suspended",
    "needs-date": "lotrinh.deadline.needs-date",
}


@task
async def publish(roadmap: str, report: bootstrap.CheckReport) -> None:
    """Leave a roadmap's state after a check as artifacts, and what changed as events."""
    await show(roadmap, report.at)
    emit(roadmap, report)


async def show(roadmap: str, at: datetime) -> None:
    """Leave a roadmap's state as artifacts."""
    with closing(bootstrap.open_program()) as program:
        state = await asyncio.to_thread(program.roadmap_report, roadmap, at)
    await acreate_progress_artifact(
        100 * state.done / max(state.total, 1), key=f"{roadmap}-progress", description=state.title
    )
    await acreate_table_artifact(
        [dict(row) for row in state.rows], key=f"{roadmap}-due", description=state.title
    )
    await acreate_table_artifact(
        [dict(row) for row in state.overdue], key=f"{roadmap}-late", description=state.title
    )
    await acreate_markdown_artifact(state.markdown, key=f"{roadmap}-report")


def emit(roadmap: str, report: bootstrap.CheckReport) -> None:
    """Tell what a check has found to be changed, as events."""
    related = {
        "prefect.resource.id": f"lotrinh.roadmap.{roadmap}",
        "prefect.resource.role": "roadmap",
    }
    for trace in traces(roadmap, report):
        resource = {"prefect.resource.id": trace.resource}
        emit_event(trace.event, resource, related=[related], payload=dict(trace.payload))


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that changed, as an event tells it."""

    event: str
    resource: str
    payload: Mapping[str, object]


def traces(roadmap: str, report: bootstrap.CheckReport) -> Iterator[Trace]:
    """Yield one trace per change worth one; above 500, a single one that gives their number."""
    at = report.at.isoformat()
    found = [*_changed(report), *_extended(report), *_escalated(report)]
    if len(found) > EVENTS_A_RUN:
        summary = {"changes": len(found), "at": at}
        yield Trace("lotrinh.deadlines.changed", f"lotrinh.roadmap.{roadmap}", summary)
        return
    for event, cell, payload in found:
        about = {"milestone": cell.milestone, "occurrence": cell.occurrence or None}
        resource = f"lotrinh.organisation.{cell.organisation}"
        yield Trace(event, resource, {**about, **payload, "at": at})


_Found = Iterator[tuple[str, bootstrap.CellId, Mapping[str, object]]]


def _changed(report: bootstrap.CheckReport) -> _Found:
    for change in report.changes:
        if change.now in _EVENTS:
            stood = {"before": str(change.before), "now": str(change.now)}
            yield _EVENTS[change.now], change.cell, {"due": _iso(change.due), **stood}


def _extended(report: bootstrap.CheckReport) -> _Found:
    for deadline in report.extended:
        by = deadline.extension.by if deadline.extension is not None else ""
        payload = {"due": _iso(deadline.due), "by": by}
        yield "lotrinh.deadline.extended", deadline.id, payload


def _escalated(report: bootstrap.CheckReport) -> _Found:
    for reminder in report.escalated:
        payload = {"due": _iso(reminder.due), "rung": reminder.rung, "to": reminder.recipient}
        yield "lotrinh.deadline.escalated", reminder.cell, payload


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
