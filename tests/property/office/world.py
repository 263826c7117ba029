"""The real thing beside the specification: files, books, a channel that keeps a list, a clock.

A crash is an exception at a real boundary: before or after any commit, before or after any
send. What was open then is thrown away, as when a process dies.
"""

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from lotrinh.application.books.messages import (
    OF_REMINDERS,
    DeliveryState,
    Message,
    Outcome,
    Receipt,
)
from lotrinh.application.books.ports import Channel, UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap import Program
from lotrinh.domain.reminders import Reminder
from lotrinh.store.database import SqlStore
from lotrinh.store.notes import reminder_of
from lotrinh.store.tables import reminders

OFF = date(2026, 9, 30)
"""A Wednesday; no public holiday is near."""
TITLES = {"review": "Kiểm điểm", "papers": "Hồ sơ", "report": "Báo cáo", "plan": "Kế hoạch năm"}
_SETTINGS = """
coordinator: office@ward
daily: false
kinds:
  city: {title: Thành ủy, calendar: office}
  ward: {title: Đảng bộ phường, calendar: office}
  branch: {title: Chi bộ, calendar: office}
roles: {secretary: Bí thư, office: Văn phòng, youth: Bí thư Đoàn}
"""
_POLICY = """
standard:
  remind: [7, 3, 1, 0]
  overdue: {first: 1 ngày làm việc, every: 2 ngày làm việc, until: 9 ngày làm việc}
  escalation: {after: 3 ngày làm việc, every: 5 ngày làm việc}
  quiet_hours: "21:00-07:00"
"""


PEOPLE = ("s1", "s2", "t1", "t2", "y", "w", "c", "o")
_ROADMAP = """
roadmap: plan
title: Kế hoạch
term: 2026-2027
for: {{kind: branch}}
basis:
  kh: {{number: 12-KH/ĐU, issued: 01/09/2026}}
anchors:
  congress: {{title: Đại hội, alias: đại hội}}
milestones:
  - {{id: review, title: Kiểm điểm, due: {review:%d/%m/%Y}, lead: secretary, support: [youth]}}
  - {{id: plan, title: Kế hoạch năm, due: {day:%d/%m/%Y}, lead: secretary}}
  - {{id: papers, title: Hồ sơ, due: 5 ngày trước đại hội, lead: secretary}}
  - {{id: report, title: Báo cáo, due: trong 3 ngày làm việc từ review, lead: secretary}}
"""
_ORGANISATIONS = """id,name,kind,parent,congress
city,Thành phố,city,,
ward,Phường,ward,city,
b1,Chi bộ Một,branch,ward,{congress:%d/%m/%Y}
b2,Chi bộ Hai,branch,ward,
"""
_CALENDAR = f"calendar: office\nannounced: 31/12/2026\ndays:\n  - {{off: {OFF:%d/%m/%Y}}}\n"


class Crash(BaseException):
    """The process has died here."""


@dataclass
class Fuse:
    """Counts the boundaries that are passed, and dies at one of them."""

    left: int | None = None

    def __call__(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Crash


class MortalStore(SqlStore):
    """Books whose keeper may die before or after each commit."""

    fuse = Fuse()

    def told_in(self, key: str) -> list[Reminder]:
        """Return what a message tells; `Opened` shows what it was first meant to tell, too."""
        told = select(reminders).where(reminders.c.message == key).order_by(reminders.c.id)
        with self._engine.connect() as books:
            return [reminder_of(row) for row in books.execute(told).mappings()]

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:  # type: ignore[override]  # used as one
        with super().begin() as uow:
            yield uow
            self.fuse()
        self.fuse()


@dataclass(frozen=True)
class Handed:
    """A message that has arrived with somebody, and when."""

    message: Message
    at: datetime
    again: bool


@dataclass
class ListChannel:
    """Keeps what arrives; answers as it is told to, and whoever uses it may die."""

    now: Callable[[], datetime]
    fuse: Fuse
    weather: deque[Outcome]
    arrived: list[Handed]
    name: str = "email"

    def send(self, message: Message, address: str, *, again: bool = False) -> Receipt:
        del address
        self.fuse()
        outcome = self.weather.popleft() if self.weather else Outcome.ACCEPTED
        if outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN}:  # unknown: it has come, and none says so
            self.arrived.append(Handed(message, self.now(), again))
        self.fuse()
        return Receipt(outcome, "4.2.0" if outcome is Outcome.TEMPORARY else "")

    def close(self) -> None:
        """Nothing is held open."""


