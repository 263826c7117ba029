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
    if _is_trial(configuration):
        return ()
    found = uow.outbox.previewed()
    return [one for one in found if not _stays_here(configuration, one.reminder.recipient)]


def previewed_notices(configuration: Configuration, uow: UnitOfWork) -> Sequence[str]:
    """Return the keys of the notices that went to a file, where messages no longer do."""
    if _is_trial(configuration):
        return ()
    found = uow.outbox.previewed_notices()
    return [key for key, (who, _) in found.items() if not _stays_here(configuration, who)]


def _is_trial(configuration: Configuration) -> bool:
    """Whether all messages go to a file for now."""
    stand_in = configuration.channels.get(configuration.deliver_by or "")
    return stand_in is not None and stand_in.kind == PREVIEW


def _stays_here(configuration: Configuration, person: PersonId) -> bool:
    """Whether a person's messages are still files."""
    first, *_ = (*addresses_of(configuration, person), None)
    return first is not None and configuration.channels[first.channel].kind == PREVIEW
