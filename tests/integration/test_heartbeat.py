"""The heartbeat: an address outside is called after each good round, and after no other."""

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from lotrinh.application.books.messages import Outcome
from lotrinh.bootstrap import Program, open_program
from lotrinh.channels.heartbeat import beat
from lotrinh.channels.settings import Secret
from tests.builders import hanoi
from tests.integration.channels.servers import Webhook, webhook

SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"
MORNING = "2026-12-07 07:30"
PATH = "/ping/chim-hoang-yen-2b8e?by=lotrinh"


@dataclass
class Watched:
    """An office whose rounds somebody outside listens to."""

    program: Program
    listener: Webhook
    now: datetime = field(default_factory=lambda: hanoi(MORNING))

    @property
    def heard(self) -> int:
        return len(self.listener.posts)


@pytest.fixture
def watched(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    shutil.copytree(SMALL, tmp_path / "config")
    settings = tmp_path / "config" / "settings.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\nbáo_động: {{biến_nhịp_báo: OUR_PULSE}}\n", encoding="utf-8")
    monkeypatch.setenv("LOTRINH_LOG", "json")
    with (
        webhook() as listener,
        closing(open_program(tmp_path / "config", sqlite_url, var=tmp_path / "var")) as program,
    ):
        monkeypatch.setenv("OUR_PULSE", f"http://{listener.place}{PATH}")
        watched = Watched(program, listener)
        program.now = lambda: watched.now
        yield watched


def test_each_good_round_is_heard_of_outside(watched: Watched) -> None:
    watched.program.check()
    watched.program.deliver()
    watched.program.deliver()

    assert watched.listener.posts == [(PATH, b"")] * 2


def test_nothing_is_heard_before_everything_was_checked(watched: Watched) -> None:
    watched.program.deliver()

    assert watched.heard == 0


def test_a_check_that_is_missing_silences_it_until_it_comes(watched: Watched) -> None:
    watched.program.check()
    watched.now = hanoi("2026-12-09 12:00")
    watched.program.deliver()
    assert watched.heard == 0

    watched.program.check()
    watched.program.deliver()
    assert watched.heard == 1


def test_a_message_that_is_stuck_silences_it(watched: Watched, tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        channel = f"{{kind: smtp, host: 127.0.0.1, port: {port}, security: none, sender: a@b.vn}}"
        channels = tmp_path / "config" / "channels.yaml"
        channels.write_text(f"email: {channel}\n", encoding="utf-8")
        watched.program.check()
        watched.program.deliver()
        at_first = watched.heard
        watched.now = hanoi("2026-12-07 10:00")
        watched.program.deliver()

    assert (at_first, watched.heard) == (1, 1), "one that waits a while isn't stuck yet"


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_call_that_fails_is_logged_and_stops_nothing(
    watched: Watched, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    watched.listener.status = status
    watched.program.check()
    report = watched.program.deliver()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert report.delivered > 0
    assert watched.heard == 1, "no redirect is followed"
    (told,) = [line for line in lines if line["event"] == "heartbeat"]
    assert (told["outcome"], told["detail"][:8]) == ("temporary", f"HTTP {status}")
    assert "hoang-yen" not in str(lines)


@pytest.mark.parametrize(
    "address",
    ["", "ftp://a.example.vn/x", "chim-hoang-yen", "http://", "http://a:b@c.example.vn/"],
)
def test_an_address_that_cannot_be_one_is_called_by_nobody(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_PULSE", address)
    receipt = beat(Secret("OUR_PULSE"))

    assert receipt.outcome is Outcome.PERMANENT
    assert "hoang-yen" not in receipt.detail


def test_whoever_drips_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = threading.Event()

        def drip() -> None:
            line, _ = server.accept()
            with line:
                while not done.wait(0.02):
                    try:
                        line.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        monkeypatch.setenv("OUR_PULSE", f"http://127.0.0.1:{server.getsockname()[1]}/")
        receipt = beat(Secret("OUR_PULSE"), seconds=0.3)
        done.set()
        thread.join()

    assert (receipt.outcome, receipt.detail) == (Outcome.TEMPORARY, "timed out")
