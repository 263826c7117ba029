"""The watch desk: what is asked for by whoever watches the machine, a few seconds old at most.

Metrics and health are read by programs, again and again: one look serves them all.
"""

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from lotrinh.application.books.ports import Store
from lotrinh.application.books.present import by_present_ids
from lotrinh.application.looking.vitals import Vitals
from lotrinh.application.telling.alarms import silent_checks
from lotrinh.bootstrap.desks.board import BoardDesk
from lotrinh.bootstrap.desks.front import Present
from lotrinh.domain.times import civil_date
from lotrinh.errors import LotrinhError
from lotrinh.loader.cron import ticks

FRESH = timedelta(seconds=5)
"""So long a look is good for everybody."""
_PREFECT_SECONDS = 2.0
_SHORTEST = 16


class UnreadableTokenError(LotrinhError):
    """The file of the token of whoever watches can't be read."""

    code = "unreadable-file"


class WeakTokenError(LotrinhError):
    """A token that could be guessed."""

    code = "weak-key"


def watch_token() -> str:
    """Return what whoever watches has to show; '' where only this machine watches.

    `LOTRINH_METRICS_TOKEN`, or `LOTRINH_METRICS_TOKEN_FILE`, the name of a file that holds it.

    Raises:
        UnreadableTokenError: The file can't be read.
        WeakTokenError: It is too short, or there is none where there should be.
    """
    named = os.environ.get("LOTRINH_METRICS_TOKEN_FILE")
    try:
        written = Path(named).read_text("ascii") if named else None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or ""
        raise UnreadableTokenError(path=str(named), reason=reason) from error
    token = (os.environ.get("LOTRINH_METRICS_TOKEN") if written is None else written) or ""
    if (token or named) and len(token.strip()) < _SHORTEST:
        raise WeakTokenError(least=str(_SHORTEST))
    return token.strip()


def prefect_api() -> str:
    """Return where Prefect's server is asked, as its own settings say; '' where nobody knows."""
    return os.environ.get("PREFECT_API_URL", "").rstrip("/")


def prefect_pages() -> str:
    """Return where Prefect's pages are; '' where nobody knows."""
    return os.environ.get("PREFECT_UI_URL", "").rstrip("/") or prefect_api().removesuffix("/api")


@dataclass
class WatchDesk:
    """What whoever watches may ask for."""

    store: Store
    present: Present
    board: BoardDesk
    now: Callable[[], datetime]
    _kept: Vitals | None = None
    _lock: Lock = field(default_factory=Lock)

    def vitals(self) -> Vitals:
        """Return how the machine is.

        Raises:
            LotrinhError: The books can't be read, or there are no files to go by.
        """
        with self._lock:
            now = self.now()
            if self._kept is None or not timedelta() <= now - self._kept.at < FRESH:
                self._kept = self._look(now)
            return self._kept

    def _look(self, now: datetime) -> Vitals:
        with self.store.look() as uow:
            configuration = self.present.configuration(uow)
            books = by_present_ids(uow, configuration)
            roadmaps = configuration.roadmaps
            last = {id_: books.ledger.last_check(id_) for id_ in roadmaps}
            silent = silent_checks(configuration, books, now, ticks)
            return Vitals(
                now,
                self._problems(),
                usable=True,
                schema=self.store.schema,
                states=uow.outbox.counts(),
                due_since=uow.deliveries.due_since(now),
                last_sent=uow.deliveries.last_sent(),
                checked={id_: one.at if one else None for id_, one in last.items()},
                silent=frozenset(check.roadmap for check in silent),
                late=self.board.late(configuration, civil_date(now, configuration.zone)),
                prefect=_prefect_answers(),
            )

    def _problems(self) -> int:
        """Return how many errors the present files have; one, where they can't even be read."""
        try:
            return sum(problem.is_error for problem in self.present.files().loaded.problems)
        except LotrinhError:
            return 1


def _prefect_answers() -> bool | None:
    url = prefect_api()
    if not url:
        return None
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=_PREFECT_SECONDS):  # noqa: S310  (the operator's own server)
            return True
    except (urllib.error.URLError, ValueError, OSError):
        return False
