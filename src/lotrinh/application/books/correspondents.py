"""Correspondents: what people have chosen for themselves, and what holds of their links.

The register says who somebody is and how he or she is reached; this is kept beside it, in
the books: how often letters may come, and since when the links in older ones are void.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from lotrinh.domain.calendar import Calendar
from lotrinh.domain.registers import PersonId


class Rhythm(StrEnum):
    """How often somebody gets reminders."""

    DAILY = "daily"
    """Every working day, as they come."""
    TWICE_A_WEEK = "twice-a-week"
    WEEKLY = "weekly"

    @property
    def weekdays(self) -> frozenset[int]:
        """The days of the week on which letters come, Monday being 0."""
        return _WEEKDAYS[self]

    def is_day(self, today: date, calendar: Calendar) -> bool:
        """Whether letters come today: on a day of the rhythm, or if that is off, on the next.

        The working day that follows the last day of the rhythm is looked for, no further
        back than a week: within one there is always such a day.
        """
        if calendar.is_off(today):
            return False
        day = today
        while day.weekday() not in self.weekdays:
            day -= timedelta(days=1)
            if not calendar.is_off(day):
                return False
        return True


_WEEKDAYS = {
    Rhythm.DAILY: frozenset(range(7)),
    Rhythm.TWICE_A_WEEK: frozenset({0, 3}),
    Rhythm.WEEKLY: frozenset({0}),
}
URGENT = timedelta(days=3)
"""What is due so soon, or has been due already, waits for no rhythm."""


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Somebody of whom there is anything to keep."""

    person: PersonId
    rhythm: Rhythm = Rhythm.DAILY
    revoked_at: datetime | None = None
    """Links issued up to then are void, and sessions begun up to then have ended."""
    signed_in_by: datetime | None = None
    """When the sign-in link was issued that was used last: it and older ones are used up."""
    signed_out_at: datetime | None = None
    """Sessions begun up to then have ended."""


class Correspondents(Protocol):
    """What is kept of people beside the register."""

    def all(self) -> Sequence[Correspondent]:
        """Return everybody who has chosen something, or whose links were voided."""
        ...

    def rhythms(self) -> Mapping[PersonId, Rhythm]:
        """Return the rhythm of everybody who has chosen another than the usual one."""
        ...

    def of(self, person: PersonId) -> Correspondent:
        """Return what is kept of a person."""
        ...

    def choose(self, person: PersonId, rhythm: Rhythm) -> None:
        """Keep how often somebody wants letters."""
        ...

    def revoke(self, person: PersonId, now: datetime) -> None:
        """Void every link that a person has got so far."""
        ...

    def use_sign_in(self, person: PersonId, issued: datetime) -> bool:
        """Use up the sign-in links issued up to then; False if this one was used up before."""
        ...

    def sign_out(self, person: PersonId, now: datetime) -> None:
        """End the sessions that a person has begun so far."""
        ...

    def draw_back(self, now: datetime) -> None:
        """Have nobody have signed in or out later than now: the clock was ahead then.

        What was revoked stays void as long as was said.
        """
        ...
