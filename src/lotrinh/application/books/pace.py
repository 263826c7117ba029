"""Pace: no more than so many sends in any one minute, as a mail server or a service allows.

All workers that share the books share it: each channel has as many places as it takes
messages a minute, and a place that was used is free again a minute later.
"""

from datetime import datetime, timedelta
from typing import Protocol

MINUTE = timedelta(minutes=1)


class Paces(Protocol):
    """The places of channels."""

    def take(self, channel: str, per_minute: int, now: datetime) -> timedelta:
        """Take a place for a send that begins now.

        Returns:
            Nothing (zero) where there was one; else how long to wait, at most a minute, and
            then to ask again.
        """
        ...


def until_free(used: datetime, now: datetime) -> timedelta:
    """Return how long a place stays taken.

    One that a clock ahead of ours has used counts as free: a clock that was set back must
    not make us wait for what it shows again.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> [until_free(noon, noon + timedelta(seconds=s)).seconds for s in (15, 60, -30, -90)]
    [45, 0, 60, 0]
    """
    if used - now > MINUTE:
        return timedelta()
    return min(max(used + MINUTE - now, timedelta()), MINUTE)
