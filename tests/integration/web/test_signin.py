"""The way to the board: asked for, sent, pressed once, ended; and what a proxy may say."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

import httpx
import pytest

from lotrinh.application.books.messages import DeliveryState, MessageKind
from lotrinh.web.serving import behind_proxy
from lotrinh.web.session import COOKIE
from tests.integration.channels.servers import Sink, listening
from tests.integration.store.books import at_once
from tests.integration.web.conftest import PUBLIC, Office, words

STAMP = re.compile(r'name="stamp" value="([^"]+)"')
SENT = "Nếu văn phòng có địa chỉ hoặc mã này"
VOID = "Đường dẫn này đã dùng rồi hoặc đã quá 30 phút"


@dataclass
class Browser:
    """Somebody with a browser that keeps what it is told to keep, by https or not."""

    http: httpx.Client
    kept: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, **fields: str) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        headers = self.headers | ({"cookie": cookies} if cookies else {})
        answer = self.http.request(method, path, data=fields or None, headers=headers)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.kept[name] = value.strip('"')
            if "Max-Age=0" in line:
                del self.kept[name]
        self.http.cookies.clear()
        return answer

    def get(self, path: str = "/") -> httpx.Response:
        return self.send("GET", path)

    def press(self, path: str, page: str | None = None, **fields: str) -> httpx.Response:
        """Send the form of a page that was opened just now."""
        stamp = STAMP.findall(self.get(page or path).text)
        return self.send("POST", path, stamp=stamp[0] if stamp else "", **fields)

    def ask(self, who: str) -> httpx.Response:
        return self.press("/signin", who=who)

    def is_in(self) -> bool:
        answer = self.get("/")
        if answer.status_code == 303:
            assert answer.headers["location"] == "signin"
        return answer.status_code == 200


@contextmanager
def browser(office: Office) -> Iterator[Browser]:
    with httpx.Client(base_url=office.base, timeout=30) as http:
        yield Browser(http)


@pytest.fixture
def sink(office: Office) -> Iterator[Sink]:
    sink = Sink()
    sink.start()
    office.edit(
        "channels.yaml",
        "deliver_by: preview\n",
        "deliver_by: mail\n"
        f"mail: {{kind: smtp, host: 127.0.0.1, port: {sink.port}, security: none,"
        " sender: lotrinh@example.vn}\n",
    )
    yield sink
    sink.stop()


def link_in(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(rf"{PUBLIC}(/signin/\S+)", str(body.get_content()))
    return str(link)


def invited(office: Office, person: str = "bi-thu-1") -> str:
    """Return a link as the office's own command prints it."""
    return f"/{office.program.reception.sign_in_link(person)}"


def signed_in(office: Office, browser: Browser, person: str = "bi-thu-1") -> Browser:
    browser.press(invited(office, person))
    assert browser.is_in()
    return browser


# The whole way.


def test_who_asks_gets_a_mail_whose_link_lets_in_once(office: Office, sink: Sink) -> None:
    with browser(office) as lan, browser(office) as thief:
        assert not lan.is_in()
        answer = lan.ask("BiThu1@ward-1.example.vn")
        link = link_in(sink.next())
        looked = [lan.send(method, link) for method in ("GET", "HEAD", "GET")]
        assert not lan.is_in(), "to look lets nobody in"
        stamp = STAMP.findall(thief.get(link).text)[0]
        pressed = lan.press(link)
        again = thief.send("POST", link, stamp=stamp)

        assert SENT in words(answer.text)
        assert [one.status_code for one in looked] == [200, 200, 200]
        assert "dành cho Bí thư Chi bộ Một" in words(looked[0].text)
        assert pressed.status_code == 303
        assert lan.is_in()
        assert "Bí thư Chi bộ Một" in words(lan.get().text)
        assert (again.status_code, thief.is_in()) == (404, False)
        assert VOID in words(again.text)


def test_the_cookie_is_for_this_host_alone_and_for_no_script(office: Office) -> None:
    with browser(office) as lan:
        set_ = lan.press(invited(office)).headers["set-cookie"]

    assert set_.startswith(f"{COOKIE}=")
    parts = {part.strip().lower() for part in set_.split(";")[1:]}
    assert {"httponly", "samesite=lax", "secure", "path=/", "max-age=1209600"} == parts


