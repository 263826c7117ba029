"""What people answer by mail is recorded, and answered; by a real IMAP and a real SMTP server."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows.bots import Reader, readers, start
from lotrinh.application.recording.audit import Wanted
from lotrinh.bootstrap import Program, open_program
from lotrinh.bootstrap.desks.bot import Polled
from tests.acceptance.conftest import Ended, Office
from tests.builders import hanoi
from tests.integration.channels.imap import PASSWORD, USER, ImapServer, imap_server
from tests.integration.channels.servers import MailServer, Talk, mail_server, scripted
from tests.library import without_bulletins

ROOT = Path(__file__).parents[2]
LAN = "chibo01@dong-hai-2.example.vn"
NAME = "Bí thư Chi bộ Tổ dân phố số 1"


@dataclass
class Ward:
    """An office that reads the answers to its mails."""

    folder: Path
    url: str
    mails: MailServer
    imap: ImapServer
    letters: int = 0

    def open(self) -> Program:
        return open_program(self.folder / "config", self.url, var=self.folder / "var")

    def run(self, *words: str) -> Ended:
        return Office(self.folder)(*words, "--db", self.url, IMAP_PASSWORD=PASSWORD)

    def reads_from(self, port: int, **options: str) -> None:
        """Write the channel anew, with another mailbox."""
        replies = {"host": "127.0.0.1", "port": str(port), "security": "none", "user": USER}
        replies |= {"password_env": "IMAP_PASSWORD", "timeout": "2", **options}
        inner = ", ".join(f"{name}: {value}" for name, value in replies.items())
        text = f"""email:
  kind: smtp
  host: 127.0.0.1
  port: {self.mails.port}
  security: none
  sender: lotrinh@example.vn
  replies: {{{inner}}}
"""
        (self.folder / "config" / "channels.yaml").write_text(text, encoding="utf-8")

    def writes(self, text: str, sender: str = LAN, id_: str = "", **headers: str) -> None:
        """Have a mail arrive."""
        self.letters += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, USER, "Re: [Nhắc việc] Kiểm điểm"
        mail["Message-ID"] = id_ or f"<{self.letters}@example.vn>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        self.imap.put(mail.as_bytes())

    def replies(self) -> list[EmailMessage]:
        return [mail for mail in self.mails.mails if mail["Auto-Submitted"] == "auto-replied"]


@pytest.fixture(scope="module")
def imap() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.fixture
def ward(
    tmp_path: Path, sqlite_url: str, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ward]:
    monkeypatch.setenv("IMAP_PASSWORD", PASSWORD)
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    with imap.line() as line:  # what a test before has left
        line.store("1:*", "+FLAGS", r"(\Seen \Deleted)")
        line.expunge()
    with mail_server() as mails:
        ward = Ward(tmp_path, sqlite_url, mails, imap)
        ward.reads_from(imap.port)
        yield ward


def told(ward: Ward, program: Program) -> str:
    """Send the reminders, and return the number of the secretary's first."""
    for day in ("2024-11-13", "2024-12-02"):
        program.check(hanoi(f"{day} 07:30"))
    program.deliver(hanoi("2024-12-02 07:30"))
    (mail,) = (mail for mail in ward.mails.mails if LAN in mail["To"])
    assert mail["Reply-To"] == USER
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # ours has one
    number = str(text).partition("[")[2].partition("]")[0]
    assert f"XONG {number}" in text, "the mail says how it is answered"
    return number


def recorded(program: Program) -> list[tuple[str, str]]:
    return [(str(one.fact.kind), one.fact.by) for one in program.audit(Wanted())]


