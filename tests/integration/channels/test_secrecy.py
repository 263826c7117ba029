import logging
import ssl
from pathlib import Path
from typing import Any

import pytest

from lotrinh.application.books.messages import Outcome, Receipt
from tests.integration.channels.builders import (
    BOT_TOKEN,
    LAN,
    a_message,
    opened,
    send_to,
    smtp,
    zalo,
)
from tests.integration.channels.servers import Fault, bot_server, mail_server, webhook

CANARY = "chim-hoang-yen-0123456789"
LOGIN = {"user": "office", "password_env": "OFFICE_PASSWORD"}


def test_mail_goes_over_starttls(certificate: Path, server_tls: ssl.SSLContext) -> None:
    with mail_server(starttls=server_tls) as server:
        receipt = send_to(server.port, security="starttls", ca_file=str(certificate))

    assert receipt.outcome is Outcome.ACCEPTED


def test_mail_goes_over_tls(certificate: Path, server_tls: ssl.SSLContext) -> None:
    with mail_server(tls=server_tls) as server:
        receipt = send_to(server.port, security="tls", ca_file=str(certificate))

    assert receipt.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_untrusted_certificate_stops_the_mail(server_tls: ssl.SSLContext, security: str) -> None:
    with mail_server(**dict[str, Any]({security: server_tls})) as server:
        receipt = send_to(server.port, security=security)

    assert receipt == Receipt(Outcome.TEMPORARY, "the server's certificate is not trusted")
    assert not server.mails


def test_without_starttls_nothing_is_sent_in_the_clear() -> None:
    with mail_server() as server:
        receipt = send_to(server.port, security="starttls")

    assert receipt.outcome is Outcome.TEMPORARY
    assert not server.mails


def test_a_password_from_the_environment_opens_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", CANARY)
    with mail_server(password=CANARY) as server:
        assert send_to(server.port, **LOGIN).outcome is Outcome.ACCEPTED


def test_a_password_that_was_changed_in_its_file_is_picked_up(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("stale\n", encoding="utf-8")
    options = {"user": "office", "password_file": str(file)}
    with mail_server(password=CANARY) as server, smtp(server.port, **options) as channel:
        before = channel.send(a_message(), LAN)
        file.write_text(f"{CANARY}\n", encoding="utf-8")

        assert before == Receipt(Outcome.TEMPORARY, "535 5.7.8")
        assert channel.send(a_message(), LAN).outcome is Outcome.ACCEPTED


def test_a_password_in_letters_that_smtp_lacks_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", "mật-khẩu")
    with mail_server(password=CANARY) as server:
        receipt = send_to(server.port, **LOGIN)

    assert receipt.outcome is Outcome.TEMPORARY
    assert "letters" in receipt.detail


def test_a_server_without_sign_in_stops_a_channel_that_signs_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", CANARY)
    with mail_server() as server:
        assert send_to(server.port, **LOGIN).outcome is Outcome.TEMPORARY
        assert not server.mails


def all_shown_by(thing: object, depth: int = 2) -> str:
    """Return what a thing of ours shows of itself, and what it holds, so deep."""
    ours = type(thing).__module__.startswith("lotrinh.") and hasattr(thing, "__dict__")
    held = vars(thing) if ours and depth else {}
    return " ".join([repr(thing), *held, *(all_shown_by(one, depth - 1) for one in held.values())])


@pytest.mark.parametrize("password", [CANARY, "another"])
def test_a_mail_password_shows_nowhere(
    password: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", CANARY)
    caplog.set_level(logging.NOTSET)
    with mail_server(password=password) as server, smtp(server.port, **LOGIN) as channel:
        receipt = channel.send(a_message(), LAN)
        shown = f"{receipt} {all_shown_by(channel)}"

    ours = [record for record in caplog.records if record.name != "mail.log"]
    said = " ".join(record.getMessage() + str(record.exc_text) for record in ours)
    assert CANARY not in shown + said
    assert LAN not in str(receipt) + said


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
@pytest.mark.parametrize("status", [200, 500])
def test_a_token_in_a_url_shows_nowhere(
    status: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HOOK_TOKEN", CANARY)
    caplog.set_level(logging.NOTSET)
    with webhook(status) as server:
        url = f"json://{server.place}/${{HOOK_TOKEN}}/{{address}}"
        with opened("apprise", {"url": url, "allow_private": "true"}) as channel:
            receipt = channel.send(a_message(), "0912345678")
            shown = f"{receipt} {all_shown_by(channel)}"

    assert CANARY in server.posts[0][0]
    assert CANARY not in shown + caplog.text
    assert "0912345678" not in str(receipt) + caplog.text


@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
@pytest.mark.parametrize("fault", [None, Fault.said(404), Fault.said(429), Fault(500, "bot1:x")])
def test_a_bots_token_and_the_conversation_show_nowhere(
    fault: Fault | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The token is a part of every URL; the server's own words may quote what it was sent."""
    monkeypatch.setenv("BOT_TOKEN", BOT_TOKEN)
    caplog.set_level(logging.NOTSET)
    with bot_server(BOT_TOKEN) as server, zalo(server.api) as channel:
        server.faults.extend([fault] if fault else [])
        receipt = channel.send(a_message(), "chat-lan-01")
        shown = f"{receipt} {all_shown_by(channel, 3)}"

    assert server.calls[0] == "sendMessage"
    for secret in (BOT_TOKEN, "bot1:x", "bot123:x", "chat-"):
        assert secret not in shown + caplog.text


@pytest.mark.parametrize("api", ["http://127.0.0.1:9", "https://bot.invalid"])
def test_a_bots_token_is_in_no_error_of_the_way_there(
    api: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BOT_TOKEN", BOT_TOKEN)
    caplog.set_level(logging.NOTSET)
    with zalo(api) as channel:
        receipt = channel.send(a_message(), "chat-lan-01")

    assert receipt.outcome is Outcome.TEMPORARY
    assert BOT_TOKEN not in str(receipt) + caplog.text
