"""The only reader of the wall clock.

Everything else is handed `now`; so a check can be rehearsed for any day.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  (the one place where the clock is read)
