"""What befalls mail: the way to the server, the security, every command, and the end of a send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.fault import Fault, Happens, during
from tests.faults.land import Land
from tests.faults.sides import Side, guarded_post, mailed, post, secure_post, upgraded_post
from tests.integration.channels.certificates import tls_of, write_certificate
from tests.integration.channels.servers import Talk

_DOT = b"\r\n.\r\n"
_DRIP = 0.05
SOME = 5
"""So many sends of the twenty end badly, where that is about the end of a send."""
_LATE = 0.6
"""Seconds; a timeout is half of it."""


def refusing(step: str, reply: str) -> Happens:
    """Return that the server answers a command with a refusal."""

    @contextmanager
    def on(side: Side) -> Iterator[None]:
        side.server.refusals[step] = reply
        yield
        side.server.refusals.clear()

    return during(on)


def played(script: Callable[[Talk], None]) -> Happens:
    """Return that a script serves whoever connects."""
    return during(lambda side: side.played(script))


def taking(end: Callable[[Talk], None]) -> Happens:
    """Return that the server takes every mail; some talks it then ends in its own way."""

    def happens(land: Land, side: Side) -> None:
        def script(talk: Talk) -> None:
            talk.greet()
            while mail := _mail(talk):
                land.arrived.append(mailed(mail))
                (end if len(land.arrived) <= SOME else accept)(talk)

        played(script)(land, side)

    return happens


def _mail(talk: Talk) -> bytes:
    """Return the next mail of a talk; nothing where there is no more."""
    for reply in ("250 2.1.0 OK", "250 2.1.5 OK", "354 go on"):
        if not talk.hear().strip():
            return b""
        talk.say(reply)
    mail = talk.hear(_DOT)
    return mail if mail.endswith(_DOT) else b""


def accept(talk: Talk) -> None:
    talk.say("250 2.0.0 OK")


# What scripts do.


def late_banner(talk: Talk) -> None:
    talk.waited(_LATE)
    talk.greet()
    talk.hear()


def drip(talk: Talk) -> None:
    """Say one octet after another, without end."""
    talk.connection.sendall(b"220-")
    while not talk.waited(_DRIP):
        talk.connection.sendall(b"x")


def drip_at_the_end(talk: Talk) -> None:
    talk.connection.sendall(b"250-")
    while not talk.waited(_DRIP):
        talk.connection.sendall(b"x")


def hang_up_at_recipient(talk: Talk) -> None:
    talk.greet()
    talk.hear()
    talk.say("250 2.1.0 OK")
    talk.hear()


def hang_up_in_the_body(talk: Talk) -> None:
    talk.greet()
    talk.accept_until_data()
    talk.connection.recv(100)


def hang_up(talk: Talk) -> None:
    talk.connection.close()


def accept_and_hang_up(talk: Talk) -> None:
    talk.say("250 2.0.0 OK")
    talk.connection.close()


def accept_late(talk: Talk) -> None:
    talk.waited(_LATE)
    talk.say("250 2.0.0 OK")


def refuse_sign_in_for_now(talk: Talk) -> None:
    talk.say("220 example.vn ESMTP")
    talk.hear()
    talk.say("250-example.vn")
    talk.say("250 AUTH PLAIN")
    while talk.hear():
        talk.say("454 4.7.0 the directory is away")


# What is arranged.


def _expired(land: Land, side: Side) -> None:
    old = tls_of(write_certificate(land.folder / "old.pem", days=30))
    (land.folder / "tls.pem").write_bytes(
        (land.folder / "tls.pem").read_bytes() + (land.folder / "old.pem").read_bytes()
    )
    during(lambda side: side.other(tls=old))(land, side)


def _without_name(land: Land, side: Side) -> None:
    land.edit("channels.yaml", "host: 127.0.0.1", "host: mail.invalid")
    assert land.check()
    land.deliver()
    land.edit("channels.yaml", "host: mail.invalid", "host: 127.0.0.1")
    del side


def _another_password(land: Land, side: Side) -> None:
    during(lambda side: side.other(password="moi-2025"))(land, side)  # noqa: S106  (nobody's)


_REFUSALS = (
    ("450", "RCPT", "450 4.7.1 greylisted", "busy"),
    ("451", "DATA", "451 4.3.0 try again", "busy"),
    ("452", "RCPT", "452 4.3.1 no room", "busy"),
    ("421", "MAIL", "421 4.3.2 closing", "busy"),
    ("550", "RCPT", "550 5.1.1 no such mailbox", "unknown-address"),
    ("551", "RCPT", "551 not here", "unknown-address"),
    ("552", "RCPT", "552 5.2.2 over quota", "mailbox-full"),
    ("554", "DATA", "554 transaction failed", "rejected"),
)

_WAYS = (
    Fault(
        "dns",
        "Không tìm được tên máy chủ thư (DNS)",
        "The mail server's name isn't found (DNS)",
        post,
        _without_name,
        ("host-not-found",),
    ),
    Fault(
        "refused",
        "Máy chủ thư từ chối kết nối",
        "The mail server refuses the connection",
        post,
        during(Side.away),
        ("connection-refused",),
    ),
    Fault(
        "black-hole",
        "Kết nối rơi vào khoảng không, không ai nhận, không ai từ chối",
        "The connection falls into a black hole: nobody takes it, nobody refuses it",
        post,
        during(Side.black_hole),
        ("timed-out",),
        hurried=True,
    ),
    Fault(
        "mute",
        "Máy chủ nhận kết nối rồi im lặng",
        "The server takes the connection and is mute",
        post,
        played(Talk.fall_silent),
        ("timed-out",),
        hurried=True,
    ),
    Fault(
        "late-banner",
        "Lời chào đến muộn hơn thời gian chờ",
        "The banner comes after our timeout",
        post,
        played(late_banner),
        ("timed-out",),
        hurried=True,
    ),
    Fault(
        "drip",
        "Máy chủ trả lời nhỏ giọt, mãi không hết câu",
        "The server drips its answer, octet by octet, without end",
        post,
        played(drip),
        ("timed-out",),
        hurried=True,
    ),
    Fault(
        "no-starttls",
        "Máy chủ không có STARTTLS mà kênh đòi hỏi",
        "The server has no STARTTLS, which the channel wants",
        upgraded_post,
        during(lambda side: side.other(starttls=None)),
        ("not-secure",),
    ),
    Fault(
        "expired",
        "Chứng thư của máy chủ đã hết hạn",
        "The server's certificate has expired",
        secure_post,
        _expired,
        ("certificate",),
    ),
    Fault(
        "sign-in-535",
        "Sai mật khẩu (535), rồi mật khẩu cũ được dùng lại",
        "The password is refused (535), then taken again",
        guarded_post,
        _another_password,
        ("sign-in",),
    ),
    Fault(
        "sign-in-454",
        "Máy chủ chưa cho đăng nhập (454)",
        "Sign-in refused for the moment (454)",
        guarded_post,
        played(refuse_sign_in_for_now),
        ("sign-in",),
    ),
)
_ENDS = (
    Fault(
        "lost-before",
        "Mất kết nối trước khi gửi nội dung",
        "The connection is lost before DATA",
        post,
        played(hang_up_at_recipient),
        ("connection-lost",),
    ),
    Fault(
        "lost-within",
        "Mất kết nối giữa nội dung thư",
        "The connection is lost in the body",
        post,
        played(hang_up_in_the_body),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "lost-after-dot",
        "Máy chủ đã nhận trọn thư, mất kết nối trước khi trả lời 250",
        "The server has the whole mail; the connection is lost before its 250",
        post,
        taking(hang_up),
        ("unknown-end",),
        may_repeat=True,
    ),
    Fault(
        "lost-after-250",
        "Mất kết nối ngay sau 250",
        "The connection is lost right after the 250",
        post,
        taking(accept_and_hang_up),
    ),
    Fault(
        "late-250",
        "250 đến sau thời gian chờ",
        "The 250 comes after our timeout",
        post,
        taking(accept_late),
        ("unknown-end",),
        may_repeat=True,
        hurried=True,
    ),
    Fault(
        "drip-250",
        "Câu trả lời cuối nhỏ giọt, mãi không hết",
        "The last answer drips without end",
        post,
        taking(drip_at_the_end),
        ("unknown-end",),
        may_repeat=True,
        hurried=True,
    ),
)

FAULTS = (
    *_WAYS,
    *(
        Fault(
            f"smtp-{code}",
            f"Máy chủ thư trả lời {code}",
            f"The mail server answers {code}",
            post,
            refusing(step, reply),
            (shows,),
        )
        for code, step, reply, shows in _REFUSALS
    ),
    *_ENDS,
)
