"""Two kinds of time, and the one bridge between them.

A civil date (`date`) is what people write: it has no hour and no zone. An instant
(`datetime`) is a point in the world's time: it is aware, or it is refused.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class NaiveInstantError(ValueError):
    """An instant without a zone: nobody can say when it is."""


def require_aware(at: datetime) -> datetime:
    """Return `at`, or refuse it where it has no zone."""
    if at.tzinfo is None:
        raise NaiveInstantError(at.isoformat())
    return at


def instant_at(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clocks of `zone` show `wall` on `day`.

    A wall time that occurs twice (clocks going back) means its first occurrence;
    one that is skipped (clocks going forward) means the same distance past the gap.

    >>> instant_at(date(2026, 9, 30), time(9), ZoneInfo("Asia/Ho_Chi_Minh"))
    datetime.datetime(2026, 9, 30, 2, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def civil_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the day that the calendars of `zone` show at `at`.

    >>> civil_date(datetime(2026, 9, 29, 18, tzinfo=UTC), ZoneInfo("Asia/Ho_Chi_Minh"))
    datetime.date(2026, 9, 30)
    """
    return require_aware(at).astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A span of wall time, [start, end), in which nothing is sent; it may cross midnight."""

    start: time
    end: time

    def cover(self, wall: time) -> bool:
        """Whether `wall` lies in the span.

        >>> night = QuietHours(time(21), time(7))
        >>> night.cover(time(6, 59)), night.cover(time(7)), night.cover(time(21))
        (True, False, True)
        """
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end

    def release(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Return `at`, or the end of the quiet hours that cover it."""
        local = require_aware(at).astimezone(zone)
        wall = local.time().replace(tzinfo=None)
        if not self.cover(wall):
            return at
        day = local.date() if wall < self.end else local.date() + timedelta(days=1)
        return instant_at(day, self.end, zone)
