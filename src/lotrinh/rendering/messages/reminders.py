"""What one person is reminded of, in words: sections, the most urgent first, and rows in them.

What all rows have in common stands above them, once; what several organisations have to do
alike is one row with all of them, each with its number. So sixty items are still read.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lotrinh.application.office.configuration import Configuration
from lotrinh.application.telling.wording import Item
from lotrinh.domain.distance import Unit
from lotrinh.domain.policy import Rung
from lotrinh.domain.reminders import Part, Reason, Reminder
from lotrinh.domain.timeline import Deadline
from lotrinh.rendering.deadlines import (
    basis_in_words,
    due_and_left,
    instead_in_words,
    progress_in_words,
    rests_on_a_document,
    role_title,
    titled,
)
from lotrinh.rendering.messages.requests import granted_in_words
from lotrinh.rendering.words import (
    count_in_words,
    countdown,
    natural,
    say,
    sentence,
    short_date,
    shortened,
)

_PRESSING = timedelta(days=3)
_LOCK_SCREEN = 60
"""So much of a subject is surely read: what is to be done, and how far it is, has to fit."""
_MOST_TITLES = 3
_LONGEST_TITLE = 80
"""Of what somebody is thanked for."""


class Section(StrEnum):
    """Where in a message an item stands, in their order."""

    OVERDUE = "overdue"
    PRESSING = "pressing"
    LATER = "later"
    MOVED = "moved"
    """Has another date, which doesn't press yet."""
    BELOW = "below"
    """Those below owe it, and the person is told as somebody above them."""

    @classmethod
    def of(cls, item: Item, today: date) -> "Section":
        """Return where an item stands on a day."""
        if item.reminder.part is Part.ABOVE:
            return cls.BELOW
        if item.reminder.due < today:
            return cls.OVERDUE
        if item.reminder.due - today <= _PRESSING:
            return cls.PRESSING
        return cls.MOVED if item.reminder.reason is Reason.MOVED else cls.LATER


