"""What people answer to the Zalo Bot is recorded, and answered; by a bot server on loopback."""

from contextlib import closing

import pytest

from lotrinh.application.recording.audit import Wanted
from lotrinh.bootstrap import Program
from lotrinh.bootstrap.desks.bot import Polled
from tests.builders import hanoi
from tests.integration.test_linking import SECRETARY, Ward, linked, said_to, ward

__all__ = ["ward"]

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

CHAT = "chat-cb-01"


def told(ward: Ward, program: Program) -> str:
    """Link the secretary, send the reminders, and return the number of the first."""
    linked(ward, program)
    for day in ("2024-11-13", "2024-12-02"):
        program.check(hanoi(f"{day} 07:30"))
    program.deliver(hanoi("2024-12-02 07:30"))
    reminder = said_to(ward, CHAT)[-1]
    return reminder.partition("[")[2].partition("]")[0]


def recorded(program: Program) -> list[tuple[str, str]]:
    return [(str(one.fact.kind), one.fact.by) for one in program.audit(Wanted())]


def test_an_answer_is_recorded_and_answered(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.server.write(CHAT, f"Xong {number} ạ")
        polled = program.bot_desk().drain()

        assert polled == Polled(1, (), 1)
        assert recorded(program) == [("done", "Bí thư Chi bộ Tổ dân phố số 1")]
    assert said_to(ward, CHAT)[-1].startswith(f"Số {number}: ")


def test_the_same_letter_twice_is_once(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.server.write(CHAT, f"KHONG {number} lý do chưa có kinh phí")
        ward.server.letters.append(ward.server.letters[-1])
        polled = program.bot_desk().drain()

        assert polled == Polled(2, (), 1)
        assert [kind for kind, _ in recorded(program)] == ["note"]
    assert len(said_to(ward, CHAT)) == 3, "the link, the reminder, one answer"


def test_a_chat_that_nobody_has_linked_is_refused(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        ward.server.write("chat-of-nobody", f"XONG {number}")
        ward.server.write("chat-of-nobody", "Xin chào")
        polled = program.bot_desk().drain()

        assert polled == Polled(2)
        assert recorded(program) == []
    (refusal,) = said_to(ward, "chat-of-nobody")
    assert refusal.startswith("Chưa biết đồng chí là ai")


def test_who_is_unlinked_speaks_for_nobody(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
        program.bot_desk().unlink(SECRETARY)
        ward.server.write(CHAT, f"XONG {number}")
        program.bot_desk().drain()

        assert recorded(program) == []


def test_the_command_says_how_many_were_recorded(ward: Ward) -> None:
    with closing(ward.open()) as program:
        number = told(ward, program)
    ward.server.write(CHAT, f"BIET {number}")

    ended = ward.run("zalo", "poll", "--once")

    assert (ended.code, "Đã ghi 1 việc." in ended.out) == (0, True)
