"""Runs of our deployments, in this process.

`up` gives each run a process of its own, as Prefect does by default: safe, and two seconds
of imports a run. The demonstration makes twenty; so it takes the place of such a process
itself: same deployment, same run on the server, same states, same engine.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.flow_engine import run_flow
from prefect.flows import load_flow_from_entrypoint
from prefect.states import Pending


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that completed."""

    deployment: str
    took: timedelta
    """From Pending to Completed, by the server's record."""
    counts: Mapping[str, int]


async def run_here(client: PrefectClient, deployment: str, parameters: dict[str, Any]) -> Ran:
    """Create a run of a deployment and carry it out.

    Raises:
        Exception: Whatever stopped the run.
    """
    found = await client.read_deployment_by_name(f"{deployment}/{deployment}")
    created = await client.create_flow_run_from_deployment(found.id, parameters=parameters)
    await client.set_flow_run_state(created.id, Pending())
    flow_run = await client.read_flow_run(created.id)
    flow: Flow[..., Any] = load_flow_from_entrypoint(str(found.entrypoint))
    counts = await cast("Awaitable[dict[str, int]]", run_flow(flow, flow_run=flow_run))
    states = await client.read_flow_run_states(created.id)
    pending = next(state for state in states if state.is_pending())
    return Ran(deployment, states[-1].timestamp - pending.timestamp, counts)
