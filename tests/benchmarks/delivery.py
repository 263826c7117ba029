"""`python -m tests.benchmarks.delivery`: what composing and sending cost.

It composes for many people, and sends some messages by SMTP on loopback, with one worker. The
mail server is a process of its own, so that its work isn't counted as ours. Without the URL
of an empty database it takes an SQLite file. It prints, and judges only that all arrived.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.books.ports import Store
from lotrinh.application.books.rehearsal import Rehearsal
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import ChannelSettings, Configuration
from lotrinh.application.sending.deliver import deliver
from lotrinh.application.telling.compose import compose
from lotrinh.channels.factory import open_channel
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.reading.collecting import uncollected
from lotrinh.loader.reading.folder import read_folder
from lotrinh.loader.workspace import load
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.store.database import SqlStore
from tests.benchmarks.generator import MILESTONES, TODAY, every_day, write_country
from tests.integration.channels.servers import mail_server

ITEMS = 3
"""A message holds so many deadlines."""


def main() -> None:
    """Print one line for composing, and one for sending."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.delivery")
    parser.add_argument("--compose", type=int, default=10_000)
    parser.add_argument("--send", type=int, default=2_000)
    parser.add_argument("--database", help="an empty database instead of an SQLite file")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        plan = _plan(Path(scratch), asked.compose)
        with closing(SqlStore.open(asked.database or f"sqlite:///{scratch}/books.db")) as store:
            _compose(plan, store, asked.compose)
            _send(plan, store, Path(scratch), asked.send)


def _compose(plan: Configuration, store: Store, count: int) -> None:
    with store.begin() as uow:
        uow.ledger.enqueue(list(_reminders(plan)), at=_morning(), configuration=plan.hash)
    with _stage("compose", count), store.begin() as uow, uncollected():
        composed = compose(plan, uow, at=_morning(), wording=TemplateWording())
    assert len(composed) == count


def _send(plan: Configuration, store: Store, scratch: Path, count: int) -> None:
    _leave(store, count)
    with _sink() as sink:
        options = {"host": "127.0.0.1", "port": str(sink.recv()), "security": "none"}
        options["sender"] = "lotrinh@example.vn"
        settings = ChannelSettings("email", "smtp", options)
        by_mail = replace(plan, deliver_by=None, channels={"email": settings})
        with closing(open_channel(settings, folder=scratch)) as channel, _stage("deliver", count):
            report = deliver(
                by_mail,
                store,
                {"email": channel},
                at=_morning(),
                clock=_morning,
                wait=lambda _: None,
            )
        sink.send(None)
        arrived = sink.recv()
    assert report.delivered == arrived == count, (report.delivered, arrived)


def _leave(store: Store, count: int) -> None:
    """Withdraw what is too much."""
    with store.begin() as uow:
        waiting = uow.deliveries.list([DeliveryState.WAITING])
        keys = [delivery.key for delivery in waiting[count:]]
        uow.deliveries.withdraw(keys, by="benchmark", now=_morning())


@contextmanager
def _stage(name: str, count: int) -> Iterator[None]:
    """Print how long something takes by the clock, and how much of our process."""
    wall, cpu = time.perf_counter(), _cpu()
    yield
    took, spent = time.perf_counter() - wall, _cpu() - cpu
    print(f"{name:>8} {count:>7,} {took:>8.2f} s wall {spent:>8.2f} s CPU", end="")
    print(f" {1000 * spent / count:>6.2f} ms each")


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def _sink() -> Iterator["Connection[object, object]"]:
    """Run a mail server; its end of the pipe says its port and, asked, what has arrived."""
    spawned = multiprocessing.get_context("spawn")
    ours, theirs = spawned.Pipe()
    process = spawned.Process(target=_take_mails, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def _take_mails(pipe: "Connection[object, object]") -> None:
    with mail_server() as server:
        pipe.send(server.port)
        pipe.recv()
        pipe.send(len(server.mails))
        pipe.recv()


def _plan(scratch: Path, people: int) -> Configuration:
    write_country(scratch / "config", people * MILESTONES)
    loaded = load(read_folder(scratch / "config")).configuration
    assert loaded is not None
    return replace(loaded, calendars={"every-day": every_day()})


def _reminders(plan: Configuration) -> Iterator[Reminder]:
    """Yield for each secretary as many reminders of deadlines as they stand."""
    roadmap = RoadmapId("congress")
    timeline = Timelines(plan, Rehearsal().facts, TODAY).of(roadmap)
    for matrix in timeline.matrices:
        for row in range(len(matrix.rows)):
            for column in range(ITEMS):
                deadline = timeline.cell(matrix, row, column)
                person = plan.people.persons[int(matrix.rows[row])].id
                assert deadline.due is not None
                yield Reminder(person, deadline.id, deadline.due, "T", Reason.OVERDUE, Part.LEAD)


def _morning() -> datetime:
    return datetime.fromisoformat(f"{TODAY}T07:30+07:00") + timedelta()


if __name__ == "__main__":
    main()