def test_the_outbox_holds_the_link_unsigned(office: Office, sink: Sink) -> None:
    with browser(office) as lan:
        lan.ask("bi-thu-1")
        sink.next()
    (kept,) = [
        one for one in office.program.mailroom.deliveries() if one.kind is MessageKind.SIGN_IN
    ]

    shown = office.program.mailroom.opened(kept.key).text
    assert f"{PUBLIC}/signin/-" in shown
    with browser(office) as somebody:
        assert somebody.get("/signin/-").status_code == 404


def test_the_letter_comes_at_once_and_takes_no_other_along(office: Office, sink: Sink) -> None:
    """What is to be sent at its own time is left to the next delivery."""
    office.at("2026-12-13 07:30")
    office.program.check()
    with browser(office) as lan:
        lan.ask("bi-thu-2")
        mail = sink.next()

    assert mail["Subject"] == "[Lộ Trình] Đường dẫn vào bảng theo dõi"
    assert len(sink.mails) == 1


def test_of_two_who_press_a_link_at_once_one_is_let_in(office: Office) -> None:
    link = invited(office)
    with browser(office) as lan:
        stamp = STAMP.findall(lan.get(link).text)[0]

        def press() -> int:
            with browser(office) as tab:
                return tab.send("POST", link, stamp=stamp).status_code

        codes = at_once(*[press] * 6)

    assert sorted(codes) == [303] + [404] * 5


def test_a_link_holds_for_thirty_minutes_and_a_session_for_two_weeks(office: Office) -> None:
    late, early = invited(office, "bi-thu-2"), invited(office)
    with browser(office) as lan, browser(office) as hoa:
        office.at("2026-12-07 07:59")
        lan.press(early)
        office.at("2026-12-07 08:01")
        assert hoa.get(late).status_code == 404
        office.at("2026-12-21 07:58")
        assert lan.is_in()
        office.at("2026-12-21 08:00")
        assert not lan.is_in()


def test_a_newer_link_that_was_used_voids_the_older_ones(office: Office) -> None:
    older = invited(office)
    office.at("2026-12-07 07:35")
    with browser(office) as lan, browser(office) as other:
        signed_in(office, lan)
        assert other.get(older).status_code == 404


# The end of it.


def test_signing_out_ends_the_sessions_everywhere(office: Office) -> None:
    with browser(office) as phone, browser(office) as desk, browser(office) as hoa:
        signed_in(office, phone)
        office.at("2026-12-07 07:31")
        signed_in(office, desk)
        signed_in(office, hoa, "bi-thu-2")
        office.at("2026-12-07 07:40")
        cookie = dict(desk.kept)
        answer = desk.press("/signout", "/")

        assert (answer.status_code, COOKIE in desk.kept) == (303, False)
        assert not phone.is_in()
        desk.kept = cookie
        assert not desk.is_in()
        assert hoa.is_in()


def test_who_signed_in_while_the_clock_was_ahead_can_again_once_it_is_trusted(
    office: Office,
) -> None:
    with browser(office) as lan, browser(office) as other:
        office.at("2027-12-07 07:30")
        signed_in(office, lan)
        link = invited(office)
        office.at("2026-12-07 07:30")
        assert not lan.is_in()
        assert other.get(link).status_code == 404, "it would hold for a year"

        office.program.trust_clock()

        office.at("2026-12-07 07:31")
        assert signed_in(office, other).is_in()


def test_a_revocation_ends_sessions_and_links(office: Office) -> None:
    with browser(office) as lan, browser(office) as other:
        signed_in(office, lan)
        office.at("2026-12-07 07:35")
        link = invited(office)
        office.program.reception.revoke_links("bi-thu-1")

        assert not lan.is_in()
        assert other.get(link).status_code == 404


def test_who_has_left_the_list_is_out(office: Office) -> None:
    with browser(office) as lan:
        signed_in(office, lan)
        office.edit("people.csv", "bi-thu-1,", "bi-thu-moi,")
        assert not lan.is_in()


@pytest.mark.parametrize("purpose", ["a link", "a ticket", "forged", "", "x" * 5000])
def test_nothing_else_is_a_session(office: Office, purpose: str) -> None:
    session = {"a link": invited(office).rpartition("/")[2], "a ticket": office.token()}
    with browser(office) as lan:
        lan.kept = {COOKIE: session.get(purpose, purpose)}
        assert not lan.is_in()


def test_a_session_is_no_link_to_sign_in(office: Office) -> None:
    with browser(office) as lan:
        signed_in(office, lan)
        assert lan.get(f"/signin/{lan.kept[COOKIE]}").status_code == 404


