"""Servers on loopback: real ones, and ones that misbehave as real servers do."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from socket import AF_INET, SHUT_RDWR, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Script = Callable[["Talk"], None]


def listening(port: int = 0) -> socket:
    """Return a socket on a free port, or on one that a former server had."""
    found = socket(AF_INET, SOCK_STREAM)
    found.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    found.listen()
    return found


class MailServer(Controller):
    """A real SMTP server that keeps its mails, and refuses a command or an address as told."""

    def __init__(
        self,
        refusals: Mapping[str, str] | None = None,
        *,
        password: str | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.envelopes: list[Envelope] = []
        self.peers: set[object] = set()
        self.sessions: set[object] = set()
        """Whoever has said hello."""
        self.refusals = dict(refusals or {})
        self._socket = listening(port)
        self._password = password
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=self._socket.getsockname()[1],
            ssl_context=tls,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=self._authenticate if password else None,
            auth_require_tls=False,
        )

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._socket, ssl=self.ssl_context
        )

    def _authenticate(
        self, _s: SMTP, _session: Session, _e: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=data.password.decode() == self._password, handled=False)

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's name)
        self,
        _s: SMTP,
        session: Session,
        _e: Envelope,
        hostname: str,
        replies: list[str],
    ) -> list[str]:
        self.sessions.add(session.peer)
        session.host_name = hostname
        return replies

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's name)
        self, _s: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.peers.add(session.peer)
        envelope.mail_from = address
        return self.refusals.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = self.refusals.get(address, self.refusals.get("RCPT"))
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, _s: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.envelopes.append(envelope)
        self.mails.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        return "250 2.0.0 OK"


class Sink(MailServer):
    """A mail server that somebody may wait at."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Semaphore(0)

    async def handle_DATA(self, *talk: object) -> str:  # noqa: N802  (aiosmtpd's name)
        said = await super().handle_DATA(*talk)  # type: ignore[arg-type]
        self.came.release()
        return said

    def next(self) -> EmailMessage:
        """Return the mail that comes next."""
        assert self.came.acquire(timeout=60), "no mail came"
        return self.mails[-1]


@contextmanager
def mail_server(
    refusals: Mapping[str, str] | None = None,
    *,
    kind: type[MailServer] = MailServer,
    **options: Any,
) -> Iterator[MailServer]:
    server = kind(refusals, **options)
    server.start()
    try:
        yield server
    finally:
        if server.server is not None:
            server.stop()


class Talk:
    """One connection, as a script sees it."""

    def __init__(self, connection: socket, over: threading.Event) -> None:
        self.connection = connection
        self._over = over

    def say(self, line: str) -> None:
        self.connection.sendall(f"{line}\r\n".encode())

    def hear(self, end: bytes = b"\r\n") -> bytes:
        """Read up to `end`, or up to where the client goes."""
        heard = b""
        while not heard.endswith(end):
            octet = self.connection.recv(1)
            if not octet:
                break
            heard += octet
        return heard

    def greet(self) -> None:
        self.say("220 example.vn ESMTP")
        self.hear()
        self.say("250 example.vn")

    def accept_until_data(self) -> None:
        for reply in ("250 2.1.0 OK", "250 2.1.5 OK", "354 go on"):
            self.hear()
            self.say(reply)

    def fall_silent(self) -> None:
        """Say nothing until the test is over."""
        self._over.wait()

    def waited(self, seconds: float) -> bool:
        """Wait a little; True if the test is over."""
        return self._over.wait(seconds)


@contextmanager
def scripted(*scripts: Script, port: int = 0) -> Iterator[int]:
    """Serve one connection after another, each by its script; yields the port."""
    over = threading.Event()
    with listening(port) as server:
        thread = threading.Thread(target=_serve, args=(server, scripts, over))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            with suppress(OSError):
                server.shutdown(SHUT_RDWR)
            thread.join()


def _serve(server: socket, scripts: tuple[Script, ...], over: threading.Event) -> None:
    for script in scripts:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                script(Talk(connection, over))


