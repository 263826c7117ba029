"""Workers of the pool, as processes of their own that can be killed with all they have started."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.rounds import POOL

QUICK = {
    "PREFECT_WORKER_QUERY_SECONDS": "1",
    # Three of them missed, and a worker is taken for dead.
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "2",
}


@contextmanager
def worker(
    name: str, environment: Mapping[str, str], *, limit: int = 1
) -> Iterator["subprocess.Popen[bytes]"]:
    """Have a worker that carries out so many runs at a time; it doesn't outlive the block."""
    words = ("worker", "start", "--pool", POOL, "--name", name, "--limit", str(limit))
    process = subprocess.Popen(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "prefect", *words],
        env={**environment, **QUICK},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            kill(process)


def kill(process: "subprocess.Popen[bytes]") -> int:
    """Kill a process and all that it has started, as a machine's end would; return how many."""
    family = [process.pid, *_below(process.pid)]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    return len(family)


def _below(pid: int) -> list[int]:
    """Return what a process has started, and what those have."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                found += [child, *_below(child)]
    return found
