"""How the demonstration is told: a heading a day, the runs, each mail, and why it came.

The first mails are shown in full, later ones by subject, those of one subject together.
Plain lines, one by one: the same in a window and in the log of a build.
"""

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from flows.inbox import Mail
from flows.server import HOST
from flows.stage import Stage
from flows.words import text
from lotrinh import bootstrap

if TYPE_CHECKING:
    from flows.demo import Round  # with Prefect, which is to be imported later

IN_FULL = 2
OPEN_NEXT = 5


class Steps:
    """Progress: one line a step, with the seconds since the beginning."""

    def __init__(self) -> None:
        self._begin = monotonic()

    @property
    def elapsed(self) -> timedelta:
        """The time since the beginning."""
        return timedelta(seconds=monotonic() - self._begin)

    def say(self, what: str) -> None:
        """Tell that something begins, or has been reached."""
        click.echo(click.style(f"[{_seconds(self.elapsed):>7}] ", dim=True) + what)


class ConsoleTeller:
    """Implements :class:`flows.demo.Teller` on the terminal."""

    def __init__(self, stage: Stage, steps: Steps) -> None:
        self.stage, self.program, self.steps = stage, stage.program, steps
        persons = self.program.configuration.people.persons
        self.people = {a.address: person.id for person in persons for a in person.addresses}
        self.in_full = IN_FULL

    def deployed(self, names: Sequence[str]) -> None:
        """List the flows."""
        listed = ", ".join(names)
        self.steps.say(text(f"{len(names)} luồng Prefect: {listed}", f"Prefect flows: {listed}"))

    def played(self, played: "Round", *, again: bool = False) -> None:
        """Show what ran and what arrived."""
        once_more = text(", chạy lần nữa", ", once more") if again else ""
        click.secho(f"\n━━ {played.at:%d/%m/%Y}{once_more}", bold=True)
        self.steps.say(_summary(played))
        for subject, mails in groupby(sorted(played.mails, key=_by_subject), key=_subject):
            self._mails(played, subject, list(mails))

    def serving(self) -> None:
        """Say what takes longer now."""
        self.steps.say(
            text(
                "Hôm nay: như lotrinh up, mỗi lần chạy là một tiến trình riêng …",
                "Today: as in lotrinh up, each run in a process of its own …",
            )
        )

    def done(self, mention: bootstrap.Mention, on: date) -> None:
        """Show what was recorded, and what is to be expected of it."""
        words = f"{mention.organisation} {mention.milestone}"
        click.secho(f"\n━━ {on:%d/%m/%Y}", bold=True)
        self.steps.say(
            text(
                f"Văn phòng ghi nhận đã xong: lotrinh done {words}; từ nay không nhắc việc này nữa",
                f"The office records: lotrinh done {words}; nothing more will be heard of it",
            )
        )

    def all_done(self, count: int, until: date) -> None:
        """Show how much was recorded at once."""
        click.echo()
        self.steps.say(
            text(
                f"Ghi nhận đã xong {count} việc có hạn trước {until:%d/%m/%Y}",
                f"{count} items due before {until:%d/%m/%Y} are recorded as done",
            )
        )

    def standing(self, at: datetime) -> None:
        """Show each roadmap's report, or what comes next where nothing presses."""
        for schedule in self.program.schedules():
            report = self.program.roadmap_report(schedule.roadmap, at)
            if report.rows:
                click.echo("\n" + report.markdown.strip())
                continue
            click.echo(f"\n# {report.title}")
            click.echo(
                text(f"Đã xong {report.done}/{report.total}", f"Done: {report.done}/{report.total}")
            )
            for line in self._open_next(schedule.roadmap, at.date()):
                click.echo(_indented(line, "  "))

    def ready(self) -> None:
        """Say where everything is."""
        server, inbox = self.stage.server, self.stage.inbox
        self.steps.say(f"Prefect: {server.url}, SMTP: {HOST}:{inbox.port}, {self.stage.folder}")

    def farewell(self, *, kept: Path | None) -> None:
        """Say that all went well, and where to look next."""
        click.echo()
        self.steps.say(text("Mọi việc đúng như phải có.", "Everything is as it should be."))
        for line in _next(kept, self.program.config):
            click.echo(_indented(line, "  "))

    def _open_next(self, roadmap: str, day: date) -> Iterator[str]:
        """Yield what is open and due next, what is alike in one line."""
        ahead = Counter(
            (stand.deadline.due, stand.deadline.milestone.title)
            for stand in self.program.status(day, roadmap=roadmap)
            if stand.deadline.due and stand.deadline.due >= day and not stand.standing.is_done
        )
        for (due, title), count in sorted(ahead.items())[:OPEN_NEXT]:
            many = text(f"{count} đơn vị", f"organisations: {count}")
            yield f"{due:%d/%m/%Y}  {title} ({many})"

    def _mails(self, played: "Round", subject: str, mails: Sequence[Mail]) -> None:
        receivers = ", ".join(mail.to for mail in mails)
        click.echo(click.style("  ✉ ", fg="green") + click.style(subject, bold=True))
        click.echo(_indented(f"→ {receivers}"))
        for line in self._because(played, mails[0]):
            click.echo(_indented(line))
        if self.in_full:
            self.in_full -= 1
            click.echo(_indented(mails[0].text, "      │ "))

    def _because(self, played: "Round", mail: Mail) -> Iterator[str]:
        """Yield why the first thing in a mail is said, in words."""
        mine = [r for r in played.rehearsed.reminders if r.recipient == self.people.get(mail.to)]
        if mine:
            first = min(mine, key=lambda reminder: reminder.due)
            reason, *steps = self.program.why(first, played.at.date())
            yield text("vì", "because") + f" {reason} ({first.rung}): " + "; ".join(steps)


