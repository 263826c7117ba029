"""Whatever is killed, whenever: no message is lost, and none is repeated but what was in flight.

Two workers, each a process of its own, are killed again and again: one at a point of our
choosing, one at any moment. Their clock goes on only while both are dead, so that no lease
ends on one who lives: what is repeated, a kill has caused, or a server that fell silent.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext as Forks
from multiprocessing.process import BaseProcess
from time import monotonic

import pytest

from lotrinh.application.books.messages import DeliveryState
from lotrinh.domain.registers import PersonId
from lotrinh.store.database import SqlStore
from tests.integration.crashes.storm import GONE, StormyServer
from tests.integration.crashes.worker import PEOPLE, PLAN, POINTS, Task, work

ROUNDS = 52
"""With two kills each, on two databases: somewhat more than 200."""
A_WHILE = timedelta(minutes=10)
"""Longer than a lease, and than the first waits for another try."""
_CALM_ROUNDS = 8
_PATIENCE = 60
_LONGEST = 1.0
"""Seconds until a round ends in which its point isn't reached."""


@contextmanager
def storm(seed: int) -> Iterator[StormyServer]:
    server = StormyServer(seed)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def forks() -> Forks:
    """Processes that are forked from one that has imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.crashes.worker"])
    return context


def test_after_a_storm_of_kills_nothing_is_lost_and_only_what_was_in_flight_is_repeated(
    database_url: str,
    forks: Forks,
    capsys: pytest.CaptureFixture[str],
) -> None:
    SqlStore.open(database_url).close()
    kills = Counter[str]()

    with storm(len(database_url)) as server:
        for number in range(ROUNDS):
            kills += _round(forks, database_url, server, number)
        server.calm = True
        _calm(database_url, server)

    lost = _recipients() - server.arrived.keys()
    repeats = sum(times - 1 for ids in server.arrived.values() for times in ids.values())
    with capsys.disabled():
        sys.stdout.write(_told(kills, server, repeats, len(lost)))
    assert sum(kills.values()) == 2 * ROUNDS
    assert lost == set()
    assert {len(ids) for ids in server.arrived.values()} == {1}, "each always by one Message-ID"
    assert repeats <= sum(kills.values()) + server.faults["drop after the dot"]
    assert _left(database_url) == {f"bt-{id_}" for id_ in PLAN.organisations.ids if _gone(id_)}


def _round(
    forks: Forks,
    url: str,
    server: StormyServer,
    number: int,
) -> Counter[str]:
    """Have two workers killed, and return where."""
    share = -(-PEOPLE // ROUNDS)
    numbers = tuple(range(number * share, min((number + 1) * share, PEOPLE)))
    point = POINTS[number % len(POINTS)]
    passes = server.chance.randrange(6) if point.startswith(("send", "settle")) else 0
    task = Task(url, server.port, number * A_WHILE, numbers)
    begun = monotonic()
    chosen = _started(forks, replace(task, point=point, passes=passes))
    other = _started(forks, task)
    enough = server.seen + server.chance.randrange(share)
    while server.seen < enough and monotonic() < begun + _LONGEST:
        other.join(server.chance.random() / 100)
    _kill(other)
    chosen.join(_LONGEST)
    where = "any moment" if chosen.is_alive() else point
    _kill(chosen)
    return Counter([where, "any moment"])


def _kill(process: BaseProcess) -> None:
    process.kill()
    process.join()


def _started(forks: Forks, task: Task) -> BaseProcess:
    """Return a worker that has come past its imports."""
    ready = forks.Event()
    process = forks.Process(target=work, args=(task, ready))
    process.start()
    ready.wait(_PATIENCE)
    return process


def _calm(url: str, server: StormyServer) -> None:
    """Let time pass without faults or kills; a person has what was given up tried again."""
    for number in range(_CALM_ROUNDS):
        with closing(SqlStore.open(url)) as store, store.begin() as uow:
            dead = uow.deliveries.list([DeliveryState.DEAD])
            uow.deliveries.retry([d.key for d in dead if not _gone(d.recipient)])
        work(Task(url, server.port, (ROUNDS + 20 * number) * A_WHILE, tuple(range(PEOPLE))))


def _left(url: str) -> set[PersonId]:
    """Return whose messages are not sent; all of them are where a person sees them."""
    with closing(SqlStore.open(url)) as store, store.look() as uow:
        found = uow.deliveries.list([state for state in DeliveryState if state.value != "sent"])
        told = {d.recipient for d in uow.deliveries.list([DeliveryState.SENT])}
    return {d.recipient for d in found} - told


def _recipients() -> set[str]:
    addresses = (person.addresses[0].address for person in PLAN.people.persons)
    return {address for address in addresses if not GONE.fullmatch(address)}


def _gone(id_: str) -> bool:
    return id_.endswith("7")


def _told(kills: Counter[str], server: StormyServer, repeats: int, lost: int) -> str:
    mails = sum(sum(ids.values()) for ids in server.arrived.values())
    points = "".join(f"\n  {point:<24}{times:>5}" for point, times in sorted(kills.items()))
    faults = "".join(f"\n  {fault:<24}{times:>5}" for fault, times in sorted(server.faults.items()))
    return (
        f"\nkills {sum(kills.values())}{points}\nfaults {sum(server.faults.values())}{faults}"
        f"\nmails {mails}, repeats {repeats}, lost {lost}\n"
    )
