"""Our own server: it answers, and it ends however its block or its owner ends."""

import asyncio
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from flows.server import HOST, Server, ServerError, free_port, own_server

ROOT = Path(__file__).parents[3]
OWNER = """
import sys, time
from pathlib import Path
from time import monotonic, sleep
from flows.server import own_server
with own_server(Path(sys.argv[1]), port=int(sys.argv[2]), ui=False) as server:
    print(server.process.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home(server: Server, tmp_path: Path) -> Path:
    """A server's folder whose database is made already, to save ten seconds."""
    (tmp_path / "home").mkdir()
    source = sqlite3.connect(server.home / "prefect.db")
    target = sqlite3.connect(tmp_path / "home" / "prefect.db")
    source.backup(target)
    source.close()
    target.close()
    return tmp_path / "home"


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def test_it_is_there_in_its_block_and_gone_afterwards(home: Path) -> None:
    port = free_port()

    with own_server(home, port=port, ui=False) as server:
        was_there = listens(port)

    assert was_there
    assert not listens(port)
    assert server.process.returncode is not None


def test_it_ends_when_its_owner_is_killed(home: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", OWNER, str(home), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as owner:  # noqa: S603  (ours)
        assert owner.stdout is not None
        owner.stdout.readline()
        assert listens(port)

        owner.kill()

    until = monotonic() + 20
    while listens(port) and monotonic() < until:
        sleep(0.1)
    assert not listens(port)


def test_its_owner_is_told_when_it_dies(home: Path) -> None:
    def outlive_it() -> None:
        with own_server(home, port=free_port(), ui=False) as server:
            server.process.kill()
            asyncio.run(asyncio.sleep(60))

    with pytest.raises(ServerError, match=r"server\.log"):
        outlive_it()


def test_a_taken_port_is_said_to_be_taken(server: Server, tmp_path: Path) -> None:
    with (
        pytest.raises(ServerError, match="already in use"),
        own_server(tmp_path / "second", port=server.port, ui=False),
    ):
        pass


def test_another_port_is_taken_where_the_usual_one_is_in_use(server: Server) -> None:
    assert free_port(server.port) != server.port
