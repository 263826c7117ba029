import ssl
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from socket import SHUT_RDWR
from threading import Event

import pytest

from lotrinh import clock
from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.zalo import LONGEST
from tests.integration.channels.builders import BOT_TOKEN, a_message, zalo
from tests.integration.channels.servers import (
    BotServer,
    Fault,
    Talk,
    bot_server,
    listening,
    scripted,
    webhook,
)

LAN_CHAT = "chat-lan-01"
HTML = "<html><body>502 Bad Gateway nginx</body></html>"

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", BOT_TOKEN)


@pytest.fixture
def server() -> Iterator[BotServer]:
    with bot_server(BOT_TOKEN) as server:
        yield server


def send(server: BotServer, fault: Fault | None = None, address: str = LAN_CHAT) -> Receipt:
    if fault is not None:
        server.faults.append(fault)
    with zalo(server.api) as channel:
        return channel.send(a_message(), address)


def test_the_short_text_arrives_as_it_is(server: BotServer) -> None:
    with zalo(server.api) as channel:
        receipt = channel.send(a_message(brief="1. Kiểm điểm:  còn 7 ngày\n<b> & ạ"), LAN_CHAT)

    assert receipt == Receipt(Outcome.ACCEPTED, "82599fa32f56d00e89411")
    assert server.sent == [(LAN_CHAT, "1. Kiểm điểm:  còn 7 ngày\n<b> & ạ")]


def test_a_message_of_before_there_were_short_texts_goes_in_full(server: BotServer) -> None:
    send(server)

    assert server.sent == [(LAN_CHAT, "Kính gửi đồng chí,\n\n- Kiểm điểm cuối năm")]


@pytest.mark.parametrize("letter", ["ạ", "a\u0323", "🎉", "a"])
def test_a_text_that_is_too_long_is_cut_and_says_so(server: BotServer, letter: str) -> None:
    with zalo(server.api) as channel:
        receipt = channel.send(a_message(brief=letter * 3000), LAN_CHAT, again=True)

    assert receipt.outcome is Outcome.ACCEPTED
    ((_, text),) = server.sent
    assert text.startswith("(gửi lại) ")
    assert text.endswith("…")
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize(("language", "mark"), [("vi", "(gửi lại) "), ("en", "(sent again) ")])
def test_what_may_be_a_repeat_says_so(server: BotServer, language: str, mark: str) -> None:
    with zalo(server.api) as channel:
        channel.send(a_message(brief="Hạn", language=language), LAN_CHAT, again=True)

    assert server.sent == [(LAN_CHAT, f"{mark}Hạn")]


def test_many_messages_share_one_connection(server: BotServer) -> None:
    with zalo(server.api) as channel:
        receipts = [channel.send(a_message(key=f"k-{n}"), LAN_CHAT) for n in range(20)]

    assert {receipt.outcome for receipt in receipts} == {Outcome.ACCEPTED}
    assert len(server.peers) == 1


def test_a_conversation_that_is_not_there_is_permanent(server: BotServer) -> None:
    assert send(server, address="chat-nobody") == Receipt(
        Outcome.PERMANENT, "404 no such conversation"
    )


@pytest.mark.parametrize("status", [200, None])
@pytest.mark.parametrize(
    ("code", "outcome", "detail"),
    [
        (400, Outcome.PERMANENT, "400 the message is not accepted"),
        (401, Outcome.TEMPORARY, "401 the token is not accepted"),
        (403, Outcome.PERMANENT, "403 this person takes no messages from the bot"),
        (404, Outcome.PERMANENT, "404 no such conversation"),
        (408, Outcome.UNKNOWN, "408 timed out on the way"),
        (429, Outcome.TEMPORARY, "429 the bot's quota is used up"),
        (500, Outcome.TEMPORARY, "500 the bot server refuses"),
        (-216, Outcome.TEMPORARY, "-216 the bot server refuses"),
    ],
)
def test_a_refusal_by_the_api_is_told_by_its_code(
    server: BotServer, code: int, outcome: Outcome, detail: str, status: int | None
) -> None:
    """Whether it comes as HTTP 200 or under the same status."""
    fault = Fault.said(code, status=status or (code if code > 0 else 400))

    assert send(server, fault) == Receipt(outcome, detail)
    assert not server.sent


