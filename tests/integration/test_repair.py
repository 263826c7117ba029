"""What can't be delivered: the next address takes over, the coordinator hears, a person mends."""

import os
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from lotrinh.application.books.deliveries import Delivery
from lotrinh.application.books.messages import DeliveryState, MessageKind, Outcome
from lotrinh.application.office.selection import UnknownWordError
from lotrinh.bootstrap import DeliveryReport, Program, open_program
from tests.builders import hanoi
from tests.integration.channels.servers import MailServer, mail_server
from tests.integration.store.books import at_once

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "fixtures" / "configurations" / "small"
FIRST, SECOND = "bithu1@ward-1.example.vn", "bithu1@home.example.vn"
LAN = "bi-thu-1"
GONE = "550 5.1.1 no such mailbox"
DAYS = ("2026-08-14", "2026-08-20", "2026-08-21", "2026-08-22")
"""The last days before the branch's draft is due, each with a rung or what is left of one."""


@dataclass
class Office:
    """Three people, a draft that is due, and a mail server; the clock stands where we say."""

    folder: Path
    url: str
    server: MailServer
    waited: list[timedelta] = field(default_factory=list)

    def open(self, now: datetime | str = "2026-08-14") -> Program:
        begun = now if isinstance(now, datetime) else hanoi(f"{now} 07:30")
        before = len(self.waited)
        program = open_program(self.folder / "config", self.url, var=self.folder)
        program.now = lambda: begun + sum(self.waited[before:], timedelta())
        program.wait = self.waited.append
        return program

    def day(self, day: str) -> DeliveryReport:
        """Check and deliver on the morning of a day."""
        with closing(self.open(day)) as program:
            program.check()
            return program.deliver()

    def deliver(self, now: datetime | str) -> DeliveryReport:
        with closing(self.open(now)) as program:
            return program.deliver()

    def mails_to(self, address: str) -> list[str]:
        return [str(m["Subject"]) for m in self.server.mails if address in str(m["To"])]

    def listed(self, *states: DeliveryState, to: str | None = LAN) -> list[Delivery]:
        with closing(self.open()) as program:
            return list(program.mailroom.deliveries(states, to))

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.folder / "config" / path
        content = file.read_text(encoding="utf-8")
        assert old in content
        file.write_text(content.replace(old, new), encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    shutil.copytree(SMALL, tmp_path / "config")
    with mail_server() as server:
        settings = f"kind: smtp, host: 127.0.0.1, port: {server.port}, security: none"
        (tmp_path / "config" / "channels.yaml").write_text(
            f"email: {{{settings}, sender: lotrinh@example.vn}}\n"
            f"home: {{{settings}, sender: lotrinh@example.vn}}\n",
            encoding="utf-8",
        )
        (tmp_path / "config" / "people.csv").write_text(
            "id,name,holds,email,home\n"
            "van-phong,Văn phòng phường,office@ward-1; secretary@ward-1,"
            "vanphong@ward-1.example.vn,\n"
            f"bi-thu-1,Bí thư Chi bộ Một,secretary@branch-1,{FIRST},{SECOND}\n"
            "bi-thu-2,Bí thư Chi bộ Hai,secretary@branch-2,bithu2@ward-1.example.vn,\n",
            encoding="utf-8",
        )
        yield Office(tmp_path, database_url, server)


def states(found: list[Delivery]) -> list[DeliveryState]:
    return [delivery.state for delivery in reversed(found)]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def refused_for_three_days(office: Office) -> None:
    office.server.refusals[FIRST] = GONE
    for day in DAYS[:3]:
        office.day(day)


def test_at_the_third_refusal_the_next_address_takes_over_the_waiting_message(
    office: Office,
) -> None:
    office.server.refusals[FIRST] = GONE
    for day in DAYS[:2]:
        office.day(day)
    assert office.mails_to(SECOND) == []

    office.day(DAYS[2])

    assert office.mails_to(SECOND) == ["[Nhắc việc] Dự thảo: đến hạn hôm nay"]
    assert states(office.listed()) == [
        DeliveryState.WITHDRAWN,
        DeliveryState.WITHDRAWN,
        DeliveryState.SENT,
    ]


def test_the_coordinator_is_told_each_thing_once_and_no_address(office: Office) -> None:
    refused_for_three_days(office)
    office.day(DAYS[3])

    told = [m for m in office.server.mails if "gửi không được" in str(m["Subject"])]
    texts = [text_of(mail) for mail in told]
    assert len(told) == 3, "two dead letters, each on its day; then the address"
    assert "thôi dùng địa chỉ ở kênh email" in texts[2]
    assert all(FIRST not in text and SECOND not in text for text in texts)
    assert {str(m["To"]) for m in told} == {"vanphong@ward-1.example.vn"}


def test_an_address_that_is_corrected_is_used_at_once(office: Office) -> None:
    refused_for_three_days(office)
    office.edit("people.csv", FIRST, "moi@ward-1.example.vn")
    office.edit("roadmaps/plan.yaml", "30 ngày", "29 ngày")

    office.day(DAYS[3])

    assert len(office.mails_to("moi@ward-1.example.vn")) == 1


def test_an_address_that_works_again_is_used_when_a_person_says_so(office: Office) -> None:
    refused_for_three_days(office)
    office.server.refusals.clear()
    with closing(office.open()) as program:
        assert program.mailroom.retry([], LAN, by="office") == set()
    office.edit("roadmaps/plan.yaml", "30 ngày", "29 ngày")

    office.day(DAYS[3])

    assert len(office.mails_to(FIRST)) == 1


def test_without_another_address_it_is_a_dead_letter_that_says_why(office: Office) -> None:
    office.edit("people.csv", f",{SECOND}", ",")
    refused_for_three_days(office)
    office.edit("roadmaps/plan.yaml", "30 ngày", "29 ngày")

    office.day(DAYS[3])

    newest = office.listed(DeliveryState.DEAD)[0]
    assert (newest.detail, newest.channel) == ("set-aside", "")


def test_a_person_without_an_address_is_a_dead_letter_that_says_so(office: Office) -> None:
    office.edit("people.csv", f",{FIRST},{SECOND}", ",,")

    office.day(DAYS[0])

    (letter,) = office.listed()
    assert (letter.state, letter.detail) == (DeliveryState.DEAD, "no-address")


def test_a_temporary_refusal_never_sets_an_address_aside(office: Office) -> None:
    office.server.refusals[FIRST] = "451 4.3.0 try again later"
    office.day(DAYS[0])
    for hours in range(5, 30, 4):
        office.deliver(hanoi(f"{DAYS[0]} 07:30") + timedelta(hours=hours))

    assert office.mails_to(SECOND) == []
    (waiting,) = office.listed(DeliveryState.WAITING)
    assert waiting.tries > 3


def test_a_retry_by_hand_does_not_wait_for_the_next_try(office: Office) -> None:
    office.server.refusals[FIRST] = "451 4.3.0 try again later"
    office.day(DAYS[0])
    office.server.refusals.clear()
    assert office.deliver(DAYS[0]).sends == ()

    with closing(office.open()) as program:
        (letter,) = program.mailroom.deliveries([DeliveryState.WAITING], LAN)
        assert program.mailroom.retry([letter.key], by="office") == {letter.key}

    assert office.deliver(DAYS[0]).delivered == 1
    (sent,) = office.listed()
    assert (sent.key, sent.tries) == (letter.key, 2)


def test_a_dead_letter_that_is_retried_goes_out_on_the_same_day_with_its_own_id(
    office: Office,
) -> None:
    office.server.refusals[FIRST] = GONE
    office.day(DAYS[0])
    office.server.refusals.clear()
    assert office.deliver(DAYS[0]).sends == (), "not twice a day by itself"

    (letter,) = office.listed(DeliveryState.DEAD)
    with closing(office.open()) as program:
        program.mailroom.retry([letter.key], by="office")

    assert office.deliver(DAYS[0]).delivered == 1
    assert [one.key for one in office.listed(DeliveryState.SENT)] == [letter.key]


def test_what_a_person_withdrew_is_not_said_again_but_the_next_rung_is(office: Office) -> None:
    office.server.refusals[FIRST] = GONE
    office.day(DAYS[0])
    office.server.refusals.clear()
    (letter,) = office.listed(DeliveryState.DEAD)
    with closing(office.open()) as program:
        assert program.mailroom.withdraw([letter.key], by="Văn phòng") == {letter.key}

    office.day("2026-08-15")
    assert office.mails_to(FIRST) == []
    office.day(DAYS[1])
    assert office.mails_to(FIRST) == ["[Nhắc việc] Dự thảo: còn 1 ngày"]


def test_two_workers_deliver_every_message_once(office: Office) -> None:
    office.server.refusals[FIRST] = GONE
    for day in DAYS[:2]:
        office.day(day)
    with closing(office.open(DAYS[2])) as program:
        program.check()

    at_once(lambda: office.deliver(DAYS[2]), lambda: office.deliver(DAYS[2]))

    ids = Counter(mail["Message-ID"] for mail in office.server.mails)
    assert set(ids.values()) == {1}
    assert len(office.mails_to(SECOND)) == 1


def test_a_reserve_that_cannot_be_opened_stops_nobody(office: Office) -> None:
    channels = office.folder / "config" / "channels.yaml"
    content = channels.read_text(encoding="utf-8")
    channels.write_text(
        content.replace("home: {kind", "home: {user: a, password_env: NOT_THERE_AT_ALL, kind"),
        encoding="utf-8",
    )

    assert office.day(DAYS[0]).failed == 0


def test_a_channel_with_a_pace_is_waited_for(office: Office) -> None:
    office.edit("channels.yaml", "email: {", "email: {per_minute: 1, ")

    report = office.day("2026-08-24")

    assert report.delivered == 3
    assert office.waited == [timedelta(minutes=1)] * 2


def test_a_test_message_is_really_sent_and_leaves_no_trace(office: Office) -> None:
    with closing(office.open()) as program:
        first, second = program.mailroom.send_test(LAN), program.mailroom.send_test(LAN, "home")
        with pytest.raises(UnknownWordError):
            program.mailroom.send_test("bi-thu-9")
        with pytest.raises(UnknownWordError):
            program.mailroom.send_test(LAN, "pigeon")
        nowhere = program.mailroom.send_test("bi-thu-2", "home")

    assert [(one.channel, one.receipt.outcome) for one in (first, second)] == [
        ("email", Outcome.ACCEPTED),
        ("home", Outcome.ACCEPTED),
    ]
    assert nowhere.receipt.detail == "no-address"
    assert office.mails_to(FIRST) == office.mails_to(SECOND)
    assert office.listed(to=None) == []


def test_a_refused_test_says_how_it_ended(office: Office) -> None:
    office.server.refusals["RCPT"] = GONE

    with closing(office.open()) as program:
        assert program.mailroom.send_test(LAN).receipt.detail == "550 5.1.1"


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from lotrinh.bootstrap import open_program
    from lotrinh.store.outbox import SqlOutbox
    from tests.builders import hanoi

    config, url, var, day = sys.argv[1:]

    def die(self, leased, receipt, **words):
        if receipt.outcome == "accepted":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, leased, receipt, **words)

    real, SqlOutbox.settle = SqlOutbox.settle, die
    program = open_program(Path(config), url, var=Path(var))
    program.now = lambda: hanoi(f"{day} 07:30")
    program.check()
    program.deliver()
    """
)


def test_a_kill_while_the_next_address_takes_over_repeats_one_mail_at_most(office: Office) -> None:
    """Killed after the server had the first mail of the day, and before the books knew."""
    office.server.refusals[FIRST] = GONE
    for day in DAYS[:2]:
        office.day(day)
    before = len(office.server.mails)
    words = [str(office.folder / "config"), office.url, str(office.folder), DAYS[2]]
    killed = subprocess.run(  # noqa: S603  (our own code)
        [sys.executable, "-c", KILLED, *words],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PATH": ""},
        check=False,
    )
    assert killed.returncode == -9

    office.deliver(hanoi(f"{DAYS[2]} 07:30") + timedelta(hours=1))

    ids = Counter(mail["Message-ID"] for mail in office.server.mails[before:])
    assert sum(count - 1 for count in ids.values()) <= 1
    assert len(set(office.mails_to(SECOND))) == 1
    kinds = {delivery.kind for delivery in office.listed(DeliveryState.WAITING, to=None)}
    assert kinds <= {MessageKind.FAILED}
