"""Days of a small office: files that are edited, checks that send, words that are heard."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from lotrinh.application.sending.deliver import Delivered
from lotrinh.bootstrap import Mention, Program, open_program
from tests.builders import HANOI

SMALL = Path(__file__).parents[1] / "fixtures" / "configurations" / "small"


@dataclass(frozen=True)
class Story:
    """One folder of files and one database, from day to day."""

    folder: Path

    @classmethod
    def of(cls, folder: Path, roadmap: str) -> "Story":
        """Begin with the small configuration and a roadmap of two branches."""
        shutil.copytree(SMALL, folder / "config")
        story = cls(folder)
        story.write(roadmap)
        story.edit(",launch\n", "\n", "organisations.csv")  # an anchor of the plan replaced
        story.edit(",20/09/2026\n", "\n", "organisations.csv")
        story.edit(",\n", "\n", "organisations.csv")
        return story

    @property
    def plan(self) -> Path:
        return self.folder / "config" / "roadmaps" / "plan.yaml"

    def write(self, roadmap: str) -> None:
        """Write the roadmap anew."""
        self.plan.write_text(roadmap, encoding="utf-8")

    def edit(self, old: str, new: str, path: str = "roadmaps/plan.yaml") -> None:
        """Edit a file of the configuration."""
        file = self.folder / "config" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def open(self, day: str) -> Program:
        """Open the program on the morning of a day."""
        at = datetime.combine(date.fromisoformat(day), time(7, 30), tzinfo=HANOI)
        program = open_program(
            self.folder / "config", f"sqlite:///{self.folder / 'books.db'}", var=self.folder
        )
        program.now = lambda: at
        return program

    def check(self, day: str) -> list[tuple[str, str]]:
        """Check and send; return who was told, and the subject."""
        return sorted((send.message.recipient, send.message.subject) for send in self.sent(day))

    def sent(self, day: str) -> list[Delivered]:
        """Check and send; return what was sent."""
        with closing(self.open(day)) as program:
            program.check()
            return sorted(program.deliver().sends, key=lambda send: send.message.recipient)

    def rehearse(self, day: str) -> list[tuple[str, str]]:
        """Return what a dry run says."""
        with closing(self.open(day)) as program:
            return sorted((m.recipient, m.subject) for m in program.rehearse().messages)

    def simulate(self, first: str, last: str) -> list[tuple[str, str]]:
        """Return what a simulation of some days says."""
        with closing(self.open(first)) as program:
            days = program.simulate(date.fromisoformat(first), date.fromisoformat(last))
            said = [sorted((m.recipient, m.subject) for m in one.messages) for one in days]
            return [one for day in said for one in day]

    def done(self, day: str, organisation: str, milestone: str) -> None:
        """Record that something is done."""
        with closing(self.open(day)) as program:
            program.keep(program.done([Mention(organisation, milestone)]))
