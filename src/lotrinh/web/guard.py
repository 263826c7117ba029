"""What stands before every page: so many requests a minute, so large, and the headers.

Rates are kept in memory, by address and by link: enough against somebody who tries links
out or leans on a button. A proxy in front has its own.
"""

import logging
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lotrinh.application.recording.tickets import ANSWERS, FEED, RHYTHM, SIGN_IN

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
BY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
"""A browser that came by https, by the word of the server in front, keeps to that."""
_LOG = logging.getLogger("lotrinh.web")
_KEPT = 20_000
"""Addresses and links whose rate is kept; the one seen longest ago is forgotten first."""
_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests a minute are answered."""

    address: int = 240
    """From one address: behind it may be a whole office."""
    link: int = 90
    linked: frozenset[str] = frozenset({ANSWERS, RHYTHM, SIGN_IN})
    """The pages that a link alone opens."""
    asking: int = 6
    """Of sign-in links, from one address."""
    feed: int = 12
    """Looks at one calendar: a phone does so every hour."""
    feeds: int = 1200
    """At all of them, from one address."""
    papers: int = 20
    """Files that are made for one person."""
    asked_for: int = 3
    """Of sign-in links, for one person."""


@dataclass
class Rates:
    """Token buckets: each fills at so many a minute, and holds as many."""

    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def takes(self, key: str, per_minute: int) -> bool:
        """Whether one more is within the rate; it counts if it is."""
        now = self.clock()
        level, seen = self._kept.pop(key, (float(per_minute), now))
        level = min(per_minute, level + (now - seen) * per_minute / _WINDOW)
        taken = level >= 1
        self._kept[key] = (level - 1 if taken else level, now)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return taken


class Guard:
    """Answers who asks too often itself, and puts the headers on whatever is answered."""

    def __init__(
        self, app: ASGIApp, *, limits: Limits, rates: Rates, too_many: Callable[[Scope], ASGIApp]
    ) -> None:
        self.app = app
        self._limits = limits
        self._rates = rates
        self._too_many = too_many

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                more = BY_HTTPS if scope["scheme"] == "https" else {}
                for name, value in (HEADERS | more).items():
                    headers.setdefault(name, value)
            await send(message)

        let_in = all(self._rates.takes(key, rate) for key, rate in self._keys(scope))
        app = self.app if let_in else self._too_many(scope)
        try:
            await app(_without_nul(scope), receive, send_with_headers)
        except ClientDisconnect:  # nobody waits for an answer any more
            return
        except Exception as error:  # noqa: BLE001  (answered by now; a server would log its words)
            _note(error)

    def _keys(self, scope: Scope) -> Iterator[tuple[str, int]]:
        client, limits = scope.get("client"), self._limits
        page, _, token = scope["path"].lstrip("/").partition("/")
        if page == FEED:
            # Of many people one server fetches the calendars: theirs is another measure.
            yield f"feeds {client[0] if client else ''}", limits.feeds
            yield f"feed {token[:200]}", limits.feed
            return
        yield f"address {client[0] if client else ''}", limits.address
        if token and page in self._limits.linked:
            yield f"link {token[:200]}", limits.link


def _without_nul(scope: Scope) -> Scope:
    """Return a request whose address has no NUL, which is in no text: it reads as any such byte."""
    path, query = scope["path"], scope["query_string"]
    return {
        **scope,
        "path": path.replace("\0", "\ufffd"),
        "query_string": query.replace(b"%00", b"%EF%BF%BD"),
    }


def _note(error: Exception) -> None:
    """Log where our fault lies, and of which kind it is; its words may hold what was typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s\n%s", type(error).__name__, where)
