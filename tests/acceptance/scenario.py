"""A language for stories: what the files say, what happens, and what people hear.

    scenario.at("2026-09-08").tick().hears("mot: [Nhắc việc] Kiểm điểm: còn 7 ngày")

Everything between the YAML and the words is real: the program, its SQLite database, and a
mail server on loopback. People are named by their mailboxes; the clock stands where we say.
"""

import csv
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from lotrinh.application.recording.answers import Answer
from lotrinh.application.recording.happened import Event
from lotrinh.bootstrap import Mention, Program, open_program
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import OrganisationId
from lotrinh.domain.roadmap import MilestoneId
from lotrinh.domain.status import Standing
from tests.builders import hanoi
from tests.integration.channels.servers import MailServer, mail_server

TOWN = Path(__file__).parents[1] / "fixtures" / "configurations" / "town"
FOR_THE_RECORD = "vì có lý do"


@dataclass
class Scenario:
    """A town of one ward with two branches, from instant to instant."""

    folder: Path
    server: MailServer
    now: datetime = field(default_factory=lambda: hanoi("2026-09-01 07:30"))
    heard: int = 0
    """How many mails were listened to already."""

    # The clock.

    def at(self, written: str) -> Self:
        """Set the clock: a day means its morning, 07:30."""
        self.now = hanoi(written if " " in written else f"{written} 07:30")
        return self

    # What the machine does.

    def tick(self) -> Self:
        """Check and deliver, as the schedule does."""
        return self.checks().delivers()

    def ticks_daily(self, first: str, last: str) -> Self:
        """Check and deliver on the morning of each day, the last included."""
        for day in range(
            date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1
        ):
            self.at(date.fromordinal(day).isoformat()).tick()
        return self

    def checks(self) -> Self:
        """Decide and write down; send nothing."""
        with self.program() as program:
            program.check(scheduled=True)
        return self

    def delivers(self) -> Self:
        """Compose and send what is due."""
        with self.program() as program:
            program.deliver()
        return self

    @contextmanager
    def program(self) -> Iterator[Program]:
        """Open the program, as each process does."""
        url = f"sqlite:///{self.folder / 'books.db'}"
        with closing(open_program(self.folder / "config", url, var=self.folder)) as program:
            program.now = lambda: self.now
            program.wait = self._passes
            yield program

    def _passes(self, span: timedelta) -> None:
        self.now += span

    # What people do.

    def edits(self, old: str, new: str, path: str = "roadmaps/plan.yaml") -> Self:
        """Replace words in a file of the configuration; of `old` there has to be one."""
        file = self.folder / "config" / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        return self.writes(path, text.replace(old, new))

    def writes(self, path: str, text: str) -> Self:
        """Write a file of the configuration anew."""
        file = self.folder / "config" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def registers(self, column: str, **values: str) -> Self:
        """Write cells of the organisations' column, by id: `branch_1` is branch-1."""
        cells = {id_.replace("_", "-"): value for id_, value in values.items()}
        return self._tabulates("organisations.csv", column, cells)

    def lists(self, column: str, **values: str) -> Self:
        """Write cells of the people's column, by id."""
        cells = {id_.replace("_", "-"): value for id_, value in values.items()}
        return self._tabulates("people.csv", column, cells)

    def _tabulates(self, path: str, column: str, cells: Mapping[str, str]) -> Self:
        file = self.folder / "config" / path
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        known = {row["id"]: row for row in rows}
        for id_, value in cells.items():
            known[id_][column] = value
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, {name: None for row in rows for name in row})
            writer.writeheader()
            writer.writerows(rows)
        return self

    def plans(self, *milestones: str, head: str = "for: {kind: branch}") -> Self:
        """Write the roadmap anew: some milestones, each as one line of YAML."""
        lines = "\n".join(f"  - {{{milestone}}}" for milestone in milestones)
        first = "roadmap: plan\ntitle: Kế hoạch cuối năm\nterm: 2026-2027"
        return self.writes("roadmaps/plan.yaml", f"{first}\n{head}\nmilestones:\n{lines}\n")

    def done(self, organisation: str, milestone: str, on: str | None = None) -> Self:
        """Record that something is done."""
        with self.program() as program:
            day = date.fromisoformat(on) if on else None
            program.keep(program.done([Mention(organisation, milestone, day)]))
        return self

    def records(
        self, kind: FactKind, organisation: str, milestone: str, until: str | None = None
    ) -> Self:
        """Record an answer or a decision."""
        said = Answer(kind, date.fromisoformat(until) if until else None)
        mention = Mention(organisation, milestone, note=FOR_THE_RECORD)
        with self.program() as program:
            program.keep(program.answer([mention], said))
        return self

    def happened(self, organisation: str, anchor: str, on: str) -> Self:
        """Record that an anchor's day has come."""
        with self.program() as program:
            program.keep(program.happened(Event(organisation, anchor, date.fromisoformat(on))))
        return self

    def takes_back(self) -> Self:
        """Undo what was recorded last."""
        with self.program() as program:
            program.undo()
        return self

    # What the world does.

    def refuses(self, person: str, reply: str = "450 4.2.0 try again later") -> Self:
        """Have the mail server refuse whatever goes to somebody."""
        self.server.refusals[f"{person}@example.vn"] = reply
        return self

    def mends(self) -> Self:
        """Have the mail server accept everything again."""
        self.server.refusals.clear()
        return self

    # What is heard.

    def hears(self, *lines: str) -> Self:
        """Everything that arrived since the last time, and nothing else: `person: subject`."""
        arrived = sorted(f"{_person(mail)}: {mail['Subject']}" for mail in self._listen())
        assert arrived == sorted(lines), f"at {self.now:%d/%m/%Y %H:%M} arrived: {arrived}"
        return self

    def stands(self, organisation: str, milestone: str, standing: Standing, due: str) -> Self:
        """An item stands so, and is due on that day, as `status` shows it."""
        with self.program() as program:
            found = {
                (stand.deadline.id.organisation, stand.deadline.id.milestone): stand
                for stand in program.status()
            }
        stand = found[OrganisationId(organisation), MilestoneId(milestone)]
        assert (stand.standing, str(stand.deadline.due)) == (standing, due)
        return self

    def listens(self) -> Self:
        """Let what has arrived pass: it doesn't matter to the story."""
        self._listen()
        return self

    def hears_nothing(self) -> Self:
        """Nobody has heard anything since the last time."""
        return self.hears()

    def reads(self, person: str, *words: str) -> Self:
        """The newest mail of somebody has these words in its text, in this order."""
        text = _text([mail for mail in self.server.mails if _person(mail) == person][-1])
        for word in words:
            before, found, text = text.partition(word)
            assert found, f"{word!r} not in {before!r}"
        return self

    def reads_not(self, person: str, *words: str) -> Self:
        """The newest mail of somebody has none of these words in its text."""
        text = _text([mail for mail in self.server.mails if _person(mail) == person][-1])
        assert not [word for word in words if word in text]
        return self

    def _listen(self) -> list[EmailMessage]:
        new = self.server.mails[self.heard :]
        self.heard = len(self.server.mails)
        return new


def _person(mail: EmailMessage) -> str:
    return str(mail["To"]).partition("@")[0].rpartition("<")[2]


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def open_scenario(folder: Path) -> Iterator[Scenario]:
    """Begin a story in a folder that is empty."""
    shutil.copytree(TOWN, folder / "config")
    with mail_server() as server:
        scenario = Scenario(folder, server)
        settings = f"kind: smtp, host: 127.0.0.1, port: {server.port}, security: none"
        scenario.writes("channels.yaml", f"email: {{{settings}, sender: lotrinh@example.vn}}\n")
        yield scenario
