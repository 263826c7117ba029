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
from flows.stage import furnish
from lotrinh.bootstrap import CheckReport, Program, open_program
from tests.integration.flows.office import ROOT

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


@pytest.mark.parametrize("workspace", [".", "examples/phuc-dong"])
def test_it_plays_with_the_files_of_any_workspace_and_their_library(
    workspace: str, tmp_path: Path
) -> None:
    original = open_program(ROOT / "config" / workspace, var=tmp_path)

    with open_inbox(tmp_path / "mails") as inbox:
        copy = open_program(furnish(tmp_path / "stage", original, inbox), var=tmp_path)

    assert copy.configuration.roadmaps == original.configuration.roadmaps
    assert [channel.kind for channel in copy.configuration.channels.values()] == ["smtp"]
    assert all(path.is_relative_to(tmp_path) for path in _places(copy))


def _places(program: Program) -> list[Path]:
    return [(program.config / name).resolve() for name in program.files]


def test_a_broken_promise_names_its_day() -> None:
    played = Round(AT, CheckReport(AT), (), ())

    with pytest.raises(DemoError, match="13/12/2024: said again"):
        played.must("said again", hold=False)
