"""The composition root: where files, books, channels and words meet the use cases.

The shells (command line, flows) know only this. What is heavy to import and not always
needed, the database and the channels, is imported when it is first asked for.
"""

import os
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
    MessageKind,
    Store,
    UnitOfWork,
)
from lotrinh.application.record import Mention
from lotrinh.application.rehearsal import Rehearsal
from lotrinh.application.report import Planned, Stand, plan, status
from lotrinh.application.simulate import Rehearsed, simulate
from lotrinh.application.wording import Notice
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.facts import CellId, Fact
from lotrinh.domain.reminders import Reminder
from lotrinh.domain.roadmap import OrganisationId, RoadmapId, Term
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError, ProblemsError
from lotrinh.loader.asked import ask_calendar
from lotrinh.loader.folder import read_folder
from lotrinh.loader.schedule import ticks
from lotrinh.loader.workspace import Loaded, content_hash, load
from lotrinh.rendering.derivation import derivation, names_of
from lotrinh.rendering.messages import TemplateWording
from lotrinh.rendering.problems import show
from lotrinh.rendering.report import RoadmapReport, roadmap_report
from lotrinh.rendering.words import say

__all__ = [
    "CellId",
    "CheckReport",
    "DeliveryReport",
    "Mention",
    "Program",
    "Reminder",
    "RoadmapReport",
    "Schedule",
    "open_program",
]

DEFAULT_LANGUAGE = "vi"


