"""Runs of the flows on a real server: what they leave, and how they end."""

import json
from contextlib import closing
from datetime import datetime

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import Artifact, StateType
from prefect.events.filters import EventFilter, EventNameFilter

from flows.traces import traces
from lotrinh.bootstrap import CellId, CheckReport
from lotrinh.domain.facts import Fact, FactKind
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.domain.roadmap import MilestoneId, RoadmapId
from lotrinh.domain.status import Change, Standing
from lotrinh.domain.timeline import Deadline
from lotrinh.store.database import SqlStore
from tests.builders import a_calendar, a_milestone
from tests.integration.flows.office import CARRY_OUT, Office, Prefect

CELL = CellId(RoadmapId("year-end"), OrganisationId("chi-bo-01"), MilestoneId("branch-review"))
FIRST, LATER = "2024-11-13T07:30:00+07:00", "2024-12-02T07:30:00+07:00"


@pytest.fixture(autouse=True)
def _deployed(office: Office, prefect: Prefect) -> None:  # noqa: ARG001  (empty before)
    office.deploy()


def _check(at: str, **parameters: object) -> tuple[str, dict[str, object]]:
    return "year-end", {"at": at, **parameters}


def test_checks_count_what_they_decided_and_say_nothing_twice(office: Office) -> None:
    one = _check(FIRST, dry_run=True, organisations=["chi-bo-01"])

    named, rehearsed, first, again = office.carry_out(
        one, _check(FIRST, dry_run=True), _check(FIRST), _check(FIRST)
    )

    assert named["upcoming"] == 2
    assert rehearsed["enqueued"] == 0, "a dry run writes nothing"
    assert first["enqueued"] == first["upcoming"] == rehearsed["upcoming"] > 2
    assert again["enqueued"] == 0


def test_a_check_leaves_artifacts_in_vietnamese_and_events(
    office: Office, prefect: Prefect
) -> None:
    office.carry_out(_check(FIRST), _check(LATER))

    kept = {artifact.type: artifact for artifact in prefect(_artifacts)}
    assert kept.keys() == {"progress", "table", "markdown"}
    assert "# Tiến độ: Kiểm điểm" in str(kept["markdown"].data)
    assert "lotrinh.organisation.chi-bo-01" in prefect.until(_due_soon)


def test_what_the_user_can_mend_ends_a_run_in_words(office: Office, prefect: Prefect) -> None:
    office.edit("roadmaps/year-end.yaml", "lead: secretary", "lead: sekretary")

    code, _ = office.run("-c", CARRY_OUT, json.dumps([_check(FIRST)]))

    assert code != 0
    (message,) = {m for m in prefect(_messages) if m}
    assert "lỗi" in message


def test_delivering_sends_each_person_one_mail(office: Office) -> None:
    _, delivered = office.carry_out(_check(FIRST), ("deliver", {"at": FIRST}))

    mails = list((office.folder / "var" / "preview").glob("*.eml"))
    assert delivered == {"delivered": 12, "failed": 0}
    assert len(mails) == 12


def test_runs_messages_and_deadlines_lead_to_each_other(office: Office, prefect: Prefect) -> None:
    office.carry_out(_check(FIRST), ("deliver", {"at": FIRST}))

    links = {str(one.flow_run_id): str(one.data) for one in prefect(_links)}
    reports = {
        str(one.flow_run_id): str(one.data) for one in prefect(_artifacts) if one.type == "markdown"
    }
    with (
        closing(SqlStore.open(f"sqlite:///{office.folder}/var/lotrinh.db")) as store,
        store.look() as books,
    ):
        (run,) = {run for run in links if books.deliveries.list(run=run)}
        sent = books.deliveries.list(run=run)
        opened = books.deliveries.open(sent[-1].key)
        assert opened is not None
        told = books.deliveries.about(opened.reminders[0].cell)
    assert len(sent) == 12
    assert f"http://127.0.0.1:4300/outbox?run={run}" in links[run]
    assert {one.tried_in for one in told} == {run}
    (check,) = {one.checked_in for one in told}
    assert "(http://127.0.0.1:4300/matrix/year-end)" in reports[check]


def test_more_than_five_hundred_changes_are_one_summary() -> None:
    at = datetime.fromisoformat(LATER)
    change = Change(CELL, at.date(), Standing.PLANNED, Standing.DUE_SOON)
    few, many = (CheckReport(at, changes=(change,) * n) for n in (500, 501))

    assert len(list(traces("year-end", few))) == 500
    (summary,) = traces("year-end", many)
    assert (summary.event, summary.payload["changes"]) == ("lotrinh.deadlines.changed", 501)


def test_an_extension_is_an_event_of_its_own() -> None:
    at = datetime.fromisoformat(LATER)
    milestone = a_milestone()
    granted = Fact(1, FactKind.EXTENSION_GRANTED, at.date(), at, "Văn phòng", CELL, until=at.date())
    deadline = Deadline(
        CELL, milestone, a_calendar(), at.date(), None, provisional=False, extension=granted
    )

    (event,) = traces("year-end", CheckReport(at, extended=(deadline,)))

    assert event.event == "lotrinh.deadline.extended"
    assert (event.payload["due"], event.payload["by"]) == (at.date().isoformat(), "Văn phòng")


def test_what_is_told_to_those_above_is_an_event_of_the_organisation() -> None:
    at = datetime.fromisoformat(LATER)
    told = Reminder(
        PersonId("bi-thu-phuong"), CELL, at.date(), "E1+3wd", Reason.ESCALATED, Part.ABOVE
    )

    (event,) = traces("year-end", CheckReport(at, reminders=(told,)))

    assert event.event == "lotrinh.deadline.escalated"
    assert event.resource == f"lotrinh.organisation.{CELL.organisation}"
    assert (event.payload["to"], event.payload["rung"]) == ("bi-thu-phuong", "E1+3wd")


async def _messages(client: PrefectClient) -> list[str | None]:
    failed = FlowRunFilterStateType(any_=[StateType.FAILED])
    runs = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=failed))
    )
    return [run.state.message for run in runs if run.state]


async def _artifacts(client: PrefectClient) -> list[Artifact]:
    ours = ArtifactFilter(key=ArtifactFilterKey(like_="year-end-%"))
    return await client.read_artifacts(artifact_filter=ours)


async def _links(client: PrefectClient) -> list[Artifact]:
    ours = ArtifactFilter(key=ArtifactFilterKey(like_="deliver-outbox"))
    return await client.read_artifacts(artifact_filter=ours)


async def _due_soon(client: PrefectClient) -> list[str]:
    named = EventFilter(event=EventNameFilter(name=["lotrinh.deadline.due-soon"]))
    page = await client.read_events(named, limit=50)
    return [event.resource.id for event in page.events]
