"""The whole way, files to mails, on both databases and through a real mail server."""

import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from lotrinh import clock
from lotrinh.application.books.messages import DeliveryState, Outcome
from lotrinh.bootstrap import Mention, Program, open_program
from lotrinh.bootstrap.order import TimeOrderError
from tests.builders import hanoi
from tests.integration.channels.servers import MailServer, mail_server
from tests.library import without_bulletins

ROOT = Path(__file__).parents[2]
DAYS = ("2024-11-13", "2024-12-02", "2024-12-11", "2024-12-13", "2024-12-16")


@dataclass(frozen=True)
class Office:
    """Files whose mails really go to a server, and a database."""

    folder: Path
    url: str
    server: MailServer

    def open(self, now: Callable[[], datetime] = clock.now) -> Program:
        program = open_program(self.folder / "config", self.url, var=self.folder)
        program.now = now
        return program

    @property
    def received(self) -> Counter[str]:
        """The Message-IDs that arrived, and how often each did."""
        return Counter(mail["Message-ID"] for mail in self.server.mails)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    without_bulletins(tmp_path / "config")
    with mail_server() as server:
        (tmp_path / "config" / "channels.yaml").write_text(
            f"email: {{kind: smtp, host: 127.0.0.1, port: {server.port}, security: none,"
            " sender: lotrinh@example.vn}\n",
            encoding="utf-8",
        )
        yield Office(tmp_path, database_url, server)


def run_day(program: Program, day: str) -> int:
    at = hanoi(f"{day} 07:30")
    program.check(at)
    return program.deliver(at).delivered


def test_each_person_gets_one_mail_a_day_and_never_the_same_twice(office: Office) -> None:
    with closing(office.open()) as program:
        for day in DAYS:
            sent = run_day(program, day)
            arrived = office.server.mails[-sent:] if sent else []
            assert len({mail["To"] for mail in arrived}) == sent
            assert run_day(program, day) == 0

    assert set(office.received.values()) == {1}


def test_both_databases_tell_the_same_story_as_a_simulation(office: Office) -> None:
    with closing(office.open()) as program:
        day = hanoi("2024-12-02 07:30").date()
        told = [r for one in program.simulate(day, day, fresh=True) for r in one.report.reminders]
        real = program.check(hanoi("2024-12-02 07:30")).reminders

    assert sorted(told, key=str) == sorted(real, key=str)


def test_what_was_done_between_deciding_and_sending_is_not_sent(office: Office) -> None:
    """Nor is what counts from it: that has another date now, told by the next check."""
    at = hanoi("2024-12-02 07:30")
    with closing(office.open()) as program:
        program.check(at)
        mention = Mention("chi-bo-01", "branch-review@2024")
        program.keep(program.done([mention], on=at.date(), by="office"))
        program.deliver(at)
        stale = _to(office, "chibo01@dong-hai-2.example.vn")
        program.check(at)
        program.deliver(at)
        fresh = _to(office, "chibo01@dong-hai-2.example.vn")

    assert stale == []
    assert [_subject(mail) for mail in fresh] == [
        "[Nhắc việc] Gửi hồ sơ kiểm điểm của chi bộ về…: còn 3 ngày"
    ]


def test_what_was_taken_back_before_sending_is_said_after_all(office: Office) -> None:
    at = hanoi("2024-12-02 07:30")
    with closing(office.open()) as program:
        program.check(at)
        mention = Mention("chi-bo-01", "branch-review@2024")
        program.keep(program.done([mention], on=at.date(), by="office"))
        program.deliver(at)
        program.undo(by="office")
        program.check(at)
        program.deliver(at)

    (mail,) = _to(office, "chibo01@dong-hai-2.example.vn")
    assert "Chi bộ họp kiểm điểm" in _subject(mail)


def _to(office: Office, address: str) -> list[EmailMessage]:
    return [mail for mail in office.server.mails if address in str(mail["To"])]


def test_what_was_refused_for_good_is_a_dead_letter_until_it_is_told_after_all(
    office: Office,
) -> None:
    office.server.refusals["RCPT"] = "550 5.1.1 no such mailbox"
    with closing(office.open()) as program:
        refused = _failed(program, "2024-12-02 08:30")
        again = _failed(program, "2024-12-02 09:00")
        dead = program.mailroom.dead_letters()
        office.server.refusals.clear()
        told = run_day(program, "2024-12-03")
        left = program.mailroom.dead_letters()

    assert refused == len(dead) > 0 == again
    assert all("5.1.1" in letter.detail for letter in dead)
    assert told == len({letter.recipient for letter in dead if "[Nhắc việc]" in letter.subject})
    assert all("[Nhắc việc]" not in letter.subject for letter in left)


def _failed(program: Program, at: str) -> int:
    program.check(hanoi(at))
    return program.deliver(hanoi(at)).failed


def test_after_an_outage_of_the_mail_server_one_fresh_mail_comes(office: Office) -> None:
    office.server.refusals["MAIL"] = "451 4.3.0 try again later"
    mention = Mention("chi-bo-01", "branch-review@2024")
    with closing(office.open()) as program:
        for day in ("2024-11-29", "2024-12-02", "2024-12-04"):
            assert run_day(program, day) == 0
        program.keep(program.done([mention], on=hanoi("2024-12-04 12:00").date(), by="office"))
        office.server.refusals.clear()

    later = clock.now() + timedelta(hours=6)  # every next try has come
    with closing(office.open(lambda: later)) as program:
        run_day(program, "2024-12-05")

    addressed = Counter(str(m["To"]) for m in office.server.mails if "[Lộ" not in _subject(m))
    (mail,) = _to(office, "chibo01@dong-hai-2.example.vn")
    assert set(addressed.values()) == {1}
    assert "Chi bộ họp kiểm điểm" not in str(mail.get_body(("plain",)))


