"""Messages and channels with unremarkable defaults; a test names only what matters."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lotrinh.application.books.messages import Message, MessageKind, Receipt
from lotrinh.application.books.ports import Channel
from lotrinh.application.office.configuration import ChannelSettings
from lotrinh.channels.factory import open_channel
from lotrinh.domain.registers import PersonId

LAN = "lan@example.vn"
UNUSED = Path("unused")


def a_message(
    subject: str = "[Nhắc việc] Kiểm điểm cuối năm: còn 7 ngày",
    *,
    key: str = "k-1",
    text: str = "Kính gửi đồng chí,\n\n- Kiểm điểm cuối năm\n",
    html: str = "<p>Kính gửi đồng chí,</p>",
    recipient: str = "bi-thu@chi-bo-07",
    thread: str = "bi-thu@chi-bo-07 2024-12",
    brief: str = "",
    language: str = "vi",
) -> Message:
    at = datetime(2024, 12, 2, 0, 30, tzinfo=UTC)
    person = PersonId(recipient)
    kind = MessageKind.REMINDERS
    return Message(key, kind, person, subject, text, html, at, at, thread, language, brief)


@contextmanager
def opened(kind: str, options: Mapping[str, str], folder: Path = UNUSED) -> Iterator[Channel]:
    channel = open_channel(ChannelSettings("office", kind, options), folder=folder)
    try:
        yield channel
    finally:
        channel.close()


@contextmanager
def smtp(port: int, **options: str) -> Iterator[Channel]:
    """Open an SMTP channel to a server on loopback."""
    defaults = {
        "host": "127.0.0.1",
        "port": str(port),
        "security": "none",
        "sender": "nhac-viec@example.vn",
        "timeout": "5",
    }
    with opened("smtp", defaults | options) as channel:
        yield channel


def send_to(port: int, **options: str) -> Receipt:
    """Send one unremarkable message over a channel of its own."""
    with smtp(port, **options) as channel:
        return channel.send(a_message(), LAN)


BOT_TOKEN = "738499441022218443:Chim-hoang-yen_0123456789"  # noqa: S105  (nobody's)


@contextmanager
def zalo(api: str, **options: str) -> Iterator[Channel]:
    """Open a Zalo channel to a bot server on loopback."""
    defaults = {
        "token_env": "BOT_TOKEN",
        "api": api,
        "allow_private": "true",
        "timeout": "5",
    }
    with opened("zalo", defaults | options) as channel:
        yield channel
