"""Talks are cut when their time is over, whatever else goes on meanwhile, and not after."""

from collections.abc import Iterator
from contextlib import ExitStack
from socket import socket, socketpair

import pytest

from lotrinh.channels.deadline import deadline

LONG, SHORT = 60.0, 0.05


@pytest.fixture
def line() -> Iterator[tuple[socket, socket]]:
    """Two ends of a connection; whoever waits at one for long has failed."""
    ours, theirs = socketpair()
    with ours, theirs:
        ours.settimeout(LONG / 4)
        yield ours, theirs


def test_a_talk_that_takes_too_long_is_cut_while_another_goes_on(
    line: tuple[socket, socket],
) -> None:
    ours, _ = line

    with deadline(lambda: None, LONG) as is_other_over:
        with deadline(lambda: ours, SHORT) as is_over:
            assert ours.recv(1) == b"", "it was cut"
            assert is_over()
        assert not is_other_over()


@pytest.mark.parametrize("round_", range(3))
def test_each_talk_has_a_deadline_of_its_own(round_: int, line: tuple[socket, socket]) -> None:
    """The second one too, and one after a while in which nobody talked."""
    ours, theirs = line
    with deadline(lambda: ours, LONG):
        theirs.sendall(b"ok")
        assert ours.recv(2) == b"ok"

    with deadline(lambda: ours, SHORT * (round_ + 1)) as is_over:
        assert ours.recv(1) == b""
        assert is_over()


def test_what_has_ended_in_time_is_not_cut_later(line: tuple[socket, socket]) -> None:
    ours, theirs = line
    waiting, waited = socketpair()
    with ExitStack() as both:
        both.enter_context(waiting)
        both.enter_context(waited)
        with deadline(lambda: ours, SHORT) as is_over:
            pass
        with deadline(lambda: waiting, 3 * SHORT):
            assert waiting.recv(1) == b"", "the time of both is over"

    theirs.sendall(b"ok")
    assert ours.recv(2) == b"ok"
    assert not is_over()


def test_where_there_is_no_connection_yet_the_talk_is_over_all_the_same(
    line: tuple[socket, socket],
) -> None:
    ours, _ = line
    with deadline(lambda: None, SHORT) as is_over, deadline(lambda: ours, 3 * SHORT):
        assert ours.recv(1) == b""
        assert is_over()
