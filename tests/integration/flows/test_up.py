"""`lotrinh up`: serves the roadmaps, and makes up at once for the days the machine was off."""

import re
import signal
import subprocess

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun

from flows.deployments import BACKUP, DELIVER, RETENTION
from flows.server import Server
from tests.integration.flows.office import Office, Prefect

DEAF = "import signal; signal.signal(2, signal.SIG_IGN); from lotrinh.cli.main import main; main()"
"""As a shell starts what it puts into the background: deaf to Ctrl-C."""


ROADMAP_LINE = re.compile(r"\d\d/\d\d \d\d:\d\d  Kiểm điểm, .*: \d+ lời nhắc mới\n")


async def _all_caught_up(client: PrefectClient) -> bool:
    """Whether every roadmap was checked, and what they all decided was sent after that."""
    found = {one.id: one.name for one in await client.read_deployments()}
    runs = await client.read_flow_runs()
    completed = [run for run in runs if run.state and run.state.is_completed()]
    by_name = {
        name: [r for r in completed if r.deployment_id == id_] for id_, name in found.items()
    }
    for later in (RETENTION, BACKUP):  # each at its own hour
        by_name.pop(later, None)
    sent = [run.start_time for run in by_name.pop(DELIVER, []) if run.start_time]
    checked = [min(r.end_time for r in own if r.end_time) for own in by_name.values() if own]
    return len(checked) == len(by_name) > 0 and max(sent, default=min(checked)) > max(checked)


async def _at_work(client: PrefectClient) -> list[FlowRun]:
    runs = await client.read_flow_runs()
    return [run for run in runs if run.state and (run.state.is_pending() or run.state.is_running())]


async def _crashed(client: PrefectClient) -> list[FlowRun]:
    runs = await client.read_flow_runs()
    return [run for run in runs if run.state and run.state.is_crashed()]


def _server_of(process: "subprocess.Popen[str]") -> tuple[Prefect, str]:
    """Return the server that an `up` has started, and what it said until then."""
    assert process.stdout is not None
    said = ""
    while line := process.stdout.readline():
        said += line
        if url := re.search(r"http://\S+", line):
            return Prefect(url.group()), said
    raise AssertionError(said)


def test_after_a_kill_the_next_one_catches_up_though_files_broke_since(
    office: Office, server: Server
) -> None:
    office.copy_of(server)
    office.edit("policies.yaml", '  quiet_hours: "21:00-07:00"\n', "")  # whenever this is run
    alone = office.without("PREFECT_API_URL")
    with alone.start("-m", "lotrinh", "up") as killed:
        prefect, _ = _server_of(killed)
        ghosts = {run.id for run in prefect.until(_at_work)}
        killed.kill()
        killed.wait()
    office.edit("roadmaps/year-end.yaml", "lead: secretary", "lead: sekretary")

    with alone.start("-c", DEAF, "up") as process:
        prefect, began = _server_of(process)
        prefect.until(_all_caught_up)
        code, refused = alone.lotrinh("up")
        ended = {run.id for run in prefect(_crashed)}
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)

    assert ghosts <= ended
    assert (process.returncode, code) == (0, 1), said
    assert f"{prefect.url}" in refused
    assert "lotrinh validate" in began
    assert ROADMAP_LINE.search(said)
    assert said.endswith("Đã dừng.\n")
    assert "flow_run" not in said.lower(), "Prefect's own words"
    assert list((office.folder / "var" / "preview").glob("*.eml"))
