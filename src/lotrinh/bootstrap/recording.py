"""Recording: what people say has happened, was decided or measured; and taking it back.

What is said becomes an entry first, which can be looked at; `keep` writes it down. What makes
one is imported when somebody records: checks and deliveries come far more often.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lotrinh.application.books.present import by_present_ids
from lotrinh.bootstrap.office import Office
from lotrinh.domain.facts import Fact

if TYPE_CHECKING:
    from lotrinh.application.recording.answers import Answer
    from lotrinh.application.recording.happened import Event
    from lotrinh.application.recording.measuring import Measured, Told
    from lotrinh.application.recording.mentions import Mention
    from lotrinh.application.recording.record import Entry
    from lotrinh.bootstrap.evidence import Evidence


class Recording(Office):
    """Everything that records."""

    def done(
        self, mentions: "Sequence[Mention]", *, on: date | None = None, by: str = ""
    ) -> "Entry":
        """Return the entry that says these are done; `keep` writes it down."""
        from lotrinh.application.recording.record import done  # noqa: PLC0415  (as said above)

        today = self.today(self.configuration)
        with self.look() as (configuration, uow):
            return done(
                configuration, uow, mentions, on=on or today, by=by, now=self.now(), today=today
            )

    def answer(
        self,
        mentions: "Sequence[Mention]",
        said: "Answer",
        *,
        on: date | None = None,
        by: str = "",
    ) -> "Entry":
        """Return the entry that records an answer or a decision; `keep` writes it down."""
        from lotrinh.application.recording.answers import answer  # noqa: PLC0415  (as said above)

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

    def measure(
        self, told: "Sequence[Told]", *, on: date | None = None, by: str = ""
    ) -> "Measured":
        """Return the entry that records figures of targets, and what each does; not kept yet."""
        from lotrinh.application.recording.measuring import measure  # noqa: PLC0415  (the same)

        today = self.today(self.configuration)
        with self.look() as (configuration, uow):
            return measure(
                configuration, uow, told, on=on or today, by=by, now=self.now(), today=today
            )

    def happened(self, event: "Event", *, by: str = "") -> "Entry":
        """Return the entry that says an anchor's day has come; `keep` writes it down."""
        from lotrinh.application.recording.happened import happened  # noqa: PLC0415  (the same)

        with self.look() as (configuration, uow):
            return happened(configuration, uow, event, by=by, now=self.now())

    def standing(self, entry: int | None = None) -> Sequence[Fact]:
        """Return what an entry said that undo would take back; the last, if none is named."""
        from lotrinh.application.recording import record  # noqa: PLC0415  (as said above)

        with self.store.look() as uow:
            books = by_present_ids(uow, self.folder.present_or_last(uow))
            return record.standing(books, entry)

    def undo(self, *, by: str = "", entry: int | None = None) -> "tuple[Entry, Sequence[Fact]]":
        """Take back an entry, the last if none is named; return the new one, and what it undoes."""
        from lotrinh.application.recording import record  # noqa: PLC0415  (as said above)

        with self.store.begin() as uow:
            books = by_present_ids(uow, self.folder.present_or_last(uow))
            undoing, taken_back = record.undo(books, by=by, now=self.now(), entry=entry)
            return record.keep(books, undoing), taken_back

    def evidence(self, word: str) -> "Evidence":
        """Return what a user names as proof, a link or a file; '' names nothing.

        Raises:
            LotrinhError: It is no link to the web, no file, or can't be read.
        """
        from lotrinh.bootstrap.evidence import NONE, Evidence  # noqa: PLC0415  (as said above)

        return Evidence.of(word) if word else NONE

    def keep(self, entry: "Entry", evidence: "Evidence | None" = None) -> "Entry":
        """Write an entry down; a copy of what proves it is kept first."""
        from lotrinh.application.recording import record  # noqa: PLC0415  (as said above)

        if evidence is not None:
            evidence.keep(self.var)
        with self.store.begin() as uow:
            return record.keep(uow, entry)