def _summary(played: "Round") -> str:
    ran = " · ".join(f"{run.deployment} {_seconds(run.took)}" for run in played.runs)
    said, arrived = len(played.rehearsed.reminders), len(played.mails)
    return (f"Prefect: {ran} → " if ran else "Prefect → ") + text(
        f"{said} lời nhắc mới, {arrived} thư đến", f"{said} new reminders, {arrived} mails arrived"
    )


def _next(kept: Path | None, files: Path) -> Iterator[str]:
    """Yield what to look at next: the kept folder, or else the files one begins with."""
    program = called()
    if kept is None:
        yield text("Xem tiếp:", "Look next:")
        yield f"  {program} plan --why"
        yield f"  {program} demo --keep {text('trinh-dien', 'demo')}"
        yield f"  {program} up"
        return
    config, db = shlex.quote(str(files)), (kept / "lotrinh.db").as_posix()
    options = f"--config {config} --db {shlex.quote(f'sqlite:///{db}')}"
    yield text(f"Xem tiếp trong {kept}:", f"Look next in {kept}:")
    yield f"  {program} {options} status"
    yield f"  {program} {options} plan --why"
    yield text(f"  {kept / 'mails'}: các thư", f"  {kept / 'mails'}: the mails")
    yield text(f"  {files / 'roadmaps'}: các lộ trình", f"  {files / 'roadmaps'}: the roadmaps")


def called() -> str:
    """Return how this program was called, so that what we print can be typed."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m lotrinh"
    on_path = shutil.which(program.name) == str(program)
    return program.name if on_path else shlex.quote(str(program))


def _subject(mail: Mail) -> str:
    return mail.subject


def _by_subject(mail: Mail) -> tuple[str, str]:
    return mail.subject, mail.to


def _indented(words: str, margin: str = "      ") -> str:
    return "\n".join(margin + line for line in words.splitlines())


def _seconds(took: timedelta) -> str:
    figure = f"{took.total_seconds():.1f}"
    return text(figure.replace(".", ",") + " giây", figure + " s")
