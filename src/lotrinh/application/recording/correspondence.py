"""Correspondence: letters are read once, what they say is recorded, and each is answered once.

A letter counts only where its writer is known. Who may say what of a deadline is the law of
the answer page; to anybody else it is as if there were no such number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording import record
from lotrinh.application.recording.answers import Answer, answer
from lotrinh.application.recording.letters import Misread, Said, read_letter
from lotrinh.application.recording.measuring import Told, measure, sure_entry
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.page import NotYoursError, PageItem, items_of
from lotrinh.application.recording.tickets import Ticket
from lotrinh.domain.facts import Fact, FactKind, Via, Way
from lotrinh.domain.registers import Person
from lotrinh.domain.timeline import Deadline
from lotrinh.errors import LotrinhError


class NotTheirsToSayError(LotrinhError):
    """The deadline concerns the writer, but somebody else says this of it."""

    code = "not-theirs-to-say"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recorded of one deadline."""

    number: int
    deadline: Deadline
    kind: FactKind
    fact: Fact | None
    """None where it was so already."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What couldn't be recorded of one number, and why."""

    number: int
    error: LotrinhError


PATIENCE, FORGOTTEN = 5, timedelta(days=1)
"""So many letters of one writer that lead to nothing are answered, in so long a time: a machine
that answers machines isn't answered for good. What leads to a fact always is."""

Outcome = Heard | Refused | Misread
"""What came of one part of a letter; of one that asks for help, nothing."""


def hear(
    configuration: Configuration,
    uow: UnitOfWork,
    writers: Sequence[Person],
    text: str,
    *,
    way: Way,
    today: date,
    now: datetime,
) -> tuple[Outcome, ...]:
    """Record what a letter says, number by number; return what came of each.

    Args:
        configuration: The plan that is gone by.
        uow: The books, by present ids.
        writers: Who may have written it: all whose address it came from.
        text: What was written.
        way: How it came.
        today: The day on which it arrived.
        now: When it is being recorded.
    """
    desk = _Desk(configuration, uow, writers, way, today, now)
    parts = read_letter(text) or (Misread("nothing", ""),)
    return tuple(outcome for part in parts for outcome in desk.outcomes(part))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one part of a letter is recorded."""

    configuration: Configuration
    uow: UnitOfWork
    writers: Sequence[Person]
    way: Way
    today: date
    now: datetime

    def outcomes(self, part: Said | Misread) -> Iterator[Outcome]:
        """Record one part of a letter; yield what came of each number."""
        if isinstance(part, Misread):
            yield part
            return
        for number in part.numbers:
            try:
                yield self._heard(number, part)
            except LotrinhError as error:
                yield Refused(number, error)

    def _heard(self, number: int, said: Said) -> Heard:
        item, writer = self._theirs(number)
        assert said.kind is not None  # noqa: S101  (who asks for help names no number)
        if not item.admits(said.kind):
            raise NotTheirsToSayError
        entry = self._entry(Mention("", str(number), said.on, said.why), said, writer)
        via = Via(self.way, writer.id)
        facts = record.keep(self.uow, entry, via).facts if entry.facts else ()
        return Heard(number, item.deadline, said.kind, facts[0] if facts else None)

    def _entry(self, mention: Mention, said: Said, writer: Person) -> record.Entry:
        known = (self.configuration, self.uow, [mention])
        by, now, today = writer.name, self.now, self.today
        if said.kind is None or said.kind is FactKind.DONE:
            return record.done(*known, on=today, by=by, now=now, today=today)
        if said.kind is FactKind.MEASURED:
            told = [Told(known[2][0], said.value)]
            measured = measure(*known[:2], told, on=today, by=by, now=now, today=today)
            return sure_entry(measured, sure=False)
        meant = Answer(said.kind, said.until)
        return answer(*known, meant, on=today, by=by, now=now, today=today)

    def _theirs(self, number: int) -> tuple[PageItem, Person]:
        """Return a deadline that a writer may speak of, and which writer.

        Raises:
            NotYoursError: There is none of that number.
        """
        for writer in self.writers:
            ticket = Ticket(writer.id, (number,), self.now)
            for item in items_of(self.configuration, self.uow, ticket, self.today):
                return item, writer
        raise NotYoursError
