"""The page of a cell is where the office writes down what it was told by others."""

import re

import httpx
import pytest

from tests.integration.web.conftest import Office, words

CELL = "/cell/plan/branch-1/review"
STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def pressed(http: httpx.Client, do: str, at: str = CELL, **fields: str) -> httpx.Response:
    """Press a button on the page of a cell, and stay where that leads."""
    stamp = STAMP.findall(http.get(at).text)[-1]
    return http.post(at, data={"stamp": stamp, "do": do, **fields})


def followed(http: httpx.Client, answer: httpx.Response) -> str:
    """Go where a press has led; return what stands there."""
    assert answer.status_code == 303
    return http.get(f"/cell/plan/branch-1/{answer.headers['location']}").text


def test_the_coordinator_records_what_a_branch_has_told_and_takes_it_back(office: Office) -> None:
    with office.signed_in("van-phong") as http:
        page = followed(http, pressed(http, "done"))
        (fact,) = office.facts()
        again = followed(http, pressed(http, "done"))
        back = followed(http, pressed(http, "undone", entry=str(fact.entry)))

    assert (fact.by, fact.via.way, fact.via.person) == ("Văn phòng phường", "page", "van-phong")
    assert fact.note == "ghi thay Bí thư Chi bộ Một"
    assert "Đã ghi nhận" in words(page)
    assert "đã được ghi từ trước" in words(again)
    assert "Đã hoàn lại: đã xong. Việc này nay: " in words(back)
    assert office.said() == ["done", "undone"]


def test_a_reason_stands_behind_whose_it_is_and_is_never_made_up(office: Office) -> None:
    with office.signed_in("van-phong") as http:
        empty = pressed(http, "extension-asked", until="2026-12-18")
        followed(http, pressed(http, "extension-asked", until="2026-12-18", note="chờ hồ sơ"))
        followed(http, pressed(http, "extension-granted"))

    assert empty.status_code == 422
    asked, granted = office.facts()
    assert asked.note == "ghi thay Bí thư Chi bộ Một: chờ hồ sơ"
    assert granted.note == ""  # there the office stands for the ward as well: its own to say


def test_whoever_leads_answers_there_in_the_own_name(office: Office) -> None:
    with office.signed_in("bi-thu-1") as http:
        followed(http, pressed(http, "done"))

    (fact,) = office.facts()
    assert (fact.note, fact.via.person) == ("", "bi-thu-1")


@pytest.mark.parametrize("stamp", ["", "x"])
def test_nothing_is_recorded_there_without_the_stamp(office: Office, stamp: str) -> None:
    with office.signed_in("van-phong") as http:
        refused = http.post(CELL, data={"stamp": stamp, "do": "done"})

    assert (refused.status_code, office.facts()) == (422, [])


def test_whoever_may_not_record_has_no_button_there(office: Office) -> None:
    with office.signed_in("bi-thu-2") as http:
        assert http.post(CELL, data={"do": "done"}).status_code == 404
    assert not office.facts()
