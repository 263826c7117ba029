"""A small land: twenty branches, one deadline each, and the clock of the machine that serves it.

Every secretary is to hear once. Who did, the servers on the other side say, not our books.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from lotrinh import clock
from lotrinh.application.books.deliveries import Delivery
from lotrinh.application.books.messages import DeliveryState, Outcome
from lotrinh.application.books.ports import Channel
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.failures import failure_of
from lotrinh.bootstrap import Program
from lotrinh.errors import LotrinhError
from lotrinh.rendering.deliveries import explained
from lotrinh.rendering.problems import sentence
from lotrinh.rendering.words import LANGUAGES
from tests.builders import hanoi
from tests.faults.bases import Bases

HURRIED = "0.3"
"""Seconds for which channels wait where waiting is the point."""
SECRETARIES = tuple(f"bi-thu-{number:02}" for number in range(20))
IN_THE_MIDDLE = 8
"""After so many mails something happens in the middle of a delivery."""
AT = hanoi("2024-12-02 07:30")
"""Twelve days before the deadline: one rung of the ladder speaks."""
TITLE = "Hoàn thành kiểm điểm, đánh giá cuối năm"
_LONG_AFTER = timedelta(hours=4)
"""Longer than a lease, and than any wait for another try."""
_ROUNDS = 8

FILES: Mapping[str, str] = {
    "settings.yaml": """\
coordinator: office@phuong
daily: false
kinds:
  ward: {title: Phường, calendar: office}
  branch: {title: Chi bộ, calendar: office, stands_in: {office: secretary}}
roles:
  secretary: Bí thư
  office: Văn phòng
""",
    "policies.yaml": "standard:\n  remind: [14, 7, 3, 1, 0]\n",
    "calendars/office.yaml": "calendar: office\nannounced: 31/12/2024\n",
    "roadmaps/year-end.yaml": """\
roadmap: year-end
title: Kiểm điểm cuối năm
term: 2024-2025
for: {kind: branch}
milestones:
  - {id: review, title: "TITLE", due: trước 15/12/2024, lead: secretary}
""",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that a server on the other side has taken."""

    address: str
    id: str
    """Its Message-ID; '' where the channel has none."""
    again: bool = False
    """Whether it says that it may be a repeat."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a user is shown of a fault."""

    code: str
    words: Mapping[str, str]

    @classmethod
    def of(cls, error: LotrinhError) -> "Seen":
        """Return what the command line, a run in Prefect or the page says."""
        return cls(error.code, {language: sentence(error, language) for language in LANGUAGES})


class Hurried(Program):
    """A program whose channels have little patience."""

    patience: str

    def channels(self, configuration: Configuration) -> Mapping[str, Channel]:
        """Open the channels with a shorter timeout than files can say."""
        hurried = {
            name: replace(settings, options={**settings.options, "timeout": self.patience})
            if settings.kind != "preview"
            else settings
            for name, settings in configuration.channels.items()
        }
        return super().channels(replace(configuration, channels=hurried))


