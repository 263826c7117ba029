"""A real Prefect server for the whole session, and an office that works with it."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from flows.server import Server, own_server

ROOT = Path(__file__).parents[3]
T = TypeVar("T")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that this process and those it starts work with."""
    home = tmp_path_factory.mktemp("prefect")
    with own_server(home, wish=None, ui=False) as server:
        ours = {PREFECT_HOME: home, PREFECT_API_URL: server.environment["PREFECT_API_URL"]}
        with temporary_settings(updates=ours):
            yield server


@dataclass(frozen=True)
class Prefect:
    """What a test asks of Prefect."""

    server: Server

    def __call__(self, ask: Callable[[PrefectClient], Awaitable[T]]) -> T:
        """Ask the server something."""

        async def asked() -> T:
            async with get_client() as client:
                return await ask(client)

        return asyncio.run(asked())

    def until(self, ask: Callable[[PrefectClient], Awaitable[T]], seconds: float = 60) -> T:
        """Ask again and again until there is an answer."""

        async def asked() -> T:
            async with asyncio.timeout(seconds), get_client() as client:
                while not (answer := await ask(client)):
                    await asyncio.sleep(0.2)
                return answer

        return asyncio.run(asked())


@pytest.fixture
def prefect(server: Server) -> Prefect:
    """The server, without a deployment when a test begins."""
    prefect = Prefect(server)

    async def clear(client: PrefectClient) -> None:
        for deployment in await client.read_deployments():
            await client.delete_deployment(deployment.id)

    prefect(clear)
    return prefect


@dataclass(frozen=True)
class Office:
    """A folder with the shipped files, and the environment that names it."""

    folder: Path
    environment: dict[str, str]

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command of ours as a process of its own."""
        return subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, *words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command, and return its exit code and all it said."""
        with self.start(*words) as process:
            said, _ = process.communicate()
        return process.returncode, said

    def lotrinh(self, *words: str) -> tuple[int, str]:
        """Run one of our commands."""
        return self.run("-m", "lotrinh", *words)

    def deploy(self) -> dict[str, list[str]]:
        """Deploy, which must go well, and return what became of the deployments."""
        code, said = self.lotrinh("deploy", "--format", "json")
        assert code == 0, said
        done: dict[str, list[str]] = json.loads(said)
        return done


@pytest.fixture
def office(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose books and files this process sees as well."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    ours = {
        "LOTRINH_CONFIG": str(tmp_path / "config"),
        "LOTRINH_VAR": str(tmp_path / "var"),
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONUNBUFFERED": "1",
        **server.environment,
    }
    for name, value in ours.items():
        monkeypatch.setenv(name, value)
    return Office(tmp_path, dict(os.environ))
