"""A trial: one marked message to one person, to see whether a channel really works."""

from datetime import datetime

from lotrinh.application.books.messages import Message, MessageKind
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.office.selection import UnknownWordError
from lotrinh.application.sending.deliver import addresses_of
from lotrinh.application.telling.wording import Wording
from lotrinh.domain.registers import Address, PersonId
from lotrinh.domain.times import civil_date


def trial_address(
    configuration: Configuration, person: PersonId, channel: str | None
) -> Address | None:
    """Return where a trial goes: where messages go first, or by the channel that is named.

    A channel that is named is tried in earnest even where another stands in for all.
    """
    if channel is None:
        return next(iter(addresses_of(configuration, person)), None)
    if channel not in configuration.channels:
        raise UnknownWordError("channel", channel, configuration.channels)
    addresses = configuration.people.by_id[person].addresses
    if configuration.channels[channel].kind == "preview":
        return Address(channel, addresses[0].address if addresses else person)
    return next((address for address in addresses if address.channel == channel), None)


def trial(
    configuration: Configuration, person: PersonId, *, at: datetime, wording: Wording
) -> Message:
    """Return the message; it is in no books, and says nothing of anybody's work."""
    recipient = configuration.people.by_id[person]
    today = civil_date(at, configuration.zone)
    worded = wording.notice(configuration, recipient, Notice(MessageKind.TEST, ""), today)
    return Message(
        key=key_of(person, MessageKind.TEST, at.isoformat()),
        kind=MessageKind.TEST,
        recipient=person,
        subject=worded.subject,
        text=worded.text,
        html=worded.html,
        at=at,
        not_before=at,
        thread=f"{person}.test",
        language=recipient.language or configuration.language,
    )
