"""Bulletins: how all stands, for the coordinator every working day, for superiors every week.

When one is due, and that it was made: each once for its day, whatever is run how often.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.office.configuration import Configuration
from lotrinh.domain.calendar import Calendar
from lotrinh.domain.reminders import Reason
from lotrinh.domain.times import civil_date, instant_at

Ticks = Callable[[str, datetime, datetime, ZoneInfo], Iterator[datetime]]
"""The instants of a schedule from one instant (included) to another (not included)."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BulletinRecord:
    """What a bulletin leaves behind for the next one of its kind."""

    kind: MessageKind
    day: date
    """What it is for: a day, or the first day of a week."""
    at: datetime
    facts: int
    """The sequence of the newest fact that it could see."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent in some time."""

    messages: int = 0
    people: int = 0
    reminders: Mapping[Reason, int] = field(default_factory=dict)
    """How many reminders these messages have told, by their reason."""


class Bulletins(Protocol):
    """The bulletins that were made, and what was sent between them."""

    def last(self, kind: MessageKind, before: date) -> BulletinRecord | None:
        """Return the newest bulletin of a kind for a day before another."""
        ...

    def is_made(self, kind: MessageKind, day: date) -> bool:
        """Whether the bulletin of that day was made."""
        ...

    def record(self, record: BulletinRecord, counts: Mapping[str, int]) -> bool:
        """Keep that a bulletin was made, and its outcomes; False if that of the day was."""
        ...

    def sent(self, since: datetime | None, until: datetime) -> Sent:
        """Return what was composed after one instant and up to another, and has been sent."""
        ...


def calendar_of_office(configuration: Configuration) -> Calendar:
    """Return the working days of the coordinator's organisation."""
    register, post = configuration.organisations, configuration.coordinator
    name = str(register.calendars[register.rows[post.organisation]])
    return configuration.calendars[name]


def day_of_bulletin(configuration: Configuration, at: datetime) -> date | None:
    """Return the day whose bulletin is due at `at`; None on a day off, or before its time."""
    today = civil_date(at, configuration.zone)
    due = instant_at(today, configuration.bulletins.send_at, configuration.zone)
    if at < due or calendar_of_office(configuration).is_off(today):
        return None
    return today


def week_of_bulletin(configuration: Configuration, at: datetime) -> date | None:
    """Return the first day of the week whose bulletin is due; None where it isn't time.

    It is due on the day of the week that the settings name; if that is a day off, on the next
    working day; if the machine was off, on any working day of that week.
    """
    today, calendar = day_of_bulletin(configuration, at), calendar_of_office(configuration)
    if today is None:
        return None
    first = today - timedelta(days=(today.weekday() - configuration.bulletins.weekly_on) % 7)
    days = (first + timedelta(days=number) for number in range(_WEEK.days))
    works = next((day for day in days if not calendar.is_off(day)), None)
    return first if works is not None and works <= today else None
