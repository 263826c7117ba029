"""What can go wrong with a database, in our own errors; no password is ever in them.

Only what a user can mend becomes one of these. A broken constraint or a misspelt
statement is a mistake of ours, and stays what it is.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    ProgrammingError,
)

from lotrinh.application.books.ports import BooksAwayError

_OURS = (DataError, IntegrityError, ProgrammingError)
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_HOST = re.compile(rf"{_PLAIN.pattern}|[0-9A-Fa-f:]+")
_LOCKED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "40P01", "55P03"})
"""SQLite's names, and PostgreSQL's states for a deadlock and for a lock not available."""


_UNWRITABLE = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "53100", "25006"})
"""SQLite's names, and PostgreSQL's states for a full disk and for a transaction that may read."""


class DatabaseError(BooksAwayError):
    """The database can't be used; `database` says which one, `detail` why."""

    code = "database-unusable"


class DatabaseUrlError(DatabaseError):
    """The address is none of an SQLite file or a PostgreSQL database."""

    code = "database-url"


class DatabaseDriverError(DatabaseError):
    """The library that speaks to PostgreSQL isn't installed."""

    code = "database-driver"


class DatabaseLockedError(DatabaseError):
    """Somebody else has held the database for longer than we wait."""

    code = "database-locked"


class DatabaseAwayError(DatabaseError):
    """The server can't be reached, or has ended the connection."""

    code = "database-away"


class DatabaseUnwritableError(DatabaseError):
    """It can be read, but nothing be written: no room is left, or it is held to reading."""

    code = "database-unwritable"


class DatabaseNewerError(DatabaseError):
    """A newer program has written to the database; `found` is its version."""

    code = "database-newer"


class DatabaseStepError(DatabaseError):
    """No older schema has that number; `found` is the present one."""

    code = "database-step"


class DatabaseWordsError(DatabaseError):
    """An older program couldn't read some rows; `place` and `words` say which."""

    code = "database-words"


class DatabaseEmptyError(DatabaseError):
    """There are no books of ours in it yet."""

    code = "database-empty"


class DatabaseNotEmptyError(DatabaseError):
    """There are books in it already; `table` is one of them."""

    code = "database-not-empty"


class DatabaseSameError(DatabaseError):
    """A database can't be moved to itself."""

    code = "database-same"


class DatabaseCopyError(DatabaseError):
    """What arrived of a `table` isn't what was sent; nothing of it was kept."""

    code = "database-copy"


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turn what the database refuses into errors that a user can act on."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, _OURS):
            raise
        raise _kind(error)(database=shown(url), detail=_detail(error, url)) from error


@contextmanager
def connecting(url: URL) -> Iterator[None]:
    """Turn whatever keeps us from connecting into our error: an odd option is the user's."""
    try:
        yield
    except DBAPIError as error:
        cause = error if _is_plain(url) else None
        raise _kind(error)(database=shown(url), detail=_detail(error, url)) from cause
    except (TypeError, ValueError, ArgumentError) as error:
        # The cause may repeat the option, and that may be a secret.
        detail = type(error).__name__
        raise DatabaseUrlError(database=shown(url), detail=detail) from None


def shown(url: URL) -> str:
    """Return the address as people may see it: no user, no password, no options.

    >>> from sqlalchemy import make_url
    >>> shown(make_url("postgresql://lan:pw@db.example.vn/lotrinh"))
    'postgresql://db.example.vn/lotrinh'
    >>> shown(make_url("postgresql://lan:p@w/d@db.example.vn/lotrinh"))
    'postgresql'
    """
    backend = url.get_backend_name()
    if not _is_plain(url):
        return backend
    return URL.create(backend, host=url.host, database=url.database).render_as_string()


def _is_plain(url: URL) -> bool:
    """Whether no part of a badly quoted password can have become part of the address."""
    if url.get_backend_name() == "sqlite":
        return not (url.username or url.password or url.host)
    options = [part for option in url.normalized_query.items() for part in (option[0], *option[1])]
    if (url.host and not url.database) or any("@" in part for part in options):
        return False
    names = ((_HOST, url.host), (_PLAIN, url.database))
    return all(name is None or pattern.fullmatch(name) for pattern, name in names)


def _kind(error: DBAPIError) -> type[DatabaseError]:
    code = _code(error)
    if isinstance(error.orig, sqlite3.Error) or not _is_away(error, code):
        return _of_code(code)
    return DatabaseAwayError


def _is_away(error: DBAPIError, code: str) -> bool:
    """Whether PostgreSQL is not there: what fails before anybody has answered has no state."""
    unanswered = isinstance(error, OperationalError) and code == "None"
    return unanswered or error.connection_invalidated or code.startswith(("08", "57P"))


def _of_code(code: str) -> type[DatabaseError]:
    if code in _UNWRITABLE:
        return DatabaseUnwritableError
    return DatabaseLockedError if code in _LOCKED else DatabaseError


def _code(error: DBAPIError) -> str:
    """Return the driver's own name for what happened: SQLite's, or an SQLSTATE."""
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return "_".join(str(name).split("_")[:2])


def _detail(error: DBAPIError, url: URL) -> str:
    """Return the first line of what the driver said, without the secrets of the address."""
    if not _is_plain(url):
        return type(error.orig).__name__
    line = str(error.orig).strip().partition("\n")[0]
    options = [value for key, value in url.query.items() if "password" in key]
    for secret in (url.password, *options):
        line = line.replace(str(secret), "***") if secret else line
    return line
