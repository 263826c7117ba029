"""Runs that nobody carries out any more: what an `up` that was stopped or killed left.

Such a run keeps its deployment's only slot, and Prefect would cancel every later one for
ever. Its leases lived in the memory of the server that ended, so nothing takes them back.
"""

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.states import Crashed

from flows.deployments import ours
from flows.words import text

_AT_WORK = FlowRunFilter(
    state=FlowRunFilterState(
        type=FlowRunFilterStateType(
            any_=[StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
        )
    )
)


async def end_ghosts(client: PrefectClient) -> int:
    """End every run that says it is at work, and free its slot; return how many.

    Only for a server that has just been started, by us: there no run can be alive.
    """
    return sum([await _end_ghosts_of(client, deployment) for deployment in await ours(client)])


async def _end_ghosts_of(client: PrefectClient, deployment: DeploymentResponse) -> int:
    mine = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))
    runs = await client.read_flow_runs(flow_run_filter=_AT_WORK, deployment_filter=mine)
    for run in runs:
        said = text("lotrinh up đã dừng giữa chừng", "lotrinh up ended in the middle of it")
        await client.set_flow_run_state(run.id, Crashed(message=said), force=True)
    if limit := deployment.global_concurrency_limit:
        free = GlobalConcurrencyLimitUpdate(active_slots=0)
        await client.update_global_concurrency_limit(limit.name, free)
    return len(runs)
