"""Runs of our deployments, in this process.

`up` gives each run a process of its own, as Prefect does by default: safe, and two seconds
of imports a run. The demonstration makes twenty; so it takes the place of such a process
itself: same deployment, same run on the server, same states, same engine.
"""

from typing import Any

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.flow_engine import run_flow
from prefect.flows import load_flow_from_entrypoint
from prefect.states import Pending


async def run_here(
    client: PrefectClient, deployment: str, parameters: dict[str, Any]
) -> tuple[FlowRun, dict[str, int]]:
    """Create a run of a deployment, carry it out, and return it with its counts.

    Raises:
        Exception: Whatever stopped the run.
    """
    found = await client.read_deployment_by_name(f"{deployment}/{deployment}")
    created = await client.create_flow_run_from_deployment(found.id, parameters=parameters)
    await client.set_flow_run_state(created.id, Pending())
    flow_run = await client.read_flow_run(created.id)
    flow = load_flow_from_entrypoint(str(found.entrypoint))
    counts = await run_flow(flow, flow_run=flow_run)
    return await client.read_flow_run(created.id), counts
