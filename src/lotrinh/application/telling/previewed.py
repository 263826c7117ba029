"""What only a preview has told: once its person is reached for real, it is yet to be said."""

from collections.abc import Sequence

from lotrinh.application.books.messages import Waiting
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.sending.deliver import addresses_of
from lotrinh.domain.registers import PersonId

PREVIEW = "preview"


def only_previewed(configuration: Configuration, uow: UnitOfWork) -> Sequence[Waiting]:
    """Return the reminders that went to a file, where messages no longer do."""
    stand_in = configuration.channels.get(configuration.deliver_by or "")
    if stand_in is not None and stand_in.kind == PREVIEW:
        return ()
    found = uow.outbox.previewed()
    return [one for one in found if not _stays_here(configuration, one.reminder.recipient)]


def _stays_here(configuration: Configuration, person: PersonId) -> bool:
    """Whether a person's messages are still files."""
    first, *_ = (*addresses_of(configuration, person), None)
    return first is not None and configuration.channels[first.channel].kind == PREVIEW