# Whoever isn't known, and whoever asks too often.


def test_nobody_learns_who_is_known(office: Office, sink: Sink) -> None:
    with browser(office) as somebody:
        pages = [
            somebody.ask(who).text for who in ("bi-thu-1", "nobody@example.vn", "", "x" * 9000)
        ]

    assert len(set(pages)) == 1
    assert sink.next()["To"] == "bithu1@ward-1.example.vn"
    assert len(sink.mails) == 1


def test_within_five_minutes_one_letter_is_enough(office: Office, sink: Sink) -> None:
    with browser(office) as lan:
        for moment in ("07:30", "07:33", "07:35"):
            office.at(f"2026-12-07 {moment}")
            lan.ask("bi-thu-1")
        sink.next()
        sink.next()

    assert len(sink.mails) == 2


def test_a_mail_server_that_fails_leaves_the_letter_to_the_next_delivery(office: Office) -> None:
    with listening() as closed:
        port = closed.getsockname()[1]
    office.edit(
        "channels.yaml",
        "deliver_by: preview\n",
        f"deliver_by: mail\nmail: {{kind: smtp, host: 127.0.0.1, port: {port}, security: none,"
        " sender: lotrinh@example.vn}\n",
    )
    desk = office.program.reception.front_desk()
    office.program.reception.gate(desk).ask("bi-thu-1")

    (kept,) = office.program.mailroom.deliveries([DeliveryState.WAITING])
    assert kept.kind is MessageKind.SIGN_IN


def test_another_site_signs_nobody_in(office: Office) -> None:
    """Whoever has a link of his own could have others work under his name."""
    with browser(office) as lan:
        link = invited(office)
        lan.headers = {"sec-fetch-site": "cross-site"}
        sent = lan.press(link)
        assert (sent.status_code, lan.is_in()) == (303, False)
        lan.headers = {"sec-fetch-site": "same-origin"}
        lan.press(link)
        assert lan.is_in()


def test_who_asks_too_often_waits_a_minute(office: Office) -> None:
    with browser(office) as somebody:
        for_one = [somebody.ask("nobody").status_code for _ in range(4)]
        for_others = [somebody.ask(f"guess-{n}").status_code for n in range(3)]
        page = somebody.get("/signin")

    assert for_one == [200, 200, 200, 429]
    assert for_others == [200, 200, 429]
    assert page.status_code == 200


def test_a_form_that_is_not_ours_sends_nothing(office: Office) -> None:
    with browser(office) as somebody:
        answer = somebody.send("POST", "/signin", who="bi-thu-1", stamp="x")
        entered = somebody.send("POST", invited(office), stamp="x")
        signed_in(office, somebody)
        left = somebody.send("POST", "/signout", stamp="x")
        pressed = somebody.send("POST", "/", stamp="x", code="1", do="done")

        assert (answer.status_code, entered.status_code, left.status_code) == (422, 303, 303)
        assert pressed.status_code == 422
        assert somebody.is_in()
    kinds = {one.kind for one in office.program.mailroom.deliveries()}
    assert MessageKind.SIGN_IN not in kinds
    assert office.said() == []


# A proxy that is trusted.


@contextmanager
def trusting(office: Office) -> Iterator[Browser]:
    office.edit("settings.yaml", "public_url", "web: {trust_header: X-Remote-User}\npublic_url")
    with browser(office) as lan:
        yield lan


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("bi-thu-1", "Bí thư Chi bộ Một"),
        ("BITHU2@ward-1.example.vn", "Bí thư Chi bộ Hai"),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_a_proxy_on_this_machine_says_who_somebody_is(office: Office, said: str, name: str) -> None:
    with trusting(office) as lan:
        lan.headers = {"X-Remote-User": said}
        page = lan.get()

    assert page.status_code == (200 if name else 303)
    assert name in words(page.text)
    assert "Thoát" not in page.text, "whom the proxy lets in isn't let out here"


