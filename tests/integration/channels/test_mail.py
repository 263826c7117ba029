import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotrinh.application.books.messages import Message
from lotrinh.channels.mail import Sender, mailbox, one_line, write_mail
from tests.integration.channels.builders import LAN, a_message

OFFICE = Sender("nhac-viec@example.vn", "Văn phòng Đảng ủy phường Đông Hải 2, quận Hải An (cũ)")
NOON = datetime(2024, 12, 2, 5, tzinfo=UTC)
WORDS = ["Kế", "hoạch", "Đông", "Hải", "2", "–", "«15/12/2024»,", "45-CT/TW", "&", "🎉", "(a):"]


def written(message: Message) -> bytes:
    to = mailbox(LAN)
    assert to is not None
    return write_mail(message, sender=OFFICE, to=to, now=NOON)


def read(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, EmailMessage, policy=policy.default)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=80).map(" ".join))
def test_a_subject_comes_back_whole_from_lines_of_at_most_76_octets(subject: str) -> None:
    """Whatever its words and however long, no space is lost or added in folding."""
    mail = written(a_message(subject))

    assert read(mail)["Subject"] == subject
    assert max(map(len, mail.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 76


def test_a_vietnamese_subject_of_350_characters_is_folded() -> None:
    subject = ("Báo cáo kết quả kiểm điểm, đánh giá, xếp loại chất lượng " * 7)[:350].strip()

    assert read(written(a_message(subject)))["Subject"] == subject


def test_names_that_come_decomposed_leave_composed() -> None:
    text = unicodedata.normalize("NFD", "Đồng chí Nguyễn Thị Hường")

    mail = read(written(a_message(text, text=text, html=f"<p>{text}</p>")))

    parts = [part.get_content() for part in mail.iter_parts()]
    for found in (mail["Subject"], *parts):
        assert "Nguyễn Thị Hường" in found
        assert unicodedata.is_normalized("NFC", found)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\x85", "\x00"])
def test_a_title_cannot_add_a_header(end: str) -> None:
    mail = read(written(a_message(f"Hạn chót{end}Bcc: x@example.vn")))

    assert mail["Subject"] == "Hạn chót Bcc: x@example.vn"
    assert mail["Bcc"] is None


def test_a_mail_has_a_text_and_an_html_part() -> None:
    mail = read(written(a_message(text="còn 7 ngày 🎉\n.\n", html="<p>còn <b>7</b> ngày</p>")))

    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().splitlines() == ["còn 7 ngày 🎉", "."]
    assert html.get_content_type() == "text/html"
    assert html.get_content().strip() == "<p>còn <b>7</b> ngày</p>"


def test_a_mail_says_that_a_program_wrote_it() -> None:
    mail = read(written(a_message()))

    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<lo-trinh.example.vn>"
    assert mail["Content-Language"] == "vi"
    assert mail["Date"].datetime == NOON


def test_the_name_of_a_sender_leaves_whole() -> None:
    # The new parser would add spaces of its own between encoded words.
    mail = message_from_bytes(written(a_message()), policy=policy.compat32)

    (name, charset), (address, _) = decode_header(mail["From"])
    assert name.decode(charset) == OFFICE.name
    assert address.strip() == b"<nhac-viec@example.vn>"


def test_a_sender_may_have_a_plain_name_or_none() -> None:
    to = mailbox(LAN)
    assert to is not None
    senders = [Sender("a@example.vn", "Office, Ward 2"), Sender("a@example.vn")]

    mails = [read(write_mail(a_message(), sender=s, to=to, now=NOON)) for s in senders]

    assert [mail["From"] for mail in mails] == ['"Office, Ward 2" <a@example.vn>', "a@example.vn"]


def test_the_same_message_is_the_same_mail_to_the_octet() -> None:
    assert written(a_message(key="k-1")) == written(a_message(key="k-1"))


def test_two_messages_of_one_thread_share_a_root_and_nothing_else() -> None:
    first, second = (read(written(a_message(key=key))) for key in ("k-1", "k-2"))

    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == first["In-Reply-To"]
    other = read(written(replace(a_message(), thread="elsewhere")))
    assert other["References"] != first["References"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (LAN, LAN),
        (" Lan@Example.VN ", "Lan@example.vn"),
        ("lan@đảng-ủy.vn", "lan@xn--ng-y-zua4356byna.vn"),
        ("lan", None),
        ("lan@", None),
        ("@example.vn", None),
        ("hường@example.vn", None),
        ("lan@example.vn, minh@example.vn", None),
        ("lan@example.vn>\r\nRCPT TO:<minh@example.vn", None),
        ("lan..thi@example.vn", None),
        ("lan@a..vn", None),
        ("", None),
    ],
)
def test_an_address_is_one_plain_mailbox_or_none(address: str, expected: str | None) -> None:
    found = mailbox(address)

    assert (found and found.addr_spec) == expected


@given(st.text(max_size=60))
def test_any_text_becomes_one_line(text: str) -> None:
    """No character is left that a mail program could take for the end of a header."""
    assert len(one_line(text).splitlines()) <= 1


@given(text=st.text(), html=st.text(min_size=1))
def test_whatever_stands_in_a_mail_is_read_of_it_again(text: str, html: str) -> None:
    """Its two parts come back line by line, and a reader finds nothing odd about them."""
    mail = read(written(a_message(text=text, html=html)))

    assert not any(part.defects for part in mail.walk())
    for part, said in zip(mail.iter_parts(), (text, html), strict=True):
        lines = unicodedata.normalize("NFC", said).encode().splitlines()
        assert part.get_content().encode().splitlines() == (lines or [b""])
