"""The order of time: a check is never made for a time to come, nor before the last one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.ledger import Ledger
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.telling.items import OF_REQUESTS
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.times import require_aware
from lotrinh.errors import LotrinhError

_SLIP = timedelta(days=1)


class TimeOrderError(LotrinhError):
    """A check for a time to come, or before the last one, would falsify the ledger."""

    def __init__(self, at: datetime, now: datetime, latest: datetime | None) -> None:
        self.code = "check-ahead" if at > now else "check-behind"
        other = now if at > now or latest is None else latest
        super().__init__(at=_written(at), other=_written(other.astimezone(at.tzinfo)))


def marks_of(ledger: Ledger, roadmaps: Iterable[RoadmapId]) -> Iterator[CheckRecord]:
    """Yield the last check of each roadmap, and those of its shards since then."""
    for roadmap in roadmaps:
        whole = ledger.last_check(roadmap)
        yield from () if whole is None else (whole,)
        yield from ledger.shards_checked(roadmap)


def in_order(
    at: datetime | None, checks: Iterable[CheckRecord], now: datetime, *, free: bool
) -> datetime:
    """Return the instant of a check.

    A clock that was set back a little doesn't stop a check that was asked for "now": it is
    made for the instant of the last one. By more than a day, one of the two is wrong.

    Args:
        at: The instant asked for; now, if None.
        checks: The last checks of the roadmaps concerned.
        now: What the clock says.
        free: Whether any instant will do, as in a demonstration.

    Raises:
        TimeOrderError: The instant is out of order.
    """
    if at is not None:
        require_aware(at)
    latest = max((check.at for check in checks), default=None)
    if at is None:
        if latest is not None and latest - now > _SLIP and not free:
            raise TimeOrderError(now, now, latest)
        return max(now, latest) if latest is not None else now
    if (at > now or (latest is not None and at < latest)) and not free:
        raise TimeOrderError(at, now, latest)
    return at


def _written(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def draw_back(books: UnitOfWork, ahead: Sequence[CheckRecord], now: datetime, today: date) -> None:
    """Have checks that were ahead be of now: nobody hears any more of what they held ready.

    An organisation or an edit that they saw first was seen today.
    """
    for mark in ahead:
        right = replace(mark.look_again, at=now, settled=min(mark.settled, today))
        books.ledger.record_check(right, {})
    books.ledger.draw_back(today)
    books.edits.draw_back(today)
    books.outbox.recall()
    held = [one for one in books.outbox.waiting() if not one.repeats]
    books.outbox.drop([one.id for one in held if one.reminder.reason not in OF_REQUESTS])