@pytest.mark.parametrize(
    ("peer", "forwarded", "status"),
    [
        ("127.0.0.1", "", 200),
        ("127.0.0.1", "203.0.113.9", 200),
        ("::1", "", 200),
        ("203.0.113.9", "", 303),
        ("203.0.113.9", "127.0.0.1", 303),
    ],
)
def test_the_header_counts_by_who_has_really_connected(
    office: Office, peer: str, forwarded: str, status: int
) -> None:
    """What a visitor writes into X-Forwarded-For makes nobody local, and nobody distant."""
    office.edit("settings.yaml", "public_url", "web: {trust_header: X-Remote-User}\npublic_url")
    headers = {"X-Remote-User": "bi-thu-1"} | ({"X-Forwarded-For": forwarded} if forwarded else {})

    async def ask() -> int:
        way = httpx.ASGITransport(behind_proxy(office.program), client=(peer, 4711))
        async with httpx.AsyncClient(transport=way, base_url=PUBLIC) as somebody:
            return (await somebody.get("/", headers=headers)).status_code

    assert asyncio.run(ask()) == status


def test_a_name_that_somebody_elses_page_has_lead_here_is_trusted_in_nothing(
    office: Office,
) -> None:
    """A browser on this machine, whose page comes from elsewhere and has its name point here."""
    with trusting(office) as lan:
        lan.headers = {"X-Remote-User": "bi-thu-1", "Host": "evil.example.vn"}
        assert not lan.is_in()
        figures = lan.get("/metrics")
        told = lan.get("/health?format=json")

    assert figures.status_code == 404
    assert told.text == "lotrinh"


def test_no_header_counts_unless_the_settings_say_so(office: Office) -> None:
    with browser(office) as lan:
        lan.headers = {"X-Remote-User": "bi-thu-1"}
        assert not lan.is_in()


def test_where_the_proxy_has_spoken_an_old_session_says_nothing(office: Office) -> None:
    with trusting(office) as lan:
        signed_in(office, lan)
        lan.headers = {"X-Remote-User": "bi-thu-2"}
        assert "Chi bộ Hai" in words(lan.get().text)
        lan.headers = {"X-Remote-User": "nobody"}
        assert not lan.is_in()


# The first screen.


def test_mine_shows_what_is_mine_and_records_it_in_my_name(office: Office) -> None:
    with browser(office) as lan:
        signed_in(office, lan)
        page = lan.get()
        told = words(page.text)
        code = office.codes()["branch-1", "review"]
        answer = lan.press("/", code=str(code), do="done")
        after = words(lan.get("/" + answer.headers["location"].removeprefix("./")).text)

    assert "Trong bảy ngày tới (1)" in told
    assert "Sau đó (1)" in told
    assert "Chi bộ Hai" not in told
    assert page.text.count("<h1") == 1
    assert "Vừa xong (1)" in after
    assert "Đã ghi nhận" in after
    (fact,) = office.facts()
    assert (fact.kind, fact.by) == ("done", "Bí thư Chi bộ Một")


def test_nobody_answers_for_another_from_there(office: Office) -> None:
    with browser(office) as hoa:
        signed_in(office, hoa, "bi-thu-2")
        answer = hoa.press("/", code=str(office.codes()["branch-1", "review"]), do="done")

    assert answer.status_code == 422
    assert "không còn thuộc phần mình" in words(answer.text)
    assert office.said() == []


def test_a_superior_decides_there_and_sees_how_those_below_stand(office: Office) -> None:
    code = office.codes()["branch-1", "review"]
    with browser(office) as lan, browser(office) as ward:
        signed_in(office, lan)
        lan.press("/", code=str(code), do="extension-asked", until="2026-12-20", note="đi công tác")
        office.at("2026-12-15 07:30")
        signed_in(office, ward, "van-phong")
        page = ward.get()
        ward.press("/", code=str(code), do="extension-granted")

    told = words(page.text)
    assert "Chờ mình quyết định (1)" in told
    assert re.search("Kế hoạch ?: 2 việc quá hạn, ở 2/2 đơn vị", told)
    assert office.said() == ["extension-asked", "extension-granted"]


def test_the_language_is_kept_and_may_be_chosen_before_signing_in(office: Office) -> None:
    with browser(office) as lan:
        chosen = lan.get("/signin?lang=en")
        assert chosen.headers["location"] == "./signin"
        assert "Go to the board" in lan.get("/signin").text
        signed_in(office, lan)
        assert "My work" in lan.get().text
        assert lan.get("/?lang=vi&said=1").headers["location"] == "./?said=1"
        assert "Việc của tôi" in lan.get().text
        assert lan.get("/?lang=xx").status_code == 200


def test_looking_records_nothing(office: Office) -> None:
    with browser(office) as lan:
        signed_in(office, lan, "van-phong")
        for _ in range(3):
            lan.get()

    assert office.said() == []
    assert office.program.reception.correspondents() == []
