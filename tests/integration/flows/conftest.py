"""A real Prefect server for the whole session, and an office that works with it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from flows.server import Server, own_server
from tests.integration.flows.office import ROOT, Office, Prefect
from tests.library import without_bulletins
from tests.observing import observed, outside


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that this process and those it starts work with."""
    home = tmp_path_factory.mktemp("prefect")
    with own_server(home, wish=None, ui=False) as server:
        ours = {PREFECT_HOME: home, PREFECT_API_URL: server.environment["PREFECT_API_URL"]}
        with temporary_settings(updates=ours):
            yield server


@pytest.fixture
def prefect(server: Server) -> Prefect:  # noqa: ARG001  (it has to be there)
    """The server, without a deployment when a test begins."""
    prefect = Prefect()

    async def clear(client: PrefectClient) -> None:
        for deployment in await client.read_deployments():
            await client.delete_deployment(deployment.id)

    prefect(clear)
    return prefect


@pytest.fixture
def office(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose books and files this process sees as well; it calls nobody outside."""
    calls = tmp_path / "calls"
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    ours = {
        "LOTRINH_CONFIG": str(tmp_path / "config"),
        "LOTRINH_VAR": str(tmp_path / "var"),
        "PREFECT_LOGGING_LEVEL": "WARNING",
        **observed(f"{ROOT / 'src'}{os.pathsep}{ROOT}", calls),
        "PYTHONUNBUFFERED": "1",
        **server.environment,
    }
    for name, value in ours.items():
        monkeypatch.setenv(name, value)
    yield Office(tmp_path, dict(os.environ))
    assert not outside(calls)
