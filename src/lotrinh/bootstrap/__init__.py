"""The composition root: the shells (command line, flows) know only this.

It names every concrete part and hands out a `Program`, and the values that one speaks in.
"""

import os
from pathlib import Path

from lotrinh.application.books.keeping import Pruned
from lotrinh.application.deciding.check import CheckReport
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.sending.deliver import DeliveryReport
from lotrinh.bootstrap.log.writing import log_of_environment
from lotrinh.bootstrap.office import DEFAULT_LANGUAGE
from lotrinh.bootstrap.program import Program
from lotrinh.bootstrap.rounds import Round, RoundEnd, UncheckedError
from lotrinh.bootstrap.views import Schedule
from lotrinh.clock import now
from lotrinh.domain.facts import CellId
from lotrinh.domain.reminders import Reminder
from lotrinh.errors import LotrinhError
from lotrinh.rendering.words import LANGUAGES

__all__ = [
    "CellId",
    "CheckReport",
    "DeliveryReport",
    "Mention",
    "Program",
    "Pruned",
    "Reminder",
    "Round",
    "RoundEnd",
    "Schedule",
    "UncheckedError",
    "now",
    "open_program",
]


class UnreadableSecretError(LotrinhError):
    """A file named in the environment can't be read."""

    code = "unreadable-file"


def open_program(
    config: Path | None = None,
    db: str | None = None,
    lang: str | None = None,
    var: Path | None = None,
    *,
    run: str = "",
) -> Program:
    """Wire a program; what isn't given comes from the environment, then from defaults.

    `LOTRINH_CONFIG`, `LOTRINH_DB` (or `LOTRINH_DB_FILE`, the name of a file that holds it),
    `LOTRINH_LANG`, `LOTRINH_VAR`, `LOTRINH_LOG`, `LOTRINH_LOG_LEVEL`.

    Raises:
        UnreadableSecretError: The file that holds the database's URL can't be read.
        UnknownWordError: The environment asks for a log of a kind that there isn't.
    """
    folder = var or Path(os.environ.get("LOTRINH_VAR", "var"))
    language = lang or os.environ.get("LOTRINH_LANG")
    return Program(
        config=config or Path(os.environ.get("LOTRINH_CONFIG", "config")),
        database=db or _database_url() or f"sqlite:///{(folder / 'lotrinh.db').as_posix()}",
        var=folder,
        run=run,
        log=log_of_environment(run),
        language=language if language is None or language in LANGUAGES else DEFAULT_LANGUAGE,
    )


def _database_url() -> str | None:
    named = os.environ.get("LOTRINH_DB_FILE")
    if not named:
        return os.environ.get("LOTRINH_DB")
    try:
        return Path(named).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or ""
        raise UnreadableSecretError(path=named, reason=reason) from error
