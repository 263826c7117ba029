"""Calendars at a secret address: read by two libraries, cheap to ask for, ended by their owner."""

import re
from datetime import date

import httpx
import pytest
import vobject
from icalendar import Calendar, Component

from lotrinh.application.books.tokens import Use
from lotrinh.bootstrap.desks.feed import FeedDesk
from lotrinh.bootstrap.desks.turns import Turns
from lotrinh.domain.registers import PersonId
from lotrinh.web.app import make_app
from lotrinh.web.guard import Limits
from tests.integration.web.conftest import PUBLIC, Office, in_process, words
from tests.integration.web.test_board import OFFICE, SECRETARY, look, say_done

GONE = "Đường dẫn này không dùng được"


def fetch(office: Office, path: str, tag: str = "") -> httpx.Response:
    """Have a phone look into a calendar."""
    headers = {"If-None-Match": tag} if tag else {}
    return httpx.get(f"{office.base}/{path}", headers=headers)


def events(answer: httpx.Response) -> dict[str, Component]:
    """Return the events of a calendar by what they are of."""
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


def press(office: Office, do: str, about: str = "", person: str = SECRETARY) -> httpx.Response:
    """Press a button on the page of calendars."""
    with office.signed_in(person) as http:
        stamp = re.findall(r'name="stamp" value="([^"]+)"', http.get("/feeds").text)[0]
        return http.post("/feeds", data={"stamp": stamp, "do": do, "about": about})


def addresses(office: Office, person: str = SECRETARY) -> list[str]:
    """Return the addresses that the page shows."""
    return re.findall(
        r'value="https://nhac\.example\.vn/(f/[^"]+)"', look(office, "/feeds", person).text
    )


def test_two_libraries_read_what_concerns_a_person(office: Office) -> None:
    answer = fetch(office, office.program.reception.feed(SECRETARY))

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=1800"
    assert {uid: e.decoded("DTSTART") for uid, e in events(answer).items()} == {
        "plan.review.branch-1": date(2026, 12, 14),
        "plan.plan-2027.branch-1": date(2026, 12, 20),
    }
    read = vobject.readOne(answer.text)
    assert sorted(e.dtstart.value for e in read.vevent_list) == [
        date(2026, 12, 14),
        date(2026, 12, 20),
    ]
    assert read.method.value == "PUBLISH"


def test_an_address_names_nobody(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)

    assert re.fullmatch(r"f/[\w-]{43}\.[\w-]+\.\d+\.ics", path)
    assert SECRETARY not in path


def test_a_phone_that_has_it_is_told_so_until_something_changes(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)
    first = fetch(office, path)
    tag = first.headers["etag"]

    again = fetch(office.at("2026-12-07 09:00"), path, tag)
    others = fetch(office, path, f'"x", W/{tag}')
    say_done(office)
    changed = fetch(office, path, tag)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert others.status_code == 304
    assert changed.status_code == 200
    assert str(events(changed)["plan.review.branch-1"]["SUMMARY"]).startswith("✓ ")
    untouched = "plan.plan-2027.branch-1"
    assert events(changed)[untouched].to_ical() == events(first)[untouched].to_ical()


def test_another_day_that_changes_nothing_is_no_other_file(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)
    tag = fetch(office, path).headers["etag"]

    assert fetch(office.at("2026-12-08 07:00"), path, tag).status_code == 304


def test_what_moved_has_the_next_number_and_what_is_gone_is_cancelled(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)
    first = events(fetch(office, path))
    office.at("2026-12-07 10:00").edit("roadmaps/plan.yaml", "14/12/2026", "16/12/2026")
    moved = events(fetch(office, path))
    office.edit("roadmaps/plan.yaml", "lead: secretary, support: [office]", "lead: parent.office")
    gone = events(fetch(office, path))

    one = "plan.review.branch-1"
    assert [found[one].decoded("SEQUENCE") for found in (first, moved, gone)] == [0, 1, 2]
    assert moved[one].decoded("DTSTART") == date(2026, 12, 16)
    assert moved[one].decoded("LAST-MODIFIED") > first[one].decoded("LAST-MODIFIED")
    assert [str(found[one]["STATUS"]) for found in (moved, gone)] == ["CONFIRMED", "CANCELLED"]
    assert not gone[one].walk("VALARM")


def test_calendars_are_of_posts_and_organisations_too_as_far_as_one_sees(office: Office) -> None:
    for about in ("branch-2", "secretary@branch-2"):
        answer = fetch(office, office.program.reception.feed(OFFICE, about))
        assert set(events(answer)) == {"plan.review.branch-2", "plan.plan-2027.branch-2"}
    for about in ("branch-2", "secretary@branch-2", "nothing", "nothing@branch-1", "@"):
        assert press(office, "give", about).status_code == 404
    assert addresses(office) == []


