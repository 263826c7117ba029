"""`deployments/prefect.yaml`: the same deployments, for a work pool."""

from uuid import UUID

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.responses import DeploymentResponse

from tests.integration.flows.office import Office, Prefect

DEPLOY = "--no-prompt deploy --all --prefect-file deployments/prefect.yaml"


@pytest.fixture(autouse=True)
def _pool(office: Office) -> None:
    office.prefect("work-pool create lotrinh --type process --overwrite")


def _told(deployment: DeploymentResponse) -> dict[str, object]:
    """Return what both ways of deploying have to say alike."""
    (schedule,) = deployment.schedules
    assert deployment.global_concurrency_limit is not None
    return {
        "entrypoint": deployment.entrypoint,
        "description": deployment.description,
        "tags": sorted(deployment.tags),
        "schedule": (schedule.slug, schedule.schedule),
        "limit": deployment.global_concurrency_limit.limit,
        "options": deployment.concurrency_options,
        "form": deployment.parameter_openapi_schema,
    }


def test_it_says_what_lotrinh_deploy_says(office: Office, prefect: Prefect) -> None:
    office.deploy()
    ours = {name: _told(one) for name, one in prefect.deployments().items()}

    office.prefect(DEPLOY)

    found = prefect.deployments()
    shard = found.pop("shard")  # which `lotrinh deploy` adds where the settings want it
    assert (shard.entrypoint, shard.work_pool_name) == ("flows.shards.shard", "lotrinh")
    assert {name: _told(one) for name, one in found.items()} == ours
    assert {one.work_pool_name for one in found.values()} == {"lotrinh"}


def test_a_worker_of_the_pool_carries_out_a_run(office: Office, prefect: Prefect) -> None:
    office.prefect(DEPLOY)
    run = prefect(_start)

    said = office.prefect("worker start --pool lotrinh --limit 2 --run-once")

    assert prefect(lambda client: client.read_flow_run(run)).state_name == "Completed", said


async def _start(client: PrefectClient) -> UUID:
    deployment = await client.read_deployment_by_name("year-end/year-end")
    return (await client.create_flow_run_from_deployment(deployment.id)).id
