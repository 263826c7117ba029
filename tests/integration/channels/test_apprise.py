import json

import pytest
from apprise import Apprise

from lotrinh.application.books.messages import Outcome, Receipt
from lotrinh.channels.url import UrlTemplate
from tests.integration.channels.builders import a_message, opened
from tests.integration.channels.servers import (
    Talk,
    Webhook,
    listening,
    mail_server,
    scripted,
    webhook,
)

# Apprise imports it for want of a better, when it first loads its services.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")


def post_to(server: Webhook, address: str, path: str = "/{address}") -> Receipt:
    url = f"json://{server.place}{path}"
    with opened("apprise", {"url": url, "allow_private": "true"}) as channel:
        return channel.send(a_message("Hạn chót\r\nmai", text="một  hai\n\n- ba\n"), address)


def test_a_stock_service_gets_the_text_as_it_is() -> None:
    with webhook(200) as server:
        receipt = post_to(server, "0912345678")

    ((path, body),) = server.posts
    assert receipt == Receipt(Outcome.ACCEPTED)
    assert path == "/0912345678"
    assert json.loads(body)["title"] == "Hạn chót mai"
    assert json.loads(body)["message"] == "một  hai\n\n- ba"


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_service_that_does_not_take_it_is_temporary(status: int) -> None:
    with webhook(status) as server:
        receipt = post_to(server, "0912345678")

    assert receipt == Receipt(Outcome.TEMPORARY, "office: the service did not take the message")
    assert len(server.posts) == 1


@pytest.mark.parametrize("path", ["/{address}", "/{address}?redirect=yes&retry=3&optional=yes"])
def test_a_redirect_is_not_followed(path: str) -> None:
    with webhook(307) as server:
        receipt = post_to(server, "0912345678", path)

    assert receipt.outcome is Outcome.TEMPORARY
    assert len(server.posts) == 1


@pytest.mark.parametrize("drips", [True, False])
def test_an_answer_that_is_lost_or_drips_in_leaves_the_end_unknown(*, drips: bool) -> None:
    def takes_it(talk: Talk) -> None:
        talk.hear(b"\r\n\r\n")
        talk.hear(b"}")
        talk.connection.sendall(b"HTTP/1.1 200 OK\r\nX: " if drips else b"")
        while drips and not talk.waited(0.05):
            talk.connection.sendall(b"x")

    with scripted(takes_it) as port:
        options = {"url": f"json://127.0.0.1:{port}/{{address}}", "allow_private": "true"}
        with opened("apprise", options | {"timeout": "0.5" if drips else "30"}) as channel:
            receipt = channel.send(a_message(), "lan")

    how = "timed out" if drips else "connection lost"
    assert receipt == Receipt(Outcome.UNKNOWN, f"office: {how} after the whole message")


def test_a_service_that_is_not_there_surely_did_not_take_it() -> None:
    with listening() as gone:
        port = gone.getsockname()[1]
    options = {"url": f"json://127.0.0.1:{port}/{{address}}", "allow_private": "true"}
    with opened("apprise", options) as channel:
        receipt = channel.send(a_message(), "lan")

    assert receipt == Receipt(Outcome.TEMPORARY, "office: connection refused")


def test_a_gateway_that_gave_up_waiting_leaves_the_end_unknown() -> None:
    with webhook(504) as server:
        assert post_to(server, "0912345678").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "address", ["a/../b", "a?x=1", "a&x=1", "a,b", "a b", "a%2Fb", "a;b", "hường", "", "a\n"]
)
def test_an_address_cannot_change_the_url(address: str) -> None:
    with webhook(200) as server:
        receipt = post_to(server, address)

    assert receipt.outcome is Outcome.PERMANENT
    assert not server.posts


