"""What stands before the pages: links that don't hold, scanners, floods, odd requests, headers."""

import asyncio
import logging
import re
import socket
from collections.abc import Sequence

import httpx
import pytest

from lotrinh.application.looking.viewing import Viewer
from lotrinh.application.recording.tickets import Ticket
from lotrinh.bootstrap.desks.feed import Feed, FeedDesk
from lotrinh.domain.registers import PersonId
from lotrinh.web.app import make_app
from lotrinh.web.guard import HEADERS, Rates
from tests.integration.web.conftest import Office, in_process, words

GONE = "Đường dẫn này không dùng được"


def test_a_link_ends_after_its_days_and_says_nothing_but_what_to_do(office: Office) -> None:
    token = office.token()
    pages = []
    with office.visitor() as lan:
        for day in ("2027-02-05 07:29", "2027-02-05 07:31"):
            office.at(day)
            pages.append(lan.look(token))

    assert [page.status_code for page in pages] == [200, 404]
    assert GONE in words(pages[1].text)
    assert "gọi cho văn phòng" in words(pages[1].text)


def test_revoked_forged_and_strange_links_look_all_alike(office: Office) -> None:
    token = office.token()
    codes = tuple(office.codes().values())
    gone = office.program.seals.seal(Ticket(PersonId("nobody"), codes, office.now))
    office.program.reception.revoke_links("bi-thu-1")
    unsigned = "-".join(map(str, codes))
    with office.visitor() as lan:
        answers = [lan.look(t) for t in (token, token[:-1] + "2", gone, unsigned, "x", "a" * 5000)]
        pressed = lan.send(token, code=str(codes[0]), do="done")
        others = lan.look(office.token("bi-thu-2"))

    assert {answer.status_code for answer in [*answers, pressed]} == {404}
    assert len({answer.text for answer in [*answers, pressed]}) == 1
    assert others.status_code == 200
    assert office.said() == []


def test_links_after_a_revocation_hold(office: Office) -> None:
    office.program.reception.revoke_links("bi-thu-1")
    office.at("2026-12-07 08:00")
    with office.visitor() as lan:
        assert lan.look(office.token()).status_code == 200


def test_a_scanner_that_follows_every_link_changes_nothing(office: Office) -> None:
    seen: set[str] = set()
    waiting = [f"/a/{office.token()}", f"/n/{office.token()}"]
    with office.visitor() as scanner:
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            for method in ("GET", "HEAD", "OPTIONS", "GET"):
                scanner.http.request(method, path)
            page = scanner.http.get(path)
            links = re.findall(r'(?:href|action|src)="([^"#]*)', page.text)
            waiting += [page.url.join(link).raw_path.decode() for link in links]

    assert len(seen) >= 3
    assert office.said() == []
    assert office.program.reception.correspondents() == []


