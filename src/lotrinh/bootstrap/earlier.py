"""The configuration that the present files are compared with: an accepted one, or a revision."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from lotrinh.application.configuration import Configuration
from lotrinh.application.ports import Configurations
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


def earlier(
    since: Since, accepted: Configurations, *, folder: Path, zone: ZoneInfo
) -> Configuration:
    """Return the configuration of a revision, or the one that was accepted on a day.

    Raises:
        LotrinhError: There is none, or it can't be used.
    """
    if isinstance(since, str):
        files: Mapping[str, bytes] = read_revision(folder, since)
    else:
        files = _accepted(since, accepted, zone)
    configuration = load(files).configuration
    if configuration is None:
        raise EarlierUnusableError(value=since if isinstance(since, str) else "")
    return configuration


def _accepted(day: date | None, accepted: Configurations, zone: ZoneInfo) -> Mapping[str, bytes]:
    """Return the files accepted last, or last by the end of a day."""
    before = instant_at(day + timedelta(days=1), time(0), zone) if day is not None else None
    found = accepted.accepted(before)
    if found is None:
        raise NothingAcceptedError(day)
    return found[1]
