"""A worker that enqueues, composes and delivers, until it is killed; and where it may be."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import cast

from lotrinh import clock
from lotrinh.application.books.messages import Message, Receipt
from lotrinh.application.books.ports import Channel, Store, UnitOfWork
from lotrinh.application.office.configuration import ChannelSettings, Configuration
from lotrinh.application.sending.deliver import deliver
from lotrinh.application.telling.compose import compose
from lotrinh.channels.factory import open_channel
from lotrinh.domain.facts import CellId
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.store.database import SqlStore
from tests.builders import a_configuration, a_milestone, a_roadmap, hanoi, organisations

PEOPLE = 1300
NOON = hanoi("2024-12-04 12:00")
_BRANCHES = organisations(*(f"cb-{number:04}" for number in range(PEOPLE)))
PLAN = a_configuration(a_roadmap(a_milestone("review")), branches=_BRANCHES)
"""Made once, before any worker is forked."""

POINTS = tuple(
    f"{step}, {when}"
    for step, whens in {
        "enqueue": ("before commit", "after commit"),
        "compose": ("before commit", "after commit"),
        "lease": ("before commit", "after commit"),
        "send": ("before", "after"),
        "settle": ("before commit", "after commit"),
    }.items()
    for when in whens
)


def reminder(number: int) -> Reminder:
    """Return what the secretary of a branch is to hear."""
    (roadmap,) = PLAN.roadmaps.values()
    (milestone,) = roadmap.milestones
    cell = CellId(roadmap.id, _BRANCHES.ids[number], milestone, "")
    due = hanoi("2024-12-14 12:00").date()
    person = PLAN.people.persons[number].id
    return Reminder(person, cell, due, "T-14", Reason.UPCOMING, Part.LEAD)


@dataclass
class Fuse:
    """Kills this process as it comes to a point for the n-th time."""

    point: str = ""
    passes: int = 0

    def __call__(self, point: str) -> None:
        """Pass a point."""
        if point == self.point:
            self.passes -= 1
            if self.passes < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalStore(SqlStore):
    """Books whose keeper may die before or after each commit."""

    fuse = Fuse()
    step = "lease"

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:  # type: ignore[override]  # used as one
        """Open a transaction."""
        with super().begin() as uow:
            yield uow
            self.fuse(f"{self.step}, before commit")
        step, self.step = self.step, "lease"
        self.fuse(f"{step}, after commit")


@dataclass
class MortalChannel:
    """A channel whose user may die before or after each send."""

    under: Channel
    store: MortalStore
    name: str = "email"

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        """Hand over a message."""
        self.store.fuse("send, before")
        receipt = self.under.send(message, address, again=again)
        self.store.fuse("send, after")
        self.store.step = "settle"
        return receipt

    def close(self) -> None:
        """Let go of the connection."""
        self.under.close()


@dataclass(frozen=True)
class Task:
    """What a worker is told."""

    url: str
    port: int
    ahead: timedelta
    """How far its clock is before the machine's."""
    numbers: tuple[int, ...] = ()
    """Who has something to hear since."""
    point: str = ""
    """Where it dies…"""
    passes: int = 0
    """…having passed there so many times."""


def work(task: Task, ready: Event | None = None) -> None:
    """Do everything; with `ready`, which tells that it has begun, again and again."""
    store = MortalStore.open(task.url)
    store.fuse = Fuse(task.point, task.passes)
    if ready is not None:
        ready.set()
    run(store, task)
    while ready is not None:
        run(store, task)
    store.close()


def run(store: MortalStore, task: Task) -> None:
    """Enqueue, compose and deliver."""
    store.step = "enqueue"
    with store.begin() as uow:
        wanted = [reminder(number) for number in task.numbers]
        uow.ledger.enqueue(wanted, at=NOON, configuration=PLAN.hash)
    store.step = "compose"
    with store.begin() as uow:
        compose(PLAN, uow, at=NOON, wording=TemplateWording())
    options = {"host": "127.0.0.1", "port": str(task.port), "security": "none"}
    settings = ChannelSettings("email", "smtp", {**options, "sender": "lotrinh@example.vn"})
    channel = MortalChannel(open_channel(settings, folder=Path()), store)
    deliver(
        _by(settings),
        cast("Store", store),
        {"email": channel},
        at=NOON,
        clock=lambda: clock.now() + task.ahead,
        wait=clock.wait,
    )
    channel.close()


def _by(settings: ChannelSettings) -> Configuration:
    return replace(PLAN, channels={"email": settings})
