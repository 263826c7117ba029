"""The log: one line a happening, as key=value or JSON, for grep and for machines that collect.

Ids tie the lines together: a run of Prefect, a message's key, a deadline's cell, an entry.
No name, no address, no text and no secret is ever in one. Lines are written many at a time:
a check of a country says 70,000 things.
"""

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from lotrinh import clock
from lotrinh.application.office.selection import UnknownWordError

_PLAIN = re.compile(r"[\w./:@,+-]+")
"""What needs no quotes: no space, no =, nothing that ends a line."""
_TOGETHER = 1000
"""Lines that are handed over at once."""

Keys = Mapping[str, object]


class Form(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


class Level(StrEnum):
    """How much is written."""

    INFO = "info"
    DEBUG = "debug"
    """Every decision, the silent ones as well."""


@dataclass(frozen=True, slots=True)
class Log:
    """Where lines go, with what all of them have in common; without a form there are none."""

    form: Form | None = None
    level: Level = Level.INFO
    run: str = ""
    now: Callable[[], datetime] = clock.now

    @property
    def speaks(self) -> bool:
        """Whether anything is written: else nobody needs to look it up."""
        return self.form is not None

    @property
    def tells_all(self) -> bool:
        """Whether every decision is written, the silent ones as well."""
        return self.speaks and self.level is Level.DEBUG

    def write(self, happened: Iterable[tuple[str, Keys]]) -> None:
        """Write a line for each happening: its name, and what there is to know of it."""
        if self.form is None:
            return
        at = self.now().astimezone(UTC).isoformat(timespec="milliseconds")
        lines: list[str] = []
        for event, keys in happened:
            lines.append(self._line({"at": at, "event": event, "run": self.run, **keys}))
            if len(lines) == _TOGETHER:
                _put(lines)
                lines = []
        _put(lines)

    def _line(self, keys: Keys) -> str:
        said = {key: value for key, value in keys.items() if value is not None and value != ""}
        if self.form is Form.JSON:
            return json.dumps(said, ensure_ascii=False, default=str)
        return " ".join(f"{key}={_word(value)}" for key, value in said.items())


def log_of_environment(run: str = "") -> Log:
    """Return the log that `LOTRINH_LOG` and `LOTRINH_LOG_LEVEL` ask for; none, if they don't.

    Raises:
        UnknownWordError: They say something else.
    """
    form, level = os.environ.get("LOTRINH_LOG"), os.environ.get("LOTRINH_LOG_LEVEL")
    for written, known in ((form, Form), (level, Level)):
        if written and written not in {*known}:
            raise UnknownWordError("log", written, [*known])
    log = Log(Form(form) if form else None, Level(level) if level else Level.INFO, run)
    _hear(log)
    return log


def _put(lines: list[str]) -> None:
    """Write lines to wherever the process complains now, in one piece; never fail for that."""
    if lines and sys.stderr is not None:
        try:
            sys.stderr.write("\n".join((*lines, "")))
            sys.stderr.flush()
        except (OSError, ValueError):  # a full disk, a pipe that nobody reads any more
            return


def _word(value: object) -> str:
    """Return a value as it stands after its key.

    >>> _word("550 5.1.1"), _word("a/b@2026"), _word(["a", "b"]), _word(3)
    ('"550 5.1.1"', 'a/b@2026', 'a,b', '3')
    """
    word = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return word if _PLAIN.fullmatch(word) else json.dumps(word, ensure_ascii=False)


class _Ear(logging.Handler):
    """Has what parts of ours say by Python's own logging stand in a line of the same form."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        level, said = record.levelname.lower(), record.getMessage()
        self.log.write([("fault", {"level": level, "part": record.name, "said": said})])


def _hear(log: Log) -> None:
    ours = logging.getLogger("lotrinh")
    for ear in [one for one in ours.handlers if isinstance(one, _Ear)]:
        ours.removeHandler(ear)
    if log.speaks:
        ours.addHandler(_Ear(log))
