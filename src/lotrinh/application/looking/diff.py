"""Diff: which deadlines move if a configuration takes the place of another, and who is told.

Pure but for the books, which are only read: what was recorded moves dates as well, and
whoever was told an old date hears the new one. Who that is, the law of checks says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

import numpy as np

from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.books.present.facts import RenamedFacts
from lotrinh.application.deciding.check import reminders_of
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.looking.comparison import BothRegisters, Comparison
from lotrinh.application.looking.gone import gone
from lotrinh.application.looking.hearers import Hearers
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.facts import CellId, State
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.reminders import Reason, Reminder
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.status import Standing, standing
from lotrinh.domain.timeline import Deadline
from lotrinh.domain.times import instant_at
from lotrinh.errors import Problem

_NOON = time(12)


class Alteration(StrEnum):
    """What becomes of a deadline."""

    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    DATED = "dated"
    """It had no day yet."""
    UNDATED = "undated"
    """It has no day any more."""
    SUSPENDED = "suspended"
    """On hold by now."""
    RESUMED = "resumed"
    """No longer on hold, and its day still holds."""
    NEEDS_DATE = "needs-date"
    """No longer on hold, or never was, but somebody has to set another day."""
    FIRM = "firm"
    """The same day, no longer provisional."""
    PROVISIONAL = "provisional"
    """The same day, provisional by now."""
    HEARERS = "hearers"
    """The same day, but others hear of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One deadline that is another one, or has other hearers, in the later configuration."""

    cell: CellId
    """As it is called in the later one."""
    alteration: Alteration
    before: Deadline | None
    after: Deadline | None
    standing_before: Standing | None = None
    standing_after: Standing | None = None
    corrected: tuple[PersonId, ...] = ()
    """Who was told the old day, and will be told the new one."""
    reminded: tuple[PersonId, ...] = ()
    """Who will get a reminder of it."""
    joining: tuple[PersonId, ...] = ()
    """Who hears of it from now on."""
    leaving: tuple[PersonId, ...] = ()
    """Who doesn't hear of it any more."""

    @property
    def deadline(self) -> Deadline:
        """The deadline as it is in the later configuration, or was in the earlier one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  (what is in neither doesn't differ)
        return found

    @property
    def days(self) -> int | None:
        """How many days later it is due; None where one of the two has no day."""
        before = self.before and self.before.due
        after = self.after and self.after.due
        return (after - before).days if before and after else None


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two configurations, in the order of the plan."""

    before: Configuration
    after: Configuration
    differences: tuple[Difference, ...]
    today: date

    @property
    def gone(self) -> tuple[Problem, ...]:
        """Warnings of organisations whose id may have been changed, and not under `formerly`."""
        return gone(self.before.organisations, self.after.organisations)

    @property
    def renamed(self) -> tuple[tuple[OrganisationId, OrganisationId], ...]:
        """Organisations that have another id now: the one that was given up, and that one."""
        known, pairs = self.before.organisations.rows, self.after.organisations.renamed.items()
        return tuple((old, present) for old, present in pairs if old in known)

    @property
    def later(self) -> tuple[date, ...]:
        """The days after today on which what is new in the later configuration takes effect."""
        days = (day for id_ in self.after.roadmaps for day in self._new_days(id_))
        return tuple(sorted({day for day in days if day > self.today}))

    def _new_days(self, roadmap: RoadmapId) -> Iterator[date]:
        """Yield the turning days of a roadmap that come from amendments it didn't have."""
        now, earlier = self.after.roadmaps[roadmap], self.before.roadmaps.values()
        names = self.after.renames.names_of_roadmap(roadmap)
        known = [a for r in earlier if r.id in names for a in r.amendments]
        yield from (a.effective for a in now.amendments if a not in known)

    def owner(self, one: Difference) -> Configuration:
        """Return the configuration that a difference's deadline belongs to."""
        return self.before if one.after is None else self.after


def diff(before: Configuration, after: Configuration, uow: UnitOfWork, *, today: date) -> Diff:
    """Return what differs on `today` if `after` takes the place of `before`.

    Args:
        before: The configuration that holds until then.
        after: The one that would be accepted.
        uow: The books, only read.
        today: The day that both are looked at, with what is known by then.
    """
    found = tuple(_Comparing(before, after, uow, today).differences())
    return Diff(before, after, found, today)