def test_a_form_of_another_page_or_of_yesterday_is_asked_for_again(office: Office) -> None:
    code = office.codes()["branch-1", "review"]
    with office.visitor() as lan:
        foreign = lan.stamps(office.token("bi-thu-1", code, 999))[str(code)]
        own = lan.stamps(office.token())[str(code)]
        for stamp in ("", "x", foreign):
            answer = lan.send(office.token(), code=str(code), do="note", stamp=stamp, note="chờ")
            assert answer.status_code == 422
            assert "Trang mở đã lâu" in words(answer.text)
            assert "chờ" in answer.text
        token = office.token()
        office.at("2026-12-08 07:31")
        late = lan.send(token, code=str(code), do="done", stamp=own)

    assert late.status_code == 422
    assert office.said() == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"a" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"note=" + b"%C3%28" * 9, "application/x-www-form-urlencoded", 400),
        (b"note=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 50, "application/x-www-form-urlencoded", 400),
        (b'{"do": "done"}', "application/json", 415),
        (b"", "", 415),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"code=99999999999999999999&do=done", "application/x-www-form-urlencoded", 422),
        (b"code=%D9%A1&do=delete", "application/x-www-form-urlencoded", 422),
    ],
)
def test_what_is_no_form_of_ours_is_refused(
    office: Office, content: bytes, kind: str, status: int
) -> None:
    headers = {"content-type": kind} if kind else {}
    with office.visitor() as somebody:
        answer = somebody.http.post(f"/a/{office.token()}", content=content, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert office.said() == []


def test_a_body_without_a_length_is_cut_off_as_well(office: Office) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with office.visitor() as somebody:
        answer = somebody.http.post(
            f"/a/{office.token()}", content=(b"a" * 1000 for _ in range(100)), headers=kind
        )

    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_ours(office: Office, method: str) -> None:
    with office.visitor() as somebody:
        answer = somebody.http.request(method, f"/a/{office.token()}")

    assert answer.status_code == 405
    assert office.said() == []


@pytest.mark.parametrize(
    "path", ["/docs", "/openapi.json", "/a/", "/a/x/y", "/../etc/passwd", "/%00", "/a/%FF"]
)
def test_there_is_nothing_else(office: Office, path: str) -> None:
    with office.visitor() as somebody:
        answer = somebody.http.get(path)

    assert answer.status_code == 404
    assert "style.css" in answer.text


def test_every_answer_has_its_headers(office: Office) -> None:
    token, code = office.token(), next(iter(office.codes().values()))
    with office.visitor() as lan:
        answers = [
            lan.look(token),
            lan.look("x"),
            lan.press(token, code, "done"),
            lan.http.put("/a/x"),
            lan.http.get(f"/n/{token}"),
        ]
        style = lan.http.get("/style.css")
        robots = lan.http.get("/robots.txt")

    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
    assert style.headers["content-type"].startswith("text/css")
    assert "max-age" in style.headers["cache-control"]
    assert "Disallow: /" in robots.text


def test_no_token_and_no_key_shows_anywhere_but_in_its_page(
    office: Office, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for visitors_own in ("httpx", "httpcore"):  # the browser of this test knows its link
        caplog.set_level(logging.CRITICAL, visitors_own)
    caplog.set_level(logging.NOTSET)
    token, code = office.token(), office.codes()["branch-1", "review"]
    key = (office.folder / "var" / "signing-key").read_text(encoding="ascii").strip()
    with office.visitor() as lan:
        lan.press(token, code, "done", note="chim-hoang-yen")
        lan.look(token)
        lan.look(token[:-1])
        pages = lan.look(token).text + lan.look("x").text
    out, err = capfd.readouterr()
    ours = " ".join(record.getMessage() for record in caplog.records)
    kept = "".join(
        office.program.mailroom.opened(delivery.key).text
        for delivery in office.program.mailroom.deliveries()
    )

    for secret in (token, token.split(".")[0], key, "chim-hoang-yen"):
        assert secret not in ours + out + err + kept
    assert key not in pages
    assert (office.folder / "var" / "signing-key").stat().st_mode & 0o777 == 0o600


def test_what_goes_wrong_is_logged_by_its_place_and_without_its_words(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FeedDesk):
        def feeds(self, viewer: Viewer) -> Sequence[Feed]:
            raise RuntimeError(viewer.person.name)

    front = office.program.reception.front_desk()
    feeds = Broken(front.store, front.seals, front.present, front.now)
    app = make_app(front, office.program.reception.gate(front), feeds=feeds)

    answer = in_process(office, app, "/feeds")

    assert answer.status_code == 500
    assert "trục trặc" in words(answer.text)
    (said,) = (r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR)
    assert said.startswith("RuntimeError\n")
    assert "Văn phòng" not in said


@pytest.mark.parametrize(
    "path", ["outbox?person=%00", "outbox?before=a%00b", "outbox/%00", "audit?person=%00"]
)
def test_a_character_that_no_text_has_is_looked_for_and_not_found(
    office: Office, path: str
) -> None:
    with office.signed_in("van-phong") as http:
        answer = http.get(path)

    assert answer.status_code in {200, 404}
    assert "trục trặc" not in words(answer.text)


def test_who_asks_too_often_is_sent_away_for_a_while(office: Office) -> None:
    desk = office.program.reception.front_desk()
    standing_still = Rates(lambda: 0.0)  # on a slow machine the buckets would fill again
    app = make_app(desk, office.program.reception.gate(desk), rates=standing_still)

    async def ask() -> tuple[list[httpx.Response], httpx.Response]:
        way = httpx.ASGITransport(app, client=("203.0.113.7", 4711))
        async with httpx.AsyncClient(transport=way, base_url="http://n.example.vn") as somebody:
            answers = [await somebody.get("/a/guess") for _ in range(91)]
            return answers, await somebody.get(f"/a/{office.token()}")

    answers, lan = asyncio.run(ask())

    assert [answer.status_code for answer in answers] == [404] * 90 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert lan.status_code == 200, "one link that is tried too often stops no other"


def test_a_bucket_fills_again_and_forgets_the_oldest() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])

    assert [rates.takes("a", 2) for _ in range(3)] == [True, True, False]
    now[0] = 30.0
    assert [rates.takes("a", 2) for _ in range(2)] == [True, False]


