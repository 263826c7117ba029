"""The only reader of the wall clock.

Everything else is handed `now`; so a check can be rehearsed for any day.
"""

import time
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  (the one place where the clock is read)


def wait(span: timedelta) -> None:
    """Let some time pass."""
    time.sleep(span.total_seconds())
