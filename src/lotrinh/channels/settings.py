"""What `channels.yaml` says of a channel, read and checked: options in, settings or faults out.

Secrets are given by name (a variable, a file) and fetched when they are used, so that a
rotated one is picked up. A fault names options and variables, never what they hold.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from lotrinh.errors import LotrinhError

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a channel can't be used as its settings stand.

    Codes: ``unknown-kind``, ``unknown-option``, ``missing-option``, ``bad-option``,
    ``missing-secret``, ``unknown-scheme``, ``address-in-host``.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class ChannelSettingsError(LotrinhError):
    """A channel can't be opened as its settings stand."""

    code = "channel-settings"

    def __init__(self, channel: str, fault: Fault) -> None:
        super().__init__(channel=channel, fault=fault.code, **fault.values)


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, known by where it is kept."""

    place: str
    """The name of a variable, or the path of a file."""
    in_file: bool = False

    def reveal(self) -> str | None:
        """Return it as it stands now, None where it is missing or empty."""
        if not self.in_file:
            return os.environ.get(self.place) or None
        try:
            return Path(self.place).read_text(encoding="utf-8").strip() or None
        except OSError:
            return None


class Options:
    """The options of one channel, taken one by one; what is wrong with them is collected."""

    def __init__(self, options: Mapping[str, str]) -> None:
        self.faults: list[Fault] = []
        self._left = dict(options)
        self._part = ""

    def part(self, name: str) -> "Options | None":
        """Return the options of a part, None where it has none; what is wrong is collected here."""
        part = Options({})
        part.faults, part._left, part._part = self.faults, self._left, f"{self._part}{name}."
        return part if any(option.startswith(part._part) for option in self._left) else None

    def text(self, name: str, default: str | None = None) -> str:
        """Take an option; without a default it must be there."""
        value = self._left.pop(self._part + name, "") or default
        if value is None:
            self.fault("missing-option", option=name)
        return value or ""

    def file(self, name: str) -> str:
        """Take an option that must be a file where it is given."""
        value = self.text(name, "")
        if value and not Path(value).is_file():
            self.fault("bad-option", option=name)
        return value

    def flag(self, name: str) -> bool:
        """Take an option that must be true or false; false where it isn't there."""
        value = self.text(name, "false")
        if value not in {"true", "false"}:
            self.fault("bad-option", option=name)
        return value == "true"

    def number(self, name: str, default: str, most: float) -> float:
        """Take an option that must be a number above 0, up to `most`."""
        value = self.text(name, default)
        try:
            found = float(value)
        except ValueError:
            found = 0
        if not 0 < found <= most:
            self.fault("bad-option", option=name)
        return found

    def choice(self, name: str, default: _Choice) -> _Choice:
        """Take an option that must be one of a closed set."""
        value = self.text(name, default)
        try:
            return type(default)(value)
        except ValueError:
            self.fault("bad-option", option=name)
            return default

    def secret(self, name: str, *, needed: bool = False) -> Secret | None:
        """Take ``<name>_env`` or ``<name>_file``; the secret must be there."""
        variable = self.text(f"{name}_env", "")
        file = self.text(f"{name}_file", "")
        if not (variable or file):
            if needed:
                self.fault("missing-option", option=f"{name}_env")
            return None
        found = Secret(variable or file, in_file=not variable)
        if found.reveal() is None:
            self.fault("missing-secret", name=found.place)
        return found

    def fault(self, code: str, **values: str) -> None:
        """Note that something is wrong."""
        if "option" in values:
            values["option"] = self._part + values["option"]
        self.faults.append(Fault(code, values))

    def all_faults(self) -> tuple[Fault, ...]:
        """Return what is wrong, the options that nobody took included."""
        unknown = (Fault("unknown-option", {"option": name}) for name in self._left)
        return (*self.faults, *unknown)