_ORDER = {section: place for place, section in enumerate(Section)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of an item, beside whose it is; alike for all items of a row."""

    title: str
    due: str
    countdown: str
    """Short, in days: for where there is no room."""
    is_new: bool
    notes: tuple[tuple[str, str], ...]
    """By what they are about: who leads, on which basis, why it is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one or more organisations have to do alike."""

    facts: Facts
    places: Sequence[tuple[int, str]]
    """The number of each item, and its organisation."""
    notes: Sequence[tuple[str, str]]
    """By what they are about; none that is said above."""

    @property
    def code(self) -> int | None:
        """The number of its only item."""
        return self.places[0][0] if len(self.places) == 1 else None

    def head(self, language: str) -> str:
        """Return its first line: the number, if it has one, and what is to be done."""
        mark = "-" if self.code is None else f"[{self.code}]"
        new = f" ({say('new', language)})" if self.facts.is_new else ""
        return f"{mark} {self.facts.title}{new}"

    def sentences(self, only: Collection[str] = (), without: Collection[str] = ()) -> str:
        """Return notes as sentences: all, some, or all but some."""
        return " ".join(
            sentence(note)
            for about, note in self.notes
            if about not in without and (not only or about in only)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one section."""

    heading: str
    """'' where there is no other section."""
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Told:
    """All that one message tells."""

    subject: str
    shared: str
    """What is the same for all rows, as sentences."""
    sections: Sequence[Listed]


def told(configuration: Configuration, items: Sequence[Item], today: date, language: str) -> Told:
    """Put the items of one person, the first ones due first, into sections and rows."""
    placed = [(Section.of(item, today), item) for item in items]
    placed.sort(key=lambda one: _ORDER[one[0]])
    mixed = len({item.is_new for item in items}) > 1
    places: dict[tuple[Section, Facts], list[tuple[int, str]]] = {}
    for section, item in placed:
        facts = _facts(configuration, item, today, language, mark=mixed)
        place = item.code, configuration.organisations.name(item.reminder.cell.organisation)
        places.setdefault((section, facts), []).append(place)
    shared = _shared(places, language)
    rows: dict[Section, list[Row]] = {}
    for (section, facts), mine in places.items():
        notes = [(a, n) for a, n in _notes(facts, mine, language) if n not in shared]
        in_order = sorted(mine, key=lambda place: natural(place[1]))
        rows.setdefault(section, []).append(Row(facts, in_order, notes))
    return Told(
        subject_of([item for _, item in placed], today, language),
        " ".join(map(sentence, shared)),
        [Listed(_heading(rows, section, language), rows[section]) for section in rows],
    )


def _facts(
    configuration: Configuration, item: Item, today: date, language: str, *, mark: bool
) -> Facts:
    deadline, due = item.deadline, item.reminder.due
    notes = {
        "instead": instead_in_words(configuration, item.instead_of, language),
        "lead": _lead(configuration, item, language),
        "progress": progress_in_words(item.progress, language),
        "moved": _moved(configuration, item, language),
        "asked": _asked(item, language),
        "basis": _basis(configuration, deadline, language),
        "why": why_in_words(item, today, language),
    }
    return Facts(
        titled(deadline, language),
        due_and_left(deadline, due, today, language),
        countdown((due - today).days, language),
        mark and item.is_new,
        tuple((about, note) for about, note in notes.items() if note),
    )


def _lead(configuration: Configuration, item: Item, language: str) -> str:
    """Say who leads, and what part the person has, where that is another."""
    deadline = item.deadline
    role = role_title(configuration, deadline.milestone.lead, deadline.id.organisation)
    part = "lead-and-you" if item.reminder.part is Part.SUPPORT else "lead"
    return say(f"your-part.{part}", language, lead=role)


def _moved(configuration: Configuration, item: Item, language: str) -> str:
    """Say that the date isn't the one told before; of more time, who has granted it."""
    if item.reminder.reason is not Reason.MOVED:
        return ""
    if granted := granted_in_words(configuration, item.deadline, language):
        return granted
    if item.told_before is None:
        return say("moved", language)
    return say("moved-from", language, was=short_date(item.told_before))


def _asked(item: Item, language: str) -> str:
    """Say that more time was asked for, on which nobody has decided yet."""
    asked = item.state.asked
    if asked is None or asked.until is None:
        return ""
    return say("asked-until", language, day=short_date(asked.until))


def _basis(configuration: Configuration, deadline: Deadline, language: str) -> str:
    if not rests_on_a_document(configuration, deadline):
        return ""
    basis = basis_in_words(configuration, deadline, language)
    return f"{say('basis', language)}: {basis}"


def why_in_words(item: Item, today: date, language: str) -> str:
    """Say which rung of its ladder an item speaks for; a moved date says so itself.

    A rung may come before its own day, where that is off, or be caught up on later.
    """
    rung = Rung.of(item.reminder.rung)
    if rung is None or item.reminder.reason is Reason.MOVED:
        return ""
    if rung.level:
        unit = "-working" if rung.unit is Unit.WORKING_DAY else ""
        return count_in_words(f"why.escalated{unit}", language, rung.offset)
    if rung.is_overdue:
        which = "overdue-again" if item.times > 1 else "overdue-first"
        return say(f"why.{which}", language, count=item.times)
    days = -rung.offset
    if rung.unit is Unit.WORKING_DAY:
        return count_in_words("why.before-working", language, days)
    apart = item.reminder.due - timedelta(days=days) - today
    which = "early" if apart > timedelta(0) else "caught-up" if apart else "in-time"
    rung_of = "before" if days else "on-the-day"
    return count_in_words(f"why.{rung_of}-{which}", language, days)


def rung_in_words(label: str, language: str) -> str:
    """Say why a message came, from the rung that its reminder is known by; '' where unknown.

    >>> [rung_in_words(rung, "vi") for rung in ("T-7", "T+3wd", "moved-2")]
    ['nhắc trước hạn 7 ngày', 'nhắc sau hạn 3 ngày làm việc', 'báo hạn thay đổi']
    """
    rung = Rung.of(label)
    if rung is None:
        word = next((w for w in ("moved", "asked", "refused") if label.startswith(w)), None)
        return say(f"rung.{word}", language) if word else ""
    working = "-working" if rung.unit is Unit.WORKING_DAY else ""
    if rung.level:
        return count_in_words(f"why.escalated{working}", language, rung.offset)
    if rung.is_overdue:
        return count_in_words(f"rung.after{working}", language, rung.offset)
    if rung.offset == 0:
        return say("why.on-the-day-in-time", language)
    return count_in_words(f"why.before{working or '-in-time'}", language, -rung.offset)


def _notes(
    facts: Facts, places: Sequence[tuple[int, str]], language: str
) -> Iterator[tuple[str, str]]:
    """Yield the notes of a row, first whose it is; several organisations are listed apart."""
    if len({name for _, name in places}) == 1:
        yield "organisation", f"{say('organisation', language)}: {places[0][1]}"
    yield from facts.notes


def _shared(places: dict[tuple[Section, Facts], list[tuple[int, str]]], language: str) -> list[str]:
    """Return the notes that all rows have, if there is more than one row."""
    rows = [dict(_notes(facts, mine, language)) for (_, facts), mine in places.items()]
    if len(rows) < 2:
        return []
    first, *others = rows
    return [note for about, note in first.items() if all(o.get(about) == note for o in others)]


def _heading(rows: dict[Section, list[Row]], section: Section, language: str) -> str:
    """Return the heading of a section, with the number of its items, if there is another."""
    if len(rows) < 2:
        return ""
    count = sum(len(row.places) for row in rows[section])
    return say(f"section.{section}", language, count=count)


def subject_of(items: Sequence[Item], today: date, language: str) -> str:
    """Name the most urgent item, how far it is, and how many there are beside it.

    Dates that have moved are counted apart: what is overdue doesn't hide a new date.
    """
    first, others = items[0].reminder, items[1:]
    days = {"countdown": countdown((first.due - today).days, language)}
    entry, said, moved = "subject.reminders", days, 0
    if first.reason is Reason.MOVED:
        which = "granted" if items[0].deadline.extension is not None else "moved"
        entry, said = f"subject.{which}", {"day": short_date(first.due)}
    else:
        entry = "subject.below" if first.part is Part.ABOVE else entry
        moved = sum(item.reminder.reason is Reason.MOVED for item in others)
    with_moved = say("subject.moved-too", language, count=moved) if moved else ""
    room = _LOCK_SCREEN - len(say(entry, language, title="", **said) + with_moved)
    title = shortened(titled(items[0].deadline, language), room)
    subject = say(entry, language, title=title, **said) + with_moved
    more = len(others) - moved
    return subject + (say("subject.more", language, count=more) if more else "")


def thanks_in_words(deadlines: Sequence[Deadline], language: str) -> str:
    """Thank for what is done, by its titles where they are few; '' where nothing is."""
    if not deadlines:
        return ""
    count = len(deadlines)
    titles = dict.fromkeys(shortened(titled(d, language), _LONGEST_TITLE) for d in deadlines)
    if len(titles) > _MOST_TITLES:
        return count_in_words("thanks.many", language, count)
    return count_in_words("thanks.few", language, count, titles="; ".join(titles))


def told_as(reminder: Reminder, on: date, language: str) -> str:
    """Say why a reminder of some day came: what is a correction, or was long past, says so."""
    rung = Rung.of(reminder.rung)
    if reminder.reason is Reason.MOVED:
        return say("rung.moved", language)
    before = rung is not None and not rung.level and rung.unit is Unit.DAY and rung.offset < 0
    if rung is None or not before or reminder.due + timedelta(days=rung.offset) >= on:
        return rung_in_words(reminder.rung, language)
    return count_in_words("why.before-caught-up", language, -rung.offset)