def test_what_is_no_http_at_all_harms_nobody(office: Office) -> None:
    host, port = office.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        line.recv(1000)
    with office.visitor() as lan:
        assert lan.look(office.token()).status_code == 200


def test_a_bad_file_leaves_the_page_as_it_was(office: Office) -> None:
    office.edit("policies.yaml", "remind", "reminds")
    with office.visitor() as lan:
        answer = lan.press(office.token(), office.codes()["branch-1", "review"], "done")

    assert answer.status_code == 303
    assert office.said() == ["done"]


# How often.


def test_how_often_letters_come_is_chosen_with_one_press(office: Office) -> None:
    token = office.token()
    with office.visitor() as lan:
        stamp = re.findall(r'name="stamp" value="([^"]+)"', lan.http.get(f"/n/{token}").text)[0]
        answer = lan.http.post(f"/n/{token}", data={"rhythm": "twice-a-week", "stamp": stamp})
        page = words(lan.http.get(f"/n/{answer.headers['location']}").text)
        forged = lan.http.post(f"/n/{token}", data={"rhythm": "weekly", "stamp": "x"})
        odd = lan.http.post(f"/n/{token}", data={"rhythm": "never", "stamp": stamp})

        elsewhere = lan.http.post("/n/http:evil.example.vn", data={"rhythm": "weekly"})

    assert "Đã ghi: hai lần một tuần" in page
    assert elsewhere.headers["location"] == "./http:evil.example.vn"
    assert (forged.status_code, odd.status_code) == (303, 400)
    (kept,) = office.program.reception.correspondents()
    assert (kept.person, kept.rhythm) == ("bi-thu-1", "twice-a-week")


def test_unsubscribing_by_the_mail_programs_own_button_is_one_letter_a_week(
    office: Office,
) -> None:
    """RFC 8058: a POST without a page before it; never is no rhythm."""
    with office.visitor() as program:
        answer = program.http.post(f"/n/{office.token()}", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 204
    assert office.program.reception.correspondents()[0].rhythm == "weekly"


def test_the_page_is_up_where_its_files_and_books_can_be_read(office: Office) -> None:
    assert httpx.get(f"{office.base}/health", timeout=30).text == "lotrinh"


def test_an_address_that_there_is_not_is_told_as_that_and_not_as_a_link(office: Office) -> None:
    with office.signed_in("van-phong") as http:
        page = http.get("/nothing/of/that")

    assert page.status_code == 404
    assert "Không có trang này" in words(page.text)
    assert GONE not in words(page.text)
