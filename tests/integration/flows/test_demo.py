"""What the demonstration stands on; the whole of it is the README's first command."""

import smtplib
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from flows.demo import DemoError, Round
from flows.inbox import open_inbox
from flows.server import HOST
from lotrinh.bootstrap import CheckReport

AT = datetime.fromisoformat("2024-12-13T07:30:00+07:00")


def test_mail_to_anybody_arrives_once_and_is_kept_as_a_file(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "[Nhắc việc] Đại hội chi bộ", "<1@lotrinh>"
    message.set_content("Hạn: 13/12/2024")

    with open_inbox(tmp_path / "mails") as inbox:
        with smtplib.SMTP(HOST, inbox.port) as smtp:
            smtp.send_message(message, "a@example.vn", ["bithu@example.vn"])
        (mail,) = inbox.take()

    assert (mail.to, mail.subject) == ("bithu@example.vn", "[Nhắc việc] Đại hội chi bộ")
    assert (mail.text, mail.message_id) == ("Hạn: 13/12/2024", "<1@lotrinh>")
    assert inbox.take() == []
    assert "Hạn: 13/12/2024" in _text(tmp_path / "mails" / "001.eml")


def _text(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
    return str(message.get_content())


def test_a_broken_promise_names_its_day() -> None:
    played = Round(AT, CheckReport(AT), (), ())

    with pytest.raises(DemoError, match="13/12/2024: said again"):
        played.must("said again", hold=False)