class Webhook(ThreadingHTTPServer):
    """A web service that keeps what is asked of it, and answers with one status."""

    def __init__(self, status: int, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _WebhookHandler)
        self.status = status
        self.posts: list[tuple[str, bytes]] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _WebhookHandler(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, body))
        self._answer()

    def do_GET(self) -> None:
        self.server.posts.append((self.path, b""))
        self._answer()

    def _answer(self) -> None:
        self.send_response(self.server.status)
        if 300 <= self.server.status < 400:
            self.send_header("Location", f"http://{self.server.place}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


@contextmanager
def webhook(status: int = 200, port: int = 0) -> Iterator[Webhook]:
    with Webhook(status, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class Fault:
    """How the bot server answers once, instead of doing what it is asked for."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    done: bool = False
    """Whether it does it all the same."""

    @classmethod
    def said(cls, code: int, *, status: int = 200) -> "Fault":
        """Return a refusal by the API itself."""
        said = {"ok": False, "error_code": code, "description": "bot123:x not for chat-x"}
        return cls(status, json.dumps(said))


class BotServer(ThreadingHTTPServer):
    """A Zalo Bot API: one bot, the conversations it may write to, what was written to it."""

    def __init__(self, token: str, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _BotHandler)
        self.token = token
        self.chats = {"chat-lan-01", "chat-minh-02"}
        self.letters: deque[Mapping[str, object]] = deque()
        """What `getUpdates` gives away, one at a time, as the real one does."""
        self.faults: deque[Fault] = deque()
        """How the next calls are answered, getMe left aside."""
        self.numbers = count(1)
        self.sent: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.peers: set[object] = set()
        self.scheme = "https" if tls else "http"
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def api(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def write(self, chat: str, text: str, kind: str = "PRIVATE") -> None:
        """Have somebody write to the bot."""
        self.chats.add(chat)
        message = {
            "from": {"id": chat, "display_name": "Lan", "is_bot": False},
            "chat": {"id": chat, "chat_type": kind},
            "text": text,
            "message_id": f"m{next(self.numbers)}",
            "date": 1750316131602,
        }
        self.letters.append({"message": message, "event_name": "message.text.received"})

    def handle_error(self, *_: object) -> None:
        """Clients that go away in the middle are what some tests are about."""


class _BotHandler(BaseHTTPRequestHandler):
    server: BotServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        server.peers.add(self.client_address)
        values = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        token, _, method = self.path.removeprefix("/bot").partition("/")
        server.calls.append(method)
        fault = server.faults.popleft() if server.faults and method != "getMe" else None
        if fault is not None and not fault.done:
            return self._reply(fault.status, fault.body, fault.headers)
        answer = self._answer(token, method, values)
        if fault is not None:
            return self._reply(fault.status, fault.body, fault.headers)
        return self._reply(200, json.dumps(answer), {"Content-Type": "application/json"})

    def _answer(self, token: str, method: str, values: Mapping[str, Any]) -> Mapping[str, object]:
        if token != self.server.token:
            return _refused(401, "Unauthorized")
        if method == "getMe":
            return _fine({"id": "1459232241454765289", "account_name": "bot.DongHai"})
        if method == "getUpdates":
            letters = self.server.letters
            return _fine(letters.popleft()) if letters else _refused(408, "Request timeout")
        if method != "sendMessage":
            return _refused(404, "Not found")
        return self._send(values["chat_id"], values["text"])

    def _send(self, chat: str, text: str) -> Mapping[str, object]:
        if not 1 <= len(text.encode("utf-16-le")) // 2 <= 2000:
            return _refused(400, "Bad request: text")
        if chat not in self.server.chats:
            return _refused(404, "Not found: chat")
        self.server.sent.append((chat, text))
        return _fine({"message_id": f"82599fa32f56d00e8941{len(self.server.sent)}", "date": 1})

    def _reply(self, status: int, body: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body.encode())), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())
        # It said more than there is: then it goes.
        self.close_connection |= headers.get("Content-Length") is not None

    def log_message(self, *_: object) -> None:
        """Keep the test's output quiet."""


def _fine(result: object) -> Mapping[str, object]:
    return {"ok": True, "result": result}


def _refused(code: int, description: str) -> Mapping[str, object]:
    return {"ok": False, "error_code": code, "description": description}


@contextmanager
def bot_server(
    token: str,
    tls: ssl.SSLContext | None = None,
    port: int = 0,
    kind: type[BotServer] = BotServer,
) -> Iterator[BotServer]:
    with kind(token, tls, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
