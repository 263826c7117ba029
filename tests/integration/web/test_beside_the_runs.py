"""The pages beside `lotrinh up`: they come and go with it, and their trouble stops no reminder."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.pages import pages
from lotrinh.web.serving import _listening
from tests.integration.web.conftest import SMALL


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTRINH_CONFIG", str(SMALL))
    monkeypatch.setenv("LOTRINH_VAR", str(tmp_path))


@contextmanager
def port(*, taken: bool = False) -> Iterator[int]:
    """Hand out a port that is free, or one that somebody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
        if taken:
            probe.listen()
            yield number
            return
    yield number


def test_it_is_served_while_the_block_lasts() -> None:
    said: list[str] = []
    with port() as number:
        with pages("https://nhac.example.vn", said.append, number):
            answer = httpx.get(f"http://127.0.0.1:{number}/health", timeout=60)
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{number}/health", timeout=60)

    assert answer.text == "lotrinh"
    assert str(number) in said[0]


def test_without_an_address_for_others_this_machine_reaches_it() -> None:
    said: list[str] = []
    with port() as number, pages(None, said.append, number):
        answer = httpx.get(f"http://127.0.0.1:{number}/health", timeout=60)

    assert answer.text == "lotrinh"
    assert f"lotrinh links sign-in --port {number}" in said[0]


def test_small_answers_leave_at_once() -> None:
    """A socket that isn't named as TCP holds each answer back until the last is confirmed."""
    with _listening("127.0.0.1", 0) as place:
        assert place.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_said_and_the_runs_go_on() -> None:
    said: list[str] = []
    with port(taken=True) as number, pages("https://nhac.example.vn", said.append, number):
        went_on = True

    assert went_on
    assert "Trang web chưa chạy" in said[0]
