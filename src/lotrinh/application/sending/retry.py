"""When a message that was not delivered is tried again, and when to give up.

Waits grow, with full jitter. The jitter is drawn from the message's key, not from chance:
different messages spread out, and the same one always behaves alike.
"""

import hashlib
from datetime import datetime, timedelta

from lotrinh.application.books.messages import (
    DeliveryState,
    Leased,
    Outcome,
    Receipt,
)

_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180))
_TRIES = 20
"""At three hours a try, somewhat more than two days."""


def after(leased: Leased, receipt: Receipt, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """Return the state that a message is in after a try, and when to try next.

    A send whose end is unknown is repeated once: it may have arrived.
    """
    if receipt.outcome is Outcome.ACCEPTED:
        return DeliveryState.SENT, None
    given_up = receipt.outcome is Outcome.PERMANENT or leased.attempt >= _TRIES
    repeated = receipt.outcome is Outcome.UNKNOWN and leased.after_unknown
    if given_up or repeated:
        return DeliveryState.DEAD, None
    wait = receipt.retry_after or _jittered(leased)
    return DeliveryState.WAITING, now + wait


def _jittered(leased: Leased) -> timedelta:
    """Return a part of the wait, from all of it down to nothing."""
    longest = _WAITS[min(leased.attempt, len(_WAITS)) - 1]
    drawn = hashlib.sha256(f"{leased.message.key}:{leased.attempt}".encode()).digest()[0]
    return longest * ((drawn + 1) / 256)
