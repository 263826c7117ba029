"""Answers: what may be recorded of a deadline beside Done, and what speaks against it.

Waived, opened again, known, snoozed, on hold; more time asked for, granted or refused; a
remark. Each is a fact like any other, and says nothing that isn't so already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import holders
from lotrinh.application.office.selection import UnknownWordError
from lotrinh.application.recording.mentions import Mention, cells_of
from lotrinh.application.recording.record import Entry, check_reopened, entry_of
from lotrinh.domain.facts import NO_ROLE, CellId, Fact, FactKind, State
from lotrinh.domain.policy import Extensions
from lotrinh.domain.registers import RoleId, role_above
from lotrinh.domain.timeline import Deadline
from lotrinh.errors import LotrinhError


class WhyMissingError(LotrinhError):
    """Something that has to say why doesn't."""

    code = "why-missing"


class ClosedError(LotrinhError):
    """It is done, so there is nothing to answer."""

    code = "closed-already"


class WaivedError(LotrinhError):
    """It needn't be done, so there is nothing to answer."""

    code = "waived-already"


class NotClosedError(LotrinhError):
    """What isn't done can't be opened again."""

    code = "not-closed"


class FollowsError(LotrinhError):
    """It is done because others are: one of theirs has to be opened again."""

    code = "follows-others"


class BeforeClosedError(LotrinhError):
    """It was done only after the day from which it is to be open again."""

    code = "before-closed"


class NoDueDayError(LotrinhError):
    """What has no date can't be known, put off or extended."""

    code = "no-due-day"


class SnoozeError(LotrinhError):
    """A snooze has to end after today, and while the deadline can still be kept."""

    code = "snooze-outside"


class NothingAskedError(LotrinhError):
    """No extension was asked for that is still open."""

    code = "nothing-asked"


class NotLaterError(LotrinhError):
    """An extension gives more time, not less."""

    code = "not-later"


class TooManyExtensionsError(LotrinhError):
    """The policy grants no more of them."""

    code = "too-many-extensions"


class ExtensionTooLongError(LotrinhError):
    """The policy doesn't grant so much at once."""

    code = "extension-too-long"


class NobodyHoldsError(LotrinhError):
    """What goes to a role that nobody holds would be told to nobody."""

    code = "nobody-holds"


class NotSuspendedError(LotrinhError):
    """What isn't on hold can't go on."""

    code = "not-suspended"


TELLS_WHY = frozenset(
    {
        FactKind.WAIVED,
        FactKind.EXTENSION_ASKED,
        FactKind.EXTENSION_REFUSED,
        FactKind.REASSIGNED,
        FactKind.NOTE,
    }
)
"""What is nothing without its reason."""
_OF_OPEN = frozenset(FactKind) - {FactKind.WAIVED, FactKind.REOPENED, FactKind.NOTE}


_LONGEST_SNOOZE = timedelta(days=30)
"""Nobody is left alone for longer with what is overdue."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be recorded of some deadlines."""

    kind: FactKind
    until: date | None = None
    """The day that it names, where it names one: a new due day, the end of a snooze."""
    basis: str = ""
    """The document that an extension rests on."""
    role: RoleId = NO_ROLE
    """The role that leads from then on."""


def answer(
    configuration: Configuration,
    uow: UnitOfWork,
    mentions: Sequence[Mention],
    said: Answer,
    *,
    on: date,
    by: str,
    now: datetime,
    today: date,
) -> Entry:
    """Return the entry that records an answer; `keep` writes it down.

    Args:
        configuration: The plan that the words are looked up in.
        uow: The books, only read.
        mentions: What it is about, in the user's words.
        said: The answer.
        on: The civil day from which it holds, where a mention doesn't say another.
        by: Who says so.
        now: When it is being recorded.
        today: No fact holds only after it.

    Raises:
        LotrinhError: A word that isn't known, something that speaks against it; of a file, all.
    """
    timelines = Timelines(configuration, uow.facts, today)
    on_days = [replace(mention, on=mention.on or on) for mention in mentions]
    cells = cells_of(timelines, uow.codes, on_days, today)
    states = timelines.states(list(cells))
    number = uow.facts.next_entry()

    def fact(cell: CellId, mention: Mention) -> Fact | None:
        deadline = _found(timelines, cell)
        named = mention.named(deadline.milestone)
        case = _Case(timelines, deadline, states[cell], said, mention.on or on, named)
        case.check(mention.note)
        if case.is_known:
            return None
        made = Fact(number, said.kind, case.on, now, by, cell, mention.note)
        made = replace(made, evidence=mention.evidence, role=said.role)
        return replace(made, until=case.until, basis=said.basis)

    return entry_of(number, cells, fact)


def _found(timelines: Timelines, cell: CellId) -> Deadline:
    deadline = timelines.of(cell.roadmap).find(cell)
    assert deadline is not None  # noqa: S101  (a cell that was looked up is there)
    return deadline