def test_a_refusal_is_not_final_while_the_bot_itself_is_not_in_order(
    server: BotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that knows no such bot may say "not found" of everything."""
    monkeypatch.setenv("BOT_TOKEN", "1:another")

    receipt = send(server, Fault.said(404, status=404))

    assert receipt == Receipt(Outcome.TEMPORARY, "404 no such conversation")
    assert server.calls == ["sendMessage", "getMe"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 502, 503])
def test_a_page_of_somebody_else_on_the_way_is_temporary(server: BotServer, status: int) -> None:
    receipt = send(server, Fault(status, HTML, {"Content-Type": "text/html"}))

    assert receipt == Receipt(Outcome.TEMPORARY, f"HTTP {status}: not the bot server")


@pytest.mark.parametrize("status", [408, 504])
def test_a_gateway_that_gave_up_waiting_leaves_the_end_unknown(
    server: BotServer, status: int
) -> None:
    assert send(server, Fault(status, HTML)).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("0", timedelta(seconds=1)),
        ("99999999", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_a_quota_says_when_to_try_again(
    server: BotServer, asked: str | None, wait: timedelta | None
) -> None:
    said = Fault.said(429, status=429)
    fault = Fault(429, said.body, {"Retry-After": asked} if asked is not None else {})

    assert send(server, fault) == Receipt(Outcome.TEMPORARY, "429 the bot's quota is used up", wait)


def test_a_quota_may_name_the_moment(server: BotServer) -> None:
    then = format_datetime(clock.now() + timedelta(minutes=10), usegmt=True)

    wait = send(server, Fault(503, HTML, {"Retry-After": then})).retry_after

    assert wait is not None
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)


@pytest.mark.parametrize(
    "body", ["", '{"ok": tru', '{"ok": "true"}', "[]", HTML, "null", '{"result": {}}', "[" * 5000]
)
def test_an_answer_without_sense_leaves_the_end_unknown(server: BotServer, body: str) -> None:
    assert send(server, Fault(200, body, done=True)).outcome is Outcome.UNKNOWN


def test_an_answer_that_is_cut_short_leaves_the_end_unknown(server: BotServer) -> None:
    fault = Fault(200, '{"ok": true, "res', {"Content-Length": "500"}, done=True)
    server.faults.append(fault)
    with zalo(server.api) as channel:
        first = channel.send(a_message(), LAN_CHAT)
        second = channel.send(a_message(), LAN_CHAT)

    assert first.outcome is Outcome.UNKNOWN
    assert second.outcome is Outcome.ACCEPTED
    assert len(server.peers) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server: BotServer, status: int) -> None:
    with webhook(200) as elsewhere:
        there = {"Location": f"http://{elsewhere.place}/latest/meta-data"}
        receipt = send(server, Fault(status, "", there))

    assert receipt.outcome is Outcome.TEMPORARY
    assert "not followed" in receipt.detail
    assert not elsewhere.posts


def test_a_refused_connection_is_temporary() -> None:
    with listening() as gone:
        port = gone.getsockname()[1]
    with zalo(f"http://127.0.0.1:{port}") as channel:
        assert channel.send(a_message(), LAN_CHAT) == Receipt(
            Outcome.TEMPORARY, "connection refused"
        )


def test_a_host_without_an_address_is_temporary() -> None:
    with zalo("https://bot.invalid") as channel:
        assert channel.send(a_message(), LAN_CHAT) == Receipt(Outcome.TEMPORARY, "host not found")


def _takes_the_call(talk: Talk) -> None:
    talk.hear(b"\r\n\r\n")
    talk.hear(b"}")


def test_a_drop_after_the_whole_call_leaves_its_end_unknown() -> None:
    with scripted(_takes_the_call) as port, zalo(f"http://127.0.0.1:{port}") as channel:
        receipt = channel.send(a_message(), LAN_CHAT)

    assert receipt == Receipt(Outcome.UNKNOWN, "connection lost after the whole message")


def test_an_answer_that_comes_too_late_leaves_the_end_unknown() -> None:
    def falls_silent(talk: Talk) -> None:
        _takes_the_call(talk)
        talk.fall_silent()

    with (
        scripted(falls_silent) as port,
        zalo(f"http://127.0.0.1:{port}", timeout="0.2") as channel,
    ):
        receipt = channel.send(a_message(), LAN_CHAT)

    assert receipt == Receipt(Outcome.UNKNOWN, "timed out after the whole message")


@pytest.mark.parametrize("start", ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_in_is_not_waited_for_without_end(start: str) -> None:
    def drips(talk: Talk) -> None:
        _takes_the_call(talk)
        talk.connection.sendall(start.encode())
        while not talk.waited(0.05):
            talk.connection.sendall(b"x")

    with scripted(drips) as port, zalo(f"http://127.0.0.1:{port}", timeout="0.3") as channel:
        assert channel.send(a_message(), LAN_CHAT).outcome is Outcome.UNKNOWN


def test_a_kept_connection_that_the_server_gave_up_is_replaced_unnoticed() -> None:
    given_up = Event()

    def takes_one(talk: Talk) -> None:
        _takes_the_call(talk)
        body = '{"ok": true, "result": {}}'
        talk.connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        talk.connection.sendall(body.encode())
        talk.connection.shutdown(SHUT_RDWR)
        given_up.set()

    with scripted(takes_one, takes_one) as port, zalo(f"http://127.0.0.1:{port}") as channel:
        first = channel.send(a_message(), LAN_CHAT).outcome
        assert given_up.wait(10)
        second = channel.send(a_message(), LAN_CHAT).outcome

    assert (first, second) == (Outcome.ACCEPTED, Outcome.ACCEPTED)


def test_a_token_that_was_changed_in_its_file_is_picked_up(
    server: BotServer, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("1:stale\n", encoding="utf-8")
    with zalo(server.api, token_env="", token_file=str(file)) as channel:
        before = channel.send(a_message(), LAN_CHAT)
        file.write_text(f"{BOT_TOKEN}\n", encoding="utf-8")

        assert before == Receipt(Outcome.TEMPORARY, "401 the token is not accepted")
        assert channel.send(a_message(), LAN_CHAT).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("token", ["a/../b", "a b", "a\r\nHost: x", "ạ", "a?b", "x" * 201])
def test_what_can_be_no_token_never_leaves(
    server: BotServer, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)

    assert send(server).outcome is Outcome.TEMPORARY
    assert not server.calls


@pytest.mark.parametrize("api", ["https://127.0.0.1:9", "https://localhost", "https://[::1]:9"])
def test_a_server_of_the_own_network_needs_leave(api: str) -> None:
    with zalo(api, allow_private="false") as channel:
        receipt = channel.send(a_message(), LAN_CHAT)

    assert receipt == Receipt(Outcome.TEMPORARY, "the host is not a public one")


def test_a_server_is_trusted_by_its_certificate_alone(
    certificate: Path, server_tls: ssl.SSLContext
) -> None:
    with bot_server(BOT_TOKEN, server_tls) as server:
        with zalo(server.api) as channel:
            stranger = channel.send(a_message(), LAN_CHAT)
        with zalo(server.api, ca_file=str(certificate)) as channel:
            known = channel.send(a_message(), LAN_CHAT)

    assert stranger == Receipt(Outcome.TEMPORARY, "the server's certificate is not trusted")
    assert known.outcome is Outcome.ACCEPTED
