"""What the network tells: bots, the page at its public address, its port, the heartbeat."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from lotrinh.application.books.correspondents import Rhythm
from lotrinh.application.books.messages import Outcome
from lotrinh.bootstrap.examining.finding import Finding, Seen
from lotrinh.bootstrap.office import PAGES
from lotrinh.bootstrap.program import Program
from lotrinh.bootstrap.pulse import Pulse

_SECONDS = 5
_OURS = b"lotrinh"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def bots(program: Program) -> Seen:
    """Ask Zalo which bots the tokens belong to."""
    asked = {name: program.bot_desk(name).name() for name in program.zalo_channels()}
    if not asked:
        return Seen(word="none")
    told = {name: _account(a.result) for name, a in asked.items() if a.accepted}
    refused = [
        Finding("token-refused", {"channel": name, "said": answer.receipt.detail})
        for name, answer in asked.items()
        if not answer.accepted
    ]
    return Seen({"told": ", ".join(f"{n}: {a}" for n, a in told.items())}, tuple(refused))


def _account(result: object) -> str:
    name = result.get("account_name") if isinstance(result, dict) else None
    return str(name or "")[:60]


def page(program: Program) -> Seen:
    """Ask whether the page answers at the address that messages have."""
    url = program.in_use().public_url
    if url is None:
        return Seen(word="none")
    known = program.reception.correspondents()
    slow = len([one for one in known if one.rhythm is not Rhythm.DAILY])
    program.reception.front_desk()  # its keys can be read, or it says why not
    return Seen({"url": url, "slow": str(slow)}, tuple(_wrong(url)))


def _wrong(url: str) -> Iterator[Finding]:
    host = urlsplit(url).hostname or ""
    if not url.startswith("https:") and host not in _LOOPBACK:
        yield Finding("page-open", {"url": url}, is_grave=False)
    said = _health(url)
    if isinstance(said, str):
        yield Finding("page-silent", {"url": url, "why": said})
    elif not said.startswith(_OURS):
        yield Finding("page-another", {"url": url})


def _health(url: str) -> bytes | str:
    """Return what answers at an address, or why nothing does; that it is ill is told elsewhere."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=_SECONDS) as answer:  # noqa: S310  (the office's own page)
            found: bytes = answer.read(16)
            return found
    except urllib.error.HTTPError as error:
        return error.read(16)
    except (urllib.error.URLError, ValueError, OSError) as error:
        return type(error).__name__


def port(program: Program) -> Seen:  # noqa: ARG001  (every examination is given it)
    """Look whether another program has taken the port of the pages."""
    return listener(*PAGES)


def listener(host: str, number: int) -> Seen:
    """Look who listens at a port: nobody, the pages, or another."""
    values = {"host": host, "port": str(number)}
    said = _health(f"http://{host}:{number}")
    if said in {"URLError", "ConnectionRefusedError"}:
        return Seen(values, word="none")
    if isinstance(said, str) or not said.startswith(_OURS):
        return Seen(findings=(Finding("port-taken", values, is_grave=False),))
    return Seen(values)


def heartbeat(program: Program) -> Seen:
    """Call whoever outside misses us, where all is well; else that would be a lie."""
    configuration = program.in_use()
    if configuration.heartbeat is None:
        return Seen(word="none")
    receipt = Pulse(program).beat(configuration)
    if receipt is None:
        return Seen(findings=(Finding("heartbeat-withheld"),))
    if receipt.outcome is Outcome.ACCEPTED:
        return Seen()
    return Seen(findings=(Finding("heartbeat-unanswered", {"why": receipt.detail}),))