class TimeOrderError(LotrinhError):
    """A check for a time to come, or before the last one, would falsify the ledger."""

    def __init__(self, at: datetime, now: datetime, latest: datetime | None) -> None:
        self.code = "check-ahead" if at > now else "check-behind"
        other = now if at > now or latest is None else latest
        super().__init__(at=_written(at), other=_written(other.astimezone(at.tzinfo)))


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
    def _files(self) -> Mapping[str, bytes]:
        return read_folder(self.config)

    @cached_property
    def loaded(self) -> Loaded:
        """What the present files say, with all their problems; read once."""
        return load(self._files)

    @property
    def configuration(self) -> Configuration:
        """The present files' configuration.

        Raises:
            ProblemsError: They have errors.
        """
        loaded = self.loaded
        if loaded.configuration is None:
            raise ProblemsError(loaded.problems)
        return loaded.configuration

    def phrase_calendar(self, name: str, term: Term) -> Calendar:
        """Return a calendar by name, even where the other files have errors."""
        return ask_calendar(self._files, name, term)

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
        configuration = self.loaded.configuration
        if configuration is None and scheduled:
            with self.store.look() as uow:
                configuration = self._present_or_accepted(uow)[0]
        configuration = configuration or self.configuration
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
            configuration, notices = self._accepted(uow, at or self.now(), scheduled=scheduled)
            wanted = _roadmaps(configuration, roadmaps)
            moment = self._in_order(uow, at, wanted)
            report = check(
                configuration,
                uow,
                at=moment,
                roadmaps=wanted,
                organisations=_organisations(configuration, organisations),
            )
            notices += report.notices
            compose_notices(configuration, uow, notices, at=moment, wording=TemplateWording())
        return report

    def rehearse(
        self,
        at: datetime | None = None,
        *,
        roadmaps: Collection[str] | None = None,
        organisations: Collection[str] | None = None,
    ) -> Rehearsed:
        """Return what a check at `at` would say, and the messages; nothing is written."""
        configuration, moment, wording = self.configuration, at or self.now(), TemplateWording()
        with self._notebook() as notebook:
            report = check(
                configuration,
                notebook,
                at=moment,
                roadmaps=_roadmaps(configuration, roadmaps),
                organisations=_organisations(configuration, organisations),
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
            configuration, _ = self._present_or_accepted(uow)
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
                roadmaps=_roadmaps(configuration, [roadmap] if roadmap else None),
                organisations=_organisations(
                    configuration, [organisation] if organisation else None
                ),
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
                roadmaps=_roadmaps(configuration, [roadmap] if roadmap else None),
            )
            return list(stands)

    def roadmap_report(self, roadmap: str, at: datetime | None = None) -> RoadmapReport:
        """Return a roadmap's progress in words, by the configuration accepted last."""
        moment = at or self.now()
        with self.store.look() as uow:
            configuration = self._present_or_accepted(uow)[0]
            today = civil_date(moment, configuration.zone)
            known = record.known_roadmap(configuration, roadmap)
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

    def _accepted(
        self, uow: UnitOfWork, at: datetime, *, scheduled: bool
    ) -> tuple[Configuration, tuple[Notice, ...]]:
        """Return the configuration to go by, keeping the present one if it is new.

        A scheduled check goes on with the last accepted one where the present files have
        errors, and the coordinator is told of each new broken state once.
        """
        if not scheduled:
            configuration = self.configuration
            uow.configurations.accept(configuration.hash, self._files, at)
            return configuration, ()
        configuration, notices = self._present_or_accepted(uow)
        if not notices:
            uow.configurations.accept(configuration.hash, self._files, at)
        return configuration, notices

    def _present_or_accepted(self, uow: UnitOfWork) -> tuple[Configuration, tuple[Notice, ...]]:
        present = self.loaded
        if present.configuration is not None:
            return present.configuration, ()
        accepted = uow.configurations.accepted()
        last = load(accepted[1]).configuration if accepted else None
        if accepted is None or last is None:
            raise ProblemsError(present.problems)
        lines = [show(problem, last.language) for problem in present.problems if problem.is_error]
        notice = Notice(
            MessageKind.CONFIGURATION, f"configuration:{content_hash(self._files)}", lines=lines
        )
        return last, (notice,)

    def _in_order(
        self, uow: UnitOfWork, at: datetime | None, roadmaps: Collection[RoadmapId]
    ) -> datetime:
        """Return the instant of a check: never after the clock, nor before the last check.

        A clock that was set back doesn't stop a check that was asked for "now": it is made
        for the instant of the last one. In a demonstration any instant will do.
        """
        checks = (uow.ledger.last_check(roadmap) for roadmap in roadmaps)
        latest = max((check.at for check in checks if check is not None), default=None)
        now = self.now()
        if at is None:
            return max(now, latest) if latest is not None else now
        if (at > now or (latest is not None and at < latest)) and not self.store.is_demo:
            raise TimeOrderError(at, now, latest)
        return at


def open_program(
    config: Path | None = None,
    db: str | None = None,
    lang: str | None = None,
    var: Path | None = None,
) -> Program:
    """Wire a program; what isn't given comes from the environment, then from defaults.

    `LOTRINH_CONFIG`, `LOTRINH_DB` (or `LOTRINH_DB_FILE`, the name of a file that holds it),
    `LOTRINH_LANG`, `LOTRINH_VAR`.
    """
    folder = var or Path(os.environ.get("LOTRINH_VAR", "var"))
    return Program(
        config=config or Path(os.environ.get("LOTRINH_CONFIG", "config")),
        database=db or _database_url() or f"sqlite:///{(folder / 'lotrinh.db').as_posix()}",
        var=folder,
        language=lang or os.environ.get("LOTRINH_LANG"),
    )


def _database_url() -> str | None:
    named = os.environ.get("LOTRINH_DB_FILE")
    return Path(named).read_text("utf-8").strip() if named else os.environ.get("LOTRINH_DB")


def _written(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def _roadmaps(configuration: Configuration, named: Collection[str] | None) -> list[RoadmapId]:
    if named is None:
        return list(configuration.roadmaps)
    return [record.known_roadmap(configuration, name) for name in named]


def _organisations(
    configuration: Configuration, named: Collection[str] | None
) -> list[OrganisationId] | None:
    if not named:
        return None
    return [record.known_organisation(configuration, name) for name in named]