@dataclass(frozen=True, slots=True)
class _Case:
    """One deadline that something is to be recorded of."""

    timelines: Timelines
    deadline: Deadline
    state: State
    said: Answer
    on: date
    named: str
    """What its milestone is called where something is refused."""

    @property
    def is_known(self) -> bool:
        """Whether it is so already."""
        match self.said.kind:
            case FactKind.WAIVED:
                return self.state.closed_on is not None
            case FactKind.ACKNOWLEDGED:
                known = self.state.acknowledged
                return known is not None and known.until == self.deadline.due
            case FactKind.SNOOZED:
                return self.said.until == self._silent_until
            case FactKind.EXTENSION_ASKED:
                asked = self.state.asked
                return asked is not None and asked.until == self.said.until
            case FactKind.EXTENSION_GRANTED:
                decided = self.deadline.extension is not None and self.state.asked is None
                return decided and self.said.until == self.deadline.due
            case FactKind.EXTENSION_REFUSED:
                return self.state.asked is None and self.state.refused is not None
            case FactKind.SUSPENDED:
                return self.deadline.suspended
            case FactKind.REASSIGNED:
                return self.said.role == self.deadline.milestone.lead
            case _:
                return False

    @property
    def _silent_until(self) -> date | None:
        """The end of a snooze that isn't over."""
        until = self.state.snoozed.until if self.state.snoozed is not None else None
        return until if until is not None and until > self.timelines.today else None

    @property
    def until(self) -> date | None:
        """The day that the fact names."""
        if self.said.kind is FactKind.ACKNOWLEDGED:
            return self.deadline.due
        if self.said.kind is FactKind.EXTENSION_GRANTED and self.said.until is None:
            return self.state.asked.until if self.state.asked is not None else None
        return self.said.until

    def check(self, note: str) -> None:
        """Refuse what speaks against what is already so, or against the policy."""
        kind = self.said.kind
        if kind in TELLS_WHY and not note:
            raise WhyMissingError
        if kind in _OF_OPEN and self.state.closed_on is not None:
            closed = WaivedError if self.state.waived else ClosedError
            raise closed(milestone=self.named, day=_day(self.state.closed_on))
        if not self.is_known:
            self._check_kind()

    def _check_kind(self) -> None:
        match self.said.kind:
            case FactKind.WAIVED:
                check_reopened(self.state, self.on)
            case FactKind.REOPENED:
                self._check_closed()
            case FactKind.ACKNOWLEDGED:
                self._due()
            case FactKind.SNOOZED:
                self._check_snooze(self._due())
            case FactKind.EXTENSION_ASKED | FactKind.EXTENSION_GRANTED:
                self._check_extension(self._due())
            case FactKind.EXTENSION_REFUSED if self.state.asked is None:
                raise NothingAskedError(milestone=self.named)
            case FactKind.REASSIGNED:
                self._check_role()
            case FactKind.RESUMED if not self.deadline.suspended:
                raise NotSuspendedError(milestone=self.named)
            case _:
                pass

    def _due(self) -> date:
        if self.deadline.due is None:
            raise NoDueDayError(milestone=self.named)
        return self.deadline.due

    def _check_closed(self) -> None:
        closed, milestone = self.state.closed_on, self.named
        if closed is None:
            raise NotClosedError(milestone=milestone)
        if self.state.closing is None:
            raise FollowsError(milestone=milestone)
        if self.on < closed:
            raise BeforeClosedError(value=_day(self.on), day=_day(closed))

    def _check_role(self) -> None:
        """Refuse a role that there isn't, or that nobody holds: then nobody would be told."""
        configuration, role = self.timelines.configuration, self.said.role
        if (role_above(role) or role) not in configuration.roles:
            raise UnknownWordError("role", role, configuration.roles)
        organisation = self.deadline.id.organisation
        if not holders(configuration, role, organisation, self.timelines.today):
            raise NobodyHoldsError(role=role, organisation=organisation)

    def _check_snooze(self, due: date) -> None:
        """Refuse to be silent beyond the last working day; of what is overdue, for long."""
        until, today = self.said.until, self.timelines.today
        last = self.deadline.last_working_day if due >= self.on else today + _LONGEST_SNOOZE
        if until is None or until <= today or (last is not None and until > last):
            values = {"value": _day(until) if until else "", "today": _day(today)}
            raise SnoozeError(**values, last=_day(last) if last else "…")

    def _check_extension(self, due: date) -> None:
        until, limits = self.until, self.timelines.policy(self.deadline.id.roadmap).extensions
        if until is None:
            raise NothingAskedError(milestone=self.named)
        if until <= due:
            raise NotLaterError(value=_day(until), due=_day(due))
        self._check_limits(limits, due, until)
        bases = self.timelines.roadmap(self.deadline.id.roadmap).bases
        if self.said.basis and self.said.basis not in bases:
            raise UnknownWordError("basis", self.said.basis, bases)

    def _check_limits(self, limits: Extensions, due: date, until: date) -> None:
        if limits.most is not None and self.state.granted >= limits.most:
            raise TooManyExtensionsError(most=str(limits.most))
        calendar = self.deadline.calendar
        last = limits.last_day(due, calendar) or calendar.last
        if until > last:
            raise ExtensionTooLongError(value=_day(until), due=_day(due), last=_day(last))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
