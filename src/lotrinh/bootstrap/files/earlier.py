"""The configuration that the present files are compared with: an accepted one, or a revision."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lotrinh.application.books.acceptances import Configurations
from lotrinh.application.books.ports import UnitOfWork
from lotrinh.application.books.present.edits import RenamedEdits
from lotrinh.application.office.configuration import Configuration
from lotrinh.bootstrap.files.history import laid
from lotrinh.domain.times import instant_at
from lotrinh.errors import LotrinhError
from lotrinh.loader.reading.revision import read_revision
from lotrinh.loader.workspace import load

Since = date | str | None
"""A day, a revision in git, or neither: what was accepted last."""


class NothingAcceptedError(LotrinhError):
    """No configuration was ever accepted, or none by the day asked for."""

    def __init__(self, day: date | None) -> None:
        self.code = "nothing-accepted" if day is None else "nothing-accepted-by"
        super().__init__(**({} if day is None else {"day": f"{day:%d/%m/%Y}"}))


class EarlierUnusableError(LotrinhError):
    """What would be compared with has errors, or this version reads it otherwise."""

    code = "earlier-unusable"


def earlier(since: Since, uow: UnitOfWork, *, folder: Path, after: Configuration) -> Configuration:
    """Return the configuration of a revision, or the one that was accepted on a day.

    It knows what was edited in place up to then. Of a revision nobody can say when it was in
    use: it knows the edits that have led to what it says.

    Raises:
        LotrinhError: There is none, or it can't be used.
    """
    before = None
    if isinstance(since, str):
        files: Mapping[str, bytes] = read_revision(folder, since)
    else:
        before = _end_of(since, after.zone) if since is not None else None
        files = _accepted(since, before, uow.configurations)
    return as_it_was(files, before, uow, after, name=since if isinstance(since, str) else "")


def as_it_was(
    files: Mapping[str, bytes],
    before: datetime | None,
    uow: UnitOfWork,
    after: Configuration,
    *,
    name: str = "",
) -> Configuration:
    """Return the configuration of some files, with what was edited in place before an instant.

    Args:
        files: Those that were in use.
        before: The instant at which others took their place; None if none did.
        uow: The books.
        after: The configuration by whose names the books are read.
        name: What the files are called where they can't be used any more.

    Raises:
        EarlierUnusableError: They have errors, or this version reads them otherwise.
    """
    configuration = load(files).configuration
    if configuration is None:
        raise EarlierUnusableError(value=name)
    backwards = after.renames.seen_from(
        configuration.roadmaps.values(), configuration.organisations
    )
    return laid(configuration, RenamedEdits(uow.edits, backwards).all(before))


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return instant_at(day + timedelta(days=1), time(0), zone)


def _accepted(
    day: date | None, before: datetime | None, accepted: Configurations
) -> Mapping[str, bytes]:
    """Return the files accepted last, or last by the end of a day."""
    found = accepted.accepted(before)
    if found is None:
        raise NothingAcceptedError(day)
    return found[1]
