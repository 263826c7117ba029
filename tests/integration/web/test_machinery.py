"""The screens of the machinery over real HTTP: messages, what is decided on them, the trail."""

import re
from dataclasses import replace

import httpx
import pytest

from lotrinh.application.books.messages import DeliveryState, Draft, Message, MessageKind
from lotrinh.application.books.trail import DeedKind
from lotrinh.application.recording.mentions import Mention
from lotrinh.application.recording.passes import Pass, Purpose
from lotrinh.domain.facts import FactKind, Way
from lotrinh.domain.registers import PersonId
from lotrinh.rendering.words import say
from lotrinh.web.session import COOKIE
from tests.integration.web.conftest import Office, words
from tests.integration.web.test_board import OFFICE, SECRETARY, look, say_done

STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def press(office: Office, path: str, do: str, *, stamp: str | None = None) -> httpx.Response:
    """Press a button of the office's own session; stay where that leads."""
    session = office.program.seals.issue(Purpose.SESSION, Pass(PersonId(OFFICE), office.now))
    with httpx.Client(base_url=office.base, timeout=30, cookies={COOKIE: session}) as http:
        found = STAMP.search(http.get(path).text)
        assert found is not None
        return http.post(path, data={"stamp": found[1] if stamp is None else stamp, "do": do})


def post(office: Office, count: int = 1, *, held: bool = False) -> list[str]:
    """Put messages into the box, and return their keys."""
    message = Message(
        "", MessageKind.REMINDERS, PersonId(SECRETARY), "Nhắc <b>việc</b>", "Lời thư", "",
        office.now, office.now, "",
    )  # fmt: skip
    keys = [f"m{number:05d}" for number in range(count)]
    with office.program.store.begin() as uow:
        uow.outbox.post_all([Draft(replace(message, key=key), held=held) for key in keys])
    return keys


def states(office: Office, keys: list[str]) -> set[str]:
    """Return how messages stand."""
    return {str(one.state) for one in office.program.mailroom.named(keys)}


def test_only_who_looks_after_messages_sees_them(office: Office) -> None:
    (key,) = post(office)
    for path in ("/outbox", f"/outbox/{key}", "/audit?about=messages"):
        assert look(office, path, SECRETARY).status_code == 404
        assert look(office, path).status_code == 200
    assert "Thư" not in words(look(office, "/", SECRETARY).text).split("Thoát")[0].split()


def test_every_message_is_listed_and_tells_why_it_was_sent(office: Office) -> None:
    listed = look(office, "/outbox").text

    address = re.search(r'href="outbox/([^"]+)">', listed.replace("./", ""))
    assert address is not None
    assert "đã ghi ra tệp xem trước" in words(listed)
    page = look(office, f"/outbox/{address[1]}").text
    said = words(page)
    assert "Kiểm điểm <b>cuối năm</b>" in said
    assert "<b>cuối" not in page
    assert "nhắc trước hạn 7 ngày" in said
    assert 'href="../cell/plan/branch-' in page
    assert office.token() not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=dead", False),
        ("state=waiting", True),
        ("person=bi-thu-1", True),
        ("person=bi+thu", True),
        ("person=nobody", False),
        ("run=no-such-run", False),
        ("state=nonsense&before=no-such", False),
    ],
)
def test_messages_are_narrowed_by_the_address(office: Office, query: str, *, found: bool) -> None:
    post(office)

    page = look(office, f"/outbox?{query}").text

    assert ("Nhắc &lt;b&gt;việc" in page) is found
    assert ("Không có thư nào như vậy" in page) is not found


def test_fifty_a_page_and_no_message_twice(office: Office) -> None:
    keys, seen = post(office, 120), []
    address: str | None = "?state=waiting"
    while address:
        page = look(office, f"/outbox{address}").text
        shown = re.findall(r'href="outbox/(m\d+)"', page.replace("./", ""))
        assert len(shown) <= 50
        seen += shown
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else None

    assert seen == keys


