"""Everything that Lộ Trình can do, as one object: files, books, channels and words, wired.

What is heavy to import and not always needed, the database and the channels, is imported
when it is first asked for.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from lotrinh import clock
from lotrinh.application import record
from lotrinh.application.check import CheckReport, check
from lotrinh.application.compose import compose, compose_notices
from lotrinh.application.configuration import Configuration
from lotrinh.application.deliver import DeliveryReport, address_of, deliver
from lotrinh.application.ports import (
    Channel,
    DeliveryState,
    Message,
    Store,
    UnitOfWork,
)
from lotrinh.application.rehearsal import Rehearsal
from lotrinh.application.report import Planned, Stand, plan, status
from lotrinh.application.selection import (
    known_roadmap,
    selected_organisations,
    selected_roadmaps,
)
from lotrinh.application.simulate import Rehearsed, simulate
from lotrinh.application.wording import Notice
from lotrinh.bootstrap.files import Files
from lotrinh.bootstrap.order import in_order
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.facts import Fact
from lotrinh.domain.reminders import Reminder
from lotrinh.domain.roadmap import OrganisationId, Term
from lotrinh.domain.times import civil_date
from lotrinh.loader.asked import ask_calendar
from lotrinh.loader.schedule import ticks
from lotrinh.loader.workspace import Loaded
from lotrinh.rendering.derivation import derivation, names_of
from lotrinh.rendering.messages import TemplateWording
from lotrinh.rendering.report import RoadmapReport, roadmap_report
from lotrinh.rendering.words import say

DEFAULT_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a roadmap is checked."""

    roadmap: str
    title: str
    cron: str
    zone: str
    tags: tuple[str, ...]


