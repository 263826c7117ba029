"""A process that checks and delivers, and is killed where it was told to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lotrinh import clock
from lotrinh.application.books.ports import Channel
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap import Program
from tests.integration.crashes.worker import Fuse, MortalChannel, MortalStore


@dataclass(frozen=True)
class Errand:
    """What a process is told."""

    config: Path
    database: str
    var: Path
    at: datetime | None
    ahead: timedelta
    point: str = ""
    """Where it dies…"""
    passes: int = 0
    """…having passed there so many times."""


class MortalProgram(Program):
    """A program in books and on channels by which it may die."""

    mortal: MortalStore

    def channels(self, configuration: Configuration) -> Mapping[str, Channel]:
        """Open the channels, each with death beside it."""
        opened = super().channels(configuration)
        return {name: MortalChannel(one, self.mortal, name) for name, one in opened.items()}


def go(errand: Errand) -> None:
    """Check and deliver."""
    program = MortalProgram(errand.config, errand.database, errand.var)
    store = MortalStore.open(errand.database)
    store.fuse = Fuse(errand.point, errand.passes)
    program.mortal = store
    program.__dict__["store"] = store  # instead of opening one when it is first asked for
    program.now = lambda: clock.now() + errand.ahead
    store.step = "enqueue"
    program.check(errand.at, scheduled=True)
    store.step = "compose"
    program.deliver(errand.at)
    program.close()
    store.close()
