"""The last lines of messages: how to answer, as far as answers are read, and what holds."""

from collections.abc import Sequence
from datetime import date

from lotrinh.application.books.messages import MessageKind
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.recording.linking import ZALO
from lotrinh.application.telling.wording import Item
from lotrinh.domain.registers import Person
from lotrinh.rendering.words import say


def closing(configuration: Configuration, person: Person, code: int, language: str) -> str:
    """Say how reminders are answered."""
    key = "closing-by-mail" if answers_by_mail(configuration, person) else "closing"
    return say(key, language, code=code)


def brief_closing(configuration: Configuration, code: int, language: str) -> str:
    """Say the same in a short text, which goes to those channels that a bot reads."""
    key = "brief.closing-answer" if answers_to_bot(configuration) else "brief.closing"
    return say(key, language, code=code)


def request_closing(
    kind: MessageKind, items: Sequence[Item], today: date, language: str, *, is_read: bool
) -> str:
    """Say how more time is decided on, or of a refusal what holds.

    Whoever decides has no command line, but the office has.
    """
    if kind is MessageKind.REFUSED:
        return _refused(items, today, language)
    key = "request.closing-answer" if is_read else "request.closing"
    return say(key, language, code=items[0].code)


def answers_by_mail(configuration: Configuration, person: Person) -> bool:
    """Whether answers are read where a message to the person goes first."""
    first = configuration.deliver_by or next((a.channel for a in person.addresses), "")
    channel = configuration.channels.get(first)
    return channel is not None and channel.reads_mail


def answers_to_bot(configuration: Configuration) -> bool:
    """Whether answers to a short text are read."""
    return any(channel.kind == ZALO for channel in configuration.channels.values())


def _refused(items: Sequence[Item], today: date, language: str) -> str:
    late = sum(item.reminder.due < today for item in items)
    which = "" if not late else "-late" if late == len(items) else "-some-late"
    return say(f"request.closing-refused{which}", language)
