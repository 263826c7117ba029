"""Deployments follow the roadmap files, on a real server."""

import json
from contextlib import closing
from importlib.metadata import version

import pytest
from prefect import flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateName,
)
from prefect.client.schemas.schedules import CronSchedule

from flows.deployments import SLUG, Reconciled
from flows.server import Server
from lotrinh.bootstrap import open_program
from lotrinh.bootstrap.examining.server import examine_server
from tests.integration.flows.office import Office, Prefect

ALL = ("backup", "deliver", "retention", "ward-congress", "year-end")


def test_each_roadmap_becomes_a_flow_and_a_deployment(office: Office, prefect: Prefect) -> None:
    assert office.deploy().created == ALL

    deployment = prefect.deployments()["year-end"]
    assert prefect(lambda client: client.read_flow(deployment.flow_id)).name == "year-end"
    assert deployment.description == "Kiểm điểm, đánh giá, xếp loại cuối năm"
    assert set(deployment.tags) == {"lotrinh", "year-end"}
    assert [schedule.slug for schedule in deployment.schedules] == [SLUG]
    schedule = deployment.schedules[0].schedule
    assert isinstance(schedule, CronSchedule)
    assert (schedule.cron, schedule.timezone) == ("30 7 * * *", "Asia/Ho_Chi_Minh")


def test_its_parameters_are_a_form_with_explanations(office: Office, prefect: Prefect) -> None:
    office.deploy()

    form = prefect.deployments()["year-end"].parameter_openapi_schema
    assert form is not None
    assert list(form["properties"]) == ["at", "dry_run", "organisations"]
    assert all(field["description"] for field in form["properties"].values())


def test_one_run_at_a_time_and_a_second_one_is_cancelled(office: Office, prefect: Prefect) -> None:
    office.deploy()

    for deployment in prefect.deployments().values():
        assert deployment.global_concurrency_limit is not None
        assert deployment.global_concurrency_limit.limit == 1
        assert deployment.concurrency_options is not None
        assert deployment.concurrency_options.collision_strategy == "CANCEL_NEW"


def test_deploying_again_changes_nothing(office: Office, prefect: Prefect) -> None:
    office.deploy()
    before = prefect.deployments()

    assert office.deploy() == Reconciled(created=(), updated=ALL, removed=())

    after = prefect.deployments()
    assert {name: one.id for name, one in after.items()} == {n: o.id for n, o in before.items()}
    assert all(len(one.schedules) == 1 for one in after.values())


def test_a_cron_deployment_really_gets_its_runs(office: Office, prefect: Prefect) -> None:
    office.deploy()

    assert prefect.until(_planned) == {"00:30"}, "07:30 in Hà Nội"


def test_a_new_schedule_takes_the_place_of_the_old(office: Office, prefect: Prefect) -> None:
    office.deploy()
    prefect.until(_planned)
    office.edit("roadmaps/year-end.yaml", "30 7 * * *", "45 6 * * 1")

    office.deploy()

    (found,) = prefect.deployments()["year-end"].schedules
    assert isinstance(found.schedule, CronSchedule)
    assert found.schedule.cron == "45 6 * * 1"
    prefect.until(lambda client: _planned_only_at(client, "23:45"))


def test_a_deployment_goes_with_its_file_and_others_stay(office: Office, prefect: Prefect) -> None:
    office.deploy()
    prefect(lambda _: _strangers_deployment())
    (office.folder / "config" / "roadmaps" / "year-end.yaml").unlink()

    assert office.deploy().removed == ("year-end",)

    assert sorted(prefect.deployments()) == [
        "backup",
        "deliver",
        "retention",
        "somebody-elses",
        "ward-congress",
    ]


