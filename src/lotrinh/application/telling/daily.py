"""The daily message: every working day the coordinator hears how it goes, also that all is quiet.

It comes at its time whether checks were made or not; one that is missing is what it tells
first. So a day without it means that nothing is being sent at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from lotrinh.application.books.bulletins import (
    BulletinRecord,
    Ticks,
    day_of_bulletin,
)
from lotrinh.application.books.deliveries import Destination
from lotrinh.application.books.messages import DeliveryState, Message, MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.requests import concerned, open_requests
from lotrinh.application.deciding.target_tables import present_looks
from lotrinh.application.deciding.timelines import Timelines
from lotrinh.application.office.configuration import Configuration, Post
from lotrinh.application.office.recipients import answering
from lotrinh.application.sending.deliver import usable
from lotrinh.application.telling.envelope import compose_bulletins
from lotrinh.application.telling.overview import Overview
from lotrinh.application.telling.wording import LISTED, Asked, Bulletin, Daily, Wording
from lotrinh.domain.facts import FactKind
from lotrinh.domain.registers import PersonId
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.status import Standing
from lotrinh.domain.times import civil_date

_GRACE = timedelta(minutes=15)
"""A check that is no later than this may be waiting for its turn."""
_LOOK_BACK = timedelta(days=40)
"""How far back a check is looked for that should have been made."""
_DATELESS = frozenset({Standing.UNDATED, Standing.NEEDS_DATE})


def tell_daily(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    ticks: Ticks,
    problems: Sequence[str] = (),
    wording: Wording,
) -> tuple[Message, ...]:
    """Post the day's message to the coordinator, if it is time and there was none yet.

    Args:
        configuration: The plan that is gone by.
        uow: The books.
        at: The instant; the day's message may be made at any after its time.
        ticks: When checks should have been made.
        problems: What is wrong with the files as they are, in words.
        wording: Puts it into words.
    """
    day = day_of_bulletin(configuration, at) if configuration.bulletins.daily else None
    if day is None or uow.bulletins.is_made(MessageKind.DAILY, day):
        return ()
    post = configuration.coordinator
    people = answering(configuration, post.role, post.organisation, day)
    if not people:
        return ()
    record = BulletinRecord(MessageKind.DAILY, day, at, uow.facts.newest())
    if not uow.bulletins.record(record, {"people": len(people)}):
        return ()
    content = _Day(configuration, uow, at, ticks, problems).content()
    bulletins = [
        Bulletin(MessageKind.DAILY, person, content, instead_of)
        for person, instead_of in people.items()
    ]
    return compose_bulletins(configuration, uow, bulletins, day=day, at=at, wording=wording)


@dataclass
class _Day:
    """One day as the coordinator is told of it."""

    configuration: Configuration
    uow: UnitOfWork
    at: datetime
    ticks: Ticks
    problems: Sequence[str]

    def __post_init__(self) -> None:
        self.today = civil_date(self.at, self.configuration.zone)
        self.timelines = Timelines(self.configuration, self.uow.facts, self.today)
        self.overview = Overview(self.timelines)
        self.before = self.uow.bulletins.last(MessageKind.DAILY, self.today)

    def content(self) -> Daily:
        """Return all that there is to tell."""
        before, overview, counts = self.before, self.overview, self.uow.outbox.counts()
        since, known = (before.at, before.facts) if before is not None else (None, 0)
        looks = present_looks(self.timelines)
        return Daily(
            since=since,
            targets=tuple(filter(None, (look.table(None) for look in looks))),
            unchecked=tuple(self._unchecked()),
            problems=self.problems,
            due_today=overview.count([Standing.DUE_TODAY]),
            due_this_week=overview.count_due(*overview.week),
            overdue=overview.count([Standing.OVERDUE]),
            sent=self.uow.bulletins.sent(since, self.at),
            waiting=counts.get(DeliveryState.WAITING, 0),
            given_up=counts.get(DeliveryState.DEAD, 0),
            set_aside=sorted(self._aside),
            recorded=self.uow.facts.counted_after(known),
            notes=self.uow.facts.after(known, [FactKind.NOTE]),
            asked=tuple(asked_of(self.timelines)),
            dateless=tuple(islice(overview.deadlines(_DATELESS), LISTED)),
            dateless_count=overview.count(_DATELESS),
            unheld=tuple(Post(*one) for one in sorted(overview.unheld())),
            passed_over=sorted(overview.passed_over(), key=str),
            unreachable=tuple(self._unreachable()),
        )

    @cached_property
    def _aside(self) -> frozenset[Destination]:
        return self.uow.addresses.set_aside()

    def _unchecked(self) -> Iterator[tuple[RoadmapId, datetime | None]]:
        """Yield the roadmaps that weren't checked when they should have been."""
        zone, until = self.configuration.zone, self.at - _GRACE
        for roadmap in self.configuration.roadmaps.values():
            last = self.uow.ledger.last_check(roadmap.id)
            seen = last.at if last is not None else None
            since = until - _LOOK_BACK
            if seen is not None:
                since = max(since, seen + timedelta(seconds=1))
            if since < until and any(True for _ in self.ticks(roadmap.cron, since, until, zone)):
                yield roadmap.id, seen

    def _unreachable(self) -> Iterator[PersonId]:
        """Yield the people with a role of whom no address is used."""
        rows, exists = self.configuration.organisations.rows, self.overview.exists
        for person in self.configuration.people.persons:
            is_somebody = any(
                held.covers(self.today) and exists[rows[held.organisation]]
                for held in person.holds
                if held.organisation in rows
            )
            if is_somebody and not any(usable(self.configuration, person.id, self._aside)):
                yield person.id


def asked_of(timelines: Timelines) -> Iterator[Asked]:
    """Yield the more time that is asked for and waits for a decision, with who decides."""
    for request in open_requests(timelines):
        if request.state.asked is not None:
            deciders = tuple(concerned(timelines, request))
            yield Asked(request.deadline, request.state.asked, deciders)
