"""Troubles: once a day the coordinator is told what failed for good, each thing once."""

from datetime import datetime

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.compose import compose_notices
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.times import civil_date


def tell_troubles(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    now: datetime,
    wording: Wording,
) -> bool:
    """Post one message about all that isn't told yet; return whether there is one.

    What comes after the day's message waits for that of the next day.
    """
    letters, places = uow.deliveries.unreported(), uow.addresses.unreported()
    if not letters and not places:
        return False
    key = f"failed:{civil_date(at, configuration.zone)}"
    notice = Notice(MessageKind.FAILED, key, failures=letters, set_aside=places)
    if not compose_notices(configuration, uow, [notice], at=at, wording=wording):
        return False
    uow.deliveries.mark_reported([letter.key for letter in letters], now)
    uow.addresses.mark_reported(places, now)
    return True
