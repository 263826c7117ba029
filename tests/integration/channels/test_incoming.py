"""Mails that come in: who wrote what; machines are left alone, whatever they send."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.recording.letters import own_lines
from lotrinh.channels.incoming import read_mail

PLAIN = "From: Lan <Lan@example.vn>\r\nMessage-ID: <1@example.vn>\r\nSubject: Re: x\r\n"


def a_mail(headers: str = "", body: str = "XONG 12\r\n") -> bytes:
    return f"{PLAIN}{headers}\r\n{body}".encode()


def test_who_wrote_what() -> None:
    mail = read_mail(a_mail())

    assert mail is not None
    assert (mail.sender, mail.id) == ("lan@example.vn", "<1@example.vn>")
    assert mail.text.strip() == "XONG 12"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "Return-Path: <>",
        "List-Id: <list.example.vn>",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)
def test_machines_are_left_alone(header: str) -> None:
    assert read_mail(a_mail(f"{header}\r\n")) is None
    assert read_mail(a_mail("Auto-Submitted: no\r\n")) is not None


@pytest.mark.parametrize(
    "sender",
    [
        "From: MAILER-DAEMON@example.vn",
        "From: no-reply@example.vn",
        "From: a@example.vn, b@example.vn",
        "From: a@example.vn\r\nFrom: b@example.vn",
        "From: ",
        "X: y",
    ],
)
def test_a_mail_of_nobody_or_of_two_is_left_alone(sender: str) -> None:
    assert read_mail(f"{sender}\r\n\r\nXONG 12".encode()) is None


HOSTILE = {
    "comments in comments": f"From: {'(' * 3000} lan@example.vn\r\n\r\nxong 12",
    "a name without an end": f"From: {'(' * 1500} lan@example.vn\r\n\r\nxong 12",
    "addresses without an end": f"From: {'a@example.vn, ' * 20_000}\r\n\r\nxong 12",
    "quotes without an end": "From: " + '"\\"' * 30_000 + " <lan@example.vn>\r\n\r\nxong 12",
    "parts in parts": PLAIN
    + "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(1500)
    ),
    "a page that is none": f"{PLAIN}Content-Type: text/html\r\n\r\n{'<![' * 100}",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_mail_that_no_program_writes_is_no_answer(content: str) -> None:
    """It stays for good where it lies: one that stopped us would stop us at every look."""
    assert read_mail(content.encode()) is None


def test_headers_without_an_end_are_passed_over() -> None:
    """The standard library would take minutes over them."""
    mail = read_mail(a_mail(f"Content-Type: text/plain{'; a*0*=x' * 20_000}\r\n"))

    assert mail is not None
    assert mail.text.strip() == "XONG 12"


def test_halves_of_characters_are_not_kept() -> None:
    halves = "Content-Type: text/plain; charset=unicode_escape\r\n"

    mail = read_mail(a_mail(halves, "chua 12 \\ud800"))

    assert mail is not None
    assert mail.text == "chua 12 ?"


def test_a_page_is_read_up_to_what_it_quotes() -> None:
    mail = EmailMessage()
    mail["From"] = "lan@example.vn"
    mail.set_content(
        "<html><head><style>xong 1</style></head><body><div>Kính gửi,</div><p>XONG\n 12</p>ạ<br>"
        '<div class="x gmail_quote">XONG 13</div></body></html>',
        subtype="html",
    )

    read = read_mail(mail.as_bytes())

    assert read is not None
    assert list(own_lines(read.text)) == ["Kính gửi,", "XONG 12", "ạ"]


def test_of_a_text_and_a_page_the_text_is_read() -> None:
    mail = EmailMessage()
    mail["From"] = "lan@example.vn"
    mail.set_content("Biết 12\n> xong 13")
    mail.add_alternative("<p>XONG 14</p>", subtype="html")
    mail.add_attachment(b"XONG 15", maintype="application", subtype="pdf", filename="a.pdf")

    read = read_mail(mail.as_bytes())

    assert read is not None
    assert list(own_lines(read.text)) == ["Biết 12"]


def test_a_mail_without_an_identifier_is_known_by_what_is_in_it() -> None:
    mails = [read_mail(f"From: lan@example.vn\r\n\r\n{text}".encode()) for text in "aab"]

    assert len({mail.id for mail in mails if mail is not None}) == 2


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_left_alone(rest: bytes) -> None:
    read_mail(b"From: lan@example.vn\r\n" + rest)
    read_mail(b"From: lan@example.vn\r\nContent-Type: text/html\r\n\r\n" + rest)
    read_mail(rest)
