"""What befalls names: a resolver that takes every question and answers none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket

from tests.faults.fault import Fault, Happens
from tests.faults.land import SECRETARIES, Land
from tests.faults.mounts import instead
from tests.faults.sides import Side, chat, post, service

_NOBODY = ("127.0.53.1", 53)
"""On loopback, where nobody else asks."""
_NEAR = SECRETARIES[::2]
"""Those who are reached by another channel, which needs no name."""


@contextmanager
def mute_resolver() -> Iterator[None]:
    """Every name has to be asked of somebody who never answers."""
    with socket(AF_INET, SOCK_DGRAM) as mute:
        mute.bind(_NOBODY)
        with instead(Path("/etc/resolv.conf"), f"nameserver {_NOBODY[0]}\n"):
            yield


def unanswered(name: str) -> Happens:
    """Return that the channel's server goes by a name, and half of the people by another channel.

    Those must hear in the same delivery.
    """

    def happens(land: Land, _: Side) -> None:
        usual = land.channel
        _move(land)
        with post(land), mute_resolver():
            near = f"near: {{{land.channel}}}\n"
            far = usual.replace("127.0.0.1", name)
            land.write("channels.yaml", f"post: {{{far}}}\n{near}")
            assert land.check()
            assert land.deliver()
        assert set(land.told()) == {*_NEAR}
        land.write("channels.yaml", f"post: {{{usual}}}\n{near}")

    return happens


def _move(land: Land) -> None:
    """Have half of the people be reached by the other channel."""
    rows = (land.config / "people.csv").read_text("utf-8").splitlines()
    moved = [f"{rows[0]},near"]
    for row in rows[1:]:
        rest, address = row.rsplit(",", 1)
        name = address.partition("@")[0]
        moved.append(f"{rest},,{name}@example.vn" if name in _NEAR else f"{row},")
    land.write("people.csv", "\n".join(moved) + "\n")


FAULTS = (
    Fault(
        "dns-mute",
        "Máy chủ tên miền (DNS) nhận câu hỏi mà không bao giờ trả lời, khi gửi thư",
        "The resolver of names (DNS) takes questions and never answers, as mails are sent",
        post,
        unanswered("mail.example.vn"),
        ("host-not-found",),
        kinds=("sqlite",),
        mounts=True,
    ),
    Fault(
        "zalo-dns-mute",
        "DNS không bao giờ trả lời, khi gửi qua Zalo Bot",
        "DNS never answers, as messages go by Zalo Bot",
        chat,
        unanswered("bot.example.vn"),
        ("host-not-found",),
        kinds=("sqlite",),
        mounts=True,
    ),
    Fault(
        "service-dns-mute",
        "DNS không bao giờ trả lời, khi gửi qua dịch vụ khác (Apprise)",
        "DNS never answers, as messages go by another service (Apprise)",
        service,
        unanswered("hook.example.vn"),
        ("host-not-found",),
        kinds=("sqlite",),
        mounts=True,
    ),
)
