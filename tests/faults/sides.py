"""The other side: the servers that the land's messages go to, and what they have taken.

Each has one port for good, which it can leave for a while to something that misbehaves.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from email import message_from_bytes
from functools import partial
from socket import AF_INET, SOCK_STREAM, socket
from typing import Any

from tests.faults.land import SECRETARIES, Arrival, Land
from tests.integration.channels.certificates import tls_of, write_certificate
from tests.integration.channels.servers import (
    BotServer,
    MailServer,
    Script,
    bot_server,
    listening,
    mail_server,
    scripted,
    webhook,
)

Serve = Callable[..., AbstractContextManager[Any]]

PASSWORD, TOKEN = "hien-hanh-2024", "738499441022218443:Chim-hoang-yen_0123456789"
_MANY = 200
"""Connections that a script serves: more than there are."""
_MARK = "(gửi lại) "


class Side:
    """One server, on one port."""

    def __init__(self, serve: Serve) -> None:
        self.serve, self.port, self._open = serve, 0, ExitStack()
        self.open()

    def open(self, **options: Any) -> None:
        """Serve, with other options than usual if there are any."""
        self.server = self._open.enter_context(self.serve(port=self.port, **options))
        own = self.server.port if isinstance(self.server, MailServer) else None
        self.port = own or self.server.server_address[1]

    def close(self) -> None:
        """Leave the port."""
        self._open.close()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens at the port for the length of the block."""
        self.close()
        yield
        self.open()

    @contextmanager
    def other(self, **options: Any) -> Iterator[None]:
        """A server with other options has the port for the length of the block."""
        self.close()
        self.open(**options)
        yield
        self.close()
        self.open()

    @contextmanager
    def played(self, script: Script) -> Iterator[None]:
        """Whoever connects is served by a script for the length of the block."""
        with self.away(), scripted(*[script] * _MANY, port=self.port):
            yield

    @contextmanager
    def black_hole(self) -> Iterator[None]:
        """Nobody takes a connection, nor refuses one: the queue in front of the port is full."""
        with self.away(), listening(self.port) as full, ExitStack() as crowd:
            full.listen(0)
            for _ in range(4):
                one = crowd.enter_context(socket(AF_INET, SOCK_STREAM))
                one.setblocking(False)  # noqa: FBT003  (its own name for it)
                one.connect_ex(("127.0.0.1", self.port))
            yield


@contextmanager
def _side(serve: Serve) -> Iterator[Side]:
    side = Side(serve)
    try:
        yield side
    finally:
        side.close()


# By mail.


def mailed(mail: bytes) -> Arrival:
    """Return a mail as something that has come."""
    read = message_from_bytes(mail)
    return Arrival(str(read["To"]), str(read["Message-ID"]))


class _Watched(MailServer):
    """A mail server that has the land's next thing happen when it has a mail, before it says so."""

    land: Land

    async def handle_DATA(self, *talk: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        said = await super().handle_DATA(*talk)
        # Not in the loop of the server, which others may have to wait for meanwhile.
        await asyncio.get_running_loop().run_in_executor(None, self.land.came)
        return said


@contextmanager
def _mails(land: Land, usual: Mapping[str, Any], **options: Any) -> Iterator[MailServer]:
    with mail_server(kind=_Watched, **{**usual, **options}) as server:
        assert isinstance(server, _Watched)
        server.land = land
        land.sources.append(lambda: map(mailed, server.raw))
        yield server


@contextmanager
def post(land: Land, settings: str = "security: none", **usual: Any) -> Iterator[Side]:
    """Reach everybody by mail."""
    with _side(partial(_mails, land, usual)) as side:
        head = f"kind: smtp, host: 127.0.0.1, port: {side.port}, sender: lotrinh@example.vn"
        land.channel = f"{head}, {settings}"
        yield side


@contextmanager
def guarded_post(land: Land) -> Iterator[Side]:
    """Reach everybody by a mail server that wants a password, which we have in a file."""
    file = land.folder / "password"
    file.write_text(PASSWORD, encoding="utf-8")
    settings = f"security: none, user: lotrinh, password_file: '{file}'"
    with post(land, settings, password=PASSWORD) as side:
        yield side


@contextmanager
def secure_post(land: Land) -> Iterator[Side]:
    """Reach everybody by a mail server that speaks TLS from the first octet."""
    file = write_certificate(land.folder / "tls.pem")
    with post(land, f"security: tls, ca_file: '{file}'", tls=tls_of(file)) as side:
        yield side


@contextmanager
def upgraded_post(land: Land) -> Iterator[Side]:
    """Reach everybody by a mail server that speaks TLS after STARTTLS."""
    file = write_certificate(land.folder / "tls.pem")
    with post(land, f"security: starttls, ca_file: '{file}'", starttls=tls_of(file)) as side:
        yield side


# By Zalo, and by what Apprise posts to.


class _Rotating(BotServer):
    """A bot's server whose operator may change the token."""

    _after: float = float("inf")

    def token_ends_after(self, sends: int) -> None:
        """Have another token from then on."""
        self._after = sends

    @property
    def token(self) -> str:
        """The token that it takes by now."""
        return self._token if len(self.sent) < self._after else f"{self._token}-2"

    @token.setter
    def token(self, token: str) -> None:
        self._token = token


@contextmanager
def _bots(land: Land, **options: Any) -> Iterator[Any]:
    with bot_server(TOKEN, kind=_Rotating, **options) as server:
        server.chats = {*SECRETARIES, "van-phong"}
        land.sources.append(lambda: (_said(chat, text) for chat, text in server.sent))
        yield server


def _said(to: str, text: str) -> Arrival:
    return Arrival(to, "", again=text.startswith(_MARK))


@contextmanager
def chat(land: Land) -> Iterator[Side]:
    """Reach everybody by Zalo."""
    (land.folder / "token").write_text(TOKEN, encoding="utf-8")
    with _side(partial(_bots, land)) as side:
        at = f"api: 'http://127.0.0.1:{side.port}', allow_private: true"
        land.channel = f"kind: zalo, token_file: '{land.folder / 'token'}', {at}"
        yield side


def posted(path: str, body: bytes) -> Arrival:
    """Return what Apprise has posted as something that has come."""
    return _said(path.removeprefix("/"), json.loads(body)["title"])


@contextmanager
def _hooks(land: Land, status: int = 200, **options: Any) -> Iterator[Any]:
    with webhook(status, **options) as server:
        land.sources.append(lambda: [posted(*one) for one in server.posts] if status == 200 else ())
        yield server


@contextmanager
def service(land: Land) -> Iterator[Side]:
    """Reach everybody by a service that Apprise posts to."""
    with _side(partial(_hooks, land)) as side:
        url = f"json://127.0.0.1:{side.port}/{{address}}"
        land.channel = f"kind: apprise, url: '{url}', allow_private: true"
        yield side


# By files.


@contextmanager
def preview(land: Land) -> Iterator[None]:
    """Reach nobody: every message is a file."""
    land.channel = "kind: preview"
    files = land.folder / "var" / "preview"
    land.sources.append(lambda: [mailed(one.read_bytes()) for one in files.glob("*.eml")])
    yield
