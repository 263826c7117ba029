"""What a round does about its shards' runs; `tests.benchmarks.shards` kills a real worker."""

from datetime import timedelta
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State
from prefect.states import Cancelled, Completed, Crashed, Failed, Pending, Running, Scheduled
from prefect.types import KeyValueLabels

from flows.rounds import LONGEST, PATIENCE, Verdict, verdict
from flows.shards import WORKER
from lotrinh.bootstrap import now

SOON, LATE = timedelta(seconds=1), PATIENCE + timedelta(seconds=1)
HANGS = LONGEST + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "age", "idle", "expected"),
    [
        (Completed(), LATE, False, Verdict.DONE),
        (Failed(), SOON, False, Verdict.AGAIN),
        (Crashed(), SOON, False, Verdict.AGAIN),
        (Cancelled(), SOON, False, Verdict.AGAIN),
        (Pending(), SOON, False, Verdict.WAIT),
        (Pending(), LATE, False, Verdict.AGAIN),
        (Running(), LATE, False, Verdict.WAIT),
        (Running(), HANGS, False, Verdict.AGAIN),
        (Scheduled(), LATE, False, Verdict.WAIT),
        (Scheduled(), SOON, True, Verdict.WAIT),
        (Scheduled(), LATE, True, Verdict.TAKE),
    ],
)
def test_what_is_done_about_a_run(
    state: State[None], age: timedelta, *, idle: bool, expected: Verdict
) -> None:
    run = _run(state, "alive")
    assert verdict(run, ["alive"], state.timestamp + age, idle=idle) is expected


def test_a_run_whose_worker_is_gone_is_made_again_at_once() -> None:
    assert verdict(_run(Running(), "dead"), ["alive"], now(), idle=False) is Verdict.AGAIN
    assert verdict(_run(Running(), None), ["alive"], now(), idle=False) is Verdict.WAIT


def _run(state: State[None], worker: str | None) -> FlowRun:
    labels: KeyValueLabels = {WORKER: worker} if worker else {}
    return FlowRun(flow_id=uuid4(), state=state, labels=labels)
