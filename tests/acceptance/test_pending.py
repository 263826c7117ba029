"""What is decided and not sent yet is said: until quiet hours end, or until a dead send does."""

from datetime import timedelta

from lotrinh.application.telling.outgoing import Outgoing
from lotrinh.loader.cron import ticks
from lotrinh.rendering.messages.wording import TemplateWording
from tests.acceptance.conftest import Office
from tests.acceptance.scenario import Scenario
from tests.builders import hanoi

NIGHT = ("--at", "2024-12-02T22:30")


def test_at_night_a_check_says_how_many_messages_wait_and_until_when(lotrinh: Office) -> None:
    rehearsed = lotrinh("check", "--dry-run", *NIGHT).out
    assert "bi-thu-cb-01 (preview, giữ đến 03/12/2024 07:00): [Nhắc việc]" in rehearsed
    said = lotrinh("check", *NIGHT).out
    again = lotrinh("deliver", *NIGHT).out

    (waits,) = [line for line in said.splitlines() if "giờ yên lặng" in line]
    assert waits.endswith("thư chờ đến 07:00 ngày 03/12/2024 (giờ yên lặng).")
    assert waits in again.splitlines()
    seen = lotrinh("preview", "bi-thu-cb-01", *NIGHT).out
    assert "Giữ đến 03/12/2024 07:00" in seen
    assert "đã quyết định nhắc, chưa gửi" in seen
    assert "đã nhắc rồi" not in seen


def test_what_a_dead_worker_has_taken_is_said_to_go_on_by_itself(scenario: Scenario) -> None:
    scenario.plans("id: review, title: Kiểm điểm, due: chậm nhất 15/09/2026, lead: secretary")
    now = hanoi("2026-09-08 07:30")
    scenario.at("2026-09-08").checks()
    with scenario.program() as program:
        outgoing = Outgoing(program.configuration, now, TemplateWording(), ticks)
        with program.store.begin() as books:
            outgoing.before_sending(books)
            until = now + timedelta(minutes=5)
            books.outbox.lease(now=now, at=now, until=until, limit=9)

    lotrinh = Office(scenario.folder)
    url = f"sqlite:///{scenario.folder / 'books.db'}"
    seen = lotrinh("preview", "mot", "--at", "2026-09-08T07:31", "--db", url).out

    assert "1 đã quyết định nhắc, chưa gửi" in seen
    assert "1 thư đang gửi dở" in seen
    assert "sau 07:35 ngày 08/09/2026" in seen
