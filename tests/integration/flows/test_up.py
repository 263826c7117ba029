"""`lotrinh up`: serves the roadmaps, and makes up at once for the days the machine was off."""

import signal

from prefect.client.orchestration import PrefectClient

from tests.integration.flows.office import Office, Prefect


async def _all_caught_up(client: PrefectClient) -> bool:
    found = {one.id: one.name for one in await client.read_deployments()}
    runs = await client.read_flow_runs()
    done = {
        found[run.deployment_id]
        for run in runs
        if run.state and run.state.is_completed() and run.deployment_id in found
    }
    return bool(found) and set(found.values()) <= done


def test_it_checks_and_delivers_at_once_and_stops_when_asked(
    office: Office, prefect: Prefect
) -> None:
    with office.start("-m", "lotrinh", "up") as process:
        prefect.until(_all_caught_up)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()

    assert process.returncode == 0, said
    assert "Đã dừng." in said
    assert list((office.folder / "var" / "preview").glob("*.eml"))
    assert not any(one.paused for one in prefect.deployments().values())


def test_with_broken_files_the_accepted_ones_go_on(office: Office, prefect: Prefect) -> None:
    assert office.lotrinh("check")[0] == 0
    office.edit("roadmaps/year-end.yaml", "lead: secretary", "lead: sekretary")

    with office.start("-m", "lotrinh", "up") as process:
        prefect.until(_all_caught_up)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate()

    assert process.returncode == 0, said
    assert "lotrinh validate" in said


def test_a_second_time_in_the_same_folder_is_refused(office: Office) -> None:
    """Two servers would work on one database file."""
    home = office.folder / "var" / "prefect"
    home.mkdir(parents=True)
    url = office.environment["PREFECT_API_URL"].removesuffix("/api")
    (home / "server.url").write_text(url, encoding="utf-8")

    code, said = office.without("PREFECT_API_URL").lotrinh("up")

    assert code == 1
    assert url in said
