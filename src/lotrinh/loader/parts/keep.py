"""`keep:` in `settings.yaml`: after how many days what nobody needs any more is let go."""

from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator

from lotrinh.application.office.configuration import Keep
from lotrinh.loader.parts.scalars import as_number, refuse, shown
from lotrinh.loader.parts.shape import Shape

_USUAL = Keep()
_LEAST = 100
"""How much is usual to be sent is asked of the last ninety days."""
_LEAST_RUNS = 7
_MOST = 36_500


def _as_days(value: Any, least: int) -> int:
    days = as_number(value)
    if not least <= days <= _MOST:
        raise refuse("keep-days", value=str(days), least=str(least), most=str(_MOST))
    return days


_Days = Annotated[
    int,
    BeforeValidator(partial(_as_days, least=_LEAST)),
    shown("integer", "string", minimum=_LEAST, maximum=_MOST, pattern=r"^\d{1,5}$"),
]
_RunDays = Annotated[
    int,
    BeforeValidator(partial(_as_days, least=_LEAST_RUNS)),
    shown("integer", "string", minimum=_LEAST_RUNS, maximum=_MOST, pattern=r"^\d{1,5}$"),
]


class KeepShape(Shape):
    """For how many days things are kept."""

    messages: _Days = _USUAL.messages
    """The texts of messages that have gone out or were withdrawn."""
    attempts: _Days = _USUAL.attempts
    """How each try to send a message ended."""
    runs: _RunDays = _USUAL.runs
    """Runs in Prefect, with their reports."""


def read_keep(shape: KeepShape | None) -> Keep:
    """Return for how long things are kept."""
    return _USUAL if shape is None else Keep(shape.messages, shape.attempts, shape.runs)