def test_it_ends_with_what_its_owner_may_see(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY, "branch-1")
    assert fetch(office, path).status_code == 200

    office.edit("people.csv", "secretary@branch-1", "secretary@branch-2")

    assert fetch(office, path).status_code == 404


def test_whoever_has_one_can_change_or_end_it(office: Office) -> None:
    given = press(office, "give")
    (first,) = addresses(office)
    press(office, "renew")
    (second,) = addresses(office)
    with_both = [fetch(office, path).status_code for path in (first, second)]
    press(office, "end")

    assert given.headers["location"] == "./feeds?did=give"
    assert with_both == [404, 200]
    assert fetch(office, second).status_code == 404
    assert addresses(office) == []


def test_nothing_is_given_without_the_stamp_of_the_page(office: Office) -> None:
    with office.signed_in(SECRETARY) as http:
        http.post("/feeds", data={"do": "give", "about": ""})

    assert addresses(office) == []
    assert httpx.get(f"{office.base}/feeds").status_code == 303


def test_ended_forged_and_strange_addresses_look_all_alike(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)
    office.program.reception.end_feed(SECRETARY)
    api = office.program.seals.issue_number(Use.API, 1, office.now)
    strange = (path, path.replace(".1.", ".2."), "f/x", f"f/{api}.ics", f"f/{'a' * 5000}")

    answers = [fetch(office, one) for one in strange]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert GONE in words(answers[0].text)


def test_a_revocation_ends_calendars_and_another_address_can_be_had(office: Office) -> None:
    path = office.program.reception.feed(SECRETARY)
    office.program.reception.revoke_links(SECRETARY)
    ended = fetch(office, path).status_code
    office.at("2026-12-07 08:00")

    assert ended == 404
    assert fetch(office, office.program.reception.feed(SECRETARY)).status_code == 200


def test_whoever_asks_too_often_waits_and_others_do_not(office: Office) -> None:
    desk = office.program.reception.front_desk()
    app = make_app(desk, office.program.reception.gate(desk), limits=Limits(feed=1, address=1))
    mine, other = (f"/{office.program.reception.feed(person)}" for person in (SECRETARY, OFFICE))

    codes = [in_process(office, app, path).status_code for path in (mine, mine, other)]

    assert codes == [200, 429, 200]


def test_when_all_are_busy_a_phone_gets_what_was_made_before(office: Office) -> None:
    desk = office.program.reception.front_desk()
    feeds = FeedDesk(desk.store, desk.seals, desk.present, desk.now, Turns(bench=0))
    app = make_app(desk, office.program.reception.gate(desk), feeds=feeds)
    known, new = (f"/{office.program.reception.feed(person)}" for person in (SECRETARY, OFFICE))
    before = in_process(office, app, known)
    say_done(office)

    with feeds.turns.take():
        stale, none = (in_process(office, app, path) for path in (known, new))

    assert stale.content == before.content
    assert (none.status_code, none.headers["retry-after"]) == (503, "600")
    assert in_process(office, app, known).content != before.content


@pytest.mark.parametrize("path", ["/", "/calendar/2026-12", "/organisation/branch-1"])
def test_the_pages_lead_to_it(office: Office, path: str) -> None:
    assert re.search(r'href="(?:\./|\.\./)*feeds(?:\?about=branch-1)?"', look(office, path).text)


def test_it_tells_how_to_add_it_in_both_languages(office: Office) -> None:
    office.program.reception.feed(SECRETARY)

    vietnamese, english = (look(office, "/feeds", SECRETARY, lang).text for lang in ("vi", "en"))

    assert "webcal://nhac.example.vn/f/" in vietnamese
    assert "Ai có địa chỉ thì xem được" in words(vietnamese)
    assert "Whoever has the address can read" in words(english)


def test_the_books_hold_no_address_that_could_be_used(office: Office) -> None:
    text = office.program.reception.feed(SECRETARY).removeprefix("f/").removesuffix(".ics")

    with office.program.store.look() as uow:
        (token,) = uow.tokens.of(PersonId(SECRETARY), Use.FEED)
    assert text.partition(".")[0] not in repr(token)


def test_without_an_address_of_its_own_the_page_says_that_phones_cannot_come(
    office: Office,
) -> None:
    with office.signed_in("bi-thu-1") as http:
        before = http.get("/feeds").text
        office.edit("settings.yaml", f"public_url: {PUBLIC}\n", "")
        after = http.get("/feeds").text

    assert "public_url" not in before
    assert "chỉ dùng được trên máy này" in after
    assert "public_url trong settings.yaml" in after
