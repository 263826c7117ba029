"""The demonstration: five days of 2024 and today, through Prefect, to mails that arrive.

Each day is rehearsed first, so that it can be said why each mail came, and then run for
real: both must come to the same. The days gone by run in this process, to save time; today
runs as in `lotrinh up`, where a runner gives each run a process of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

import click
from prefect.client.orchestration import PrefectClient, get_client

from flows.deployments import DELIVER, reconcile
from flows.inbox import Mail
from flows.runs import Ran, run_here
from flows.serving import OurRunner, check_and_send, running
from flows.stage import Stage
from flows.words import text
from lotrinh import bootstrap

BEFORE_DONE = (date(2024, 11, 13), date(2024, 12, 2), date(2024, 12, 11))
DONE_ON = date(2024, 12, 12)
AFTER_DONE = (date(2024, 12, 13), date(2024, 12, 16))
WALL = time(7, 30)
BY = "lotrinh demo"


class DemoError(click.ClickException):
    """Something was not as Lộ Trình promises."""

    def __init__(self, at: datetime, what: str) -> None:
        super().__init__(f"{at:%d/%m/%Y}: {what}")


@dataclass(frozen=True, slots=True)
class Round:
    """One day: what was rehearsed, what Prefect ran, what arrived."""

    at: datetime
    rehearsed: bootstrap.CheckReport
    runs: Sequence[Ran]
    """Empty where a runner's own processes did it."""
    mails: Sequence[Mail]

    def must(self, what: str, *, hold: bool) -> None:
        """Complain, naming the day, unless something holds."""
        if not hold:
            raise DemoError(self.at, what)


class Teller(Protocol):
    """Who tells the audience what happens."""

    def deployed(self, names: Sequence[str]) -> None:
        """The roadmaps have become flows."""

    def played(self, played: Round, *, again: bool = False) -> None:
        """A day was run."""

    def serving(self) -> None:
        """A runner takes over, as in `lotrinh up`."""

    def done(self, mention: bootstrap.Mention, on: date) -> None:
        """Something was reported as done."""

    def all_done(self, count: int, until: date) -> None:
        """All that was due until a day was reported as done."""

    def standing(self, at: datetime) -> None:
        """This is how every roadmap stands."""


async def play(stage: Stage, teller: Teller) -> None:
    """Play the whole story.

    Raises:
        DemoError: Something was not as promised.
    """
    async with get_client() as client:
        await _Story(stage, teller, client).play()


class _Story:
    def __init__(self, stage: Stage, teller: Teller, client: PrefectClient) -> None:
        self.stage, self.teller, self.client = stage, teller, client
        self.program = stage.program
        self.schedules = self.program.schedules()
        self.roadmaps = [schedule.roadmap for schedule in self.schedules]
        self.zone = ZoneInfo(self.schedules[0].zone)

    async def play(self) -> None:
        runner = OurRunner()
        await self.deploy(runner)
        *_, latest = [await self.day(day) for day in BEFORE_DONE]
        finished = self.report_done(latest)
        for day in AFTER_DONE:
            latest = await self.day(day)
            spoken = {reminder.cell for reminder in latest.rehearsed.reminders}
            latest.must(
                text("vẫn nhắc việc đã ghi xong", "a reminder after Done"),
                hold=finished not in spoken,
            )
        await self.day(AFTER_DONE[-1], again=True)
        self.teller.standing(latest.at)
        self.report_all_done()
        await self.today(runner)

    async def deploy(self, runner: OurRunner) -> None:
        """Deploy, and hold the schedules: only what the story starts shall run."""
        made = await reconcile(self.client, self.schedules, runner.aadd_deployment)
        for name in made.created:
            deployment = await self.client.read_deployment_by_name(f"{name}/{name}")
            await self.client.pause_deployment(deployment.id)
        self.teller.deployed(made.created)

    async def day(self, day: date, *, again: bool = False) -> Round:
        """Rehearse a day, have Prefect run it here, and see that both agree."""
        at = datetime.combine(day, WALL, self.zone)
        rehearsed = self.program.check(at, dry_run=True)
        names = (*self.roadmaps, DELIVER)
        runs = [await run_here(self.client, name, {"at": at.isoformat()}) for name in names]
        played = Round(at, rehearsed, runs, self.stage.inbox.take())
        enqueued = sum(run.counts.get("enqueued", 0) for run in runs)
        played.must(
            text("diễn tập khác với chạy thật", "the rehearsal said otherwise"),
            hold=enqueued == len(rehearsed.reminders),
        )
        played.must(
            text("có thư chưa gửi được", "not all was delivered"),
            hold=runs[-1].counts["failed"] == 0,
        )
        played.must(
            text("số thư đến không đúng", "mails went astray"),
            hold=runs[-1].counts["delivered"] == len(played.mails),
        )
        played.must(
            text("nhắc lại điều đã nhắc", "the same was said again"),
            hold=not (again and (enqueued or played.mails)),
        )
        self.teller.played(played, again=again)
        return played

    async def today(self, runner: OurRunner) -> None:
        """Run the present day, as `lotrinh up` would."""
        at = datetime.combine(self.program.today(self.program.configuration), WALL, self.zone)
        rehearsed = self.program.rehearse(at)
        self.teller.serving()
        async with running(runner):
            runs = await check_and_send(self.roadmaps, at=at.isoformat())
        played = Round(at, rehearsed.report, (), self.stage.inbox.take())
        completed = all(run.state and run.state.is_completed() for run in runs)
        played.must(text("có lần chạy không hoàn thành", "a run did not complete"), hold=completed)
        sendable = [m for m in rehearsed.messages if self.program.channel_of(m)]
        played.must(
            text("số thư đến không đúng", "mails went astray"),
            hold=len(sendable) == len(played.mails),
        )
        self.teller.played(played)
        self.teller.standing(at)

    def report_done(self, latest: Round) -> bootstrap.CellId | None:
        """Report as done what most were reminded of, for the first of them only.

        Of a plan that begins later than the story nobody was reminded of anything.
        """
        if not latest.rehearsed.reminders:
            return None
        reminders = sorted(latest.rehearsed.reminders, key=lambda spoken: (spoken.due, spoken.cell))
        common = Counter(spoken.cell.milestone for spoken in reminders).most_common(1)[0][0]
        reminder = next(spoken for spoken in reminders if spoken.cell.milestone == common)
        mention = _mention(reminder.cell)
        self._record([mention], DONE_ON)
        self.teller.done(mention, DONE_ON)
        return reminder.cell

    def report_all_done(self) -> None:
        """Report everything that was due before today as done, each on its day."""
        today = self.program.today(self.program.configuration)
        stands = [stand.deadline for stand in self.program.status(today) if stand.standing.is_late]
        self._record([_mention(late.id, late.due) for late in stands], today)
        self.teller.all_done(len(stands), today)

    def _record(self, mentions: Sequence[bootstrap.Mention], on: date) -> None:
        self.program.keep(self.program.done(mentions, on=on, by=BY))


def _mention(cell: bootstrap.CellId, on: date | None = None) -> bootstrap.Mention:
    occurrence = f"@{cell.occurrence}" if cell.occurrence else ""
    return bootstrap.Mention(
        cell.organisation, f"{cell.roadmap}/{cell.milestone}{occurrence}", on=on
    )
