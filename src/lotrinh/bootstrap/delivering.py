"""Delivering: what waits is composed and sent; then whoever has to know of it is told.

The order is a law: what a dead worker held is given up before anything is composed, and what
failed is told after the sending, in a sending of its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from lotrinh.application.books.ports import Channel
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.linking import with_links
from lotrinh.application.sending.deliver import DeliveryReport, deliver
from lotrinh.application.telling.alarms import tell_failure, tell_silence
from lotrinh.application.telling.troubles import tell_troubles
from lotrinh.bootstrap.checking import Checking
from lotrinh.bootstrap.order import in_order
from lotrinh.bootstrap.pulse import Pulse
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.loader.cron import ticks
from lotrinh.loader.reading.collecting import uncollected
from lotrinh.rendering.messages.wording import TemplateWording


class Delivering(Checking):
    """Everything that sends what was decided."""

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
        configuration, waits_for = self._compose(moment, watch=watch)
        channels = self.channels(configuration)
        report = self._send(configuration, channels, moment)
        if self._tell_of(configuration, moment, waits=bool(waits_for)):
            report = report + self._send(configuration, channels, moment)
        Pulse(self).beat(configuration)
        return replace(report, waits_for=waits_for)

    def _compose(self, at: datetime, *, watch: bool) -> tuple[Configuration, tuple[RoadmapId, ...]]:
        """Put what waits into messages, unless a round is under way; return whose."""
        with self.store.begin() as uow, uncollected():
            configuration = self.folder.present_or_last(uow, at)
            books = by_present_ids(uow, configuration)
            books.outbox.give_up_leases(self.now())
            waits_for = tuple(uow.rounds.under_way(self.now()))
            if not waits_for:
                self._outgoing(configuration, at).before_sending(books)
            if watch:
                wording = TemplateWording()
                tell_silence(configuration, books, at=at, ticks=ticks, wording=wording)
            return with_links(configuration, uow.links.all()), waits_for

    def _tell_of(self, configuration: Configuration, at: datetime, *, waits: bool) -> bool:
        """Write what the coordinator is to know after a sending; return whether that is anything.

        Args:
            configuration: The plan, and who is reached how.
            at: The instant whose standing is told.
            waits: Whether a round is under way, whose end the day's message waits for.
        """
        with self.store.begin() as uow:
            wording, books = TemplateWording(), by_present_ids(uow, configuration)
            told = tell_troubles(configuration, uow, at=at, now=self.now(), wording=wording)
            daily = () if waits else self._outgoing(configuration, at).after_sending(books)
            return bool(told or daily)

    def _send(
        self,
        configuration: Configuration,
        channels: Mapping[str, Channel],
        at: datetime,
        only: Collection[str] = (),
    ) -> DeliveryReport:
        return deliver(
            configuration,
            self.store,
            channels,
            at=at,
            clock=self.now,
            wait=self.wait,
            sign=self.signing(configuration),
            only=only,
            tell=self.log_delivery,
        )

    def hand_over(self, configuration: Configuration, keys: Collection[str]) -> None:
        """Send the messages of some keys at once; what can't be sent now is tried again later."""
        with self.store.look() as uow:
            reached = with_links(configuration, uow.links.all())
        channels = self.channels(reached)
        try:
            self._send(reached, channels, self.now(), keys)
        finally:
            self.let_go(channels)

    def alarm(self, run: str, why: str) -> bool:
        """Tell the operator that a run has failed, once a day; return whether that is news."""
        with self.store.begin() as uow:
            configuration = self.folder.present_or_last(uow)
            at, wording = self.now().astimezone(configuration.zone), TemplateWording()
            news = tell_failure(configuration, uow, run, why, at=at, wording=wording)
        if news:
            self.deliver()
        return news