def test_where_the_settings_want_shards_workers_have_a_deployment_to_take_them_from(
    office: Office, prefect: Prefect, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTRINH_DB", postgres_url)
    office.edit("settings.yaml", "coordinator:", "shard_size: 7\ncoordinator:")
    assert "shard" in office.deploy().created
    shard = prefect.deployments()["shard"]
    assert (shard.entrypoint, shard.work_pool_name) == ("flows.shards.shard", "lotrinh")
    assert shard.schedules == []
    assert office.deploy().created == ()

    office.edit("settings.yaml", "shard_size: 7\n", "")

    assert office.deploy().removed == ("shard",)


def test_shards_on_sqlite_are_refused_in_words(office: Office) -> None:
    office.edit("settings.yaml", "coordinator:", "shard_size: 7\ncoordinator:")

    code, said = office.lotrinh("deploy")

    assert code == 1
    assert "PostgreSQL" in said


def test_files_with_errors_change_nothing(office: Office, prefect: Prefect) -> None:
    office.deploy()
    office.edit("roadmaps/year-end.yaml", "lead: secretary", "lead: sekretary")

    code, said = office.lotrinh("deploy")

    assert code == 1
    assert "year-end.yaml:" in said
    assert tuple(sorted(prefect.deployments())) == ALL


def test_the_command_tells_a_machine_what_became_of_them(office: Office, prefect: Prefect) -> None:
    code, said = office.lotrinh("deploy", "--format", "json")

    assert code == 0
    assert json.loads(said) == {"created": list(ALL), "updated": [], "removed": []}
    assert tuple(sorted(prefect.deployments())) == ALL


def test_what_was_deployed_is_accepted(office: Office, prefect: Prefect) -> None:
    (office.folder / "config" / "roadmaps" / "year-end.yaml").unlink()
    assert office.lotrinh("deploy")[0] == 0
    office.edit("roadmaps/ward-congress.yaml", "policy: standard", "policy: standart")

    with closing(open_program()) as program:
        accepted = program.schedules(scheduled=True)

    assert [schedule.roadmap for schedule in accepted] == ["ward-congress"]
    assert sorted(prefect.deployments()) == ["backup", "deliver", "retention", "ward-congress"]


def test_without_a_server_it_says_what_to_do(office: Office) -> None:
    code, said = office.without("PREFECT_API_URL").lotrinh("deploy")

    assert code == 1
    assert "lotrinh up" in said


@pytest.mark.parametrize("command", ["deploy", "up"])
def test_a_server_that_is_not_there_is_said_in_words(office: Office, command: str) -> None:
    office.environment["PREFECT_API_URL"] = "http://me:secret@127.0.0.1:1/api"

    code, said = office.lotrinh(command)

    assert code == 1
    assert "http://127.0.0.1:1/api" in said
    assert "secret" not in said


async def _strangers_deployment() -> None:
    @flow
    def stranger() -> None:
        """Belong to somebody else."""

    deployment = await stranger.ato_deployment("somebody-elses")
    await deployment.aapply()


async def _planned(client: PrefectClient) -> set[str]:
    """Return the wall times, in UTC, at which the server means to run `year-end`."""
    deployment = await client.read_deployment_by_name("year-end/year-end")
    runs = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Scheduled"]))
        ),
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
    )
    return {f"{run.expected_start_time:%H:%M}" for run in runs if run.expected_start_time}


async def _planned_only_at(client: PrefectClient, time: str) -> bool:
    return await _planned(client) == {time}


def test_the_doctor_tells_what_a_real_server_lacks(
    office: Office, prefect: Prefect, server: Server
) -> None:
    def codes() -> list[str]:
        api = server.environment["PREFECT_API_URL"]
        return [found.code for found in examine_server(api, ALL, version("prefect"))]

    assert codes() == ["not-deployed"]
    office.deploy()
    assert "not-deployed" not in codes()
    prefect(_pause)
    assert "paused" in codes()


async def _pause(client: PrefectClient) -> None:
    for deployment in await client.read_deployments():
        await client.pause_deployment(deployment.id)
