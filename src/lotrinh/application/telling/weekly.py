"""The weekly message: superiors hear in numbers how the organisations below theirs stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lotrinh.application.books.bulletins import BulletinRecord, week_of_bulletin
from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.board import Sheet
from lotrinh.application.deciding.target_tables import TargetLook, TargetTable, present_looks
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.recipients import answering
from lotrinh.application.telling.daily import asked_of
from lotrinh.application.telling.envelope import compose_bulletins
from lotrinh.application.telling.overview import STILL_TO_DO, Overview, are_among
from lotrinh.application.telling.wording import Asked, Bulletin, Column, Weekly, Wording
from lotrinh.domain.calendar import DayArray, Flags, as_date, as_day
from lotrinh.domain.people import Answering
from lotrinh.domain.registers import OrganisationId, PersonId
from lotrinh.domain.status import Standing
from lotrinh.domain.times import civil_date

_NEAR = timedelta(days=30)
"""What is due neither so soon nor was so lately is no matter of this week, unless it is late."""
_LAGGARDS = 20
_DONE = frozenset({Standing.DONE, Standing.DONE_LATE})


def tell_weekly(
    configuration: Configuration, uow: UnitOfWork, *, at: datetime, wording: Wording
) -> tuple[Message, ...]:
    """Post the week's message to every superior, if it is time and there was none yet.

    Somebody below whom nothing is near gets none; how many these are is kept in the books.
    """
    week = week_of_bulletin(configuration, at) if configuration.bulletins.weekly_to else None
    if week is None or uow.bulletins.is_made(MessageKind.WEEKLY, week):
        return ()
    below = _Week(configuration, uow, civil_date(at, configuration.zone))
    superiors = below.superiors()
    told = [
        Bulletin(MessageKind.WEEKLY, person, content, tuple(superior.instead_of))
        for person, superior in superiors.items()
        if (content := below.content(person, superior)) is not None
    ]
    record = BulletinRecord(MessageKind.WEEKLY, week, at, uow.facts.newest())
    counts = {"told": len(told), "nothing-near": len(superiors) - len(told)}
    if not uow.bulletins.record(record, counts):
        return ()
    return compose_bulletins(configuration, uow, told, day=week, at=at, wording=wording)


@dataclass(frozen=True, slots=True)
class _Superior:
    """As what somebody hears of the week."""

    rows: tuple[int, ...] = ()
    """The organisations in the register of which those below are told."""
    instead_of: Mapping[PersonId, None] = field(default_factory=dict)
    """Those who are away and in whose place it is heard, in order."""

    def also(self, row: int, instead_of: Iterable[PersonId]) -> "_Superior":
        """Return the same with another post."""
        return _Superior((*self.rows, row), {**self.instead_of, **dict.fromkeys(instead_of)})


@dataclass
class _Week:
    """One week as superiors are told of it."""

    configuration: Configuration
    uow: UnitOfWork
    today: date

    def __post_init__(self) -> None:
        self.timelines = Timelines(self.configuration, self.uow.facts, self.today)
        self.overview = Overview(self.timelines)
        self.register = self.configuration.organisations

    def superiors(self) -> Mapping[PersonId, _Superior]:
        """Return whoever answers for one of the roles that hear, where anything lies below."""
        found: dict[PersonId, _Superior] = {}
        exists = self.overview.exists
        above = {int(row) for rows in self.register.ancestors() for row in np.unique(rows[exists])}
        for row in sorted(above - {-1}):
            for there in self._answering(self.register.ids[row]):
                for person, instead_of in there.items():
                    found[person] = found.get(person, _Superior()).also(row, instead_of)
        return found

    def _answering(self, organisation: OrganisationId) -> Iterator[Answering]:
        for role in self.configuration.bulletins.weekly_to:
            yield answering(self.configuration, role, organisation, self.today)

    def _below(self, superior: _Superior) -> Flags:
        below = np.zeros(len(self.register), np.bool_)
        for row in superior.rows:
            below |= self.register.are_below(row)
        return below & self.overview.exists

    def content(self, person: PersonId, superior: _Superior) -> Weekly | None:
        """Return what a person is told of those below; None where nothing there is near."""
        below = self._below(superior)
        overview = self.overview
        parts = [_Part(overview, one, below[one.matrix.rows]) for one in overview.sheets]
        asked = [one for one in self._asked if person in one.deciders]
        if not asked and not any(part.is_near for part in parts):
            return None
        laggards = self._laggards(parts)
        return Weekly(
            columns=_merged(column for part in parts for column in part.columns()),
            laggards=laggards[:_LAGGARDS],
            laggard_count=len(laggards),
            due=sorted((one for part in parts for one in part.due()), key=lambda one: one[0]),
            asked=asked,
            targets=tuple(self._targets(superior)),
        )

    def _targets(self, superior: _Superior) -> Iterator[TargetTable]:
        """Yield how the targets stand of each organisation that somebody answers for."""
        for row in superior.rows:
            for look in self._looks:
                if (table := look.table(self.register.ids[row])) is not None:
                    yield table

    @cached_property
    def _looks(self) -> Sequence[TargetLook]:
        return present_looks(self.timelines)

    @cached_property
    def _asked(self) -> Sequence[Asked]:
        return tuple(asked_of(self.timelines))

    def _laggards(self, parts: Sequence["_Part"]) -> list[tuple[OrganisationId, int]]:
        owed = np.zeros(len(self.register), np.int64)
        for part in parts:
            owed[part.rows] += part.late.sum(axis=1)
        worst = np.argsort(-owed, kind="stable")
        return [(self.register.ids[row], int(owed[row])) for row in worst[: np.count_nonzero(owed)]]


@dataclass(frozen=True, eq=False)
class _Part:
    """The rows of one sheet that lie below somebody."""

    overview: Overview
    sheet: Sheet
    below: Flags
    """For each row of the sheet."""

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Their rows in the register."""
        return self.sheet.matrix.rows[self.below]

    @cached_property
    def late(self) -> Flags:
        """Which cells are overdue."""
        return self._stand({Standing.OVERDUE})

    @cached_property
    def is_near(self) -> bool:
        """Whether anything is due these weeks."""
        return bool(self._near.any())

    def columns(self) -> Iterator[Column]:
        """Yield the milestones that are near, or that somebody still owes, with their numbers."""
        done, late = self._stand(_DONE).sum(axis=0), self.late.sum(axis=0)
        total = self._stand(frozenset(Standing) - {Standing.WAIVED}).sum(axis=0)
        this_week = self._due.sum(axis=0)
        for number in np.flatnonzero(self._near.any(axis=0) | (late > 0)):
            counted = (done, total, late, this_week)
            yield self._column(int(number), *(int(counts[number]) for counts in counted))

    def due(self) -> Iterator[tuple[date, Column]]:
        """Yield what falls due this week: a day and a milestone, with how many owe it."""
        for number in np.flatnonzero(self._due.any(axis=0)):
            days = self._days[:, number][self._due[:, number]]
            for day, count in zip(*np.unique(days, return_counts=True), strict=True):
                due = as_date(day)
                if due is not None:
                    yield due, self._column(int(number), 0, 0, 0, int(count))

    @cached_property
    def _days(self) -> DayArray:
        return self.sheet.matrix.due[self.below]

    @cached_property
    def _due(self) -> Flags:
        """Which cells are still to be done this week."""
        first, last = self.overview.week
        within = (self._days >= as_day(first)) & (self._days <= as_day(last))
        return within & self._stand(STILL_TO_DO)

    @cached_property
    def _near(self) -> Flags:
        today = self.overview.timelines.today
        first, last = as_day(today - _NEAR), as_day(today + _NEAR)
        return (self._days >= first) & (self._days <= last) & self._stand(frozenset(Standing))

    def _stand(self, wanted: Collection[Standing]) -> Flags:
        return are_among(self.sheet.standings[self.below], wanted)

    def _column(self, number: int, done: int, total: int, late: int, due: int) -> Column:
        head, roadmap = self.sheet.columns[number], self.sheet.timeline.roadmap.id
        return Column(roadmap, head.milestone, head.label, done, total, late, due)


def _merged(columns: Iterable[Column]) -> list[Column]:
    """Return each milestone once: organisations of several kinds may have it to do."""
    found: dict[tuple[str, str, str], Column] = {}
    for one in columns:
        key = (one.roadmap, one.milestone.id, one.occurrence)
        found[key] = one if key not in found else found[key] + one
    return list(found.values())
