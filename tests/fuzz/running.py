"""Cases tried one after another, each within bounds of time and memory; and what they add up to."""

import resource
import signal
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import process_time
from types import FrameType

SECONDS = 10
"""Of CPU that one case may take; it is stopped then."""
MEGABYTES = 400
"""By which one case may raise the peak of the process."""


@dataclass(frozen=True)
class Found:
    """What came of one case."""

    number: int
    kind: str
    accepted: bool
    seconds: float
    peak: float
    """Of the process so far, in MB."""
    failed: str = ""


@dataclass
class Tally:
    """What many cases add up to."""

    count: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    failures: list[Found] = field(default_factory=list)
    slowest: Found | None = None
    peak: float = 0

    def add(self, found: Found) -> None:
        self.count += 1
        self.kinds[found.kind] += 1
        self.accepted[found.kind] += found.accepted
        self.peak = max(self.peak, found.peak)
        if self.slowest is None or found.seconds > self.slowest.seconds:
            self.slowest = found
        if found.failed:
            self.failures.append(found)

    def line(self) -> str:
        """Return all of it in a line."""
        slow = self.slowest
        slowest = f"{slow.seconds:.2f} s (case {slow.number}, {slow.kind})" if slow else "none"
        failed = len(self.failures)
        return (
            f"{self.count:,} cases, {failed} failed, {sum(self.accepted.values()):,} accepted; "
            f"slowest {slowest}, peak memory {self.peak:.0f} MB"
        )

    def table(self) -> str:
        """Return the kinds of cases, how many there were, and how many were accepted."""
        lines = [f"{'kind':<18}{'cases':>9}{'accepted':>10}"]
        lines += [f"{k:<18}{n:>9,}{self.accepted[k]:>10,}" for k, n in sorted(self.kinds.items())]
        return "\n".join(lines)


def tries(seed: int, numbers: Iterable[int]) -> Iterator[Found]:
    """Try cases, and yield what came of each."""
    from tests.fuzz.cases import CORPUS, case  # noqa: PLC0415  (not for --help)

    assert CORPUS.configurations
    assert CORPUS.phrases
    for number in numbers:
        made, tried = case(seed, number)
        before, begun, failed = _peak(), process_time(), ""
        try:
            with bounded():
                tried()
        except Exception:  # noqa: BLE001  (any is a finding)
            failed = traceback.format_exc()
        seconds, peak = process_time() - begun, _peak()
        if peak - before > MEGABYTES and not failed:
            failed = f"{peak - before:.0f} MB more than before"
        yield Found(number, made.kind, made.accepted, seconds, peak, failed)


class TooLongError(Exception):
    """A case took more of CPU than one may."""


@contextmanager
def bounded() -> Iterator[None]:
    """Stop what takes too long, wherever it is."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
