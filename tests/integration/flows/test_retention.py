"""The flow that lets go, on a real server: of our old runs with what they left, and no others."""

from datetime import timedelta
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import PrefectClient
from prefect.states import Completed

from flows.retention import delete_runs
from lotrinh import bootstrap
from tests.integration.flows.office import Office, Prefect

SOON = timedelta(days=1)


async def _left(client: PrefectClient) -> tuple[set[UUID], set[str | None]]:
    """Return the runs and the keys of artifacts that are there."""
    runs, artifacts = await client.read_flow_runs(), await client.read_artifacts()
    return {run.id for run in runs if run.end_time}, {one.key for one in artifacts}


def test_the_flow_says_how_much_it_let_go(office: Office, prefect: Prefect) -> None:
    office.deploy()

    (counts,) = office.carry_out(("retention", {}))

    assert set(counts) == {"messages", "attempts", "runs"}
    assert prefect.deployments()["retention"].schedules


def test_our_old_runs_go_with_their_reports_and_those_of_others_stay(
    office: Office, prefect: Prefect
) -> None:
    office.deploy()
    office.carry_out(("year-end", {}))
    stranger = prefect(_somebody_elses)
    runs, artifacts = prefect(_left)
    assert "year-end-report" in artifacts

    young = prefect(lambda c: delete_runs(c, before=bootstrap.now() - SOON))
    old = prefect(lambda c: delete_runs(c, before=bootstrap.now() + SOON))

    assert young == 0
    assert old >= 1
    left, kept = prefect(_left)
    assert stranger in left
    assert left < runs
    assert "year-end-report" not in kept


async def _somebody_elses(client: PrefectClient) -> UUID:
    @flow
    def theirs() -> None: ...

    run = await client.create_flow_run(theirs)
    await client.set_flow_run_state(run.id, Completed(), force=True)
    return run.id
