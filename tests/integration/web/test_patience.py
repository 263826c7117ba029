"""Real sockets that say half of a request: they are let go, and nobody is kept out by them."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import httpx
import pytest

from lotrinh.web.patience import Bounds
from lotrinh.web.serving import serving
from tests.integration.web.conftest import Office

HALF = b"GET /robots.txt HTTP/1.1\r\nHost: nhac.example.vn\r\n"
WHOLE = HALF + b"\r\n"
ALL = Bounds(seconds=0.5, an_address=10_000)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is open until the test ends."""
    with ExitStack() as open_:
        yield open_


def knock(port: int, said: bytes, source: str = "127.0.0.2") -> socket.socket:
    """Connect from an address of this machine, and say something."""
    line = socket.create_connection(("127.0.0.1", port), 20, source_address=(source, 0))
    line.sendall(said)
    return line


def is_closed(line: socket.socket) -> bool:
    """Wait until something comes or the other side ends, and say which."""
    try:
        return not line.recv(4096)
    except ConnectionResetError:
        return True


def answered(line: socket.socket) -> str:
    """Return the first line of what comes."""
    return line.recv(4096).decode().partition("\r\n")[0]


def test_half_a_head_is_waited_for_only_so_long(office: Office, stack: ExitStack) -> None:
    port = stack.enter_context(serving(office.program, port=0, bounds=ALL))
    lines = [stack.enter_context(closing(knock(port, HALF))) for _ in range(70)]

    assert httpx.get(f"http://127.0.0.1:{port}/robots.txt", timeout=20).status_code == 200
    assert all(is_closed(line) for line in lines)


@pytest.mark.parametrize("said", [b"G", HALF])
def test_what_trickles_in_does_not_begin_the_wait_anew(
    office: Office, stack: ExitStack, said: bytes
) -> None:
    port = stack.enter_context(serving(office.program, port=0, bounds=ALL))
    line = stack.enter_context(closing(knock(port, said)))

    line.settimeout(0.05)
    for _ in range(400):
        try:
            assert is_closed(line)
            break
        except TimeoutError:
            line.sendall(b"y")
    else:
        pytest.fail("it still listens")


def test_the_second_request_of_a_connection_has_to_come_soon_too(
    office: Office, stack: ExitStack
) -> None:
    port = stack.enter_context(serving(office.program, port=0, bounds=ALL))
    line = stack.enter_context(closing(knock(port, WHOLE)))

    assert answered(line) == "HTTP/1.1 200 OK"
    line.sendall(HALF)
    while not is_closed(line):
        pass


def test_one_address_has_only_so_many_and_another_has_its_own(
    office: Office, stack: ExitStack
) -> None:
    bounds = Bounds(an_address=3, uncounted=frozenset({"127.0.0.1"}))
    port = stack.enter_context(serving(office.program, port=0, bounds=bounds))
    held = [stack.enter_context(closing(knock(port, HALF))) for _ in range(3)]

    one_more = stack.enter_context(closing(knock(port, b"")))
    assert is_closed(one_more)
    for source in ("127.0.0.3", "127.0.0.1"):
        other = stack.enter_context(closing(knock(port, WHOLE, source)))
        assert answered(other) == "HTTP/1.1 200 OK"
    held[0].sendall(b"\r\n")
    assert answered(held[0]) == "HTTP/1.1 200 OK"


def test_who_has_gone_is_counted_no_more(office: Office, stack: ExitStack) -> None:
    bounds = Bounds(an_address=3)
    port = stack.enter_context(serving(office.program, port=0, bounds=bounds))
    for _ in range(10):
        line = knock(port, WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        with closing(line):
            assert answered(line) == "HTTP/1.1 200 OK"
            while not is_closed(line):
                pass
