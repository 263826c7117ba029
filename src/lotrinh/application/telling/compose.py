"""Compose: all that waits for one person, from every roadmap, becomes one message.

The text tells how things stand at `at`, not when the rung came: what was done meanwhile,
or has another date by now, is taken out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from lotrinh.application.books.correspondents import URGENT
from lotrinh.application.books.keeping import Restored
from lotrinh.application.books.messages import (
    FOR_OPERATOR,
    Draft,
    Excess,
    Message,
    MessageKind,
    Waiting,
)
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.deciding.notices import Notice
from lotrinh.application.office.configuration import Configuration
from lotrinh.application.office.keys import key_of
from lotrinh.application.office.recipients import holders
from lotrinh.application.telling.catching_up import caught_up
from lotrinh.application.telling.envelope import Envelope
from lotrinh.application.telling.holding import (
    FEWEST,
    Pile,
    excess,
    held_until_looked_at,
    is_near,
    parted,
    usual_days,
)
from lotrinh.application.telling.items import OF_REQUESTS, Items
from lotrinh.application.telling.previewed import only_previewed, previewed_notices
from lotrinh.application.telling.wording import Item, Wording
from lotrinh.domain.facts import CellId
from lotrinh.domain.registers import Person, PersonId
from lotrinh.domain.reminders import Part, Reason
from lotrinh.domain.times import civil_date


def compose(
    configuration: Configuration,
    uow: UnitOfWork,
    *,
    at: datetime,
    wording: Wording,
    ahead: bool = False,
) -> tuple[Message, ...]:
    """Put every waiting reminder into a message; return the messages.

    A message that waits for another try is written anew, for how things stand by now; so is
    one that is held, and whether it is held is decided anew. One that may have arrived keeps
    its key, and takes nothing else in: a mail program that knows it shows it once. What was
    only written to a preview's file is told, once messages are sent for real.

    Safe to run twice, and beside another worker: a message whose reminders somebody else
    has taken meanwhile is not posted.

    Args:
        configuration: The plan, and who is reached how.
        uow: The books.
        at: The instant whose standing the texts tell.
        wording: Puts them into words.
        ahead: Compose what quiet hours hold as well, as a rehearsal does; otherwise that
            is composed when they end.
    """
    uow.outbox.recall([one.id for one in only_previewed(configuration, uow)])
    uow.outbox.tell_again(previewed_notices(configuration, uow))
    desk = _Desk(configuration, uow, at, wording, ahead)
    waiting = caught_up(desk.items, uow.outbox.waiting(), at=at)
    desk.items.look_up(waiting)
    piles = [pile for mine in _by_message(waiting) for pile in desk.gather(*mine)]
    desk.drop_stale()
    drafts = [desk.compose(pile) for pile in desk.held_back(piles)]
    posted = uow.outbox.post_all(drafts)
    return tuple(draft.message for draft in drafts if draft.message.key in posted)


def resting(
    configuration: Configuration, notebook: UnitOfWork, *, at: datetime, wording: Wording
) -> Mapping[datetime, int]:
    """Return how many messages are composed as quiet hours end, by when that is."""
    waiting = notebook.outbox.waiting()
    desk = _Desk(configuration, notebook, at, wording, ahead=True)
    desk.items.look_up(waiting)
    return Counter(until for mine in _by_message(waiting) for until in desk.rests(*mine))


def compose_notices(
    configuration: Configuration,
    uow: UnitOfWork,
    notices: Iterable[Notice],
    *,
    at: datetime,
    wording: Wording,
) -> tuple[Message, ...]:
    """Post what the coordinator is to be told; what was told before is not told again."""
    desk, found = _Desk(configuration, uow, at, wording), list(notices)
    if found:
        uow.outbox.tell_again(previewed_notices(configuration, uow))
    messages = (message for notice in found for message in desk.compose_notice(notice))
    return tuple(message for message in messages if uow.outbox.post(message))


@dataclass
class _Desk:
    """Where the messages of one `at` are written."""

    configuration: Configuration
    uow: UnitOfWork
    at: datetime
    wording: Wording
    ahead: bool = False
    stale: list[Waiting] = field(default_factory=list)
    """What no longer holds."""

    def __post_init__(self) -> None:
        self.today = civil_date(self.at, self.configuration.zone)
        self.items = Items(self.configuration, self.uow, self.today)
        self.rhythms = self.uow.correspondents.rhythms()

    def gather(
        self, recipient: PersonId, kind: MessageKind, repeats: str, waiting: Sequence[Waiting]
    ) -> Iterator[Pile]:
        """Yield what one message is to tell, unless nothing of it holds or it isn't time."""
        person = self.configuration.people.by_id.get(recipient)
        items = dict(self.items.of(waiting)) if person is not None else {}
        self.stale += [one for one in waiting if one.id not in items]
        items = {id_: item for id_, item in items.items() if not self._waits(person, item)}
        if person is None or not items:
            return
        if self.ahead or self._released(person, list(items.values())) <= self.at:
            yield Pile(person, kind, items, repeats=repeats)

    def rests(
        self, recipient: PersonId, kind: MessageKind, repeats: str, waiting: Sequence[Waiting]
    ) -> Iterator[datetime]:
        """Yield until when quiet hours hold one message, if they do."""
        for pile in self.gather(recipient, kind, repeats, waiting):
            if (until := self._released(pile.person, list(pile.items.values()))) > self.at:
                yield until

    def held_back(self, piles: Sequence[Pile]) -> Sequence[Pile]:
        """Return what messages there are to be, those that are held included.

        If there are any, the coordinator and the operator are told at once, once a day.
        """
        if (restored := self.uow.outbox.restored()) is not None and not self.ahead:
            return self._until_looked_at(piles, restored)
        messages = sum(pile.kind is MessageKind.REMINDERS for pile in piles)
        if self.ahead or messages < FEWEST:
            return piles
        days = usual_days(self.uow.deliveries, self.today, self.configuration.zone)
        found = excess(messages, days)
        all_ = piles if found is None else list(parted(piles, self._presses))
        held = sum(pile.held for pile in all_)
        if found is not None and held:
            told = replace(found, held=held)
            self._post(Notice(MessageKind.HELD, f"held:{self.today}", excess=told))
        return all_

    def _until_looked_at(self, piles: Sequence[Pile], restored: Restored) -> Sequence[Pile]:
        """Return the messages after a restore: may be that somebody has had them already."""
        since = self.at - restored.at
        all_ = list(held_until_looked_at(piles, self._presses, since=since))
        if held := sum(pile.held for pile in all_):
            counts = Excess(len(all_), 0, held)
            key = f"restored:{self.today}"
            self._post(Notice(MessageKind.HELD, key, excess=counts, restored=restored))
        return all_

    def _presses(self, item: Item) -> bool:
        """Whether it is never held: due within three days, or urgent by its policy."""
        due = item.reminder.due
        policy = self.items.timelines.policy(item.reminder.cell.roadmap)
        return is_near(due, self.today) or policy.passes(due, self.today)

    def _post(self, notice: Notice) -> None:
        for message in self.compose_notice(notice):
            self.uow.outbox.post(message)

    def compose(self, pile: Pile) -> Draft:
        """Return the message that tells a pile."""
        newest = {item.reminder.cell: item for item in pile.items.values()}
        message = self._message(pile, list(newest.values()))
        return Draft(message, tuple(pile.items), pile.held)

    def drop_stale(self) -> None:
        """Take back what no longer holds, and have the next check look at everything again.

        The files may say tomorrow again what they said when it was decided.
        """
        if not self.stale:
            return
        self.uow.outbox.drop([one.id for one in self.stale])
        for roadmap in {one.reminder.cell.roadmap for one in self.stale}:
            last = self.uow.ledger.last_check(roadmap)
            shards = self.uow.ledger.shards_checked(roadmap)
            for mark in (*([last] if last is not None else ()), *shards):
                self.uow.ledger.record_check(mark.look_again, {})

    def _waits(self, person: Person | None, item: Item) -> bool:
        """Whether it waits for another day: a working day, or one of the person's rhythm.

        Not so a request or its answer: somebody waits for it.
        """
        if item.reminder.reason in OF_REQUESTS:
            return False
        late = item.reminder.due < self.today and not self._passes(item)
        if late and item.deadline.calendar.is_off(self.today) and not self.ahead:
            return True
        rhythm = self.rhythms.get(person.id) if person is not None else None
        if rhythm is None or rhythm.is_day(self.today, item.deadline.calendar):
            return False
        return item.reminder.reason is not Reason.MOVED and item.reminder.due - self.today > URGENT

    def _released(self, person: Person, items: Sequence[Item] = ()) -> datetime:
        """Return now, or the end of the quiet hours of the person or of what it is about.

        One item that passes them takes the others with it: a person gets one message.
        """
        if any(map(self._passes, items)):
            return self.at
        policies = (self.items.timelines.policy(item.reminder.cell.roadmap) for item in items)
        quiet = person.quiet or next((p.quiet for p in policies if p.quiet is not None), None)
        return quiet.release(self.at, self.configuration.zone) if quiet else self.at

    def _passes(self, item: Item) -> bool:
        """Whether it is so urgent that it waits for nothing."""
        policy = self.items.timelines.policy(item.reminder.cell.roadmap)
        return policy.passes(item.reminder.due, self.today)

    def compose_notice(self, notice: Notice) -> Iterator[Message]:
        """Yield a notice to each holder of the post that it is for."""
        for id_ in self._hearers(notice.kind):
            person = self.configuration.people.by_id[id_]
            worded = self.wording.notice(self.configuration, person, notice, self.today)
            key = key_of(id_, notice.key)
            released = self._released(person)
            envelope = Envelope(notice.kind, key, self.at, released, self.items.newest_fact)
            yield envelope.around(worded, person, self.configuration)

    def _hearers(self, kind: MessageKind) -> Collection[PersonId]:
        """Return who hears of a kind of trouble; who holds both posts hears once."""
        posts = [self.configuration.coordinator]
        if kind in FOR_OPERATOR:
            posts.append(self.configuration.operator or posts[0])
        held = (holders(self.configuration, p.role, p.organisation, self.today) for p in posts)
        return dict.fromkeys(id_ for some in held for id_ in some)

    def _message(self, pile: Pile, items: Sequence[Item]) -> Message:
        person, kind, ordered = pile.person, pile.kind, sorted(items, key=_urgency)
        if kind is MessageKind.REMINDERS:
            thanked = list(self.items.thanked(person))
            worded = self.wording.reminders(
                self.configuration, person, ordered, self.today, thanked
            )
        else:
            worded = self.wording.requests(self.configuration, person, kind, ordered, self.today)
        key = pile.repeats or self._key_of(person, ordered)
        released = self._released(person, items)
        envelope = Envelope(kind, key, self.at, released, self.items.newest_fact)
        return envelope.around(worded, person, self.configuration)

    def _key_of(self, person: Person, items: Sequence[Item]) -> str:
        """Return the key of a message: the same contents on the same day have the same.

        What surely failed waits again, and is in a message anew, but not twice a day.
        """
        return key_of(person.id, self.today.isoformat(), *sorted(map(self._key, items)))

    def _key(self, item: Item) -> str:
        """Return an item's part of a message's key; a rename doesn't change it."""
        cell = self.configuration.renames.first(item.reminder.cell)
        parts = (cell.roadmap, cell.organisation, cell.milestone, cell.occurrence)
        return "|".join((*parts, item.reminder.due.isoformat(), item.reminder.rung))


def _urgency(item: Item) -> tuple[bool, date, CellId]:
    """Order items: what somebody has to do, then what those below haven't done."""
    return item.reminder.part is Part.ABOVE, item.reminder.due, item.reminder.cell


def _by_message(
    waiting: Iterable[Waiting],
) -> Iterator[tuple[PersonId, MessageKind, str, list[Waiting]]]:
    """Yield what waits for each person, by the message that tells it."""
    mine: dict[tuple[PersonId, MessageKind, str], list[Waiting]] = {}
    for one in waiting:
        kind = OF_REQUESTS.get(one.reminder.reason, MessageKind.REMINDERS)
        mine.setdefault((one.reminder.recipient, kind, one.repeats), []).append(one)
    for message, some in mine.items():
        yield *message, some