def test_an_answer_is_recorded_and_answered_in_its_thread(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        quoted = "Vào Th 5 Lộ Trình <lotrinh@example.vn> đã viết:\nXONG 99"
        ward.writes(f"Xong {number} ạ\n\n{quoted}")
        polled = program.mail_desk().poll()

        assert polled == Polled(1, (), 1)
        assert recorded(program) == [("done", NAME)]
    (reply,) = ward.replies()
    assert reply["In-Reply-To"] == reply["References"] == "<1@example.vn>"
    assert (LAN in reply["To"], reply["Subject"]) == (True, "Re: [Nhắc việc] Kiểm điểm")
    assert reply.get_content().startswith(f"Số {number}: ")
    assert ward.imap.unseen() == 0


def test_the_same_letter_twice_is_once(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        for _ in range(2):
            ward.writes(f"KHONG {number} lý do chưa có kinh phí", id_="<same@example.vn>")
        polled = program.mail_desk().poll()

        assert polled == Polled(2, (), 1)
        assert recorded(program) == [("note", NAME)]
    assert len(ward.replies()) == 1


def test_what_strangers_and_machines_write_is_left_alone_and_seen(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.writes(f"XONG {number}", sender="nguoi-la@example.vn")
        ward.writes(f"XONG {number}", Auto_Submitted="auto-replied")
        ward.writes(f"XONG {number}", Precedence="bulk")
        polled = program.mail_desk().poll()

        assert polled == Polled(3)
        assert recorded(program) == []
    assert (ward.replies(), ward.imap.unseen()) == ([], 0)


def test_our_own_reply_that_comes_back_is_not_answered(ward: Ward) -> None:
    with closing(ward.open()) as program:
        told(ward, program)
        ward.writes("TRO GIUP")
        program.mail_desk().poll()
        (reply,) = ward.replies()
        ward.imap.put(reply.as_bytes())
        polled = program.mail_desk().poll()

    assert polled == Polled(1)
    assert len(ward.replies()) == 1


def test_a_machine_that_answers_every_reply_is_not_answered_for_good(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        for _ in range(9):
            ward.writes("Tôi đang đi vắng.")
        program.mail_desk().poll()
        assert len(ward.replies()) == 5

        ward.writes(f"XONG {number}")
        assert program.mail_desk().poll().recorded == 1
    assert len(ward.replies()) == 6
    assert ward.imap.unseen() == 0


def test_a_reply_that_could_not_leave_leaves_later_and_nothing_is_recorded_twice(
    ward: Ward,
) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.writes(f"KHONG {number} lý do bão")
        ward.mails.refusals[LAN] = "450 4.2.0 try again later"
        first = program.mail_desk().poll()
        assert (first, ward.imap.unseen(), ward.replies()) == (Polled(1, (), 1), 1, [])

        ward.mails.refusals.clear()
        assert program.mail_desk().poll() == Polled(1)
        assert recorded(program) == [("note", NAME)]
    assert (len(ward.replies()), ward.imap.unseen()) == (1, 0)


def test_a_crash_before_a_mail_is_seen_records_nothing_twice(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.writes(f"KHONG {number} lý do bão")
        program.mail_desk().poll()
        with ward.imap.line() as line:
            line.store("1:*", "-FLAGS", r"(\Seen)")

        assert program.mail_desk().poll() == Polled(1)
        assert recorded(program) == [("note", NAME)]
    assert len(ward.replies()) == 1


def test_the_command_and_up_read_the_mailbox(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        assert readers(program) == [Reader("email", is_mailbox=True)]
    ward.writes(f"BIET {number}")
    ended = ward.run("mailbox", "poll")
    assert (ended.code, "ghi 1 việc" in ended.out) == (0, True), ended.err

    ward.writes(f"XONG {number}")
    for name, value in (("CONFIG", "config"), ("DB", ward.url), ("VAR", "var")):
        place = value if name == "DB" else str(ward.folder / value)
        monkeypatch.setenv(f"LOTRINH_{name}", place)
    said: list[str] = []
    for thread in start([Reader("email", is_mailbox=True)], said.append, lambda _: True):
        thread.join()
    assert said[0] == "Đã ghi 1 việc"


def no_login(talk: Talk) -> None:
    talk.say("* OK ready")
    _answer(talk, "CAPABILITY IMAP4rev1")
    _answer(talk, status="NO [AUTHENTICATIONFAILED] tra-loi@example.vn con-mèo-đen")


def no_folder(talk: Talk) -> None:
    talk.say("* OK ready")
    _answer(talk, "CAPABILITY IMAP4rev1")
    _answer(talk)
    _answer(talk, status="NO no such mailbox")


def bad_search(talk: Talk) -> None:
    talk.say("* OK ready")
    _answer(talk, "CAPABILITY IMAP4rev1")
    _answer(talk)
    _answer(talk, "1 EXISTS")
    _answer(talk, status="BAD what")


def hangs_up(talk: Talk) -> None:
    talk.say("* OK ready")
    talk.hear()


def is_slow(talk: Talk) -> None:
    talk.say("* OK ready")
    talk.fall_silent()


def is_no_imap(talk: Talk) -> None:
    talk.say("220 example.vn ESMTP")
    talk.fall_silent()


def _answer(talk: Talk, untagged: str = "", status: str = "OK done") -> None:
    heard = talk.hear().split()
    if not heard:
        return  # the client has gone
    tag = heard[0].decode()
    if untagged:
        talk.say(f"* {untagged}")
    talk.say(f"{tag} {status}")


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (no_login, "user or password is not accepted"),
        (no_folder, "there is no such folder"),
        (bad_search, "the mailbox server refuses"),
        (hangs_up, "connection lost"),
        (is_slow, "timed out"),
        (is_no_imap, "connection lost"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_server_that_misbehaves_is_said_and_gives_nothing_away(
    ward: Ward, script: object, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAP_PASSWORD", "black-cat")
    with scripted(script) as port, closing(ward.open()) as program:  # type: ignore[arg-type]  # a script of the table
        ward.reads_from(port, timeout="1")

        assert program.mail_desk().poll() == Polled(fault=fault)


def test_a_server_that_is_not_there_and_a_wrong_password_are_said(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted() as port:
        pass
    ward.reads_from(port)
    ended = ward.run("mailbox", "poll")
    assert (ended.code, "connection refused" in ended.err) == (1, True)

    ward.reads_from(ward.imap.port)
    monkeypatch.setenv("IMAP_PASSWORD", "wrong")
    with closing(ward.open()) as program:
        assert program.mail_desk().poll() == Polled(fault="user or password is not accepted")


def test_letters_of_any_language_in_a_password_need_a_server_that_takes_them(ward: Ward) -> None:
    with scripted(no_login) as port, closing(ward.open()) as program:
        ward.reads_from(port)

        assert program.mail_desk().poll().fault.startswith("this server takes only plain letters")


def test_without_a_mailbox_the_command_says_what_to_write(ward: Ward) -> None:
    channels = ward.folder / "config" / "channels.yaml"
    text = channels.read_text(encoding="utf-8")
    channels.write_text(text.partition("  replies")[0], encoding="utf-8")

    ended = ward.run("mailbox", "poll")

    assert (ended.code, "replies" in ended.err) == (1, True)
