"""Letting go of what nobody needs any more: texts of old messages, tries, codes that have ended.

Never reminders, facts, or what was accepted. A few rows a transaction, so that whoever sends
meanwhile hardly waits; broken off, it goes on the next time.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, Delete, Engine, Select, Update, delete, func, select, tuple_
from sqlalchemy import update as change

from lotrinh.application.books.keeping import Pruned
from lotrinh.application.books.messages import DeliveryState
from lotrinh.application.office.configuration import Keep
from lotrinh.store.dialects import reading
from lotrinh.store.errors import plain_errors
from lotrinh.store.tables import attempts, link_codes, messages

_AT_ONCE = 2_000
_ENDED = (DeliveryState.SENT, DeliveryState.WITHDRAWN)
"""A dead letter stays whole: somebody has yet to see to it."""
_CODES = timedelta(days=30)
"""For how long it can still be said that a code has ended."""


def prune(
    engine: Engine, keep: Keep, words: Mapping[str, str], *, now: datetime, dry_run: bool = False
) -> Pruned:
    """Let go of what is older than it has to be kept.

    Args:
        engine: The database.
        keep: For how many days what is kept.
        words: What stands in the place of a text that is gone, by language.
        now: The instant from which days are counted back.
        dry_run: Only count.
    """
    old_text = [
        (_old_texts(keep, now, language, said), language, said) for language, said in words.items()
    ]
    old_tries, old_codes = _old_tries(keep, now), _old_codes(now)
    if dry_run:
        with plain_errors(engine.url), engine.execution_options(**reading(engine)).begin() as c:
            texts = sum(_count(c, old) for old, _, _ in old_text)
            return Pruned(texts, _count(c, old_tries), _count(c, old_codes))
    return Pruned(
        sum(_all(engine, _without_text(old, said)) for old, _, said in old_text),
        _all(engine, _without(old_tries)),
        _all(engine, _without_codes(old_codes)),
    )


def _old_texts(keep: Keep, now: datetime, language: str, said: str) -> Select[tuple[str]]:
    return select(messages.c.key).where(
        messages.c.at < now - timedelta(days=keep.messages),
        messages.c.state.in_(_ENDED),
        messages.c.language == language,
        messages.c.text != said,
    )


def _old_tries(keep: Keep, now: datetime) -> Select[tuple[str, int]]:
    ended = select(messages.c.key).where(
        messages.c.key == attempts.c.message, messages.c.state.in_(_ENDED)
    )
    return select(attempts.c.message, attempts.c.attempt).where(
        attempts.c.ended < now - timedelta(days=keep.attempts), ended.exists()
    )


def _old_codes(now: datetime) -> Select[tuple[str]]:
    return select(link_codes.c.digest).where(link_codes.c.until < now - _CODES)


def _without_text(old: Select[tuple[str]], said: str) -> Update:
    some = old.limit(_AT_ONCE).scalar_subquery()
    return change(messages).where(messages.c.key.in_(some)).values(text=said, html="", brief=said)


def _without(old: Select[tuple[str, int]]) -> Delete:
    some = old.limit(_AT_ONCE).subquery()
    key = tuple_(attempts.c.message, attempts.c.attempt)
    return delete(attempts).where(key.in_(select(some)))


def _without_codes(old: Select[tuple[str]]) -> Delete:
    return delete(link_codes).where(link_codes.c.digest.in_(old.limit(_AT_ONCE).scalar_subquery()))


def _count(connection: Connection, old: Select[tuple[str]] | Select[tuple[str, int]]) -> int:
    return connection.execute(select(func.count()).select_from(old.subquery())).scalar_one()


def _all(engine: Engine, some: Update | Delete) -> int:
    """Do something to a few rows after the other, until there are none left; return how many."""
    total = 0
    while True:
        with plain_errors(engine.url), engine.begin() as connection:
            found = connection.execute(some).rowcount
        total += found
        if found < _AT_ONCE:
            return total
