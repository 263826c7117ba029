"""What can go wrong with a database, in our own errors; no password is ever in them.

Only what a user can mend becomes one of these. A broken constraint or a misspelt
statement is a mistake of ours, and stays what it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from lotrinh.errors import LotrinhError

_OURS = (DataError, IntegrityError, ProgrammingError)
_LOCKED = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "40P01", "55P03"})
"""SQLite's names, and PostgreSQL's states for a deadlock and for a lock not available."""


class DatabaseError(LotrinhError):
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


class DatabaseNewerError(DatabaseError):
    """A newer program has written to the database; `found` is its version."""

    code = "database-newer"


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turn what the database refuses into errors that a user can act on."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, _OURS):
            raise
        kind = DatabaseLockedError if _code(error) in _LOCKED else DatabaseError
        raise kind(database=shown(url), detail=_detail(error, url)) from error


def shown(url: URL) -> str:
    """Return the address as people may see it: no password, no options."""
    bare = URL.create(url.get_backend_name(), url.username, None, url.host, url.port, url.database)
    return bare.render_as_string()


def _code(error: DBAPIError) -> str:
    """Return the driver's own name for what happened: SQLite's, or an SQLSTATE."""
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return "_".join(str(name).split("_")[:2])


def _detail(error: DBAPIError, url: URL) -> str:
    """Return the first line of what the driver said, without the secrets of the address."""
    line = str(error.orig).strip().partition("\n")[0]
    options = [value for key, value in url.query.items() if "password" in key]
    for secret in (url.password, *options):
        line = line.replace(str(secret), "***") if secret else line
    return line
