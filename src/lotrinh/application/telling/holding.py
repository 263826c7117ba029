"""Holding: what waits for a person's word: a run many times larger than usual, and any restored.

A slip in a file, or in a register, may make everybody hear of everything. What is usual is
the median of the days that went before. Where there are few, nothing is held: an office that
begins has no usual yet, and neither has one in which a person has just let such a run go.

Books that were made of a backup don't know what was told since: there everything is held, until
somebody who may know has looked. What presses goes after a day by itself: told twice is a
nuisance, not told is a deadline missed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from lotrinh.application.books.correspondents import URGENT
from lotrinh.application.books.deliveries import Deliveries
from lotrinh.application.books.messages import Excess, MessageKind
from lotrinh.application.telling.wording import Item
from lotrinh.domain.registers import Person
from lotrinh.domain.times import civil_date, instant_at

FEWEST = 200
"""A run of fewer messages is never held."""
TIMES = 5
DAYS = 30
"""So many days with sends tell what is usual, the newest before today…"""
LONG_AGO = timedelta(days=90)
"""…and none of before that."""
KNOWN = 3
"""Of fewer days it can't be told what is usual."""
LOOKED_AT_BY = timedelta(days=1)
"""So long even what presses waits for a person after a restore."""


@dataclass(frozen=True, slots=True)
class Pile:
    """What one message is to tell."""

    person: Person
    kind: MessageKind
    items: Mapping[int, Item]
    """By the ids of the reminders."""
    held: bool = False
    repeats: str = ""
    """The key of the message that may have told it already; what may be a repeat isn't held."""


def excess(messages: int, days: Sequence[int]) -> Excess | None:
    """Say whether a run of so many messages is to be held, after days with so many each.

    >>> excess(300, [20, 50, 40])
    Excess(messages=300, usual=40, held=0)
    >>> excess(199, [1, 1, 1]), excess(300, [60, 60, 60]), excess(9000, [1, 1])
    (None, None, None)
    """
    if messages < FEWEST or len(days) < KNOWN:
        return None
    usual = median(days)
    return Excess(messages, int(usual)) if messages > TIMES * usual else None


def usual_days(deliveries: Deliveries, today: date, zone: ZoneInfo) -> list[int]:
    """Return how many reminders' messages left on each of the last days with any, newest first.

    What was before a person last let a held run go doesn't count any more: the plan has grown.
    """
    released = deliveries.released_at()
    first = today - LONG_AGO
    if released is not None:
        first = max(first, civil_date(released, zone))
    found: list[int] = []
    day = today
    while day > first and len(found) < DAYS:
        day -= timedelta(days=1)
        begin, end = (instant_at(d, time(), zone) for d in (day, day + timedelta(days=1)))
        if sent := deliveries.sent_between(begin, end):
            found.append(sent)
    return found


def parted(piles: Iterable[Pile], presses: Callable[[Item], bool]) -> Iterator[Pile]:
    """Yield what goes at once and what is held, each a message of its own."""
    for pile in piles:
        at_once = {id_: i for id_, i in pile.items.items() if presses(i)}
        rest = {id_: i for id_, i in pile.items.items() if id_ not in at_once}
        if pile.kind is not MessageKind.REMINDERS or pile.repeats or not rest:
            yield pile
            continue
        if at_once:
            yield replace(pile, items=at_once)
        yield replace(pile, items=rest, held=True)


def held_until_looked_at(
    piles: Iterable[Pile], presses: Callable[[Item], bool], *, since: timedelta
) -> Iterator[Pile]:
    """Yield what is held after a restore, and what presses once it was held for long enough.

    Args:
        piles: What one message each is to tell.
        presses: Whether something can't wait.
        since: How long ago the books were put in place.
    """
    for pile in piles:
        pressing = since >= LOOKED_AT_BY
        at_once = {id_: i for id_, i in pile.items.items() if pressing and presses(i)}
        if pile.repeats:  # one message has the key of what it may repeat
            yield replace(pile, held=not at_once)
            continue
        rest = {id_: i for id_, i in pile.items.items() if id_ not in at_once}
        for some, held in ((at_once, False), (rest, True)):
            if some:
                yield replace(pile, items=some, held=held)


def is_near(due: date, today: date) -> bool:
    """Whether a day is within three days, today included."""
    return timedelta() <= due - today <= URGENT
