"""Prefect's server, asked over its interface: is it there, is it ours, will it run anything."""

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from lotrinh.bootstrap.backup.running import SERVER, is_held, noted
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.network import OTHER_LOOPBACK, is_loopback
from lotrinh.bootstrap.program import Program

_SECONDS = 5
_NOT_FOUND = 404
_ALWAYS = ("backup", "deliver", "retention")
EVERYWHERE = "0.0.0.0"  # noqa: S104  (a server that listens so is what is told)


def server(program: Program) -> Seen:
    """Ask the server that the environment names, or that of a `lotrinh up` that runs here."""
    home = program.var / SERVER
    ours = f"{noted(home)}/api" if is_held(home) else ""
    api = os.environ.get("PREFECT_API_URL", "").rstrip("/") or ours
    if not api:
        return Seen(word="none")
    wanted = {*program.in_use().roadmaps, *_ALWAYS}
    found = examine_server(api, wanted, version("prefect"))
    return Seen(findings=(*found, *examine_door(api)))


def examine_server(api: str, wanted: Collection[str], installed: str) -> Iterator[Finding]:
    """Yield what keeps a server from running what it should.

    Args:
        api: Where it is.
        wanted: What has to be deployed there.
        installed: The version of Prefect that is installed here.
    """
    try:
        _asked(f"{api}/health")
        there = str(_asked(f"{api}/admin/version"))
        # One by one: to look is free, but to search is a POST, for which the server wants a token.
        asked = {name: _asked(f"{api}/deployments/name/{name}/{name}") for name in sorted(wanted)}
    except (urllib.error.URLError, ValueError, OSError) as error:
        yield Finding("server-silent", {"why": type(error).__name__})
        return
    if there.split(".")[:2] != installed.split(".")[:2]:
        yield Finding("server-version", {"there": there, "here": installed})
    present = {name: one for name, one in asked.items() if one is not None}
    if missing := sorted(asked.keys() - present.keys()):
        yield Finding("not-deployed", {"names": ", ".join(missing[:5])})
    if paused := sorted(name for name, one in present.items() if _is_paused(one)):
        yield Finding("paused", {"names": ", ".join(paused[:5])})
    if idle := sorted(name for name, one in present.items() if one.get("status") == "NOT_READY"):
        yield Finding("no-worker", {"names": ", ".join(idle[:5])})


def examine_door(api: str) -> Iterator[Finding]:
    """Yield that a server lets anybody in from elsewhere who shows no sign-in."""
    url = urlsplit(api)
    door = shown = url.netloc.rpartition("@")[2]
    if is_loopback(url.hostname or ""):  # do others reach it as well?
        port = url.port or 80
        door, shown = f"{OTHER_LOOPBACK}:{port}", f"{EVERYWHERE}:{port}"
    if _lets_in(url._replace(netloc=door).geturl()):
        yield Finding("server-open", {"where": shown})


def _lets_in(api: str) -> bool:
    """Whether a server tells something that it would only tell who has signed in."""
    try:
        return bool(_asked(f"{api}/admin/version", word=""))
    except (urllib.error.URLError, ValueError, OSError):
        return False


def _is_paused(deployment: dict[str, Any]) -> bool:
    schedules = deployment.get("schedules") or []
    active = any(schedule.get("active") for schedule in schedules)
    return bool(deployment.get("paused")) or not active


def _asked(url: str, word: str | None = None) -> Any:
    """Return what the server says, None where it knows of no such thing; it may want a word."""
    request = urllib.request.Request(url)  # noqa: S310  (the operator's own server)
    word = os.environ.get("PREFECT_API_AUTH_STRING") if word is None else word
    if word:
        request.add_header("Authorization", f"Basic {base64.b64encode(word.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code != _NOT_FOUND:
            raise
        return None
