"""Alarms: the operator hears that a check has failed, or that checks no longer come.

Both go through the outbox, each thing once a day. Silence is measured by the books, not by a
timer: one that counts while nothing runs would have to survive what it is to tell of.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lotrinh.application.books.bulletins import Ticks
from lotrinh.application.books.checks import CheckRecord
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.telling.compose import compose_notices
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.roadmap import RoadmapId
from lotrinh.domain.times import civil_date

GRACE = timedelta(hours=2)
"""So late a check may be. Of a daily one the last is 26 hours ago by then."""


def tell_silence(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    ticks: Ticks,
    wording: Wording,
) -> bool:
    """Post one message about all roadmaps whose check is overdue; return whether there is one.

    One that was never checked isn't missed: its first check is still to come.
    """
    silent = tuple(silent_checks(configuration, uow, at, ticks))
    if not silent:
        return False
    day = civil_date(at, configuration.zone)
    key = f"silent:{key_of(*sorted(check.roadmap for check in silent), str(day))}"
    notice = Notice(MessageKind.SILENT, key, checks=silent)
    return bool(compose_notices(configuration, uow, [notice], at=at, wording=wording))


def tell_failure(
    configuration: Configuration,
    uow: UnitOfWork,
    roadmap: str,
    why: str,
    *,
    at: datetime,
    wording: Wording,
) -> bool:
    """Post that a check has failed; return whether that is news today."""
    known = configuration.roadmaps.get(RoadmapId(roadmap))
    title = known.title if known is not None else roadmap
    key = f"check-failed:{key_of(roadmap, str(civil_date(at, configuration.zone)))}"
    notice = Notice(MessageKind.CHECK_FAILED, key, lines=[f"{title}: {why}"])
    return bool(compose_notices(configuration, uow, [notice], at=at, wording=wording))


def silent_checks(
    configuration: Configuration, uow: UnitOfWork, at: datetime, ticks: Ticks
) -> Iterator[CheckRecord]:
    """Yield the last check of each roadmap that should have been checked since."""
    for roadmap in configuration.roadmaps.values():
        last = uow.ledger.last_check(roadmap.id)
        if last is None:
            continue
        begin, end = last.at + timedelta(minutes=1), at - GRACE
        if begin < end and any(ticks(roadmap.cron, begin, end, configuration.zone)):
            yield last