class Mortal(Program):
    """The program with mortal books, and one channel for everybody."""

    fuse = Fuse()
    channel: ListChannel

    @cached_property
    def store(self) -> MortalStore:  # type: ignore[override]  # the books of the real one
        store = MortalStore.open(self.database)
        store.fuse = self.fuse
        self._opened.append(store)
        return store

    def channels(self, configuration: Configuration) -> Mapping[str, Channel]:
        del configuration
        return {"email": self.channel}


@dataclass
class Files:
    """What the coordinator has written."""

    review: Mapping[str, date]
    congress: date
    secretaries: Mapping[str, tuple[str, ...]]
    """Who leads in each branch."""
    amendments: tuple[str, ...] = ()
    broken: bool = False

    def write(self, folder: Path) -> None:
        """Put them into a folder."""
        roadmap = _ROADMAP.format(day=self.review["plan"], review=self.review["review"])
        if self.amendments:
            roadmap += "amendments:\n" + "".join(f"  - {{{one}}}\n" for one in self.amendments)
        posts = {person: f"secretary@{b}" for b, who in self.secretaries.items() for person in who}
        posts |= {
            "w": "secretary@ward",
            "c": "secretary@city",
            "o": "office@ward",
            "y": "youth@b1; youth@b2",
        }
        people = "".join(f"{who},{who},{posts.get(who, '')},{who}@example.vn\n" for who in PEOPLE)
        texts = {
            "settings.yaml": _SETTINGS,
            "policies.yaml": _POLICY,
            "channels.yaml": "email: {kind: smtp, host: mail.example.vn, sender: a@example.vn}\n",
            "calendars/office.yaml": _CALENDAR,
            "roadmaps/plan.yaml": "roadmap: [" if self.broken else roadmap,
            "organisations.csv": _ORGANISATIONS.format(congress=self.congress),
            "people.csv": f"id,name,holds,email\n{people}",
        }
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")


@dataclass
class World:
    """One office, on real books, whose clock and weather somebody else makes."""

    url: Callable[[Path], str]
    now: datetime
    files: Files
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="lotrinh-laws-")))
    weather: deque[Outcome] = field(default_factory=deque)
    arrived: list[Handed] = field(default_factory=list)
    _program: Mortal | None = None

    def __post_init__(self) -> None:
        self.database = self.url(self.folder)
        self.files.write(self.folder / "config")

    def program(self, fuse: int | None = None) -> Mortal:
        """Return the program: another process each time that files changed, or one has died."""
        if self._program is None:
            made = Mortal(self.folder / "config", self.database, self.folder / "var")
            made.now = lambda: self.now
            made.fuse = Fuse()
            made.channel = ListChannel(made.now, made.fuse, self.weather, self.arrived)
            self._program = made
        self._program.fuse.left = fuse
        return self._program

    def rewrite(self, files: Files) -> bool:
        """Have other files, which another process reads; return whether it can use them."""
        self.files = files
        files.write(self.folder / "config")
        self.die()
        return self.program().loaded.configuration is not None

    def die(self) -> None:
        """Throw away what is open."""
        if self._program is not None:
            self._program.fuse.left = None
            self._program.close()
            self._program = None

    def reminders_of(self, message: Message) -> list[Reminder]:
        """Return what the ledger says that a message tells; each has its reason."""
        found = self.program().store.told_in(message.key)
        assert bool(found) == (message.kind in OF_REMINDERS), "nothing explains this message"
        return found

    def is_settled(self, message: Message) -> bool:
        """Whether the books say that a message has arrived."""
        with self.program().store.look() as uow:
            opened = uow.deliveries.open(message.key)
        return opened is not None and opened.delivery.state is DeliveryState.SENT

    def unsent(self) -> int:
        """Return how many messages haven't come to their end."""
        with self.program().store.look() as uow:
            return sum(n for state, n in uow.outbox.counts().items() if state not in _ENDS)

    def close(self) -> None:
        self.die()
        shutil.rmtree(self.folder)


_ENDS = {"sent", "withdrawn"}