def test_a_channel_out_of_reach_is_left_alone_after_three_sends_in_a_row(office: Office) -> None:
    channels, at = office.folder / "config" / "channels.yaml", hanoi("2024-12-02 07:30")
    text = channels.read_text(encoding="utf-8")
    channels.write_text(text.replace("security: none", "security: starttls"), encoding="utf-8")

    with closing(office.open()) as program:
        program.check(at)
        failed = program.deliver(at).failed
        waiting = program.mailroom.deliveries([DeliveryState.WAITING])

    assert len(office.server.sessions) == 3 < failed
    assert {one.receipt and one.receipt.outcome for one in waiting} == {Outcome.TEMPORARY}


def test_quiet_hours_hold_a_message_until_they_end(office: Office) -> None:
    night, morning = hanoi("2024-12-02 22:15"), hanoi("2024-12-03 07:00")
    with closing(office.open()) as program:
        program.check(night)
        held = program.deliver(night).delivered
        sent = program.deliver(morning).delivered

    assert held == 1, "the backlog of the first check goes to the office at once"
    assert sent > 0
    assert all("còn" in mail for mail in map(_subject, office.server.mails[1:]))


def test_broken_files_send_nothing_by_hand_but_do_not_stop_the_schedule(office: Office) -> None:
    with closing(office.open()) as program:
        run_day(program, DAYS[0])
    people = office.folder / "config" / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("id,name", "idd,name"), "utf-8")
    before = len(office.server.mails)

    with closing(office.open()) as program:
        report = program.check(hanoi("2024-12-02 07:30"), scheduled=True)
        program.deliver(hanoi("2024-12-02 07:30"))

    told = [m for m in office.server.mails[before:] if "dùng bản trước" in _subject(m)]
    assert report.enqueued > 0
    assert len(told) == 1


def test_files_that_cannot_even_be_read_do_not_stop_the_schedule(office: Office) -> None:
    with closing(office.open()) as program:
        run_day(program, DAYS[0])
    (office.folder / "config").rename(office.folder / "moved-away")

    with closing(office.open()) as program:
        report = program.check(hanoi("2024-12-02 07:30"), scheduled=True)

    assert report.enqueued > 0


def test_a_file_that_was_briefly_different_loses_nothing(office: Office) -> None:
    at = hanoi("2024-12-02 07:30")
    with closing(office.open()) as program:
        program.check(at)
    people = office.folder / "config" / "people.csv"
    whole = people.read_text(encoding="utf-8")
    people.write_text(whole.replace("secretary@chi-bo-01", "committee@chi-bo-01"), "utf-8")
    with closing(office.open()) as program:
        program.deliver(at)
    assert _to(office, "chibo01@dong-hai-2.example.vn") == []

    people.write_text(whole, encoding="utf-8")
    with closing(office.open()) as program:
        run_day(program, "2024-12-03")

    assert len(_to(office, "chibo01@dong-hai-2.example.vn")) == 1


def test_nothing_is_delivered_for_a_time_to_come(office: Office) -> None:
    with closing(office.open()) as program:
        program.check(hanoi("2024-12-02 07:30"))
        with pytest.raises(TimeOrderError):
            program.deliver(clock.now() + timedelta(days=1))

    assert office.server.mails == []


def _subject(mail: EmailMessage) -> str:
    return str(mail["Subject"])


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from lotrinh.application.sending import deliver as delivering
    from lotrinh.bootstrap import open_program
    from tests.builders import hanoi

    config, url, var, step, times = sys.argv[1:]
    left = int(times)

    def die_at(owner, name):
        real = getattr(owner, name)
        def wrapped(*words, **more):
            global left
            if name == "settle":  # the mail is out, the books don't know yet
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            done = real(*words, **more)
            if name != "settle":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return done
        setattr(owner, name, wrapped)

    from lotrinh.store.ledger import SqlLedger
    from lotrinh.store.outbox import SqlOutbox
    die_at(SqlLedger if step == "enqueue" else SqlOutbox, step)
    program = open_program(Path(config), url, var=Path(var))
    at = hanoi("2024-12-02 07:30")
    program.check(at)
    program.deliver(at)
    """
)


@pytest.mark.parametrize(
    ("step", "times"),
    [("enqueue", 0), ("enqueue", 1), ("post", 0), ("post_all", 0), ("lease", 0), ("settle", 0),
     ("settle", 1), ("settle", 7)],
)  # fmt: skip
def test_a_kill_at_any_step_loses_nothing_and_repeats_at_most_the_one_in_flight(
    office: Office, step: str, times: int
) -> None:
    words = [str(office.folder / "config"), office.url, str(office.folder), step, str(times)]
    killed = subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", KILLED, *words],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": ""},
        check=False,
    )
    assert killed.returncode == -9

    at = hanoi("2024-12-02 07:30")
    later = clock.now() + timedelta(hours=1)  # the dead worker's lease has ended
    with closing(office.open(lambda: later)) as program:
        program.check(at)
        program.deliver(at)

    rehearsed = _expected(office)
    repeats = {key: n for key, n in office.received.items() if n > 1}
    assert len(office.received) == rehearsed
    assert len(repeats) <= (step == "settle")
    assert all(n == 2 for n in repeats.values())


def _expected(office: Office) -> int:
    """Return how many messages an undisturbed day has."""
    with closing(open_program(office.folder / "config", "sqlite://", var=office.folder)) as fresh:
        day = hanoi("2024-12-02 07:30").date()
        return sum(len(one.messages) for one in fresh.simulate(day, day, fresh=True))
