"""Whom processes called: their environment has each written down, a test reads it."""

import ast
import os
from ipaddress import ip_address
from pathlib import Path

FOLDER = Path(__file__).parent / "observed"


def observed(path: str, calls: Path) -> dict[str, str]:
    """Return the environment of processes whose calls are written into a file."""
    return {"PYTHONPATH": f"{FOLDER}{os.pathsep}{path}", "OBSERVED_CALLS": str(calls)}


def called(calls: Path) -> set[str]:
    """Return every place that was called or looked up."""
    lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
    return {str(whom) for line in lines if (whom := ast.literal_eval(line))}


def outside(calls: Path) -> set[str]:
    """Return those of them that aren't on this machine."""
    return {whom for whom in called(calls) if not _is_here(whom)}


def _is_here(whom: str) -> bool:
    """Whether a place is this machine: a loopback address, or a socket in a folder.

    >>> _is_here("127.0.0.1"), _is_here("/tmp/socket"), _is_here("api2.amplitude.com")
    (True, True, False)
    """
    if whom in {"localhost", "b'localhost'"} or whom.startswith("/"):
        return True
    try:
        return ip_address(whom.strip("b'")).is_loopback
    except ValueError:
        return False
