"""Examining: how an installation is set up, and what isn't as it should be.

An examination looks at one thing and returns what it has seen as values; their words, and what
to do about each, are in one catalogue (`rendering/findings.py`), which the manual repeats.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.examining.machine import clock, disk, versions
from lotrinh.bootstrap.examining.office import files, people
from lotrinh.bootstrap.examining.pages import bots, heartbeat, page, port
from lotrinh.bootstrap.examining.records import backups, books, checks, outbox
from lotrinh.bootstrap.examining.server import server
from lotrinh.bootstrap.examining.ways import channels, secrets
from lotrinh.bootstrap.program import Program
from lotrinh.errors import LotrinhError, ProblemsError

__all__ = ["EXAMINATIONS", "Examined", "Finding", "Seen", "examined"]

Examination = Callable[[Program], Seen]

EXAMINATIONS: dict[str, Examination] = {
    "versions": versions,
    "disk": disk,
    "files": files,
    "books": books,
    "clock": clock,
    "people": people,
    "checks": checks,
    "server": server,
    "secrets": secrets,
    "channels": channels,
    "bots": bots,
    "page": page,
    "port": port,
    "outbox": outbox,
    "backups": backups,
    "heartbeat": heartbeat,
}
"""What is looked at, in the order in which a person mends it."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What one examination has come to."""

    subject: str
    seen: Seen = field(default_factory=Seen)
    error: LotrinhError | None = None
    """What has kept it from looking."""

    @property
    def fine(self) -> bool:
        """Whether nothing has to be mended."""
        return self.error is None and not any(finding.is_grave for finding in self.seen.findings)


def examined(program: Program) -> Iterator[Examined]:
    """Look at everything; what is broken in one place keeps nobody from the next."""
    for subject, examine in EXAMINATIONS.items():
        try:
            yield Examined(subject, examine(program))
        except ProblemsError:
            yield Examined(subject, Seen(findings=(Finding("waits-for-files"),)))
        except LotrinhError as error:
            yield Examined(subject, error=error)
