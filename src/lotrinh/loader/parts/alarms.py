"""`alarms:` in `settings.yaml`: who outside notices that nothing runs here any more."""

from typing import Any

from lotrinh.application.office.configuration import Heartbeat
from lotrinh.loader.parts.channels import SecretFile, Variable
from lotrinh.loader.parts.shape import Shape
from lotrinh.loader.reading.written import NOTHING


class AlarmsShape(Shape):
    """Who notices that nothing runs any more."""

    heartbeat_env: Variable = NOTHING
    """The environment variable that holds the address which is called after each good round."""
    heartbeat_file: SecretFile = NOTHING
    """The file that holds this address."""


def read_heartbeat(shape: AlarmsShape | None) -> Heartbeat | None:
    """Return where the address is kept that hears of each good round, None where none does."""
    named: tuple[Any, bool] = ("", False)
    if shape is not None:
        in_file = not shape.heartbeat_env
        named = (shape.heartbeat_file if in_file else shape.heartbeat_env), in_file
    return Heartbeat(str(named[0]), in_file=named[1]) if named[0] else None
