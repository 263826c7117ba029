"""What is done: check, rehearse, deliver, record; all of it in one transaction a step."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.keeping import Pruned
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.selection import (
    known_person,
)
from lotrinh.application.recording.linking import with_links
from lotrinh.application.sending.deliver import DeliveryReport, deliver
from lotrinh.application.telling.alarms import tell_failure, tell_silence
from lotrinh.application.telling.items import OF_REQUESTS
from lotrinh.application.telling.simulate import Rehearsed, simulate
from lotrinh.application.telling.troubles import tell_troubles
from lotrinh.bootstrap.checking import Checking
from lotrinh.bootstrap.order import in_order, marks_of
from lotrinh.bootstrap.pulse import Pulse
from lotrinh.bootstrap.recording import Recording
from lotrinh.bootstrap.rounds import Rounds
from lotrinh.bootstrap.views import Views
from lotrinh.domain.times import civil_date
from lotrinh.loader.cron import ticks
from lotrinh.loader.reading.collecting import uncollected
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.rendering.words import LANGUAGES, say

if TYPE_CHECKING:
    from lotrinh.application.telling.preview import Preview
    from lotrinh.bootstrap.mailroom import Mailroom
    from lotrinh.bootstrap.reception import Reception
    from lotrinh.bootstrap.vault import Vault


class Program(Checking, Recording, Views):
    """Everything that Lộ Trình can do, wired to one folder of files and one database.

    What is seldom wanted stands behind a door, and is imported when it is opened.
    """

    @cached_property
    def mailroom(self) -> "Mailroom":
        """What a person can do with messages."""
        from lotrinh.bootstrap.mailroom import Mailroom  # noqa: PLC0415  (seldom needed)

        return Mailroom(self)

    @cached_property
    def reception(self) -> "Reception":
        """What is kept of people beside the register, and what the pages ask for."""
        from lotrinh.bootstrap.reception import Reception  # noqa: PLC0415  (seldom needed)

        return Reception(self)

    @cached_property
    def vault(self) -> "Vault":
        """Where backups are made, and put in place."""
        from lotrinh.bootstrap.vault import Vault  # noqa: PLC0415  (seldom needed)

        return Vault(self)

    @property
    def rounds(self) -> Rounds:
        """Checks in shards."""
        return Rounds(self)

    def trust_clock(self) -> int:
        """Take the clock's word against checks made ahead of it; return how many there were.

        Each is followed by a record of now, after which everything is looked at again: what
        they have said stays said, what they have passed over is said.
        """
        now = self.now()
        with self.store.begin() as uow:
            configuration = self.folder.present_or_last(uow)
            books = by_present_ids(uow, configuration)
            marks = marks_of(books.ledger, configuration.roadmaps)
            ahead = [mark for mark in marks if mark.at > now]
            books.correspondents.draw_back(now)
            if ahead:
                _draw_back(books, ahead, now, civil_date(now, configuration.zone))
        return len(ahead)

    def preview(self, person: str, at: datetime | None = None) -> "Preview":
        """Return what one person would get if a check and a delivery ran at `at`, or why nothing.

        Raises:
            UnknownWordError: Nobody has that id.
        """
        from lotrinh.application.telling.preview import preview  # noqa: PLC0415  (seldom needed)

        zone = self.configuration.zone
        known = known_person(self.configuration, person)
        moment = (at or self.now()).astimezone(zone)
        with self.notebook(civil_date(moment, zone)) as (configuration, notebook):
            return preview(self._outgoing(configuration, moment), notebook, known)

    def deliver(self, at: datetime | None = None, *, watch: bool = False) -> DeliveryReport:
        """Compose what waits, one message a person, and send what is due.

        While a roadmap is being checked in shards nothing new is composed: a person gets one
        message of all of them.
        What failed for good is told to the coordinator at once, in one message a day; how it
        all stands, at the time that the settings name.

        Args:
            at: The instant against which quiet hours are held; now, if None.
            watch: Tell the operator too of roadmaps that should have been checked by now.
        """
        moment = in_order(at, (), self.now(), free=self.store.is_demo)
        with self.store.begin() as uow, uncollected():
            configuration = self.folder.present_or_last(uow, moment)
            books = by_present_ids(uow, configuration)
            books.outbox.give_up_leases(self.now())
            waits_for = tuple(uow.rounds.under_way(self.now()))
            if not waits_for:
                self._outgoing(configuration, moment).before_sending(books)
            if watch:
                wording = TemplateWording()
                tell_silence(configuration, books, at=moment, ticks=ticks, wording=wording)
            configuration = with_links(configuration, uow.links.all())
        channels, sign = self.channels(configuration), self.signing(configuration)
        send = partial(
            deliver,
            configuration,
            self.store,
            channels,
            clock=self.now,
            wait=self.wait,
            sign=sign,
            tell=self.log_delivery,
        )
        report = send(at=moment)
        with self.store.begin() as uow:
            told = tell_troubles(
                configuration, uow, at=moment, now=self.now(), wording=TemplateWording()
            )
            books = by_present_ids(uow, configuration)
            outgoing = self._outgoing(configuration, moment)
            daily = outgoing.after_sending(books) if not waits_for else ()
        report = replace(report, waits_for=waits_for)
        report = report + send(at=moment) if told or daily else report
        Pulse(self).beat(configuration)
        return report

    def alarm(self, run: str, why: str) -> bool:
        """Tell the operator that a run has failed, once a day; return whether that is news."""
        with self.store.begin() as uow:
            configuration = self.folder.present_or_last(uow)
            at, wording = self.now().astimezone(configuration.zone), TemplateWording()
            news = tell_failure(configuration, uow, run, why, at=at, wording=wording)
        if news:
            self.deliver()
        return news

    def prune(self, *, dry_run: bool = False) -> Pruned:
        """Let go of old texts and tries, as the settings say; reminders and facts stay."""
        with self.store.look() as uow:  # brings the books up to date first
            keep = self.folder.present_or_last(uow).keep
        words = {language: say("outbox.pruned", language) for language in LANGUAGES}
        return self.upkeep().prune(keep, words, now=self.now(), dry_run=dry_run)

    def simulate(self, first: date, last: date, *, fresh: bool = False) -> Iterator[Rehearsed]:
        """Yield what real checks from `first` to `last` would say."""
        with self.notebook(first, fresh=fresh) as (configuration, notebook):
            yield from simulate(
                configuration,
                notebook,
                first=first,
                last=last,
                ticks=ticks,
                wording=TemplateWording(),
            )

    def accept(self) -> None:
        """Keep the present files as the accepted configuration."""
        with self.store.begin() as uow:
            self.folder.accept(uow)

    def mark_demo(self) -> None:
        """Say for good that these books are a demonstration's: there time may go back."""
        self.store.mark_demo()


def _draw_back(books: UnitOfWork, ahead: Sequence[CheckRecord], now: datetime, today: date) -> None:
    """Have checks that were ahead be of now: nobody hears any more of what they held ready.

    An organisation or an edit that they saw first was seen today.
    """
    for mark in ahead:
        right = replace(mark.look_again, at=now, settled=min(mark.settled, today))
        books.ledger.record_check(right, {})
    books.ledger.draw_back(today)
    books.edits.draw_back(today)
    books.outbox.recall()
    held = [one for one in books.outbox.waiting() if not one.repeats]
    books.outbox.drop([one.id for one in held if one.reminder.reason not in OF_REQUESTS])
