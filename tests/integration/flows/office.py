"""What a test of the flows does: ask a real server, and give commands in an office."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.responses import DeploymentResponse

from flows.deployments import Reconciled, deploy
from flows.server import Server
from lotrinh.bootstrap import open_program

ROOT = Path(__file__).parents[3]
T = TypeVar("T")


CARRY_OUT = """
import asyncio, json, sys
from prefect.client.orchestration import get_client
from flows.runs import run_here

async def run():
    async with get_client() as client:
        return [dict((await run_here(client, *one)).counts) for one in json.loads(sys.argv[1])]

print(json.dumps(asyncio.run(run())))
"""
"""In a process of its own: Prefect leaves sockets of a run open until the process ends."""


def copy_database(server: Server, home: Path) -> None:
    """Copy the database of a server that runs, to save the ten seconds that one takes."""
    with (
        closing(sqlite3.connect(server.home / "prefect.db")) as source,
        closing(sqlite3.connect(home / "prefect.db")) as target,
    ):
        source.backup(target)


@dataclass(frozen=True)
class Prefect:
    """What a test asks of Prefect."""

    url: str | None = None
    """Where, if not at the session's server."""

    def client(self) -> PrefectClient:
        """Return a client of the server."""
        return PrefectClient(f"{self.url}/api") if self.url else get_client()

    def __call__(self, ask: Callable[[PrefectClient], Awaitable[T]]) -> T:
        """Ask the server something."""

        async def asked() -> T:
            async with self.client() as client:
                return await ask(client)

        return asyncio.run(asked())

    def until(self, ask: Callable[[PrefectClient], Awaitable[T]], seconds: float = 240) -> T:
        """Ask again and again until there is an answer; a busy machine may take its time."""

        async def asked() -> T:
            async with asyncio.timeout(seconds), self.client() as client:
                while not (answer := await ask(client)):  # noqa: ASYNC110  (others make it)
                    await asyncio.sleep(0.05)
                return answer

        return asyncio.run(asked())

    def deployments(self) -> dict[str, DeploymentResponse]:
        """Return all deployments by name."""
        return {found.name: found for found in self(lambda client: client.read_deployments())}


@dataclass(frozen=True)
class Office:
    """A folder with the shipped files, and the environment that names it."""

    folder: Path
    environment: dict[str, str]

    def copy_of(self, server: Server) -> None:
        """Give the office a server's folder whose database is made already."""
        (self.folder / "var" / "prefect").mkdir(parents=True)
        copy_database(server, self.folder / "var" / "prefect")

    def without(self, name: str) -> "Office":
        """Return the office with one variable less."""
        rest = {key: value for key, value in self.environment.items() if key != name}
        return Office(self.folder, rest)

    def at(self, folder: Path) -> "Office":
        """Return the office with commands given in another folder."""
        return Office(folder, self.environment)

    def edit(self, path: str, old: str, new: str) -> None:
        """Edit a file of the configuration."""
        file = self.folder / "config" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    @contextmanager
    def start(self, *words: str) -> Iterator["subprocess.Popen[str]"]:
        """Start a command of ours as a process of its own; it doesn't outlive the block."""
        with subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, *words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command, and return its exit code and all it said."""
        with self.start(*words) as process:
            said, _ = process.communicate()
        return process.returncode, said

    def lotrinh(self, *words: str) -> tuple[int, str]:
        """Run one of our commands."""
        return self.run("-m", "lotrinh", *words)

    def prefect(self, words: str) -> str:
        """Give one of Prefect's own commands from the repository's root; it must go well."""
        with self.at(ROOT).start("-m", "prefect", *words.split()) as process:
            said, _ = process.communicate()
        assert process.returncode == 0, said
        return said

    def carry_out(self, *runs: tuple[str, dict[str, object]]) -> list[dict[str, int]]:
        """Run deployments one after the other, each with its parameters; return the counts."""
        code, said = self.run("-c", CARRY_OUT, json.dumps(runs))
        assert code == 0, said
        counts: list[dict[str, int]] = json.loads(said)
        return counts

    def deploy(self) -> Reconciled:
        """Deploy what the files say now, from within this process."""
        with closing(open_program()) as program:
            return asyncio.run(deploy(program.schedules()))
