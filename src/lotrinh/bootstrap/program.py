"""The program: all that can be done, in one transaction a step.

What is done every day is inherited: checking and delivering, recording, views. What is seldom
wanted stands behind a door.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from lotrinh.application.books.keeping import Pruned
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.office.selection import (
    known_person,
)
from lotrinh.application.telling.simulate import Rehearsed, simulate
from lotrinh.bootstrap.delivering import Delivering
from lotrinh.bootstrap.order import draw_back, marks_of
from lotrinh.bootstrap.recording import Recording
from lotrinh.bootstrap.rounds import Rounds
from lotrinh.bootstrap.views import Views
from lotrinh.domain.times import civil_date
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording
from lotrinh.rendering.words import LANGUAGES, say

if TYPE_CHECKING:
    from lotrinh.application.telling.preview import Preview
    from lotrinh.bootstrap.mailroom import Mailroom
    from lotrinh.bootstrap.reception import Reception
    from lotrinh.bootstrap.vault import Vault


class Program(Delivering, Recording, Views):
    """Everything that Lộ Trình can do, wired to one folder of files and one database.

    What is behind a door is imported when that is opened.
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
                draw_back(books, ahead, now, civil_date(now, configuration.zone))
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