@pytest.mark.parametrize("address", ["+84912345678", "lan@example.vn", "#van-phong", "-100:7="])
def test_an_address_of_usual_characters_arrives_in_one_piece(address: str) -> None:
    assert UrlTemplate("json://example.vn/{address}").fill(address) is not None
    with webhook(200) as server:
        assert post_to(server, address).outcome is Outcome.ACCEPTED


def test_a_url_that_apprise_cannot_read_names_the_channel_only() -> None:
    with opened("apprise", {"url": "tgram://not-a-token/{address}"}) as channel:
        receipt = channel.send(a_message(), "123")

    assert receipt == Receipt(Outcome.PERMANENT, "office: not a usable URL for one recipient")


def test_a_url_with_two_recipients_is_refused() -> None:
    url = "twilio://AC{0}:{0}@+15005550006/+84912345678/{{address}}".format("a" * 32)
    with opened("apprise", {"url": url}) as channel:
        receipt = channel.send(a_message(), "+84987654321")

    assert receipt.outcome is Outcome.PERMANENT


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.1",
        "2130706433",
        "169.254.169.254",
        "[::ffff:10.0.0.1]",
    ],
)
def test_a_webhook_into_the_own_network_needs_leave(host: str) -> None:
    with opened("apprise", {"url": f"json://{host}/{{address}}"}) as channel:
        receipt = channel.send(a_message(), "x")

    assert receipt == Receipt(Outcome.PERMANENT, "office: the host is not a public one")


@pytest.mark.parametrize(
    "url",
    [
        "ntfy://127.0.0.1/{address}",
        "ntfys://10.0.0.1/{address}",
        "gotify://localhost/token/{address}",
        "mmost://192.168.1.5/token/{address}",
        "rocket://user:pass@169.254.169.254/{address}",
    ],
)
def test_every_service_that_may_be_anywhere_needs_leave_to_be_inside(url: str) -> None:
    with opened("apprise", {"url": url}) as channel:
        receipt = channel.send(a_message(), "lan")

    assert receipt == Receipt(Outcome.PERMANENT, "office: the host is not a public one")


@pytest.mark.parametrize(
    "url",
    [
        "ntfy://ntfy.example.vn/{address}",
        "mmosts://chat.example.vn/3ccdd113474722377935511fc85d3dd4/{address}",
        "gchat://workspace/{address}/token",
        "viber://4f1c2b3d4e5f6a7b-8c9d0e1f2a3b4c5d-6e7f8a9b0c1d2e3f/{address}",
        "workflows://prod-12.example.vn/643a648f27ea4d1c/{address}",
        "smseagles://3ccdd113474722377935511fc85d3dd4@sms.example.vn/{address}",
        "httpsms://3ccdd113474722377935511fc85d3dd4@84987654321/{address}",
    ],
)
def test_services_that_offices_use_are_known_to_the_apprise_that_we_use(url: str) -> None:
    filled = UrlTemplate(url).fill("84912345678")
    assert filled is not None

    service = Apprise.instantiate(filled)

    assert service is not None
    assert len(service) == 1


def test_what_may_be_a_repeat_says_so_where_there_is_no_message_id() -> None:
    with webhook(200) as server:
        url = f"json://{server.place}/{{address}}"
        with opened("apprise", {"url": url, "allow_private": "true"}) as channel:
            channel.send(a_message("Hạn chót"), "lan", again=True)

    assert json.loads(server.posts[0][1])["title"] == "(gửi lại) Hạn chót"


def test_a_mail_by_a_stock_url_carries_html() -> None:
    with mail_server() as server:
        url = f"mailto://127.0.0.1:{server.port}?from=a@example.vn&to={{address}}&mode=insecure"
        with opened("apprise", {"url": url}) as channel:
            receipt = channel.send(a_message(html="<p>còn <b>7</b> ngày</p>"), "lan@example.vn")

    assert receipt.outcome is Outcome.ACCEPTED
    html = server.mails[0].get_body(("html",))
    assert html is not None
    assert "<p>còn <b>7</b> ngày</p>" in html.get_content()
