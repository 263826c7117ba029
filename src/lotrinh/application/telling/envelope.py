"""The envelope: what a message has beside its words, and bulletins put into theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lotrinh.application.books.messages import Draft, Message, MessageKind
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.telling.wording import Bulletin, Worded, Wording
from lotrinh.domain.registers import Person
from lotrinh.domain.times import civil_date


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a message before its words are put in."""

    kind: MessageKind
    key: str
    at: datetime
    released: datetime
    """When quiet hours end that hold it; `at`, where none do."""
    newest_fact: int = 0

    def around(self, worded: Worded, person: Person, configuration: Configuration) -> Message:
        """Return the message."""
        today = civil_date(self.at, configuration.zone)
        return Message(
            key=self.key,
            kind=self.kind,
            recipient=person.id,
            subject=worded.subject,
            text=worded.text,
            html=worded.html,
            at=self.at,
            not_before=self.released,
            thread=f"{person.id}.{today:%Y-%m}",
            language=person.language or configuration.language,
            brief=worded.brief,
            facts=self.newest_fact,
        )


def compose_bulletins(
    configuration: Configuration,
    uow: UnitOfWork,
    bulletins: Iterable[Bulletin],
    *,
    day: date,
    at: datetime,
    wording: Wording,
) -> tuple[Message, ...]:
    """Post the bulletins of a day, or of the week that begins on it.

    After a restore superiors may have had theirs: it is held until a person has looked.
    """
    restored = uow.outbox.restored() is not None
    messages = (_message(configuration, one, day, at, wording) for one in bulletins)
    drafts = [
        Draft(message, held=restored and message.kind is MessageKind.WEEKLY) for message in messages
    ]
    posted = uow.outbox.post_all(drafts)
    return tuple(draft.message for draft in drafts if draft.message.key in posted)


def _message(
    configuration: Configuration, bulletin: Bulletin, day: date, at: datetime, wording: Wording
) -> Message:
    person, zone = configuration.people.by_id[bulletin.person], configuration.zone
    worded = wording.bulletin(configuration, bulletin, civil_date(at, zone))
    quiet = person.quiet or configuration.quiet
    released = quiet.release(at, zone) if quiet else at
    key = key_of(person.id, f"{bulletin.kind}:{day}")
    return Envelope(bulletin.kind, key, at, released).around(worded, person, configuration)
