"""What befalls messages over HTTP: to a Zalo Bot's server, and to a service through Apprise."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.by_mail import SOME
from tests.faults.fault import Fault, Happens, during
from tests.faults.land import Arrival, Land
from tests.faults.sides import Side, chat, posted, service
from tests.integration.channels.servers import Fault as Answer
from tests.integration.channels.servers import Talk, webhook

_HTML = "<html><body>502 Bad Gateway nginx</body></html>"
_INSIDE = {"Location": "http://169.254.169.254/latest/meta-data"}
_DRIP = 0.05


def answered(answer: Answer) -> Happens:
    """Return that the bot's server answers every call so."""

    @contextmanager
    def on(side: Side) -> Iterator[None]:
        side.server.faults.extend([answer] * (SOME if answer.done else 200))
        yield
        side.server.faults.clear()

    return during(on)


def taking(read: Callable[[str, bytes], Arrival], end: Callable[[Talk], None]) -> Happens:
    """Return that a server takes what is posted; some talks it then ends in its own way."""

    def happens(land: Land, side: Side) -> None:
        def script(talk: Talk) -> None:
            head = talk.hear(b"\r\n\r\n")
            body = talk.hear(b"}")
            if body:
                land.arrived.append(read(head.split()[1].decode(), body))
                (end if len(land.arrived) <= SOME else accept)(talk)

        during(lambda side: side.played(script))(land, side)

    return happens


def told_by_bot(_: str, body: bytes) -> Arrival:
    said = json.loads(body)
    return Arrival(said["chat_id"], "", again=said["text"].startswith("(gửi lại) "))


def accept(talk: Talk) -> None:
    body = b'{"ok": true, "result": {}}'
    head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    talk.connection.sendall(head.encode() + body)


def hang_up(talk: Talk) -> None:
    talk.connection.close()


def drip_answer(talk: Talk) -> None:
    talk.connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not talk.waited(_DRIP):
        talk.connection.sendall(b"x")


def status(code: int) -> Happens:
    """Return that the service answers with a status."""
    return during(lambda side: side.other(status=code))


def _redirected(land: Land, side: Side) -> None:
    """Lead to a place that is there and listens: it must hear nothing."""
    with webhook() as elsewhere:
        there = {"Location": f"http://{elsewhere.place}/latest/meta-data"}
        answered(Answer(307, "", there))(land, side)
        assert not elsewhere.posts


_SAID = (
    (
        "zalo-401",
        Answer.said(401, status=401),
        "token",
        "Bot Zalo: mã không được chấp nhận (401)",
        "Zalo Bot: the token is not accepted (401)",
    ),
    (
        "zalo-403",
        Answer.said(403, status=403),
        "no-conversation",
        "Bot Zalo: người nhận đã chặn bot (403)",
        "Zalo Bot: the person has blocked the bot (403)",
    ),
    (
        "zalo-404",
        Answer.said(404, status=404),
        "no-conversation",
        "Bot Zalo: không có cuộc trò chuyện ấy (404)",
        "Zalo Bot: no such conversation (404)",
    ),
    (
        "zalo-429",
        Answer.said(429, status=429),
        "quota",
        "Bot Zalo: hết lượt gửi (429)",
        "Zalo Bot: the quota is used up (429)",
    ),
    (
        "zalo-429-later",
        Answer(429, Answer.said(429).body, {"Retry-After": "600"}),
        "quota",
        "Bot Zalo: hết lượt gửi, hẹn 10 phút sau (429, Retry-After)",
        "Zalo Bot: the quota is used up, to be tried in 10 minutes (429, Retry-After)",
    ),
    (
        "zalo-not-ok",
        Answer.said(500),
        "service",
        "Bot Zalo: HTTP 200 nhưng ok:false",
        "Zalo Bot: HTTP 200, but ok:false",
    ),
    (
        "zalo-html",
        Answer(500, _HTML, {"Content-Type": "text/html"}),
        "service",
        "Bot Zalo: trang lỗi HTML (500)",
        "Zalo Bot: an error page in HTML (500)",
    ),
    (
        "zalo-inside",
        Answer(302, "", _INSIDE),
        "service",
        "Bot Zalo: chuyển hướng tới 169.254.169.254",
        "Zalo Bot: a redirect to 169.254.169.254",
    ),
)

FAULTS = (
    *(Fault(id_, vi, en, chat, answered(answer), (shows,)) for id_, answer, shows, vi, en in _SAID),
    Fault(
        "zalo-redirect",
        "Bot Zalo: chuyển hướng tới một máy chủ khác có thật",
        "Zalo Bot: a redirect to another server that is there",
        chat,
        _redirected,
        ("service",),
    ),
    Fault(
        "zalo-408",
        "Bot Zalo: hết giờ ở giữa đường (408)",
        "Zalo Bot: timed out on the way (408)",
        chat,
        answered(Answer(408, Answer.said(408).body, done=True)),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "zalo-truncated",
        "Bot Zalo: JSON trả lời bị cắt cụt",
        "Zalo Bot: the answer's JSON is cut short",
        chat,
        answered(Answer(200, '{"ok": tru', done=True)),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "zalo-refused",
        "Máy chủ bot từ chối kết nối",
        "The bot's server refuses the connection",
        chat,
        during(Side.away),
        ("connection-refused",),
    ),
    Fault(
        "zalo-black-hole",
        "Kết nối tới máy chủ bot rơi vào khoảng không",
        "The connection to the bot's server falls into a black hole",
        chat,
        during(Side.black_hole),
        ("timed-out",),
        hurried=True,
    ),
    Fault(
        "zalo-lost",
        "Máy chủ bot đã nhận tin, mất kết nối trước khi trả lời",
        "The bot's server has the message; the connection is lost before its answer",
        chat,
        taking(told_by_bot, hang_up),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "zalo-drip",
        "Máy chủ bot trả lời nhỏ giọt",
        "The bot's server drips its answer",
        chat,
        taking(told_by_bot, drip_answer),
        ("unknown-end",),
        may_repeat=True,
        hurried=True,
    ),
    Fault(
        "service-500",
        "Dịch vụ khác (Apprise) trả lời 500",
        "Another service (Apprise) answers 500",
        service,
        status(500),
        ("service",),
    ),
    Fault(
        "service-redirect",
        "Dịch vụ khác chuyển hướng (307)",
        "Another service redirects (307)",
        service,
        status(307),
        ("service",),
    ),
    Fault(
        "service-refused",
        "Dịch vụ khác từ chối kết nối",
        "Another service refuses the connection",
        service,
        during(Side.away),
        ("connection-refused",),
    ),
    Fault(
        "service-lost",
        "Dịch vụ khác đã nhận tin, mất kết nối trước khi trả lời",
        "Another service has the message; the connection is lost before its answer",
        service,
        taking(posted, hang_up),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "service-drip",
        "Dịch vụ khác trả lời nhỏ giọt",
        "Another service drips its answer",
        service,
        taking(posted, drip_answer),
        ("unknown-end",),
        may_repeat=True,
        hurried=True,
    ),
)