def test_what_is_decided_is_done_said_and_kept(office: Office) -> None:
    (key,) = post(office)

    answer = press(office, f"/outbox/{key}", "withdrawn")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"./{key}?did=withdrawn"
    assert states(office, [key]) == {"withdrawn"}
    assert "Đã rút thư." in words(look(office, f"/outbox/{key}?did=withdrawn").text)
    trail = words(look(office, "/audit?about=messages").text)
    assert "Văn phòng phường trang web rút 1 thư, không gửi nữa" in trail
    assert "did" not in look(office, f"/outbox/{key}").text


def test_a_second_press_says_that_nothing_was_left_to_do(office: Office) -> None:
    (key,) = post(office)
    press(office, f"/outbox/{key}", "retried")
    office.program.mailroom.withdraw([key], by="office")

    # The page that was open still has the button.
    with office.program.store.look() as uow:
        assert uow.deliveries.list([DeliveryState.WITHDRAWN])
    answer = press(office, f"/outbox/{key}", "retried")

    assert answer.headers["location"] == f"./{key}?did=left"


def test_what_is_held_is_let_go_at_once(office: Office) -> None:
    keys = post(office, 3, held=True)
    assert "3 thư đang tạm giữ" in words(look(office, "/outbox").text)

    answer = press(office, "/outbox", "released")

    assert answer.headers["location"] == "./outbox?did=released&count=3"
    assert states(office, keys) == {"waiting"}


@pytest.mark.parametrize("path", ["/outbox", "/outbox/m00000"])
def test_nothing_is_done_by_a_look_or_by_another_sites_form(office: Office, path: str) -> None:
    keys = post(office, held=True)

    assert look(office, f"{path}?do=released&did=released").status_code == 200
    assert press(office, path, "released", stamp="forged").status_code == 422
    assert press(office, path, "no-such-thing").status_code == 404
    assert states(office, keys) == {"held"}


def test_the_trail_tells_who_how_and_what_was_taken_back(office: Office) -> None:
    say_done(office, note="đủ <hồ sơ>")
    office.program.undo(by="")

    page = look(office, "/audit").text
    said = words(page)

    assert "07/12/2026 07:30 Bí thư Chi bộ Một trang web" in said
    assert "Lệnh trên máy" in said
    assert "đã hoàn lại, lần 2" in said
    assert "đủ <hồ sơ>" in said
    assert 'href="cell/plan/branch-1/review"' in page.replace("./", "")
    mine = words(look(office, "/audit", SECRETARY).text)
    assert "đủ <hồ sơ>" in mine


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("organisation=branch-1", True),
        ("organisation=chi+bo+mot", True),
        ("organisation=branch-2", False),
        ("person=B%C3%AD+th%C6%B0+chi+b%E1%BB%99+m%E1%BB%99t", True),
        ("person=bi-thu-1", True),
        ("person=somebody", False),
        ("kind=done", True),
        ("kind=note", False),
        ("from=07/12/2026&to=2026-12-07", True),
        ("from=08/12/2026", False),
        ("from=nonsense&kind=nonsense&before=nonsense", True),
    ],
)
def test_the_trail_is_narrowed_by_the_address(office: Office, query: str, *, found: bool) -> None:
    say_done(office)

    page = words(look(office, f"/audit?{query}").text)

    assert ("Bí thư Chi bộ Một trang web" in page) is found
    assert ("không có gì như vậy" in page) is not found


def test_the_trail_keeps_to_what_the_viewer_may_see(office: Office) -> None:
    office.program.keep(
        office.program.done([office_mention("branch-2")], by="Văn phòng"),
    )

    assert "Chi bộ Hai" in words(look(office, "/audit").text)
    for query in ("", "?organisation=branch-2", "?person=V%C4%83n+ph%C3%B2ng"):
        assert "Chi bộ Hai" not in words(look(office, f"/audit{query}", SECRETARY).text)


def office_mention(organisation: str) -> Mention:
    """Return the review of an organisation, as a command names it."""
    return Mention(organisation, "review")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_its_words(language: str) -> None:
    for fact_kind in FactKind:
        assert say(f"audit.kind-{fact_kind}", language)
    for message_kind in MessageKind:
        assert say(f"outbox.kind-{message_kind}", language)
    for deed in DeedKind:
        assert say(f"deed.{deed}", language, count=1)
    for way in Way:
        assert say(f"way.{way}", language)
