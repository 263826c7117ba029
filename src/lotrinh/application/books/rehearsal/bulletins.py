"""Bulletins with a notebook laid over them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from lotrinh.application.books.bulletins import BulletinRecord, Bulletins, Sent
from lotrinh.application.books.messages import MessageKind
from lotrinh.application.books.rehearsal.outbox import NotedOutbox
from lotrinh.domain.registers import PersonId


class NotedBulletins:
    """Implements `Bulletins` with a notebook, laid over the books or over nothing.

    What a rehearsal composes counts as sent.
    """

    def __init__(self, outbox: "NotedOutbox", under: Bulletins | None = None) -> None:
        self._outbox = outbox
        self._under = under
        self._noted: list[BulletinRecord] = []

    def last(self, kind: MessageKind, before: date) -> BulletinRecord | None:
        """Return the newest bulletin of a kind for a day before another."""
        mine = [one for one in self._noted if one.kind is kind and one.day < before]
        under = self._under.last(kind, before) if self._under is not None else None
        return max([*mine, *([under] if under else [])], key=lambda one: one.day, default=None)

    def is_made(self, kind: MessageKind, day: date) -> bool:
        """Whether the bulletin of that day was made."""
        noted = any((record.kind, record.day) == (kind, day) for record in self._noted)
        return noted or (self._under is not None and self._under.is_made(kind, day))

    def record(self, record: BulletinRecord, counts: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Keep that a bulletin was made; False if that of the day was."""
        if self.is_made(record.kind, record.day):
            return False
        self._noted.append(record)
        return True

    def sent(self, since: datetime | None, until: datetime) -> Sent:
        """Return what was composed after one instant and up to another."""
        under = self._under.sent(since, until) if self._under is not None else Sent()
        posted = [
            message
            for message in self._outbox.posted.values()
            if message.at <= until and (since is None or message.at > since)
        ]
        keys = {message.key for message in posted}
        told = Counter(r.reason for key in keys for r in self._outbox.told_in.get(key, ()))
        people: set[PersonId] = {message.recipient for message in posted}
        return replace(
            under,
            messages=under.messages + len(posted),
            people=under.people + len(people),
            reminders=Counter(under.reminders) + told,
        )
