"""Deployments that follow the roadmap files: one each; `deliver`, `retention`, `backup`, `shard`.

Ours carry the tag `lotrinh`; of those, each that no file asks for any more is removed.
Prefect keeps a schedule that an update no longer names, so old schedules are removed here.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.responses import DeploymentResponse
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron
from prefect.settings import get_current_settings
from prefect.types.entrypoint import EntrypointType

from flows.alarm import TAG, reconcile_alarm
from flows.backup import backup
from flows.deliver import deliver
from flows.retention import retention
from flows.roadmaps import roadmap_flow
from flows.rounds import POOL
from flows.shards import SHARD, shard
from lotrinh import bootstrap

SLUG = "scheduled"
DELIVER = "deliver"
DELIVER_CRON = "*/10 * * * *"
RETENTION = "retention"
RETENTION_CRON = "20 12 * * *"
"""At noon: a ward's machine is off at night."""
BACKUP = "backup"
BACKUP_CRON = "40 12 * * *"
"""After that: what was let go needn't be kept."""

Apply = Callable[[RunnerDeployment], Awaitable[UUID]]


class NoServerError(Exception):
    """Nothing says where the Prefect server is."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What became of the deployments, by name."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]


async def deploy(schedules: Sequence[bootstrap.Schedule]) -> Reconciled:
    """Make the deployments of the server that the environment names those of the roadmaps.

    Raises:
        NoServerError: It names none.
    """
    if get_current_settings().api.url is None:
        raise NoServerError
    async with get_client() as client:
        return await reconcile(client, schedules)


async def reconcile(
    client: PrefectClient,
    schedules: Sequence[bootstrap.Schedule],
    apply: Apply = RunnerDeployment.aapply,
) -> Reconciled:
    """Make the server's deployments those of the roadmaps; safe to run again.

    Args:
        client: The server.
        schedules: One per roadmap.
        apply: What registers a deployment: a runner's own method, where one serves them.
    """
    before = {found.name: found for found in await ours(client)}
    wanted = {schedule.roadmap: await _of_roadmap(schedule) for schedule in schedules}
    zone = schedules[0].zone if schedules else "UTC"
    wanted[DELIVER] = await _deployment(deliver, DELIVER_CRON, zone)
    wanted[RETENTION] = await _deployment(retention, RETENTION_CRON, zone)
    wanted[BACKUP] = await _deployment(backup, BACKUP_CRON, zone)
    for deployment in wanted.values():
        await _drop_old_schedules(client, await apply(deployment))
    if any(schedule.in_shards for schedule in schedules):
        wanted[SHARD] = await _for_workers(client)
    gone = before.keys() - wanted.keys()
    for name in gone:
        await client.delete_deployment(before[name].id)
    await reconcile_alarm(client, wanted=bool(schedules))
    return Reconciled(
        created=tuple(sorted(wanted.keys() - before.keys())),
        updated=tuple(sorted(wanted.keys() & before.keys())),
        removed=tuple(sorted(gone)),
    )


async def ours(client: PrefectClient) -> list[DeploymentResponse]:
    """Return the deployments that we made."""
    tagged = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    return await client.read_deployments(deployment_filter=tagged, limit=200)


async def _of_roadmap(schedule: bootstrap.Schedule) -> RunnerDeployment:
    flow = roadmap_flow(schedule.roadmap, schedule.title)
    return await _deployment(flow, schedule.cron, schedule.zone, schedule.tags)


async def _deployment(
    flow: Flow[..., Any], cron: str, zone: str, tags: Sequence[str] = ()
) -> RunnerDeployment:
    deployment = await flow.ato_deployment(
        flow.name,
        schedule=Cron(cron, timezone=zone, slug=SLUG),
        tags=sorted({TAG, *tags}),
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        description=flow.description,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Said out loud, or an update would leave a work pool that it had before.
    deployment.work_pool_name = None
    deployment.work_queue_name = None
    return deployment


async def _for_workers(client: PrefectClient) -> RunnerDeployment:
    """Deploy the flow of a shard to the pool that workers on any machine take their work from."""
    if not any(pool.name == POOL for pool in await client.read_work_pools()):
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    deployment = await shard.ato_deployment(
        SHARD,
        tags=[TAG],
        description=shard.description,
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    await deployment.aapply()
    return deployment


async def _drop_old_schedules(client: PrefectClient, deployment: UUID) -> None:
    for schedule in await client.read_deployment_schedules(deployment):
        if schedule.slug != SLUG:
            await client.delete_deployment_schedule(deployment, schedule.id)
