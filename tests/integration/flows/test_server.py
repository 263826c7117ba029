"""Our own server: it answers, and it ends however its block or its owner ends."""

import asyncio
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from flows.folder import ServerRunsError
from flows.server import (
    HOST,
    Server,
    ServerError,
    free_port,
    known_server,
    own_server,
)
from tests.integration.flows.office import copy_database

ROOT = Path(__file__).parents[3]
OWNER = """
import sys, time
from pathlib import Path
from time import monotonic, sleep
from flows.server import own_server
with own_server(Path(sys.argv[1]), wish=None, ui=False) as server:
    print(server.url, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def home(server: Server, tmp_path: Path) -> Path:
    """A server's folder whose database is made already, to save ten seconds."""
    (tmp_path / "home").mkdir()
    copy_database(server, tmp_path / "home")
    return tmp_path / "home"


def answers(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, int(url.rpartition(":")[2]))) == 0


def test_a_note_that_a_killed_one_left_is_not_believed(server: Server, tmp_path: Path) -> None:
    """Somebody else's server may listen there by now."""
    (tmp_path / "server.url").write_text(server.url, encoding="utf-8")

    assert known_server(tmp_path) is None


def test_it_is_there_in_its_block_and_gone_afterwards(home: Path) -> None:
    with own_server(home, wish=None, ui=False) as server:
        was_there = answers(server.url)

    assert was_there
    assert not answers(server.url)
    assert server.process.returncode is not None


def test_it_ends_when_its_owner_is_killed(home: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as owner:  # noqa: S603  (ours)
        assert owner.stdout is not None
        url = owner.stdout.readline().strip()
        assert answers(url)

        owner.kill()

    until = monotonic() + 20
    while answers(url) and monotonic() < until:
        sleep(0.1)
    assert not answers(url)


def test_its_owner_is_told_when_it_dies(home: Path) -> None:
    def outlive_it() -> None:
        with own_server(home, wish=None, ui=False) as server:
            server.process.kill()
            asyncio.run(asyncio.sleep(60))

    # A shell that runs the tests in the background makes them deaf to it; `up` listens again.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(ServerError, match=r"server\.log"):
            outlive_it()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_second_one_in_the_same_folder_is_refused(server: Server) -> None:
    with (
        pytest.raises(ServerRunsError, match=server.url),
        own_server(server.home, wish=None, ui=False),
    ):
        pass


def test_who_has_its_folder_knows_where_it_is(server: Server, tmp_path: Path) -> None:
    assert known_server(server.home) == server.environment
    assert known_server(tmp_path) is None


def test_another_port_is_taken_where_the_usual_one_is_in_use(server: Server) -> None:
    usual = int(server.url.rpartition(":")[2])

    assert free_port(usual) != usual


def test_a_page_of_somebody_elses_can_neither_read_it_nor_have_it_do_anything(
    server: Server,
) -> None:
    """What a browser on this machine lets such a page send without asking first."""
    elsewhere = {"Origin": "http://evil.example.vn", "Content-Type": "text/plain"}
    with httpx.Client(base_url=f"{server.url}/api", headers=elsewhere) as page:
        told = page.get("/admin/version")
        pressed = page.post("/deployments/filter", content="{}")

    assert "access-control-allow-origin" not in told.headers
    assert pressed.status_code == 403


def test_only_this_machine_reaches_it_whatever_the_environment_says(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_API_HOST", "0.0.0.0")  # noqa: S104  (which it must not heed)
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "office:chim-hoang-yen-2b8e")
    with own_server(home, wish=None, ui=False) as server:
        port = int(server.url.rpartition(":")[2])
        nobody = httpx.get(f"{server.url}/api/admin/version").status_code
        shown = ("office", "chim-hoang-yen-2b8e")
        ours = httpx.get(f"{server.url}/api/admin/version", auth=shown).status_code
        with socket.socket() as probe:
            elsewhere = probe.connect_ex(("127.0.0.2", port))
        said = server.log.read_text("utf-8")

    assert (nobody, ours) == (401, 200)
    assert elsewhere != 0, "another address of this machine isn't listened at"
    assert server.environment["PREFECT_API_AUTH_STRING"] == ":".join(shown)
    assert "hoang-yen" not in said