@dataclass
class Land:
    """One folder of files, one database, the servers on the other side, and a clock."""

    folder: Path
    database: str
    bases: Bases
    """Where its database is kept."""
    channel: str = ""
    """The channel's settings, as `channels.yaml` has them."""
    sources: list[Callable[[], Iterable[Arrival]]] = field(default_factory=list)
    """What the servers on the other side say that they have taken."""
    arrived: list[Arrival] = field(default_factory=list)
    """What others there have taken."""
    patience: str = "60"
    """Seconds for which channels wait."""
    ahead: timedelta = timedelta()
    """How far the machine's clock is ahead of the true one."""
    at: datetime | None = AT
    """The instant that commands are told; None where they ask the clock."""
    in_the_middle: Callable[[], None] | None = None
    """What is to happen while some mail is being sent."""
    while_waiting: Callable[[], None] | None = None
    """What is to happen as the program waits."""
    said: list[Seen] = field(default_factory=list)
    """What commands have said when they were stopped."""

    @property
    def config(self) -> Path:
        """The folder of its files."""
        return self.folder / "config"

    def lay(self, *, title: str = TITLE) -> None:
        """Write its files."""
        files = {**FILES, "channels.yaml": f"post: {{{self.channel}}}\n"}
        files["organisations.csv"] = "id,name,kind,parent\nphuong,Phường Một,ward,\n" + "".join(
            f"cb-{n:02},Chi bộ {n},branch,phuong\n" for n in range(len(SECRETARIES))
        )
        files["people.csv"] = "id,name,holds,post\n" + "".join(
            f"bt-{n:02},Bí thư Chi bộ {n},secretary@cb-{n:02},{self.address(who)}\n"
            for n, who in enumerate(SECRETARIES)
        )
        files["people.csv"] += f"vp,Văn phòng,office@phuong,{self.address('van-phong')}\n"
        for name, content in files.items():
            self.write(name, content.replace("TITLE", title))

    def address(self, name: str) -> str:
        """Return where somebody is reached on the land's channel."""
        return name if "kind: zalo" in self.channel else f"{name}@example.vn"

    def write(self, name: str, content: str) -> None:
        """Write one of its files."""
        path = self.config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Edit one of its files."""
        text = (self.config / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def now(self) -> datetime:
        """Return what the machine's clock shows."""
        return clock.now() + self.ahead

    def wait(self, span: timedelta) -> None:
        """Let time pass as far as the program can tell."""
        self.ahead += span
        happens, self.while_waiting = self.while_waiting, None
        if happens is not None:
            happens()

    def came(self) -> None:
        """Note that a mail has come; in the middle of them something may happen."""
        happens = self.in_the_middle
        if happens is not None and len(self.told()) >= IN_THE_MIDDLE:
            self.in_the_middle = None
            happens()

    @contextmanager
    def program(self) -> Iterator[Program]:
        """Open everything anew, as each command and each run of Prefect does."""
        with closing(Hurried(self.config, self.database, self.folder / "var")) as program:
            program.now, program.wait, program.patience = self.now, self.wait, self.patience
            yield program

    def check(self) -> bool:
        """Check as the schedule does; return whether that came to its end."""
        return self.tried(lambda program: program.check(self.at, scheduled=True))

    def deliver(self) -> bool:
        """Deliver as the schedule does; return whether that came to its end."""
        return self.tried(lambda program: program.deliver(self.at))

    def tried(self, work: Callable[[Program], object]) -> bool:
        """Do some work; return whether that came to its end."""
        try:
            with self.program() as program:
                work(program)
        except LotrinhError as error:
            self.said.append(Seen.of(error))
            return False
        return True

    def go_on(self) -> None:
        """Go on without faults until nothing is left to send; a person sees to dead letters."""
        self.patience = Land.patience
        counts: Mapping[DeliveryState, int] = {}
        for _ in range(_ROUNDS):
            self.ahead += _LONG_AFTER
            assert self.check(), self.said
            assert self.deliver(), self.said
            with self.program() as program:
                dead = program.mailroom.dead_letters()
                self._see_to(program, dead)
                counts = program.mailroom.outbox()
            if not dead and not counts[DeliveryState.WAITING] + counts[DeliveryState.SENDING]:
                return
        raise AssertionError(counts)

    def _see_to(self, program: Program, dead: Sequence[Delivery]) -> None:
        """Do what the outbox says: ask the recipient where nobody knows, else try again."""
        told = self.told()
        known = {d.key for d in dead if d.recipient in told and _is_unknown(d)}
        program.mailroom.withdraw(known, by="office")
        program.mailroom.retry({letter.key for letter in dead} - known, by="office")

    def shown(self) -> Iterator[Seen]:
        """Yield what commands have said, then what the outbox says of tries that failed."""
        yield from self.said
        with self.program() as program, program.store.look() as books:
            keys = [delivery.key for delivery in books.deliveries.list()]
            opened = [books.deliveries.open(key) for key in keys]
        for one in opened:
            for attempt in one.attempts if one else ():
                failure = failure_of(attempt.receipt)
                if failure is not None:
                    words = {lang: explained(attempt.receipt, lang) for lang in LANGUAGES}
                    yield Seen(str(failure), words)

    # What each person got.

    @property
    def lost(self) -> int:
        """How many people heard nothing."""
        return len(SECRETARIES) - len(self.told())

    @property
    def repeated(self) -> int:
        """How many messages came once more."""
        return sum(len(mine) - 1 for mine in self.told().values())

    @property
    def unmarked(self) -> int:
        """How many of those carry neither the same Message-ID nor the mark of a repeat."""
        told = ((one.id for one in mine if not one.again) for mine in self.told().values())
        return sum(max(_different(ids) - 1, 0) for ids in told)

    def told(self) -> Mapping[str, Sequence[Arrival]]:
        """Return what each secretary got who got anything."""
        found: dict[str, list[Arrival]] = {}
        for one in chain(self.arrived, *(source() for source in self.sources)):
            name = one.address.partition("@")[0]
            if name in SECRETARIES:
                found.setdefault(name, []).append(one)
        return found


def _is_unknown(letter: Delivery) -> bool:
    return letter.receipt is not None and letter.receipt.outcome is Outcome.UNKNOWN


def _different(ids: Iterable[str]) -> int:
    """Count messages that a mail program would show apart: all that have no Message-ID."""
    told = list(ids)
    return told.count("") + len({*told} - {""})
