"""Pace: no more than so many sends in any one minute, as a mail server or a service allows.

Counted across the sends of one run. It only says how long to wait; whoever sends waits.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MINUTE = timedelta(minutes=1)


@dataclass
class Pace:
    """The sends of the last minute by one channel."""

    per_minute: int | None
    """None: as fast as it goes."""
    _sent: deque[datetime] = field(default_factory=deque)

    def delay(self, now: datetime) -> timedelta:
        """Return how long to wait before the next send; never longer than a minute.

        >>> from datetime import UTC
        >>> pace, noon = Pace(2), datetime(2026, 11, 24, 12, tzinfo=UTC)
        >>> pace.count(noon), pace.count(noon + timedelta(seconds=10))
        (None, None)
        >>> pace.delay(noon + timedelta(seconds=15)).seconds
        45
        """
        if self.per_minute is None or len(self._sent) < self.per_minute:
            return timedelta()
        # A clock that was set back must not make us wait for what it shows again.
        return min(max(self._sent[0] + _MINUTE - now, timedelta()), _MINUTE)

    def count(self, now: datetime) -> None:
        """Note a send."""
        if self.per_minute is not None:
            self._sent.append(now)
            while len(self._sent) > self.per_minute:
                self._sent.popleft()


def fitting(per_minute: int | None, *, longest: timedelta, lease: timedelta, most: int) -> int:
    """Return how many sends are surely over before a lease ends, at least one.

    Args:
        per_minute: The slowest pace among them.
        longest: What a single send may take.
        lease: How long they are ours.
        most: Never more than this.

    >>> half_a_minute, half_an_hour = timedelta(seconds=30), timedelta(minutes=30)
    >>> [fitting(r, longest=half_a_minute, lease=half_an_hour, most=50) for r in (None, 60, 1)]
    [50, 50, 19]
    """
    each = longest + (_MINUTE / per_minute if per_minute else timedelta())
    return max(1, min(most, (lease - _MINUTE) // each))
