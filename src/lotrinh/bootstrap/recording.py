"""Recording: what people say has happened, was decided or measured; and taking it back.

What is said becomes an entry first, which can be looked at; `keep` writes it down.
"""

from collections.abc import Sequence
from datetime import date

from lotrinh.application.books.present import by_present_ids
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.happened import Event, happened
from lotrinh.application.recording.measuring import Measured, Told, measure
from lotrinh.application.recording.mentions import Mention
from lotrinh.bootstrap.evidence import NONE, Evidence
from lotrinh.bootstrap.office import Office
from lotrinh.domain.facts import Fact


class Recording(Office):
    """Everything that records."""

    def done(
        self, mentions: Sequence[Mention], *, on: date | None = None, by: str = ""
    ) -> record.Entry:
        """Return the entry that says these are done; `keep` writes it down."""
        today = self.today(self.configuration)
        with self.look() as (configuration, uow):
            return record.done(
                configuration, uow, mentions, on=on or today, by=by, now=self.now(), today=today
            )

    def answer(
        self,
        mentions: Sequence[Mention],
        said: Answer,
        *,
        on: date | None = None,
        by: str = "",
    ) -> record.Entry:
        """Return the entry that records an answer or a decision; `keep` writes it down."""
        today = self.today(self.configuration)
        with self.look() as (configuration, uow):
            return answer(
                configuration,
                uow,
                mentions,
                said,
                on=on or today,
                by=by,
                now=self.now(),
                today=today,
            )

    def measure(self, told: Sequence[Told], *, on: date | None = None, by: str = "") -> Measured:
        """Return the entry that records figures of targets, and what each does; not kept yet."""
        today = self.today(self.configuration)
        with self.look() as (configuration, uow):
            return measure(
                configuration, uow, told, on=on or today, by=by, now=self.now(), today=today
            )

    def happened(self, event: Event, *, by: str = "") -> record.Entry:
        """Return the entry that says an anchor's day has come; `keep` writes it down."""
        with self.look() as (configuration, uow):
            return happened(configuration, uow, event, by=by, now=self.now())

    def standing(self, entry: int | None = None) -> Sequence[Fact]:
        """Return what an entry said that undo would take back; the last, if none is named."""
        with self.store.look() as uow:
            books = by_present_ids(uow, self.folder.present_or_last(uow))
            return record.standing(books, entry)

    def undo(
        self, *, by: str = "", entry: int | None = None
    ) -> tuple[record.Entry, Sequence[Fact]]:
        """Take back an entry, the last if none is named; return the new one, and what it undoes."""
        with self.store.begin() as uow:
            books = by_present_ids(uow, self.folder.present_or_last(uow))
            undoing, taken_back = record.undo(books, by=by, now=self.now(), entry=entry)
            return record.keep(books, undoing), taken_back

    def evidence(self, word: str) -> Evidence:
        """Return what a user names as proof, a link or a file; '' names nothing.

        Raises:
            LotrinhError: It is no link to the web, no file, or can't be read.
        """
        return Evidence.of(word) if word else NONE

    def keep(self, entry: record.Entry, evidence: Evidence = NONE) -> record.Entry:
        """Write an entry down; a copy of what proves it is kept first."""
        evidence.keep(self.var)
        with self.store.begin() as uow:
            return record.keep(uow, entry)
