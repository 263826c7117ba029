"""`backup:` in `settings.yaml`: where a backup goes every day, and how many stay."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from lotrinh.application.office.configuration import BackupSettings
from lotrinh.loader.parts.scalars import Choice, Words, as_number, refuse, shown
from lotrinh.loader.parts.shape import Shape
from lotrinh.loader.reading.written import NOTHING

_USUAL = BackupSettings()
_MOST = 1_000


def _as_count(value: Any) -> int:
    count = as_number(value)
    if not 1 <= count <= _MOST:
        raise refuse("backup-count", value=str(count), most=str(_MOST))
    return count


class BackupShape(Shape):
    """Where backups go, and how many stay."""

    daily: Choice = _USUAL.daily
    """Whether one is made every day."""
    folder: Words = NOTHING
    """A folder, best on another disk or a share; within the workspace, if not given."""
    keep: Annotated[
        int,
        BeforeValidator(_as_count),
        shown("integer", "string", minimum=1, maximum=_MOST, pattern=r"^\d{1,4}$"),
    ] = _USUAL.keep
    """How many stay; older ones of this office are removed."""


def read_backup(shape: BackupShape | None) -> BackupSettings:
    """Return where backups go."""
    if shape is None:
        return _USUAL
    return BackupSettings(shape.daily, str(shape.folder).strip() or _USUAL.folder, shape.keep)
