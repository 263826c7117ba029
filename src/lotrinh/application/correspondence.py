"""Correspondence: letters are read once, what they say is recorded, and each is answered once.

A letter counts only where its writer is known. Of a deadline may speak whoever leads or
supports it, or was told of it; to anybody else it is as if there were no such number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lotrinh.application import record
from lotrinh.application.answers import Answer, answer
from lotrinh.application.configuration import Configuration
from lotrinh.application.letters import Misread, Said, read_letter
from lotrinh.application.mentions import Mention
from lotrinh.application.page import NotYoursError
from lotrinh.application.ports import UnitOfWork
from lotrinh.application.recipients import recipients
from lotrinh.application.timelines import Timelines
from lotrinh.domain.facts import CellId, Fact, FactKind
from lotrinh.domain.registers import Person
from lotrinh.domain.timeline import Deadline
from lotrinh.errors import LotrinhError


class Letters(Protocol):
    """Letters that were read, and whether they were answered."""

    def take(self, id_: str, channel: str, now: datetime) -> bool:
        """Keep that a letter is being read; False if it was before."""
        ...

    def reply(self, id_: str, text: str) -> None:
        """Keep what it is answered with."""
        ...

    def unanswered(self, id_: str) -> str:
        """Return the reply that didn't leave yet; '' where there is none."""
        ...

    def answered(self, id_: str, now: datetime) -> None:
        """Keep that the reply has left."""
        ...


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


Outcome = Heard | Refused | Misread
"""What came of one part of a letter; of one that asks for help, nothing."""


def hear(
    configuration: Configuration,
    uow: UnitOfWork,
    writers: Sequence[Person],
    text: str,
    *,
    today: date,
    now: datetime,
) -> tuple[Outcome, ...]:
    """Record what a letter says, number by number; return what came of each.

    Args:
        configuration: The plan that is gone by.
        uow: The books, by present ids.
        writers: Who may have written it: all whose address it came from.
        text: What was written.
        today: The day on which it arrived.
        now: When it is being recorded.
    """
    desk = _Desk(configuration, uow, writers, today, now)
    parts = read_letter(text) or (Misread("nothing", ""),)
    return tuple(outcome for part in parts for outcome in desk.outcomes(part))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one part of a letter is recorded."""

    configuration: Configuration
    uow: UnitOfWork
    writers: Sequence[Person]
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
        deadline, writer = self._theirs(number)
        assert said.kind is not None  # noqa: S101  (who asks for help names no number)
        entry = self._entry(Mention("", str(number), said.on, said.why), said, writer)
        facts = record.keep(self.uow, entry).facts if entry.facts else ()
        return Heard(number, deadline, said.kind, facts[0] if facts else None)

    def _entry(self, mention: Mention, said: Said, writer: Person) -> record.Entry:
        known = (self.configuration, self.uow, [mention])
        by, now, today = writer.name, self.now, self.today
        if said.kind is None or said.kind is FactKind.DONE:
            return record.done(*known, on=today, by=by, now=now, today=today)
        meant = Answer(said.kind, said.until)
        return answer(*known, meant, on=today, by=by, now=now, today=today)

    def _theirs(self, number: int) -> tuple[Deadline, Person]:
        """Return a deadline that a writer may speak of, and which writer.

        Raises:
            NotYoursError: There is none of that number.
        """
        cell = self.uow.codes.cells([number]).get(number)
        deadline = self._deadline(cell) if cell is not None else None
        concerned = {*self._concerned(deadline)} if deadline is not None else set()
        writer = next((one for one in self.writers if one.id in concerned), None)
        if deadline is None or writer is None:
            raise NotYoursError
        return deadline, writer

    def _deadline(self, cell: CellId) -> Deadline | None:
        rows = self.configuration.organisations.rows
        if cell.roadmap not in self.configuration.roadmaps or cell.organisation not in rows:
            return None
        timelines = Timelines(self.configuration, self.uow.facts, self.today, [cell.organisation])
        return timelines.of(cell.roadmap).find(cell)

    def _concerned(self, deadline: Deadline) -> Iterator[str]:
        """Yield who leads or supports it, and who was told of it."""
        organisation, milestone = deadline.id.organisation, deadline.milestone
        yield from recipients(self.configuration, milestone, organisation, self.today)
        for person, said in self.uow.ledger.said([deadline.id]).get(deadline.id, {}).items():
            if any(one.told for one in said):
                yield person