@dataclass
class Program:
    """Everything that Lộ Trình can do, wired to one folder of files and one database."""

    config: Path
    database: str
    var: Path
    language: str | None = None
    now: Callable[[], datetime] = clock.now
    _opened: list[Any] = field(default_factory=list)

    # The files.

    @cached_property
    def _files(self) -> Files:
        return Files(self.config)

    @property
    def loaded(self) -> Loaded:
        """What the present files say, with all their problems."""
        return self._files.loaded

    @property
    def configuration(self) -> Configuration:
        """The present files' configuration.

        Raises:
            ProblemsError: They have errors.
        """
        return self._files.configuration

    def phrase_calendar(self, name: str, term: Term) -> Calendar:
        """Return a calendar by name, even where the other files have errors."""
        return ask_calendar(self._files.contents, name, term)

    def spoken(self, configuration: Configuration | None = None) -> str:
        """Return the language that the user is answered in."""
        configured = configuration.language if configuration else None
        return self.language or configured or DEFAULT_LANGUAGE

    def today(self, configuration: Configuration) -> date:
        """Return the civil day that it is now."""
        return civil_date(self.now(), configuration.zone)

    # The books.

    @cached_property
    def store(self) -> Store:
        """The database, opened and brought up to date when first asked for."""
        from lotrinh.store.database import SqlStore  # noqa: PLC0415  (heavy, not always needed)

        store = SqlStore.open(self.database)
        self._opened.append(store)
        return store

    @contextmanager
    def _notebook(self, *, fresh: bool = False) -> Iterator[Rehearsal]:
        """Lay a notebook over the books, or over nothing."""
        if fresh:
            yield Rehearsal()
            return
        with self.store.look() as uow:
            yield Rehearsal(uow)

    def close(self) -> None:
        """Let go of the database and of all channels."""
        while self._opened:
            self._opened.pop().close()

    # What it does.

    def schedules(self, *, scheduled: bool = False) -> tuple[Schedule, ...]:
        """Return when each roadmap is checked.

        Args:
            scheduled: Where the present files have errors, go on with those accepted last.

        Raises:
            ProblemsError: The files have errors.
        """
        if scheduled:
            with self.store.look() as uow:
                configuration = self._files.present_or_last(uow)
        else:
            configuration = self.configuration
        return tuple(
            Schedule(r.id, r.title, r.cron, configuration.zone.key, ("lotrinh", r.id))
            for r in configuration.roadmaps.values()
        )

    def check(
        self,
        at: datetime | None = None,
        *,
        roadmaps: Collection[str] | None = None,
        organisations: Collection[str] | None = None,
        dry_run: bool = False,
        scheduled: bool = False,
    ) -> CheckReport:
        """Decide what is to be said at `at`, and write it down unless it is a dry run.

        Args:
            at: The instant that drives plan and rungs; now, if None.
            roadmaps: Keep to these, if not all.
            organisations: Keep to these, if not all.
            dry_run: Write nothing.
            scheduled: Where the present files have errors, go on with those accepted last.

        Raises:
            LotrinhError: Files with errors, an unknown id, an instant out of order.
        """
        if dry_run:
            return self.rehearse(at, roadmaps=roadmaps, organisations=organisations).report
        with self.store.begin() as uow:
            configuration, broken = self._to_go_by(uow, scheduled=scheduled)
            wanted = selected_roadmaps(configuration, roadmaps)
            checks = [uow.ledger.last_check(roadmap) for roadmap in wanted]
            moment = in_order(at, checks, self.now(), free=self.store.is_demo)
            moment = moment.astimezone(configuration.zone)
            report = check(
                configuration,
                uow,
                at=moment,
                roadmaps=wanted,
                organisations=selected_organisations(configuration, organisations),
            )
            notices = (*broken, *report.notices)
            compose_notices(configuration, uow, notices, at=moment, wording=TemplateWording())
        return report

    def _to_go_by(
        self, uow: UnitOfWork, *, scheduled: bool
    ) -> tuple[Configuration, tuple[Notice, ...]]:
        """Return the configuration of a check; one by hand never goes on with an old one."""
        if scheduled:
            return self._files.accept_or_last(uow, self.now())
        return self._files.accept(uow, self.now()), ()

    def rehearse(
        self,
        at: datetime | None = None,
        *,
        roadmaps: Collection[str] | None = None,
        organisations: Collection[str] | None = None,
    ) -> Rehearsed:
        """Return what a check at `at` would say, and the messages; nothing is written."""
        configuration, wording = self.configuration, TemplateWording()
        moment = (at or self.now()).astimezone(configuration.zone)
        with self._notebook() as notebook:
            report = check(
                configuration,
                notebook,
                at=moment,
                roadmaps=selected_roadmaps(configuration, roadmaps),
                organisations=selected_organisations(configuration, organisations),
            )
            notices = compose_notices(
                configuration, notebook, report.notices, at=moment, wording=wording
            )
            messages = compose(configuration, notebook, at=moment, wording=wording)
        return Rehearsed(report, (*messages, *notices))

    def deliver(self, at: datetime | None = None) -> DeliveryReport:
        """Compose what waits, one message a person, and send what is due."""
        moment = at or self.now()
        with self.store.begin() as uow:
            configuration = self._files.present_or_last(uow)
            compose(configuration, uow, at=moment, wording=TemplateWording())
        channels = self.channels(configuration)
        return deliver(configuration, self.store, channels, at=moment, clock=self.now)

    def simulate(self, first: date, last: date, *, fresh: bool = False) -> Iterator[Rehearsed]:
        """Yield what real checks from `first` to `last` would say."""
        with self._notebook(fresh=fresh) as notebook:
            yield from simulate(
                self.configuration,
                notebook,
                first=first,
                last=last,
                ticks=ticks,
                wording=TemplateWording(),
            )

    def done(
        self, mentions: Sequence[record.Mention], *, on: date | None = None, by: str = ""
    ) -> record.Entry:
        """Return the entry that says these are done; `keep` writes it down."""
        configuration = self.configuration
        today = self.today(configuration)
        with self.store.look() as uow:
            return record.done(
                configuration, uow, mentions, on=on or today, by=by, now=self.now(), today=today
            )

    def below(self, organisation: str) -> tuple[OrganisationId, ...]:
        """Return the organisations directly below one that is named."""
        return record.below(self.configuration, organisation)

    def undo(self, *, by: str = "") -> tuple[record.Entry, Sequence[Fact]]:
        """Return the entry that takes back the last one, and what it takes back."""
        with self.store.look() as uow:
            return record.undo(uow, by=by, now=self.now())

    def keep(self, entry: record.Entry) -> record.Entry:
        """Write an entry down."""
        with self.store.begin() as uow:
            return record.keep(uow, entry)

    def plan(
        self,
        day: date | None = None,
        *,
        roadmap: str | None = None,
        organisation: str | None = None,
    ) -> list[Planned]:
        """Return every deadline as seen on a day, with its derivation."""
        configuration = self.configuration
        with self.store.look() as uow:
            planned = plan(
                configuration,
                uow.facts,
                today=day or self.today(configuration),
                roadmaps=selected_roadmaps(configuration, _one(roadmap)),
                organisations=selected_organisations(configuration, _one(organisation)),
            )
            return list(planned)

    def why(self, reminder: Reminder, day: date) -> tuple[str, ...]:
        """Return why a reminder is said on a day, in words: its reason, then its due date's."""
        cell = reminder.cell
        cells = self.plan(day, roadmap=cell.roadmap, organisation=cell.organisation)
        planned = next(one for one in cells if one.deadline.id == cell)
        language = self.spoken(self.configuration)
        steps = derivation(
            planned.steps,
            due=planned.deadline.due,
            last_working_day=planned.deadline.last_working_day,
            language=language,
            names=names_of(self.configuration.roadmaps[cell.roadmap]),
        )
        return (say(f"reason.{reminder.reason}", language), *steps)

    def status(self, day: date | None = None, *, roadmap: str | None = None) -> list[Stand]:
        """Return how every deadline stands on a day."""
        configuration = self.configuration
        with self.store.look() as uow:
            stands = status(
                configuration,
                uow.facts,
                today=day or self.today(configuration),
                roadmaps=selected_roadmaps(configuration, _one(roadmap)),
            )
            return list(stands)

    def roadmap_report(self, roadmap: str, at: datetime | None = None) -> RoadmapReport:
        """Return a roadmap's progress in words, by the configuration accepted last."""
        moment = at or self.now()
        with self.store.look() as uow:
            configuration = self._files.present_or_last(uow)
            today = civil_date(moment, configuration.zone)
            known = known_roadmap(configuration, roadmap)
            stands = list(status(configuration, uow.facts, today=today, roadmaps=[known]))
        language = self.spoken(configuration)
        return roadmap_report(configuration, configuration.roadmaps[known], stands, today, language)

    def outbox(self) -> Mapping[DeliveryState, int]:
        """Return how many messages are in each state."""
        with self.store.look() as uow:
            return uow.outbox.counts()

    def mark_demo(self) -> None:
        """Say for good that these books are a demonstration's: there time may go back."""
        self.store.mark_demo()

    # How it is wired.

    def channel_of(self, message: Message) -> str:
        """Return the channel that a message would go by."""
        address = address_of(self.configuration, message)
        return address.channel if address is not None else ""

    def channels(self, configuration: Configuration) -> Mapping[str, Channel]:
        """Open the channels that people are reached by; they connect when first used."""
        from lotrinh.channels.factory import open_channel  # noqa: PLC0415  (heavy, not always needed)

        only = configuration.deliver_by
        wanted = configuration.channels.items()
        opened = {
            id_: open_channel(settings, folder=self.var / "preview")
            for id_, settings in wanted
            if only is None or id_ == only
        }
        self._opened.extend(opened.values())
        return opened


def _one(word: str | None) -> list[str]:
    return [word] if word else []