class _Comparing:
    """Two configurations on one day."""

    def __init__(
        self, before: Configuration, after: Configuration, uow: UnitOfWork, today: date
    ) -> None:
        self.before, self.after, self.today = before, after, today
        self.books = by_present_ids(uow, after)
        backwards = after.renames.seen_from(before.roadmaps.values(), before.organisations)
        self.earlier = Timelines(before, RenamedFacts(uow.facts, backwards), today)
        self.later = Timelines(after, self.books.facts, today)
        registers = BothRegisters(before.organisations, after.organisations, after.renames)
        self.registers, self.hearers = registers, Hearers(before, after, today, registers)

    def differences(self) -> Iterator[Difference]:
        """Yield what differs, roadmap by roadmap, in the order of the plan."""
        found = [one for comparison in self._comparisons() for one in self._of(comparison)]
        states = self.later.states([one.cell for one in found])
        told = self._told([one.after for one in found if one.after is not None])
        for one in found:
            state = states[one.cell]
            if one.alteration is not Alteration.HEARERS or state.closed_on is None:
                yield self._completed(one, state, told.get(one.cell, ()))

    def _comparisons(self) -> Iterator[Comparison]:
        """Yield both timelines of each roadmap, those last that are gone."""
        renames = self.after.renames
        old = {renames.roadmap(id_): id_ for id_ in self.before.roadmaps}
        for id_ in {**self.after.roadmaps, **old}:
            earlier = self.earlier.of(old[id_]) if id_ in old else None
            later = self.later.of(id_) if id_ in self.after.roadmaps else None
            yield Comparison(earlier, later, self.registers, renames)

    def _of(self, comparison: Comparison) -> Iterator[Difference]:
        for pair in comparison.pairs():
            differs, others_hear = pair.differs, self.hearers.differ(pair)
            wanted = differs | others_hear
            before, after = pair.before.deadlines(wanted), pair.after.deadlines(wanted)
            others_hear = others_hear | ~pair.in_both
            for place in map(int, np.flatnonzero(wanted)):
                both = before.get(place), after.get(place)
                one = self._difference(*both, others_hear=bool(others_hear[place]))
                if differs[place] or one.joining or one.leaving:
                    yield one

    def _difference(
        self, before: Deadline | None, after: Deadline | None, *, others_hear: bool
    ) -> Difference:
        known = after or before
        assert known is not None  # noqa: S101  (a cell that is in neither isn't compared)
        cell = self.after.renames.cell(known.id)
        found = Difference(cell, _alteration(before, after), before, after)
        if not others_hear:
            return found
        heard, hears = self.hearers.of(before, after)
        joining, leaving = tuple(sorted(hears - heard)), tuple(sorted(heard - hears))
        return replace(found, joining=joining, leaving=leaving)

    def _told(self, deadlines: Sequence[Deadline]) -> Mapping[CellId, list[Reminder]]:
        """Return what a check of that day would say of some deadlines."""
        at = instant_at(self.today, _NOON, self.after.zone)
        said: dict[CellId, list[Reminder]] = {}
        for reminder in reminders_of(deadlines, self.later, self.books, at=at):
            said.setdefault(reminder.cell, []).append(reminder)
        return said

    def _completed(self, found: Difference, state: State, told: Sequence[Reminder]) -> Difference:
        """Return a difference with how it stands before and after, and who is told."""
        moved = {r.recipient for r in told if r.reason is Reason.MOVED}
        others = {r.recipient for r in told} - moved
        return replace(
            found,
            standing_before=self._standing(found.before, self.earlier, state),
            standing_after=self._standing(found.after, self.later, state),
            corrected=tuple(sorted(moved)),
            reminded=tuple(sorted(others)),
        )

    def _standing(
        self, deadline: Deadline | None, timelines: Timelines, state: State
    ) -> Standing | None:
        if deadline is None:
            return None
        return standing(deadline, state, timelines.policy(deadline.id.roadmap), self.today)


def _alteration(before: Deadline | None, after: Deadline | None) -> Alteration:
    if before is None:
        return Alteration.ADDED
    if after is None:
        return Alteration.REMOVED
    if before.due != after.due:
        if before.due is None:
            return Alteration.DATED
        return Alteration.UNDATED if after.due is None else Alteration.MOVED
    return _state(before, after)


def _state(before: Deadline, after: Deadline) -> Alteration:
    """Return what becomes of a deadline whose day stays."""
    if before.rests != after.rests or before.suspended != after.suspended:
        if after.suspended:
            return Alteration.SUSPENDED
        return Alteration.NEEDS_DATE if after.needs_date else Alteration.RESUMED
    if before.provisional != after.provisional:
        return Alteration.PROVISIONAL if after.provisional else Alteration.FIRM
    return Alteration.HEARERS
