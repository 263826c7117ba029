import datetime as dt
import logging
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lotrinh.application.ports import Outcome, Receipt
from tests.integration.channels.builders import LAN, a_message, opened, send_to, smtp
from tests.integration.channels.servers import mail_server, webhook

CANARY = "chim-hoang-yen-0123456789"
LOGIN = {"user": "office", "password_env": "OFFICE_PASSWORD"}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that only its holder trusts, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36_500))
        .add_extension(place, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(pem))
    return path


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


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
    with mail_server(None, **{security: server_tls}) as server:
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


@pytest.mark.parametrize("password", [CANARY, "another"])
def test_a_mail_password_shows_nowhere(
    password: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OFFICE_PASSWORD", CANARY)
    caplog.set_level(logging.NOTSET)
    with mail_server(password=password) as server, smtp(server.port, **LOGIN) as channel:
        receipt = channel.send(a_message(), LAN)
        shown = f"{receipt} {channel!r} {vars(channel)}"

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
            shown = f"{receipt} {channel!r} {vars(channel)}"

    assert CANARY in server.posts[0][0]
    assert CANARY not in shown + caplog.text
    assert "0912345678" not in str(receipt) + caplog.text
