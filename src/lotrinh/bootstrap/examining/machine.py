"""The machine: packages, the disk, the working folder, the clock."""

import platform
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from tempfile import TemporaryFile

from lotrinh.application.books.present import by_present_ids
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.program import Program

_SHOWN = ("prefect", "fastapi", "sqlalchemy", "apprise", "pydantic", "pendulum", "holidays")
_WANTED = re.compile(r"^([\w.-]+)\s*(?:\[[^]]*\])?\s*([<>=!~,.\d\s*]*)$")
_LEAST_ROOM = 500_000_000
_SKEW = timedelta(minutes=2)


def versions(program: Program) -> Seen:  # noqa: ARG001  (every examination is given it)
    """Look whether every package is there, in a version that was tried."""
    return packages(requires("lotrinh") or [], version)


def packages(wanted: list[str], installed: Callable[[str], str]) -> Seen:
    """Compare what this program wants with what is installed.

    Args:
        wanted: Requirements as a package states them; those of extras are passed over.
        installed: Returns a package's version, or raises PackageNotFoundError.
    """
    found, findings = dict[str, str](), list[Finding]()
    for line in wanted:
        if (parts := _WANTED.match(line.strip())) is None:
            continue
        name, bounds = parts[1].lower(), parts[2].replace(" ", "")
        try:
            found[name] = installed(name)
        except PackageNotFoundError:
            findings.append(Finding("package-missing", {"package": name}))
            continue
        if not _fits(found[name], bounds):
            values = {"package": name, "found": found[name], "wanted": bounds}
            findings.append(Finding("package-version", values))
    told = [f"python {platform.python_version()}"]
    told += [f"{name} {found[name]}" for name in _SHOWN if name in found]
    return Seen({"told": ", ".join(told)}, tuple(findings))


def _fits(found: str, bounds: str) -> bool:
    """Whether a version lies within bounds.

    >>> _fits("3.8.10", ">=3.8.8,<3.9"), _fits("2.1.0", ">=2.0.30,<2.1")
    (True, False)
    """
    mine = _numbers(found)
    for bound in filter(None, bounds.split(",")):
        least, below = bound.startswith(">="), bound.startswith("<")
        other = _numbers(bound.strip("<>=!~"))
        if (least and mine < other) or (below and mine >= other):
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def disk(program: Program) -> Seen:
    """Look whether the working folder can be written to, and has room."""
    return room(program.var, lambda folder: shutil.disk_usage(folder).free)


def room(folder: Path, free: Callable[[Path], int]) -> Seen:
    """Look whether a folder can be written to, and has so much room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            left = free(folder)
    except OSError as error:
        values = {"path": str(folder), "reason": error.strerror or ""}
        return Seen(findings=(Finding("folder-unwritable", values),))
    values = {"path": str(folder), "free": str(left // 1_000_000)}
    low = (Finding("disk-full", values),) if left < _LEAST_ROOM else ()
    return Seen(values, low)


def clock(program: Program) -> Seen:
    """Look whether the clock agrees with the database's, and with what was done last."""
    return Seen(findings=tuple(_clocks(program)))


def _clocks(program: Program) -> Iterator[Finding]:
    now, zone = program.now(), program.in_use().zone
    theirs = program.upkeep().now()
    if theirs is not None and abs(theirs - now) > _SKEW:
        values = {"here": f"{now.astimezone(zone):%d/%m/%Y %H:%M}"}
        yield Finding("clock-skewed", {**values, "there": f"{theirs.astimezone(zone):%H:%M}"})
    if program.store.is_demo:
        return
    with program.store.look() as uow:
        configuration = program.in_use()
        ledger = by_present_ids(uow, configuration).ledger
        last = [ledger.last_check(roadmap) for roadmap in configuration.roadmaps]
    newest = max((check.at for check in last if check is not None), default=now)
    if newest - now > _SKEW:
        told = {
            name: f"{at.astimezone(zone):%d/%m/%Y %H:%M}"
            for name, at in (("here", now), ("there", newest))
        }
        yield Finding("clock-behind", told)
