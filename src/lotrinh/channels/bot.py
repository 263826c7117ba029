"""The Zalo Bot API over one connection, kept as long as it lasts: a call in, an answer out.

The token is a part of the path, so whatever logs or quotes a URL would give it away. The
standard library's client does neither, follows no redirect, and lets us see whether a call
had left when something went wrong: from then on its end is unknown.
Not to be shared between threads.
"""

import json
import re
import select
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import socket
from urllib.parse import urlsplit

from lotrinh import clock
from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.answers import Answer, answer_of, failure
from lotrinh.channels.deadline import deadline
from lotrinh.channels.settings import Options, Secret
from lotrinh.channels.url import is_public

API = "https://bot-api.zaloplatforms.com"
_TOKEN = re.compile(r"[A-Za-z0-9:_.-]{1,200}")
_ORIGIN = re.compile(r"http(?P<s>s?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,4}|:[1-5]\d{4})?")
_LARGEST = 1_000_000
"""Octets of an answer; whoever says more isn't the bot server."""


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Which bot, and where its server is."""

    token: Secret
    api: str = API
    allow_private: bool = False
    ca_file: str = ""
    """Certificates to trust instead of the system's: an office that looks into its traffic."""
    timeout: float = 15
    """Seconds to connect in, and again for the answer: a batch has to end within its lease."""

    @classmethod
    def read(cls, options: Options) -> "BotSettings":
        """Make settings of options."""
        token = options.secret("token")
        if token is None:
            options.fault("missing-option", option="token_env")
        allow_private = options.flag("allow_private")
        return cls(
            token=token or Secret(""),
            api=_origin(options, allow_private=allow_private),
            allow_private=allow_private,
            ca_file=options.file("ca_file"),
            timeout=options.number("timeout", "15", 600),
        )


def _origin(options: Options, *, allow_private: bool) -> str:
    """Take ``api``: a scheme and a host; unencrypted only where a private one is allowed."""
    api = options.text("api", API).rstrip("/")
    found = _ORIGIN.fullmatch(api)
    if found is None or not (found["s"] or allow_private):
        options.fault("bad-option", option="api")
    return api


class Bot:
    """A bot, as its server knows it by the token."""

    def __init__(self, settings: BotSettings, now: Callable[[], datetime] = clock.now) -> None:
        self.settings = settings
        self._now = now
        self._line: HTTPConnection | None = None

    def call(self, name: str, values: Mapping[str, object], patience: float = 0) -> Answer:
        """Ask the server for something.

        Args:
            name: A method of the API.
            values: Its parameters.
            patience: Seconds that the server takes its time by design, as in long polling.
        """
        token = self.settings.token.reveal()
        if token is None or not _TOKEN.fullmatch(token):
            return Answer(Receipt(Outcome.TEMPORARY, "the token is missing or can't be one"))
        body = json.dumps(values).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            line = self._begin()
            line.request("POST", f"/bot{token}/{name}", body, headers)
        except _NotPublicError:
            return Answer(Receipt(Outcome.TEMPORARY, "the host is not a public one"))
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            return failure(error)
        return self._finish(line, self.settings.timeout + patience)

    def close(self) -> None:
        """Let go of the connection."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _begin(self) -> HTTPConnection:
        """Return a connection; one that the server has given up meanwhile is replaced."""
        if self._line is not None and not _is_dead(self._line.sock):
            return self._line
        self.close()
        line = self._dial()
        line.connect()
        self._line = line
        return line

    def _dial(self) -> HTTPConnection:
        settings, place = self.settings, urlsplit(self.settings.api)
        host = place.hostname or ""
        if not settings.allow_private and settings.api != API and not is_public(host):
            raise _NotPublicError
        if place.scheme == "http":
            return HTTPConnection(host, place.port, timeout=settings.timeout)
        return HTTPSConnection(host, place.port, timeout=settings.timeout, context=self._trust)

    def _finish(self, line: HTTPConnection, seconds: float) -> Answer:
        """Wait for the server's word on a call that has left."""
        sock = line.sock  # a client that reads the last answer lets go of it
        sock.settimeout(seconds)
        with deadline(lambda: sock, seconds) as is_over:
            try:
                answer = line.getresponse()
                body = answer.read(_LARGEST)
            except (OSError, HTTPException, ValueError) as error:
                self.close()
                return failure(TimeoutError() if is_over() else error, whole_call_left=True)
        if not answer.isclosed():
            self.close()
        return answer_of(answer.status, answer.headers, body, self._now())

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whom we trust: loaded once, for that takes 40 ms."""
        return ssl.create_default_context(cafile=self.settings.ca_file or None)


class _NotPublicError(Exception):
    """The server's name leads into a network of our own."""


def _is_dead(sock: socket | None) -> bool:
    """Whether a kept connection has ended: nothing is to be read from one that rests."""
    if sock is None:
        return True
    readable, _, _ = select.select([sock], [], [], 0)
    return bool(readable)
