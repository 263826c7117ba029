"""The ticks of a schedule: cron, in the zone of the roadmap."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError


class BadScheduleError(ValueError):
    """Not five fields of cron, or a day that never comes."""


def ticks(cron: str, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the instants of a schedule from `start` (included) to `end` (not included).

    Raises:
        BadScheduleError: The schedule can't be read.
    """
    try:
        walk = CronSim(cron, start.astimezone(zone) - timedelta(seconds=1))
    except CronSimError as error:
        raise BadScheduleError(cron) from error
    for tick in walk:
        if tick >= end:
            return
        yield tick.astimezone(UTC)
