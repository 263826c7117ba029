"""Column types that keep the domain's promises on both databases.

An instant goes in aware and comes out aware, in UTC. SQLite has no zones: there it is kept
as the text of its UTC time, which sorts as time does.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, TypeDecorator
from sqlalchemy.exc import DontWrapMixin

from lotrinh.domain.times import NaiveInstantError

Serial = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database gives; SQLite counts up only what it calls INTEGER."""


class _UnstorableInstantError(NaiveInstantError, DontWrapMixin):
    """Reaches the caller as it is, where SQLAlchemy would wrap it in an error of its own."""


class Instant(TypeDecorator[datetime]):
    """A point in time; one without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise _UnstorableInstantError(value.isoformat())
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, whatever zone the session has."""
        del dialect
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def word(words: type[StrEnum]) -> Enum:
    """Return a column of the words of a closed set, kept as they are written and shown."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
